import { iterate, type Source, toStream } from "./walk.ts";

/**
 * A bulk call under way: its results as they come, and a checkpoint. Nothing is sent before the first read; leaving the
 * walk (`break`, a cancelled stream, the signal) ends the requests under way. It can be walked only once.
 *
 * @example Stop after a thousand tasks, and continue later
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

  /** Made by `createMany`, `cancelMany`, `cancelTasks` and `export`. */
  constructor(source: Source<T> & { checkpoint(): C }) {
    this.#source = source;
  }

  /** Walks the results in the order in which they come. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return iterate(this.#source);
  }

  /** The results as a stream, which works only as fast as it is read. */
  stream(): ReadableStream<T> {
    return toStream(this.#source);
  }

  /** How far the call is, as plain JSON: what has been read counts as done. To continue, make the same call with it. */
  checkpoint(): C {
    return this.#source.checkpoint();
  }
}
