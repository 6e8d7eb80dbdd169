/** Something that gives values one after another until it ends or is cancelled. */
export interface Source<T> {
  /**
   * The next value, or undefined at the end. `give` is called with the value at the moment from which it counts as
   * read.
   */
  next(give?: (value: T) => void): Promise<T | undefined>;
  /** Ends it, and whatever it is waiting for. */
  cancel(): Promise<unknown> | void;
}

/** The result of an iterator at its end. */
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

/** A source as a stream, which reads the source only as fast as it is read itself. */
export function toStream<T>(source: Source<T>): ReadableStream<T> {
  return new ReadableStream<T>({
    async pull(controller) {
      // A stream that is cancelled before its source's promise resolves would lose the value.
      if (await source.next((value) => controller.enqueue(value)) === undefined) controller.close();
    },
    cancel: () => source.cancel() as Promise<void> | void,
  }, { highWaterMark: 0 });
}
