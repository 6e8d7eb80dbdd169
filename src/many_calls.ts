import { checkLimit } from "./check.ts";
import type { CallOptions } from "./options.ts";
import { onAbort } from "./on_abort.ts";
import type { Source } from "./walk.ts";

/**
 * Makes many calls, some at a time, for one reader, until all are made, one fails, or the caller's signal is aborted.
 */
export abstract class ManyCalls<T> implements Source<T> {
  /** Whether no further call is to begin. */
  protected ended = false;
  /** How many calls are under way. */
  protected running = 0;
  /** What the reader's next read throws, once it has been given all that came before. */
  protected failure: { error: unknown } | undefined;
  /** The options of each call. */
  protected readonly call: CallOptions;
  /** Aborts the calls. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal | undefined;
  #leave: (() => void) | undefined;
  #wake: (() => void) | undefined;
  #change: Promise<void> | undefined;

  /** Nothing begins, and the signal is not listened to, before the first read. */
  constructor(options: CallOptions, protected readonly concurrency: number) {
    checkLimit("concurrency", concurrency, 1);
    this.#signal = options.signal;
    this.call = { ...options, signal: this.#stop.signal };
  }

  /** Whether there is nothing more for the reader. */
  protected abstract get over(): boolean;

  /** Begins the calls that can begin now. */
  protected abstract pump(): void;

  /** Takes a value that is ready, if any is. */
  protected abstract take(give?: (value: T) => void): T | Promise<T> | undefined;

  async next(give?: (value: T) => void): Promise<T | undefined> {
    for (;;) {
      if (this.#signal?.aborted) {
        this.cancel();
        throw this.#signal.reason;
      }
      this.#leave ??= this.#signal && onAbort(this.#signal, () => this.cancel());
      const value = this.take(give);
      if (value) return value;
      if (this.over) {
        const { failure } = this;
        this.failure = undefined;
        this.end();
        if (failure) throw failure.error;
        return undefined;
      }
      const change = this.#change ??= new Promise((resolve) => this.#wake = resolve);
      this.pump();
      await change;
    }
  }

  /** Ends everything. */
  cancel(): void {
    this.end();
  }

  /** Ends the calls under way. */
  protected end(): void {
    this.ended = true;
    this.leave();
    this.#stop.abort(this.#signal?.reason);
    this.wake();
  }

  /** Notes a failure, unless it is due to the calls being ended. */
  protected fail(error: unknown): void {
    if (!this.#stop.signal.aborted) this.failure ??= { error };
  }

  /** Stops listening to the signal. */
  protected leave(): void {
    this.#leave?.();
  }

  /** To be called after every change: begins the calls that can begin, and wakes the reader. */
  protected wake(): void {
    this.pump();
    this.#wake?.();
    this.#change = undefined;
  }

  /** Makes a call, which must not reject. */
  protected async run(call: () => Promise<void>): Promise<void> {
    this.running++;
    await call();
    this.running--;
    this.wake();
  }
}
