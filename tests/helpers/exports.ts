/** What the tests of exports share. */

import { assertEquals } from "@std/assert";
import type { Task } from "@scaleapi/sdk";
import type { Mock } from "../mock/mod.ts";

/** When the tasks begin. */
export const start: number = Date.UTC(2024, 2, 5);

/** The ids that a walk gives. */
export async function idsOf(tasks: AsyncIterable<Task>): Promise<string[]> {
  const ids: string[] = [];
  for await (const task of tasks) ids.push(task.task_id);
  return ids;
}

/** The ids of a project's tasks. */
export async function seeded(mock: Mock, project: string): Promise<string[]> {
  const tasks = await mock.tasks();
  return tasks.filter((task) => task.project === project).map((task) => String(task.task_id));
}

/** All of them, and none twice. */
export function assertEachOnce(ids: readonly string[], expected: readonly string[]): void {
  assertEquals([...ids].sort(), [...expected].sort());
}
