import { ScaleError, ScaleValidationError } from "./errors.ts";
import type { Page } from "./listing.ts";
import { ManyCalls } from "./many_calls.ts";
import { checkCheckpoint, checkLimit } from "./check.ts";
import { type CallOptions, checkShared } from "./options.ts";
import type { Query } from "./query.ts";
import type { Task } from "./resources/task.ts";
import { tell } from "./tell.ts";
import { type ExportWindow, parseTime, toWalker, type Walker } from "./export_window.ts";

/** How far an export is, as plain JSON. To continue, make the same call with it and the same filters. */
export interface ExportCheckpoint {
  /** Tasks that have been read so far. */
  done: number;
  /** Tasks that matched when the export began. */
  total: number;
  /** What is still to be read; empty at the end. */
  windows: ExportWindow[];
}

/** The options of `tasks.export`. Limits and headers are those of each request. */
export interface ExportOptions extends CallOptions {
  /**
   * How many windows, stretches of `created_at`, are read side by side.
   *
   * @default {8}
   */
  windows?: number | undefined;
  /** The most requests that run at a time, by default as many as `windows`; fewer for a while after a 429. */
  concurrency?: number | undefined;
  /** Continues an earlier export with the same filters. */
  checkpoint?: ExportCheckpoint | undefined;
  /** Called each time a page has been read to its end. */
  onProgress?: ((progress: { done: number; total: number }) => unknown) | undefined;
}

/** A page of tasks with the number of tasks in all pages. */
export interface TaskPage extends Page<Task> {
  total: number;
}

/**
 * Walks windows side by side. The first covers everything. While there are fewer windows than allowed, the one with
 * most left is split: the page of tasks up to some time tells by its `total` how much lies on either side, and is
 * itself the first page of the new window. Windows are cut between whole milliseconds, whether or not the service
 * includes its bounds, so that each task falls into exactly one.
 */
export class Exporter extends ManyCalls<Task> {
  readonly #fetchPage: (query: Query, call: CallOptions) => Promise<TaskPage>;
  readonly #query: Query;
  readonly #windows: number;
  readonly #onProgress: ExportOptions["onProgress"];
  readonly #walkers: Walker[];
  readonly #probes = new Set<number>();
  #total: number;
  #done: number;
  /** Tasks in the largest page. */
  #size = 1;

  constructor(
    fetchPage: (query: Query, call: CallOptions) => Promise<TaskPage>,
    query: Query,
    options: ExportOptions,
  ) {
    if (query.limited_response) {
      throw new TypeError("limited_response: an export needs created_at, which it leaves out");
    }
    const { windows = 8, concurrency = windows, checkpoint, onProgress, ...call } = checkShared(options);
    const from = checkpoint ?? { done: 0, total: 0, windows: [{ to: null, after: null, below: 0, skip: [] }] };
    checkLimit("windows", windows, 1);
    super(call, concurrency);
    checkCheckpoint(from.windows);
    this.#fetchPage = fetchPage;
    this.#query = query;
    this.#windows = windows;
    this.#onProgress = onProgress;
    this.#done = from.done;
    this.#total = from.total;
    this.#walkers = from.windows.map(toWalker);
  }

  protected get over(): boolean {
    return this.ended || !!this.failure || !this.#walkers.length;
  }

  checkpoint(): ExportCheckpoint {
    return {
      done: this.#done,
      total: this.#total,
      windows: this.#walkers.map(({ to, after, below, skip }) => ({ to, after, below, skip: [...skip] })),
    };
  }

  protected take(give?: (task: Task) => void): Task | undefined {
    const walker = this.#walkers.find(({ pages }) => pages.length);
    if (!walker || this.ended) return undefined;
    const page = walker.pages[0] as Walker["pages"][number];
    const { task, time } = page.shift() as Walker["pages"][number][number];
    give?.(task);
    if (time < (walker.to ?? Infinity)) {
      walker.to = time;
      walker.skip = [];
    }
    walker.skip.push(task.task_id);
    this.#done++;
    if (!page.length) {
      walker.pages.shift();
      this.#drop(walker);
      tell(this.#onProgress, { done: this.#done, total: this.#total });
      this.pump();
    }
    return task;
  }

  /** Forgets a window that is done. */
  #drop(walker: Walker): void {
    if (walker.whole && !walker.pages.length) this.#walkers.splice(this.#walkers.indexOf(walker), 1);
  }

