/**
 * A run of the client against a service that fails at random: create tasks, list them all, cancel half. What must hold:
 * the service has exactly one task for each `unique_id`, the listing gives each exactly once, every call ends in one
 * outcome.
 */

import { ScaleClient, ScaleError, type Task } from "@scaleapi/sdk";
import { type FaultPlan, startMock } from "../mock/mod.ts";

/** How large a run is, and which faults it meets. */
export interface ChaosOptions {
  /** The same seed draws the same faults. */
  seed: number;
  /** How many tasks are created. */
  tasks: number;
  /** How many calls run side by side. */
  concurrency: number;
  /** Is told what is done. */
  log?: (line: string) => void;
}

/** What a run came to. */
export interface ChaosReport {
  /** Outcomes of creating by status, over all rounds. */
  outcomes: Record<string, number>;
  /** Items that had no outcome, or more than one, in a round. */
  withoutOneOutcome: number;
  /** Tasks that the service has. */
  onServer: number;
  /** `unique_id`s that the service has not exactly once. */
  notOnce: number;
  /** Tasks that the listing gave. */
  listed: number;
  /** How often the listing was gone on with from a cursor. */
  resumed: number;
  /** Tasks that the listing gave twice or never. */
  listedWrong: number;
  /** Tasks that are canceled on the service. */
  canceled: number;
  /** Requests that arrived. */
  requests: number;
  /** Faults by kind. */
  faults: Record<string, number>;
  /** Whether everything held. */
  held: boolean;
}

/** The share of requests that meet each fault. */
export const RATES: FaultPlan["rates"] = {
  done_then_500: 0.05,
  drop: 0.025,
  drop_after: 0.025,
  busy_429: 0.05,
  unavailable_503: 0.05,
  truncated: 0.02,
  slow_body: 0.02,
};

/** Runs it. */
export async function runChaos({ seed, tasks, concurrency, log = () => {} }: ChaosOptions): Promise<ChaosReport> {
  await using mock = await startMock({ record: false });
  const scale = new ScaleClient({ apiKey: mock.liveKey, baseUrl: mock.url, timeoutMs: 500 });
  const plan: FaultPlan = { seed, rates: RATES, retryAfter: 0.02, slowMs: 1_500 };
  const project = "chaos";
  await scale.projects.create({ name: project, type: "imageannotation" });
  await mock.configure({ plan });

  const ids = Array.from({ length: tasks }, (_, i) => `chaos-${i}`);
  const outcomes: Record<string, number> = {};
  let withoutOneOutcome = 0;
  for (let left = ids, round = 1; left.length; round++) {
    log(`round ${round}: creating ${left.length}`);
    const seen = new Map<string, string>();
    const items = left.map((unique_id) => ({
      type: "imageannotation",
      params: { project, unique_id, attachment: `https://example.com/${unique_id}.jpg`, geometries: { box: {} } },
    }));
    for await (const outcome of scale.tasks.createMany(items, { concurrency })) {
      const { status, item } = outcome;
      outcomes[status] = (outcomes[status] ?? 0) + 1;
      if (seen.has(item.params.unique_id)) withoutOneOutcome++;
      seen.set(item.params.unique_id, status);
    }
    withoutOneOutcome += left.filter((id) => !seen.has(id)).length;
    left = left.filter((id) => seen.get(id) === "failed");
    if (round === 20) break;
  }

  log("listing");
  const { listed, resumed } = await listAll(scale, project);
  const times = count(listed.map((task) => String(task.unique_id)));

  log("canceling half");
  let open = listed.filter((_, i) => i % 2 === 0).map(({ task_id }) => task_id);
  for (let round = 1; open.length && round <= 20; round++) {
    const failed: string[] = [];
    for await (const { id, status } of scale.tasks.cancelMany(open, { concurrency })) {
      if (status === "failed") failed.push(id);
    }
    open = failed;
  }

  const { arrived: requests, faults } = await mock.counters();
  const held = await mock.tasks({ mode: "live" });
  const onServer = count(held.map((task) => String(task.unique_id)));
  const canceled = held.filter((task) => task.status === "canceled").length;
  const notOnce = ids.filter((id) => onServer.get(id) !== 1).length;
  const listedWrong = ids.filter((id) => times.get(id) !== 1).length;
  return {
    outcomes,
    withoutOneOutcome,
    onServer: held.length,
    notOnce,
    listed: listed.length,
    resumed,
    listedWrong,
    canceled,
    requests,
    faults,
    held: withoutOneOutcome + notOnce + listedWrong === 0 && held.length === tasks && listed.length === tasks &&
      canceled === Math.ceil(tasks / 2),
  };
}

/** Walks the whole listing, and goes on from the cursor where a page could not be had. */
async function listAll(scale: ScaleClient, project: string): Promise<{ listed: Task[]; resumed: number }> {
  const listed: Task[] = [];
  let cursor: string | undefined;
  for (let resumed = 0;; resumed++) {
    try {
      const options = cursor === undefined ? {} : { cursor };
      for await (const page of scale.tasks.list({ project_name: project }, options).pages()) listed.push(...page.items);
      return { listed, resumed };
    } catch (error) {
      if (!(error instanceof ScaleError) || resumed === 20) throw error;
      cursor = error.cursor;
      if (cursor === undefined) listed.length = 0;
    }
  }
}

function count(values: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
