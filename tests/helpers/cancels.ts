/** What the tests of canceling share. */

import type { CancelOutcome, ScaleClient } from "@scaleapi/sdk";
import type { Mock } from "../mock/mod.ts";
import { clientOf } from "./clients.ts";

/** The outcomes of a walk, in the order of the input. */
export async function readInOrder(walk: AsyncIterable<CancelOutcome>): Promise<CancelOutcome[]> {
  const all: CancelOutcome[] = [];
  for await (const one of walk) all.push(one);
  return all.sort((a, b) => a.index - b.index);
}

/** How each of them ended. */
export function statuses(outcomes: readonly CancelOutcome[]): string[] {
  return outcomes.map(({ status }) => status);
}

/** A live client, and the ids of pending tasks. */
export async function pending(
  mock: Mock,
  tasks: number,
  batch?: string,
): Promise<{ client: ScaleClient; ids: string[] }> {
  const place = batch === undefined ? {} : { batch };
  await mock.seed({ tasks, project: "p", status: "pending", mode: "live", uniqueIdPrefix: batch ?? "u", ...place });
  const all = await mock.tasks({ mode: "live" });
  const ids = all.filter((task) => batch === undefined || task.batch === batch).map((task) => String(task.task_id));
  return { client: clientOf(mock, { apiKey: mock.liveKey }), ids };
}