  protected pump(): void {
    while (!this.over && this.running < this.concurrency) {
      const walker = this.#walkers.find(({ busy, whole, pages }) => !busy && !whole && pages.length < 2);
      if (walker) {
        walker.busy = true;
        this.#request(walker.end, walker.cursor, (page) => {
          walker.busy = false;
          this.#add(walker, page);
        });
      } else {
        const time = this.#probeTime();
        if (time === undefined) return;
        this.#probes.add(time);
        this.#request(time, undefined, (page) => {
          this.#probes.delete(time);
          this.#split(time, page);
        });
      }
    }
  }

  #request(end: number, next_token: string | undefined, use: (page: TaskPage) => void): void {
    // One millisecond more than is wanted: then it does not matter whether the service includes its bounds. The
    // caller's own bound is kept if it is not later.
    const given = this.#query.end_time;
    const end_time = end === Infinity || parseTime(given) <= end ? given : new Date(end + 1);
    this.run(() =>
      this.#fetchPage({ ...this.#query, end_time, next_token }, this.call).then(use)
        .catch((error) => this.fail(error))
    );
  }

  /** Takes a page into its window. */
  #add(walker: Walker, { items, total, cursor }: TaskPage): void {
    if (walker.rank === undefined) {
      walker.rank = total;
      this.#total ||= total;
    }
    walker.rank -= items.length;
    this.#size = Math.max(this.#size, items.length);
    const page: Walker["pages"][number] = [];
    const { before, end } = walker;
    let whole = cursor === undefined;
    for (const task of items) {
      const time = parseTime(task.created_at);
      if (isNaN(time)) {
        throw new ScaleValidationError(`export: task ${task.task_id}: created_at: expected a time`, [], task.toJSON());
      }
      if (time <= (walker.after ?? -1)) {
        whole = true;
        continue;
      }
      if (time > end || before.has(task.task_id)) continue;
      before.add(task.task_id);
      walker.top ||= time;
      walker.reached = Math.min(walker.reached, time);
      page.push({ task, time });
    }
    walker.fetched += page.length;
    if (walker.reached < end) before.forEach((id) => before.size > 1000 && before.delete(id));
    if (walker.seen.has(cursor)) throw new ScaleError("export: the service repeated a cursor");
    walker.seen.add(cursor);
    walker.cursor = cursor;
    if (end === Infinity && items.length) {
      // Where the service's cursors count rows, a task that is created would move the pages of a window without an end.
      walker.end = walker.reached;
      walker.cursor = undefined;
      walker.seen.clear();
    }
    if (page.length) walker.pages.push(page);
    // Only now, since a window whose last page cannot be used is not done.
    walker.whole = whole;
    this.#drop(walker);
  }

  /** Splits the window that contains a time, now that the page up to that time has come. */
  #split(time: number, page: TaskPage): void {
    const walker = this.#walkers.find(({ after, reached, whole }) => !whole && time > (after ?? -1) && time < reached);
    if (!walker) return;
    const { after, below } = walker;
    walker.after = time;
    walker.below = page.total;
    const older = toWalker({ to: time, after, below, skip: [] });
    this.#walkers.push(older);
    this.#add(older, page);
  }

  /** Where to split next: in the middle of the stretch that should hold most tasks, as far as is known by now. */
  #probeTime(): number | undefined {
    if (this.#walkers.length + this.#probes.size >= this.#windows) return undefined;
    let most = 2 * this.#size;
    let best: number | undefined;
    for (const { after, below, top, reached, rank = 0, fetched, whole } of this.#walkers) {
      const left = whole ? 0 : rank - below;
      // With few tasks, the guess can be before 1970.
      const guess = Math.floor(reached - (Math.max(top - reached, 1000) * left) / (fetched || 1));
      const bottom = after ?? Math.max(guess, 0);
      const cuts = [...this.#probes].filter((time) => time > bottom && time < reached).sort((a, b) => a - b);
      [...cuts, reached].forEach((end, i) => {
        const start = cuts[i - 1] ?? bottom;
        const share = left * (end - start) / (reached - bottom);
        // `share` is NaN if nothing was fetched yet.
        if (share >= most && end - start > 1) {
          most = share;
          best = Math.floor((start + end) / 2);
        }
      });
    }
    return best;
  }
}
