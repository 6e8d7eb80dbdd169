/** Something that gives values one after another until it ends or is cancelled. */
export interface Source<T> {
  /** The next value, or undefined at the end. */
  next(): Promise<T | undefined>;
  /** Ends it, and whatever it waits for. */
  cancel(): Promise<void> | void;
}

/** What an iterator says at its end. */
export const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** A source for `for await`; leaving the loop cancels it. */
export function iterate<T>(source: Source<T>): AsyncIterableIterator<T> {
  return {
    next() {
      return source.next().then((value) => value === undefined ? END : { done: false, value });
    },
    async return() {
      await source.cancel();
      return END;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** A source as a stream, which reads as its reader reads. */
export function toStream<T>(source: Source<T>): ReadableStream<T> {
  return new ReadableStream<T>({
    async pull(controller) {
      const value = await source.next();
      if (value === undefined) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => source.cancel(),
  }, { highWaterMark: 0 });
}
