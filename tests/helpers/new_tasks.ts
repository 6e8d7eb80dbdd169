/** What the tests of `createMany` share: items, a service that answers at once, and what became of them. */

import { type CreateOutcome, type NewTask, TaskType } from "@scaleapi/sdk";
import { delay } from "./time.ts";
import type { Mock } from "../mock/mod.ts";

/** An item with a `unique_id` of its own. */
export function newTask(i: number, more: Record<string, unknown> = {}): NewTask<"imageannotation"> {
  const params = {
    attachment: `https://files.example.com/street-${i}.jpg`,
    geometries: { box: { objects_to_annotate: ["bicycle"] } },
    unique_id: `street-${i}`,
    ...more,
  };
  return { type: TaskType.ImageAnnotation, params };
}

/** So many items. */
export function* newTasks(count: number): Generator<NewTask> {
  for (let i = 0; i < count; i++) yield newTask(i);
}

/** Walks to the end. */
export async function read<T>(walk: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of walk) all.push(one);
  return all;
}

/** The statuses in the order of the input. */
export function statuses(outcomes: readonly CreateOutcome[]): string[] {
  return [...outcomes].sort((a, b) => a.index - b.index).map(({ status }) => status);
}

/** A fetch that creates tasks without a network. */
export function instant(
  latencyMs?: (n: number) => number,
): { fetch: (request: Request) => Promise<Response>; sent: () => number } {
  let sent = 0;
  return {
    sent: () => sent,
    async fetch(): Promise<Response> {
      const n = sent++;
      if (latencyMs) await delay(latencyMs(n));
      return Response.json({ task_id: `t${n}`, type: "imageannotation", status: "pending" });
    },
  };
}

/** The `unique_id`s of all tasks that there are. */
export async function createdIds(mock: Mock): Promise<string[]> {
  return (await mock.tasks()).map((task) => String(task.unique_id)).sort();
}
