import { type CallOptions, checkLimit } from "./options.ts";
import type { Source } from "./walk.ts";

/** Whatever gives items one after another. */
export type Items<T> = Iterable<T> | AsyncIterable<T> | ReadableStream<T>;

/** What every outcome of a bulk call has. */
export interface Indexed {
  /** The place of the item in the input, from 0. */
  index: number;
}

/** Where a bulk call stands, as plain JSON: give it to the same call over the same input to go on. */
export interface BulkCheckpoint {
  /** Every item before this place has its outcome. */
  next: number;
  /** Places behind `next` that have theirs too. */
  done: number[];
}

/** The options of bulk calls. Limits and headers are those of each single call. */
export interface BulkOptions extends CallOptions {
  /**
   * How many calls run side by side at most; fewer for a while when the service answers 429.
   *
   * @default 6
   */
  concurrency?: number | undefined;
  /** Goes on from where an earlier run stood. */
  checkpoint?: BulkCheckpoint | undefined;
}

/** Does the work for one item; never fails but by the signal. `busy` is to be called when the service answers 429. */
export type Work<I, O extends Indexed> = (item: I, index: number, call: CallOptions, busy: () => void) => Promise<O>;

/**
 * Does work for each item, some at a time, and gives the outcomes as they come. Starts with the first read; never holds
 * more than twice `concurrency` items.
 */
export class Pool<I, O extends Indexed> implements Source<O> {
  readonly #items: Items<I>;
  readonly #work: Work<I, O>;
  readonly #concurrency: number;
  readonly #call: CallOptions;
  readonly #stop = new AbortController();
  readonly #done: Set<number>;
  readonly #onAbort = (): Promise<void> => this.cancel();
  #input: { next(): unknown; return?(): unknown } | undefined;
  #next: number;
  #index = 0;
  #limit: number;
  #calm = 0;
  #running = 0;
  #pulling = false;
  #ended = false;
  #failure: { error: unknown } | undefined;
  #ready: O[] = [];
  #wake: (() => void) | undefined;
  #change: Promise<void> | undefined;

  constructor(items: Items<I>, work: Work<I, O>, options: BulkOptions) {
    const { concurrency = 6, checkpoint, ...call } = options;
    checkLimit("concurrency", concurrency, 1);
    this.#items = items;
    this.#work = work;
    this.#limit = this.#concurrency = concurrency;
    this.#call = call;
    this.#next = checkpoint?.next ?? 0;
    this.#done = new Set(checkpoint?.done);
  }

  async next(): Promise<O | undefined> {
    const { signal } = this.#call;
    for (;;) {
      if (signal?.aborted) {
        await this.cancel();
        throw signal.reason;
      }
      const outcome = this.#ready.shift();
      this.#pump();
      if (outcome) {
        this.#deliver(outcome.index);
        return outcome;
      }
      if (this.#ended && !this.#running) {
        const { error } = this.#failure ?? {};
        if (!this.#failure) return undefined;
        this.#failure = undefined;
        throw error;
      }
      await (this.#change ??= new Promise((resolve) => this.#wake = resolve));
    }
  }

  cancel(): Promise<void> {
    this.#ended = true;
    this.#ready = [];
    this.#stop.abort(this.#call.signal?.reason);
    this.#settle();
    // An input that waits for something of its own must not hold the cancel back.
    Promise.resolve(this.#input).then((input) => input?.return?.()).catch(() => {});
    return Promise.resolve();
  }

  /** Where the work stands. */
  checkpoint(): BulkCheckpoint {
    return { next: this.#next, done: [...this.#done] };
  }

  #pump(): void {
    if (
      this.#pulling || this.#ended || this.#running >= Math.floor(this.#limit) ||
      this.#running + this.#ready.length >= 2 * this.#concurrency
    ) return;
    this.#pulling = true;
    this.#call.signal?.addEventListener("abort", this.#onAbort);
    this.#pull().then((start) => {
      this.#pulling = false;
      if (start) this.#start(start.item, start.index);
      else this.#ended = true;
    }, (error) => {
      this.#pulling = false;
      this.#ended = true;
      this.#failure = { error };
    }).then(() => this.#settle());
  }

  async #pull(): Promise<{ item: I; index: number } | undefined> {
    const input = this.#input ??= open(this.#items);
    for (;;) {
      const { done, value } = await input.next() as IteratorResult<I>;
      if (done || this.#ended) return undefined;
      const index = this.#index++;
      if (index >= this.#next && !this.#done.has(index)) return { item: value, index };
    }
  }

  #start(item: I, index: number): void {
    this.#running++;
    const busy = () => {
      if (this.#calm > 0) return;
      this.#limit = Math.max(1, this.#limit / 2);
      this.#calm = this.#running;
    };
    this.#work(item, index, { ...this.#call, signal: this.#stop.signal }, busy).then((outcome) => {
      if (this.#ended && this.#stop.signal.aborted) return;
      this.#ready.push(outcome);
      this.#limit = Math.min(this.#concurrency, this.#limit + 1 / this.#limit);
    }, (error) => {
      this.#failure ??= { error };
      this.#ended = true;
    }).then(() => {
      this.#calm--;
      this.#running--;
      this.#settle();
    });
  }

  #deliver(index: number): void {
    this.#done.add(index);
    while (this.#done.delete(this.#next)) this.#next++;
  }

  /** After every change: starts what can be started, and wakes the reader. */
  #settle(): void {
    this.#pump();
    if (!this.#pulling && !this.#running) this.#call.signal?.removeEventListener("abort", this.#onAbort);
    this.#wake?.();
    this.#wake = this.#change = undefined;
  }
}

function open<T>(items: Items<T>): { next(): unknown; return?(): unknown } {
  if ("getReader" in items) {
    const reader = items.getReader();
    return { next: () => reader.read(), return: () => reader.cancel() };
  }
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}

/** Whether something gives items, rather than being filters. */
export function isItems<T>(given: Items<T> | object): given is Items<T> {
  return Symbol.iterator in given || Symbol.asyncIterator in given || "getReader" in given;
}
