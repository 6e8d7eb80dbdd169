import { checkLimit, checkObject } from "./check.ts";
import { type CallOptions, checkShared } from "./options.ts";
import { PageReader, type PageWalk } from "./page_reader.ts";
import { END, iterate, toStream } from "./walk.ts";

/** The last argument of every `list`. */
export interface ListOptions extends CallOptions {
  /** Continues from a page's `cursor`, which may come from another process. */
  cursor?: string | undefined;
  /**
   * How many pages are fetched ahead of the one that is being read. With 0 a page is fetched when it is asked for.
   *
   * @default {1}
   */
  prefetch?: number | undefined;
}

/** One page of a listing. */
export interface Page<T> {
  /** The items of the page; may be empty although more pages follow. */
  items: T[];
  /** How many items there are in all pages, if the service says so. */
  total: number | undefined;
  /** Where the next page begins: an opaque string that can be stored; undefined on the last page. */
  cursor: string | undefined;
  /** The page as it came. */
  raw: Record<string, unknown>;
}

/**
 * Fetches the page that begins at `cursor`; `size` is the page size to ask for if the filters do not set one. `onNext`
 * may be called with the next page's cursor as soon as that can be seen; what it returns must be awaited before the
 * page is parsed.
 */
export type FetchPage<T> = (
  cursor: string | undefined,
  options: CallOptions,
  size?: number,
  onNext?: (cursor: string) => Promise<void> | undefined,
) => Promise<Page<T>>;

/**
 * A list that the service gives in pages. Nothing is sent before the first read, every walk starts from the beginning,
 * and leaving one (`break`, a cancelled stream, the call's signal) ends its request.
 *
 * If a request fails, the walk gives the pages that came before, then throws; the error's `cursor` says where to
 * continue. `toArray` and `total` give nothing in that case, and the `cursor` is where they began.
 *
 * @example
 * ```ts
 * import { ScaleClient } from "@scaleapi/sdk";
 *
 * const scale = new ScaleClient({ apiKey: "test_key" });
 * for await (const task of scale.tasks.list({ project_name: "cows", status: "completed" })) {
 *   console.log(task.task_id);
 * }
 * ```
 */
export class Listing<T> implements AsyncIterable<T> {
  readonly #fetchPage: FetchPage<T>;
  readonly #options: ListOptions;

  /** Made by the `list` methods. */
  constructor(fetchPage: FetchPage<T>, options: ListOptions = {}) {
    this.#options = checkShared(options);
    checkLimit("prefetch", options.prefetch, 0);
    this.#fetchPage = fetchPage;
  }

  /** Walks the items of all pages. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return this.#items();
  }

  /**
   * Walks the pages; each has its items, the total if the service gives one, and the cursor of the next page.
   *
   * @throws {ScaleError} While walking, if a request fails, or if the service repeats a cursor.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const pages = scale.tasks.list({ project_name: "cows" }, { prefetch: 2 }).pages();
   * for await (const { items, total, cursor } of pages) console.log(items.length, total, cursor);
   * ```
   */
  pages(): AsyncIterableIterator<Page<T>> {
    return iterate(this.#pages());
  }

  /** The items as a stream, which fetches pages as it is read and ends the request when it is cancelled. */
  stream(): ReadableStream<T> {
    const items = this.#items();
    return toStream<T>({
      next: async (give) => {
        const { done, value } = await items.next();
        if (!done) give?.(value);
        return value;
      },
      cancel: () => items.return?.(),
    });
  }

  /**
   * Reads the items into an array, at most `limit` of them; without a limit, all. With a limit no page is fetched
   * ahead, whatever `prefetch` says, since it might not be needed.
   *
   * @throws {RangeError} If `limit` is not an integer from 0 up.
   */
  async toArray(options: { limit?: number | undefined } = {}): Promise<T[]> {
    const { limit } = checkObject(options, "options");
    checkLimit("limit", limit, 0);
    const all: T[] = [];
    const pages = this.#pages({ ...(limit && { prefetch: 0, size: Math.min(limit, 100) }), whole: true });
    for (let page; all.length !== limit && (page = await pages.next());) {
      for (const item of page.items) if (all.length !== limit) all.push(item);
    }
    await pages.cancel();
    return all;
  }

  /** The first item, or undefined if there is none. */
  async first(): Promise<T | undefined> {
    return (await this.toArray({ limit: 1 }))[0];
  }

  /**
   * How many items there are in all pages. If the service does not say so (in v2), the pages are read and the items
   * counted, from the listing's `cursor` on if it has one.
   */
  async total(): Promise<number> {
    let pages = this.#pages({ prefetch: 0, size: 1 });
    const first = await pages.next();
    await pages.cancel();
    if (typeof first?.total === "number") return first.total;
    let count = 0;
    pages = this.#pages({ whole: true });
    for (let page; (page = await pages.next());) count += page.items.length;
    return count;
  }

  #pages(walk: PageWalk = {}): PageReader<T> {
    return new PageReader(this.#fetchPage, this.#options, walk);
  }

  #items(): AsyncIterableIterator<T> {
    const pages = this.#pages();
    const { signal } = this.#options;
    let items: T[] = [];
    let at = 0;
    let ended = false;
    let turning: Promise<IteratorResult<T>> | undefined;
    const step = async (): Promise<IteratorResult<T>> => {
      while (at >= items.length || signal?.aborted) {
        items = [];
        at = 0;
        const page = await pages.next();
        if (!page || ended) return END;
        items = page.items;
      }
      return { done: false, value: items[at++] as T };
    };
    return {
      next() {
        // Without step(), since on Bun an async function takes a third longer for each item.
        if (!turning && at < items.length && !signal?.aborted) {
          return Promise.resolve({ done: false, value: items[at++] as T });
        }
        // Concurrent reads are answered in their order.
        const mine = turning = turning ? turning.then(step, step) : step();
        const settled = () => {
          if (turning === mine) turning = undefined;
        };
        mine.then(settled, settled);
        return mine;
      },
      async return() {
        ended = true;
        items = [];
        await pages.cancel();
        return END;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
