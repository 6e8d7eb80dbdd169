import { ScaleTooManyRequestsError } from "./errors.ts";
import { ManyCalls } from "./many_calls.ts";
import { checkCheckpoint } from "./check.ts";
import type { CallOptions } from "./options.ts";
import type { Task } from "./resources/task.ts";
import { sleep } from "./wait.ts";

/** Anything that gives items one after another. A string is excluded: it would give its characters. */
export type Items<T> = ReadableStream<T> | AsyncIterable<T> | Iterable<T> & object;

/** What every outcome of a bulk call has. */
export interface Indexed {
  /** The index of the item in the input, from 0. */
  index: number;
}

/** How the work for one task ended, told apart by its `status`. */
export type TaskOutcome<Done extends string> = {
  /** What came of it. */
  status: Done;
  /** The task as the service gave it. */
  task: Task;
  /** Absent. */
  error?: undefined;
} | {
  /** It failed; the walk goes on. */
  status: "failed";
  /** Absent. */
  task?: undefined;
  /** Why it failed. */
  error: unknown;
};

/** How far a bulk call is, as plain JSON. To continue, make the same call with it and the same input. */
export interface BulkCheckpoint {
  /** The outcome of every item before this index has been read. */
  next: number;
  /** Indexes after `next` whose outcomes have been read too. */
  done: number[];
}

/** The options of bulk calls. Limits and headers are those of each request. */
export interface BulkOptions extends CallOptions {
  /**
   * The most calls that run at a time; fewer for a while after a 429.
   *
   * @default {6}
   */
  concurrency?: number | undefined;
  /** Continues an earlier run over the same input. */
  checkpoint?: BulkCheckpoint | undefined;
}

/** Does the work for one item. Rejects only if the signal is aborted, or if the service holds all calls back. */
export type Work<I, O extends Indexed> = (item: I, index: number, call: CallOptions) => Promise<O>;

/**
 * Does the work for each item, some at a time, and gives the outcomes as they come. Starts at the first read, and never
 * holds more than twice `concurrency` items.
 */
export class Pool<I, O extends Indexed> extends ManyCalls<O> {
  readonly #items: Items<I>;
  readonly #work: Work<I, O>;
  readonly #onOutcome: (outcome: O) => void;
  readonly #onSkip: ((item: I) => unknown) | undefined;
  readonly #done: Set<number>;
  #input: { next(): unknown; return?(): unknown } | undefined;
  #next: number;
  #index = 0;
  #pulling = false;
  #ready: O[] = [];

  /**
   * `onOutcome` is called with each outcome as soon as there is one, `onSkip` with each item that the checkpoint has as
   * done.
   */
  constructor(
    items: Items<I>,
    work: Work<I, O>,
    onOutcome: (outcome: O) => void,
    options: BulkOptions,
    onSkip?: (item: I) => unknown,
  ) {
    const { concurrency = 6, checkpoint, ...call } = options;
    const { next, done } = checkpoint ?? { next: 0, done: [] };
    super(call, concurrency);
    if (!isItems(items)) throw new TypeError("items: must be an iterable, an async iterable or a stream");
    checkCheckpoint(next >= 0 && [next].concat(done).every(Number.isSafeInteger) && done);
    this.#items = items;
    this.#work = work;
    this.#onOutcome = onOutcome;
    this.#onSkip = onSkip;
    this.#next = next;
    this.#done = new Set(done);
  }

  protected take(give?: (outcome: O) => void): O | Promise<O> | undefined {
    const outcome = this.#ready.shift();
    this.pump();
    if (!outcome) return undefined;
    give?.(outcome);
    this.#done.add(outcome.index);
    while (this.#done.delete(this.#next)) this.#next++;
    // If the service answers at once, the event loop would never turn, and garbage would never be collected.
    return outcome.index % 512 < 511 ? outcome : sleep(0).then(() => outcome);
  }

  protected get over(): boolean {
    return this.ended && !this.running;
  }

  override cancel(): void {
    this.#ready = [];
    this.end();
    this.#closeInput();
  }

  /** Where the work stands. */
  checkpoint(): BulkCheckpoint {
    return { next: this.#next, done: [...this.#done] };
  }

  /** Starts what can be started. An input that gives its items synchronously is read synchronously. */
  protected pump(): void {
    while (
      !this.#pulling && !this.ended && this.running < this.concurrency &&
      this.running + this.#ready.length < 2 * this.concurrency
    ) {
      try {
        const read = (this.#input ??= open(this.#items)).next() as IteratorResult<I> | Promise<IteratorResult<I>>;
        if ("then" in read) {
          this.#pulling = true;
          read.then((read) => this.#begin(read)).catch((error) => this.fail(error)).then(() => {
            this.#pulling = false;
            this.wake();
          });
        } else this.#begin(read);
      } catch (error) {
        this.fail(error);
      }
    }
    if (this.over && !this.#pulling) this.leave();
  }

  #begin({ done, value }: IteratorResult<I>): void {
    if (done || this.ended) {
      this.ended = true;
      return;
    }
    const index = this.#index++;
    if (index >= this.#next && !this.#done.has(index)) this.#start(value, index);
    else this.#onSkip?.(value);
  }

  protected override fail(error: unknown): void {
    super.fail(error);
    this.ended = true;
  }

  /** Lets go of the input, without waiting for it: it may be waiting for something else. */
  #closeInput(): void {
    Promise.resolve().then(() => (this.#input ??= open(this.#items)).return?.()).catch(() => {});
  }

  #start(item: I, index: number): void {
    this.run(() =>
      this.#work(item, index, this.call).then((outcome) => {
        if (this.call.signal?.aborted) return;
        this.#ready.push(outcome);
        this.#onOutcome(outcome);
      }, (error) => {
        this.fail(error);
        this.#closeInput();
      })
    );
  }
}

function open<T>(items: Items<T>): { next(): unknown; return?(): unknown } {
  if ("getReader" in items) {
    const reader = items.getReader();
    return { next: () => reader.read(), return: () => reader.cancel() };
  }
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}

/**
 * Rethrows the error of an item that was not sent at all, because a 429 asked for a longer pause than calls wait for.
 * The items that follow would fail in the same way, and a checkpoint would count them as done.
 */
export function throwIfHeldBack(error: unknown): void {
  if (error instanceof ScaleTooManyRequestsError && !error.attempts && error.retryAfterMs) throw error;
}

/** Whether a value gives items, rather than being an object of filters. */
export function isItems<T>(given: Items<T> | object): given is Items<T> {
  return Object(given) === given && (Symbol.iterator in given || Symbol.asyncIterator in given);
}
