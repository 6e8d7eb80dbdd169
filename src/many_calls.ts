import { type CallOptions, checkLimit } from "./options.ts";
import { onAbort } from "./on_abort.ts";
import type { Source } from "./walk.ts";

/** Many calls, some at a time, for one reader; until all is done, one fails or the caller's signal ends them. */
export abstract class ManyCalls<T> implements Source<T> {
  /** Whether nothing more is to begin. */
  protected ended = false;
  /** Calls that have begun and not ended. */
  protected running = 0;
  /** What the reader is told once it has been given all that came before. */
  protected failure: { error: unknown } | undefined;
  /** The options of each of them. */
  protected readonly call: CallOptions;
  /** What ends those calls. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal | undefined;
  #leave: (() => void) | undefined;
  #wake: (() => void) | undefined;
  #change: Promise<void> | undefined;

  /** So many calls side by side at most. Nothing begins, nor listens to the signal, before the first read. */
  constructor(options: CallOptions, protected readonly concurrency: number) {
    checkLimit("concurrency", concurrency, 1);
    this.#signal = options.signal;
    this.call = { ...options, signal: this.#stop.signal };
  }

  /** Whether the reader is given nothing more. */
  protected abstract get over(): boolean;

  /** Begins what can begin. */
  protected abstract pump(): void;

  /** Gives what is ready, if anything is. */
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

  /** Ends the calls on their way. */
  protected end(): void {
    this.ended = true;
    this.leave();
    this.#stop.abort(this.#signal?.reason);
    this.wake();
  }

  /** Notes a failure, unless it comes of the end. */
  protected fail(error: unknown): void {
    if (!this.#stop.signal.aborted) this.failure ??= { error };
  }

  /** To be called when all is over: the signal is not listened to any longer. */
  protected leave(): void {
    this.#leave?.();
  }

  /** After every change: begins what can begin, and wakes the reader. */
  protected wake(): void {
    this.pump();
    this.#wake?.();
    this.#change = undefined;
  }

  /** Makes a call, which must not fail. */
  protected async run(call: () => Promise<void>): Promise<void> {
    this.running++;
    await call();
    this.running--;
    this.wake();
  }
}
