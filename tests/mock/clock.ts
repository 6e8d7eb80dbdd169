import { batchStatus } from "./batches.ts";
import type { Store, TaskRecord } from "./state.ts";
import type { World } from "./world.ts";
import { finishTask } from "./task_create.ts";
import type { Timers } from "./timers.ts";
import type { JsonObject } from "./types.ts";

/** Plays the people: completes pending live tasks after a while. It ticks only while there is work. */
export class Clock {
  #running = false;

  constructor(readonly world: World, readonly timers: Timers) {}

  /** Starts ticking if it is set and does not tick yet. */
  wake(): void {
    if (this.#running || !this.world.options.autoComplete) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (!this.timers.closed) {
      const { autoComplete } = this.world.options;
      if (!autoComplete) break;
      await this.timers.sleep(autoComplete.everyMs);
      if (this.timers.closed || !this.#tick(autoComplete.afterMs, autoComplete.perTick ?? Infinity)) break;
    }
    this.#running = false;
  }

  /** Completes what is due; false when nothing is left to do. */
  #tick(afterMs: number, perTick: number): boolean {
    const store = this.world.stores.live;
    const now = Date.now();
    let left = perTick;
    let waiting = false;
    for (const task of store.tasks.all()) {
      if (task.data.status !== "pending") continue;
      const start = startOfWork(store, task);
      if (start === undefined) continue;
      if (left > 0 && now - start >= afterMs) {
        left--;
        completeTask(this.world, store, task, { status: "completed" });
      } else {
        waiting = true;
      }
    }
    return waiting;
  }
}

/** When people could begin; undefined while the batch is staging or paused. */
function startOfWork(store: Store, task: TaskRecord): number | undefined {
  const batch = typeof task.data.batch === "string" ? store.batches.get(task.data.batch) : undefined;
  if (!batch) return task.createdMs;
  return batchStatus(store, batch) === "in_progress" ? Math.max(task.createdMs, batch.finalizedMs) : undefined;
}

/** Completes a pending task (or ends it in error) and sends its callback. */
export function completeTask(
  world: World,
  store: Store,
  task: TaskRecord,
  end: { status: "completed" | "error"; response?: JsonObject | undefined },
): void {
  const now = Date.now();
  finishTask(task, { ...end, now });
  if (end.status === "error" && task.data.clear_unique_id_on_error === true) store.tasks.setUniqueId(task, undefined);
  store.tasks.touch(task, now);
  world.onCallback(store, task);
}
