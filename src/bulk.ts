import { iterate, type Source, toStream } from "./walk.ts";

/**
 * Much work under way: its results as they come, and where it stands. Nothing is sent before the first read; leaving a
 * walk (`break`, a cancelled stream, the signal) ends the requests under way. It can be walked once.
 */
export class Bulk<T, C> implements AsyncIterable<T> {
  readonly #source: Source<T> & { checkpoint(): C };

  /** Made by the methods that do much work. */
  constructor(source: Source<T> & { checkpoint(): C }) {
    this.#source = source;
  }

  /** Walks the results in the order in which they come. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return iterate(this.#source);
  }

  /** The results as a stream, which does no more work than its reader reads. */
  stream(): ReadableStream<T> {
    return toStream(this.#source);
  }

  /** Where it stands, as plain JSON: everything that has been read is done. Give it to the same call to go on. */
  checkpoint(): C {
    return this.#source.checkpoint();
  }
}
