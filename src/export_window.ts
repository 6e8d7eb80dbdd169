import type { Task } from "./resources/task.ts";

/** A stretch of `created_at` that is still to be read, newest first. Times are milliseconds since 1970. */
export interface ExportWindow {
  /** Tasks up to this time; null: up to the newest. */
  to: number | null;
  /** Tasks later than this time; null: down to the oldest. */
  after: number | null;
  /** How many tasks there are up to and including `after`. */
  below: number;
  /** Ids of the tasks that have been read since `to` was reached. They are left out when that time is read again. */
  skip: string[];
}

/** A window that is being read. */
export interface Walker extends ExportWindow {
  /** The time up to which its requests ask for tasks. */
  end: number;
  /**
   * Ids that can come again: of tasks created exactly at `end`, and of the last thousand tasks, since those come again
   * if the service's cursors count rows and more tasks come to match.
   */
  readonly before: Set<string>;
  /** The time of its newest task. */
  top: number;
  /** The oldest time that was fetched. Only below it can the window be split. */
  reached: number;
  /** How many tasks, in all windows, are older than what was fetched; undefined before the first page. */
  rank?: number;
  /** How many of its tasks were fetched. */
  fetched: number;
  /** The cursor of its next page. */
  cursor?: string | undefined;
  /** The cursors that were asked for: none may come again. */
  readonly seen: Set<string | undefined>;
  /** Whether a request for its next page is under way. */
  busy?: boolean;
  /** Whether all its tasks were fetched. */
  whole?: boolean;
  /** Pages of tasks that were fetched, but not read yet. */
  pages: { task: Task; time: number }[][];
}

/** A window at its beginning. */
export function toWalker(window: ExportWindow): Walker {
  const end = window.to ?? Infinity;
  return {
    ...window,
    skip: [...window.skip],
    end,
    before: new Set(window.skip),
    top: 0,
    reached: end,
    fetched: 0,
    seen: new Set(),
    pages: [],
  };
}

/** Milliseconds since 1970, or NaN if it is not a time. A string without a time zone is UTC, as in the service. */
export function parseTime(time: unknown): number {
  const text = String(time);
  return +(time instanceof Date ? time : new Date(/\d[T ][\d:.]+$/.test(text) ? text + "Z" : text));
}
