/** A response whose body says what became of it. */
export interface TrackedBody {
  readonly response: Response;
  /** `read` to its end, `cancelled`, or left `open`. */
  readonly state: () => "read" | "cancelled" | "open";
  /** Bytes that were taken from it. */
  readonly taken: () => number;
}

/** Makes a response of these chunks; with `open` nothing comes behind them. */
export function trackedBody(chunks: Iterable<string>, init: ResponseInit = {}, open = false): TrackedBody {
  const encoder = new TextEncoder();
  const iterator = chunks[Symbol.iterator]();
  let state: "read" | "cancelled" | "open" = "open";
  let taken = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller): Promise<void> | void {
      const { done, value } = iterator.next();
      if (!done) {
        const bytes = encoder.encode(value);
        taken += bytes.length;
        controller.enqueue(bytes);
        return;
      }
      if (open) return new Promise(() => {});
      state = "read";
      controller.close();
    },
    cancel(): void {
      state = "cancelled";
    },
  }, { highWaterMark: 0 });
  return { response: new Response(body, init), state: () => state, taken: () => taken };
}
