import { Bulk } from "./bulk.ts";
import { ScaleInvalidRequestError } from "./errors.ts";
import type { CallOptions } from "./options.ts";
import {
  type BulkCheckpoint,
  type BulkOptions,
  type Indexed,
  type Items,
  Pool,
  type TaskOutcome,
  throwIfHeldBack,
} from "./pool.ts";
import type { Task } from "./resources/task.ts";
import type { TaskFilters } from "./resources/task_filters.ts";
import type { Tasks } from "./resources/tasks.ts";
import { tell } from "./tell.ts";

/**
 * The outcome of one task of `cancelMany`; its `status` says whether it has a `task` or an `error`. `completed`: the
 * work was done before it could be canceled.
 */
export type CancelOutcome = Indexed & TaskOutcome<"canceled" | "completed"> & {
  /** The task's id. */
  id: string;
};

/** The options of `cancelMany` and `cancelTasks`. Limits and headers are those of each request. */
export interface CancelManyOptions extends BulkOptions {
  /**
   * Continues an earlier run over the same ids. It has no effect with filters or a batch: their tasks are read again,
   * and those that are canceled by then are left alone.
   */
  checkpoint?: BulkCheckpoint | undefined;
  /**
   * Whether to free the tasks' `unique_id`s, so that other tasks can have them.
   *
   * @default {false}
   */
  clear_unique_id?: boolean | undefined;
  /** Called after each outcome with the number of outcomes so far. */
  onProgress?: ((progress: { done: number }) => unknown) | undefined;
}

/** Cancels many tasks: see {@linkcode Tasks.cancelMany}. */
export function cancelMany(
  tasks: Tasks,
  items: Items<string | Task>,
  options: CancelManyOptions,
): Bulk<CancelOutcome, BulkCheckpoint> {
  const { clear_unique_id, onProgress, ...rest } = options;
  let done = 0;

  async function cancel(id: string, call: CallOptions): Promise<Task> {
    try {
      return await tasks.cancel(id, { clear_unique_id }, call);
    } catch (error) {
      if (!(error instanceof ScaleInvalidRequestError)) throw error;
      const task = await tasks.get(id, call);
      if (!finalStatus(task)) throw error;
      return task;
    }
  }

  return new Bulk(
    new Pool<string | Task, CancelOutcome>(
      items,
      async (one, index, call) => {
        const id = typeof one === "string" ? one : one?.task_id;
        try {
          // An id has no status.
          const end = one && finalStatus(one as Task);
          const task = end === "completed" || (end && !clear_unique_id) ? one as Task : await cancel(id, call);
          return { index, id, status: finalStatus(task) ?? "canceled", task };
        } catch (error) {
          throwIfHeldBack(error);
          return { index, id, status: "failed", error };
        }
      },
      () => tell(onProgress, { done: ++done }),
      rest,
    ),
  );
}

/**
 * Cancels the tasks that match filters. All are read before the first is canceled, since changing one would move the
 * pages; ending the walk ends the reading.
 */
export function cancelMatching(
  tasks: Tasks,
  filters: (call: CallOptions) => TaskFilters | Promise<TaskFilters>,
  options: CancelManyOptions,
): Bulk<CancelOutcome, BulkCheckpoint> {
  const stop = new AbortController();
  const call = { ...options, signal: stop.signal };
  const matching = new ReadableStream<Task>({
    async pull(controller) {
      const all = tasks.list({ ...await filters(call), limited_response: true }, call);
      for (const task of await all.toArray()) controller.enqueue(task);
      controller.close();
    },
    cancel: () => stop.abort(),
  }, { highWaterMark: 0 });
  return cancelMany(tasks, matching, { ...options, checkpoint: undefined });
}

function finalStatus({ status }: Task): "completed" | "canceled" | undefined {
  return (["completed", "canceled"] as const).find((end) => end === status);
}
