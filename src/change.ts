/** Lets any number of readers wait for the next change. */
export class Change {
  #wake: (() => void) | undefined;
  #next: Promise<void> | undefined;

  /** Resolves at the next change. */
  next(): Promise<void> {
    return this.#next ??= new Promise((resolve) => this.#wake = resolve);
  }

  /** Wakes all that wait. */
  wake(): void {
    this.#wake?.();
    this.#next = undefined;
  }
}
