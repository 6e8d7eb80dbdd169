import { type CallOptions, checkLimit } from "./options.ts";
import { onAbort } from "./wait.ts";

/** Many calls, some at a time, until all is done or the caller's signal ends them. */
export abstract class ManyCalls {
  /** Whether nothing more is to begin. */
  protected ended = false;
  /** Calls that have begun and not ended. */
  protected running = 0;
  /** What ends those calls. */
  protected readonly stop: AbortController = new AbortController();
  /** The options of each of them. */
  protected readonly call: CallOptions;
  readonly #signal: AbortSignal | undefined;
  #leave: (() => void) | undefined;
  #wake: (() => void) | undefined;
  #change: Promise<void> | undefined;

  /** So many calls side by side at most. Nothing listens to the signal before something begins. */
  constructor(options: CallOptions, protected readonly concurrency: number) {
    checkLimit("concurrency", concurrency, 1);
    this.#signal = options.signal;
    this.call = { ...options, signal: this.stop.signal };
  }

  /** Begins what can begin. */
  protected abstract pump(): void;

  /** To be called before something begins. */
  protected listen(): void {
    this.#leave ??= this.#signal && onAbort(this.#signal, () => this.cancel());
  }

  /** To be called when all is over. */
  protected leave(): void {
    this.#leave?.();
  }

  /** Ends everything. */
  cancel(): void {
    this.ended = true;
    this.leave();
    this.stop.abort(this.#signal?.reason);
    this.wake();
  }

  /** Ends everything where the signal has, with its reason. */
  protected check(): void {
    if (!this.#signal?.aborted) return;
    this.cancel();
    throw this.#signal.reason;
  }

  /** Resolves at the next change. */
  protected change(): Promise<void> {
    return this.#change ??= new Promise((resolve) => this.#wake = resolve);
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
