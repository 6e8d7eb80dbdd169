/** Timers that can all be stopped: a stopped wait ends at once. */
export class Timers {
  readonly #waits = new Map<ReturnType<typeof setTimeout>, () => void>();
  #closed = false;

  /** True after `close()`. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Waits. */
  sleep(ms: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waits.delete(timer);
        resolve();
      }, ms);
      this.#waits.set(timer, resolve);
    });
  }

  /** Ends all waits, and every later one at once. */
  close(): void {
    this.#closed = true;
    for (const [timer, resolve] of this.#waits) {
      clearTimeout(timer);
      resolve();
    }
    this.#waits.clear();
  }
}
