import { hash32 } from "./ids.ts";
import type { Arrival, Fault, FaultMatch, FaultPlan, PlanKind } from "./types.ts";
import { isObject } from "./http.ts";

/** The queued faults and the random plan. */
export class Faults {
  #queue: { fault: Fault; match: (arrival: Arrival) => boolean; left: number; skip: number }[] = [];
  #plan: FaultPlan | undefined;
  #planPath: RegExp | undefined;
  #asked = new Map<string, number>();
  readonly #uniqueIdOf: (taskId: string) => string | undefined;

  /** The function tells the `unique_id` of a task, which names it in every run of the same plan. */
  constructor(uniqueIdOf: (taskId: string) => string | undefined) {
    this.#uniqueIdOf = uniqueIdOf;
  }

  /** Queues a fault. */
  add(fault: Fault): void {
    const left = fault.times === null ? Infinity : fault.times ?? 1;
    this.#queue.push({ fault, match: matcher(fault.when ?? {}), left, skip: fault.skip ?? 0 });
  }

  /** Sets the random plan. */
  setPlan(plan: FaultPlan | null | undefined): void {
    this.#plan = plan ?? undefined;
    this.#planPath = plan?.path === undefined ? undefined : new RegExp(plan.path);
    this.#asked.clear();
  }

  /** Forgets everything. */
  clear(): void {
    this.#queue = [];
    this.setPlan(null);
  }

  /** The fault for a request: the first queued one that fits, else what the plan draws. */
  take(arrival: Arrival): { name: string; fault: Fault } | undefined {
    if (this.#queue.length) {
      for (const entry of this.#queue) {
        if (entry.left <= 0 || !entry.match(arrival)) continue;
        if (entry.skip > 0) {
          entry.skip--;
          continue;
        }
        entry.left--;
        if (entry.left <= 0) this.#queue = this.#queue.filter((one) => one !== entry);
        return { name: entry.fault.act ?? (hasAnswer(entry.fault) ? "answer" : "pass"), fault: entry.fault };
      }
    }
    return this.#plan && this.#draw(this.#plan, arrival);
  }

  #draw(plan: FaultPlan, arrival: Arrival): { name: string; fault: Fault } | undefined {
    if (this.#planPath && !this.#planPath.test(arrival.path)) return undefined;
    const key = this.#askedKey(arrival);
    const count = (this.#asked.get(key) ?? 0) + 1;
    this.#asked.set(key, count);
    let draw = hash32(`${key} ${count}`, plan.seed) / 2 ** 32;
    for (const [name, rate = 0] of Object.entries(plan.rates) as [PlanKind, number?][]) {
      if (draw < rate) return { name, fault: planned(name, plan) };
      draw -= rate;
    }
    return undefined;
  }

  /** What is asked, without what differs from run to run: the cursor of a listing and generated ids. */
  #askedKey(arrival: Arrival): string {
    const path = arrival.path.replace(/(?<=\/task\/)[0-9a-f]{24}/, (id) => this.#uniqueIdOf(id) ?? id);
    const query = arrival.query.filter(([name]) => name !== "next_token").map((pair) => pair.join("=")).join("&");
    const uniqueId = isObject(arrival.body) ? String(arrival.body.unique_id ?? "") : "";
    return `${arrival.method} ${path}?${query} ${uniqueId}`;
  }
}

function planned(kind: PlanKind, plan: FaultPlan): Fault {
  const { retryAfter = 0, slowMs = 1000 } = plan;
  const headers: Record<string, string> = retryAfter === null ? {} : { "retry-after": String(retryAfter) };
  switch (kind) {
    case "done_then_500":
      return { status: 500, after: true };
    case "drop":
      return { act: "drop" };
    case "drop_after":
      return { act: "drop", after: true };
    case "busy_429":
      return { status: 429, headers };
    case "unavailable_503":
      return { status: 503, headers };
    case "truncated":
      return { act: "cut" };
    case "slow_body":
      return { act: "slow_body", delayMs: slowMs };
    case "not_json_after":
      return { act: "not_json", after: true };
    case "hang":
      return { act: "hang" };
  }
}

/** Whether a fault says what to answer. */
export function hasAnswer(fault: Fault): boolean {
  return fault.status !== undefined || fault.body !== undefined;
}

function matcher(when: FaultMatch): (arrival: Arrival) => boolean {
  const path = when.path === undefined ? undefined : new RegExp(when.path);
  const query = Object.entries(when.query ?? {});
  const body = Object.entries(when.body ?? {});
  return (arrival) =>
    (when.method === undefined || when.method === arrival.method) &&
    (!path || path.test(arrival.path)) &&
    (when.reused === undefined || when.reused === (arrival.nth > 1)) &&
    query.every(([name, value]) => arrival.query.some(([n, v]) => n === name && v === value)) &&
    body.every(([name, value]) =>
      isObject(arrival.body) && JSON.stringify(arrival.body[name]) === JSON.stringify(value)
    );
}
