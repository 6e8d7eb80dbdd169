import type { Call } from "./call.ts";
import { BASE_DELAY_MS, MAX_DELAY_MS } from "./defaults.ts";
import { type ScaleApiError, ScaleTooManyRequestsError } from "./errors.ts";
import { sleep } from "./wait.ts";

/** Holds attempts back after a 429: the whole client pauses, then fewer run side by side until the service keeps up. */
export class Gate {
  #pausedUntil = 0;
  #pausedBy: ScaleApiError | undefined;
  /** Attempts under way, and how many there may be: after a 429 as many as the service accepted, then slowly more. */
  #running = 0;
  #maxRunning = Infinity;

  /** Whether a 429 pauses the client now. */
  get closed(): boolean {
    return this.#pausedUntil > performance.now();
  }

  /**
   * Waits while a 429 holds the client back, then until there is room; fails at once if the pause would exceed the
   * call's deadline. Each call polls for itself, since in a Worker the calls of one request must not wake those of
   * another.
   */
  async enter<T>(call: Call<T>): Promise<void> {
    const start = performance.now();
    const deadline = start + call.waitLimitMs;
    while (this.#pausedUntil) {
      const now = performance.now();
      const ms = Math.max(this.#pausedUntil - now, 0);
      // What is counted may be a long upload, may wait for this very call, or may have ended with a Worker's request.
      if (now - this.#pausedUntil > MAX_DELAY_MS) this.#running = 0;
      if (!ms && this.#running + 1 <= this.#maxRunning) {
        this.#pausedUntil = now;
        break;
      }
      if (now + ms > deadline) {
        call.options.signal?.throwIfAborted();
        const error = new ScaleTooManyRequestsError(call.what, {
          ...this.#pausedBy as ScaleApiError,
          attempts: call.attempt,
          retryAfterMs: ms,
        });
        error.maybeSent = call.ambiguous;
        throw error;
      }
      // A call that was refused polls more often: the next to be sent is the least likely to be refused again.
      const longest = Math.min((now - start + 20) / 4 ** call.attempt, BASE_DELAY_MS, deadline - now);
      await sleep(ms || Math.random() * longest, call.options.signal);
    }
    this.#running++;
  }

  /** Ends an attempt that was let in. */
  leave(): void {
    if (this.#running) this.#running--;
  }

  /** Lets a little more run side by side, after an answer that shows that the service keeps up. */
  open(): void {
    this.#maxRunning += 1 / (this.#maxRunning + 3);
  }

  /** Pauses the client after a 429, and lets one fewer run side by side than the service accepted. */
  close(error: ScaleApiError, delayMs: number = BASE_DELAY_MS): void {
    this.#maxRunning = Math.max(1, this.#running - 1);
    this.#pausedBy = error;
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + (error.retryAfterMs ?? delayMs));
  }
}
