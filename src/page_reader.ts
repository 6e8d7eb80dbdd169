import { ScaleError } from "./errors.ts";
import type { FetchPage, ListOptions, Page } from "./listing.ts";
import { turnEventLoop } from "./event_loop.ts";
import { onAbort } from "./on_abort.ts";
import type { Source } from "./walk.ts";

/** The settings of one walk. */
export interface PageWalk {
  /** How many pages are fetched ahead, instead of the listing's `prefetch`. */
  prefetch?: number;
  /** The page size to ask for, if the filters do not set one. */
  size?: number;
  /** Whether an error discards the pages before it, so that its `cursor` is where the walk began. */
  whole?: boolean;
}

/**
 * Reads pages through a stream: its queue is the look-ahead, its backpressure limits the memory, its cancel ends the
 * request. The stream is created at the first read, since creating it starts the fetching.
 */
export class PageReader<T> implements Source<Page<T>> {
  readonly #fetchPage: FetchPage<T>;
  readonly #options: ListOptions;
  readonly #walk: PageWalk;
  readonly #stop = new AbortController();
  #reader: ReadableStreamDefaultReader<() => Page<T>> | undefined;
  #refill: (() => unknown) | undefined;
  /** Reads that wait for their page. */
  #waiting = 0;

  constructor(fetchPage: FetchPage<T>, options: ListOptions, walk: PageWalk) {
    this.#fetchPage = fetchPage;
    this.#options = options;
    this.#walk = walk;
  }

  async next(): Promise<Page<T> | undefined> {
    const { signal } = this.#options;
    if (signal?.aborted) {
      await this.cancel();
      throw signal.reason;
    }
    this.#waiting++;
    const reading = (this.#reader ??= this.#open()).read();
    // A read that takes a page from the queue makes room there, but workerd does not call `pull` then.
    this.#refill?.();
    try {
      return (await reading).value?.();
    } finally {
      this.#waiting--;
    }
  }

  async cancel(): Promise<void> {
    this.#stop.abort();
    await (this.#reader ??= new ReadableStream().getReader()).cancel();
  }

  #open(): ReadableStreamDefaultReader<() => Page<T>> {
    const { cursor: start, prefetch = 1, signal, ...call } = this.#options;
    const seen = new Set<string | undefined>();
    let cursor = start;
    let pulling = false;
    /** The next page, if it was requested as soon as its cursor was seen. */
    let early: { cursor: string; page: Promise<Page<T>> } | undefined;

    const fetch = (controller: ReadableStreamDefaultController, from: string | undefined): Promise<Page<T>> => {
      if (seen.has(from)) throw new ScaleError("listing: the service repeated a cursor");
      seen.add(from);
      return this.#fetchPage(from, { ...call, signal: this.#stop.signal }, this.#walk.size, (next) => {
        // The page under way goes to a waiting read, or else takes a place in the queue.
        const room = controller.desiredSize as number - (this.#waiting ? 0 : 1);
        if (early || room <= 0 || seen.has(next)) return undefined;
        early = { cursor: next, page: fetch(controller, next) };
        early.page.catch(() => {});
        return turnEventLoop();
      });
    };

    // Errors wait in the queue as pages do, so that the pages before an error are delivered first.
    const pull = async (controller: ReadableStreamDefaultController<() => Page<T>>): Promise<void> => {
      if (pulling) return;
      pulling = true;
      const leave = signal && onAbort(signal, (reason) => this.#stop.abort(reason));
      try {
        // Without look-ahead, the stream pulls later than it is read.
        signal?.throwIfAborted();
        do {
          const { cursor: earlyCursor, page: earlyPage } = early ?? {};
          early = undefined;
          // If the token that was seen was not the page's cursor, a later page may still have it.
          if (earlyCursor !== cursor) seen.delete(earlyCursor);
          const page = await (earlyPage && earlyCursor === cursor ? earlyPage : fetch(controller, cursor));
          cursor = page.cursor;
          controller.enqueue(() => page);
        } while (cursor !== undefined && controller.desiredSize as number > 0);
      } catch (error) {
        const from = this.#walk.whole ? start : cursor;
        if (error instanceof ScaleError && from !== undefined) error.cursor = from;
        cursor = undefined;
        controller.enqueue(() => {
          throw error;
        });
      } finally {
        leave?.();
      }
      // Once the stream is closed nothing may be added, even if there is room: `pulling` stays true.
      if (cursor === undefined) {
        controller.close();
        this.#stop.abort();
      } else pulling = false;
    };
    return new ReadableStream<() => Page<T>>({
      start: (controller) => {
        this.#refill = () => controller.desiredSize as number > 0 && pull(controller).catch(() => {});
      },
      pull,
    }, { highWaterMark: Math.min(this.#walk.prefetch ?? prefetch, 1e9) }).getReader();
  }
}
