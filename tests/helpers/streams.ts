/** Streams of bytes for tests; none of them uses what some runtime lacks. */

/** A stream that gives these chunks. */
export function streamOfChunks(...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller): void {
      const chunk = chunks[at++];
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  }, { highWaterMark: 0 });
}

/** A stream that is watched. */
export interface Watched {
  readonly stream: ReadableStream<Uint8Array>;
  /** How many chunks it gave. */
  readonly given: () => number;
  /** Resolves when it is cancelled, with the reason. */
  readonly canceled: Promise<unknown>;
}

/** A stream of chunks of 1000 bytes that has no end unless `give` says what comes instead of the n-th. */
export function watched(give: (n: number) => "go on" | "end" | Promise<"go on" | "end"> = () => "go on"): Watched {
  let given = 0;
  let cancel = (_: unknown): void => {};
  const canceled = new Promise<unknown>((resolve) => cancel = resolve);
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller): Promise<void> {
      // Leaves the event loop free, so that others get their turn although the stream never waits.
      if (given % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 1));
      if (await give(given) === "end") return controller.close();
      given++;
      controller.enqueue(new Uint8Array(1000));
    },
    cancel: (reason) => cancel(reason),
  }, { highWaterMark: 0 });
  return { stream, given: () => given, canceled };
}
