import { iterate, type Source, toStream } from "./walk.ts";

/**
 * Much work under way: its results as they come, and where it stands. Nothing is sent before the first read; leaving a
 * walk (`break`, a cancelled stream, the signal) ends the requests under way. It can be walked once.
 *
 * @example Stop after a thousand tasks, and go on later
 * ```ts
 * import { ScaleClient } from "@scaleapi/sdk";
 *
 * const scale = new ScaleClient({ apiKey: "test_key" });
 * const first = scale.tasks.export({ project_name: "cows" });
 * let count = 0;
 * for await (const task of first) {
 *   console.log(task.task_id);
 *   if (++count === 1000) break;
 * }
 * const saved = JSON.stringify(first.checkpoint());
 *
 * const rest = scale.tasks.export({ project_name: "cows" }, { checkpoint: JSON.parse(saved) });
 * for await (const task of rest) console.log(task.task_id);
 * ```
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
