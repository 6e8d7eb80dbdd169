import type { Task } from "./resources/task.ts";

/** A stretch of `created_at` that is still to be walked, newest first. Times are milliseconds since 1970. */
export interface ExportWindow {
  /** Tasks up to this time; null: up to the newest. */
  to: number | null;
  /** Tasks later than this time; null: down to the oldest. */
  after: number | null;
  /** How many tasks are not later than `after`. */
  below: number;
  /** Ids of the tasks that were given since `to` was reached; those of exactly that time come again. */
  skip: string[];
}

/** A window on its way. */
export interface Walker extends ExportWindow {
  /** Where its requests begin. */
  limit: number;
  /**
   * Ids that can come again: of the tasks of exactly the time `limit`, and of the last thousand, which come again where
   * the service's cursors count rows and others come to match.
   */
  readonly before: Set<string>;
  /** The time of its newest task. */
  top: number;
  /** The oldest time that was fetched: only below it can it be split. */
  reached: number;
  /** How many tasks, of all windows, are behind what was fetched; undefined before the first page. */
  rank?: number;
  fetched: number;
  cursor?: string | undefined;
  /** The cursors that were asked for: none may come again. */
  readonly seen: Set<string | undefined>;
  busy?: boolean;
  /** Whether everything is fetched. */
  whole?: boolean;
  pages: { task: Task; time: number }[][];
}

/** A window at its beginning. */
export function toWalker(window: ExportWindow): Walker {
  const limit = window.to ?? Infinity;
  return {
    ...window,
    skip: [...window.skip],
    limit,
    before: new Set(window.skip),
    top: 0,
    reached: limit,
    fetched: 0,
    seen: new Set(),
    pages: [],
  };
}

/** Milliseconds since 1970, NaN where it says no time; a text without a zone is UTC, as the service has it. */
export function parseTime(time: unknown): number {
  const text = String(time);
  return +(time instanceof Date ? time : new Date(/\d[T ][\d:.]+$/.test(text) ? text + "Z" : text));
}
