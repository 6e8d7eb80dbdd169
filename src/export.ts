import { Bulk } from "./bulk.ts";
import { type ExportCheckpoint, Exporter, type TaskPager } from "./exporter.ts";
import { type CallOptions, checkShared } from "./options.ts";
import type { Query } from "./query.ts";
import type { Task } from "./resources/task.ts";

/** The options of `tasks.export`. Limits and headers are those of each request. */
export interface ExportOptions extends CallOptions {
  /**
   * How many windows are walked side by side.
   *
   * @default {8}
   */
  windows?: number | undefined;
  /**
   * How many requests run side by side at most, by default as many as there are windows; fewer for a while when the
   * service answers 429.
   */
  concurrency?: number | undefined;
  /** Goes on from where an earlier export stood. */
  checkpoint?: ExportCheckpoint | undefined;
  /** Is told after each page that is read to its end. */
  onProgress?: ((progress: { done: number; total: number }) => unknown) | undefined;
}

/** Exports tasks: see {@linkcode Tasks.export}. */
export function exportTasks(pager: TaskPager, query: Query, options: ExportOptions): Bulk<Task, ExportCheckpoint> {
  checkShared(options);
  if (query.limited_response) throw new TypeError("limited_response: an export needs created_at, which it leaves out");
  return new Bulk(new Exporter(pager, query, options));
}
