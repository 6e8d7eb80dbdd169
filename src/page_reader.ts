import { ScaleError } from "./errors.ts";
import type { FetchPage, ListOptions, Page } from "./listing.ts";
import { turns } from "./turns.ts";
import { onAbort } from "./on_abort.ts";
import type { Source } from "./walk.ts";

/** How one walk goes. */
export interface PageWalk {
  /** Pages that are fetched ahead, instead of the listing's. */
  prefetch?: number;
  /** How many items are wanted of a page. */
  size?: number;
  /** Whether what came before an error is lost with it. */
  whole?: boolean;
}

/**
 * Reads pages through a stream: its queue is the look-ahead, its backpressure bounds the memory, its cancel ends the
 * request. The stream is made at the first read, since making it starts the fetching.
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
    // A read that finds a page in the queue makes room there; workerd's streams do not notice.
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
    /** The page behind the one on its way, asked for as soon as its cursor was seen. */
    let early: { cursor: string; page: Promise<Page<T>> } | undefined;

    const fetch = (controller: ReadableStreamDefaultController, from: string | undefined): Promise<Page<T>> => {
      if (seen.has(from)) throw new ScaleError("listing: the service repeated a cursor");
      seen.add(from);
      return this.#fetchPage(from, { ...call, signal: this.#stop.signal }, this.#walk.size, (next) => {
        // The page that comes goes to a read that waits, or takes a place in the queue.
        const room = controller.desiredSize as number - (this.#waiting ? 0 : 1);
        if (early || room <= 0 || seen.has(next)) return undefined;
        early = { cursor: next, page: fetch(controller, next) };
        early.page.catch(() => {});
        return turns();
      });
    };

    // Failures wait in the queue as pages do, so that a page that came is delivered before a later one's error.
    const pull = async (controller: ReadableStreamDefaultController<() => Page<T>>): Promise<void> => {
      if (pulling) return;
      pulling = true;
      const leave = signal && onAbort(signal, (reason) => this.#stop.abort(reason));
      try {
        // Where nothing is fetched ahead the stream pulls later than it is read.
        signal?.throwIfAborted();
        do {
          const { cursor: guess, page: begun } = early ?? {};
          early = undefined;
          // What was seen was not the cursor: it may still come.
          if (guess !== cursor) seen.delete(guess);
          const page = await (begun && guess === cursor ? begun : fetch(controller, cursor));
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
      // Pages that wait in a closed queue leave room that nothing may fill.
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
