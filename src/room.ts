/** To be called at each 429, and awaited before that call is sent again. */
export type Busy = () => Promise<void>;

/** How many calls may be on their way at once: after a 429 fewer for a while, and what was refused goes first. */
export class Room {
  /** Calls that have begun and not ended. */
  running = 0;
  readonly #most: number;
  #limit: number;
  /** How many of those that were on their way at the last halving still are. */
  #calm = 0;
  /** Those of the running that were refused and wait for room. */
  readonly #held = new Set<Busy>();
  #wake: (() => void) | undefined;
  #change: Promise<void> | undefined;

  /** Room for so many at most. */
  constructor(most: number) {
    this.#limit = this.#most = most;
  }

  /** Whether one more may begin. */
  get free(): boolean {
    return this.running + 1 <= this.#limit;
  }

  /** Resolves at the next change. */
  change(): Promise<void> {
    return this.#change ??= new Promise((resolve) => this.#wake = resolve);
  }

  /** Wakes all that wait for a change: to be called after each call. */
  wake(): void {
    this.#wake?.();
    this.#change = undefined;
  }

  /** Makes a call, to which `busy` belongs. */
  async run(call: (busy: Busy) => Promise<void>): Promise<void> {
    // Halves what may be sent, once for all that was on its way then; who was refused waits until there is room.
    const busy = async () => {
      const sent = this.running - this.#held.size;
      if (this.#calm-- <= 0) {
        this.#limit = Math.max(1, Math.min(this.#limit, sent) / 2);
        this.#calm = sent - 1;
      }
      this.#held.add(busy);
      // Those that have waited longer go first.
      await this.wake();
      while (this.running - this.#held.size + 1 > this.#limit) await this.change();
      this.#held.delete(busy);
    };
    this.running++;
    await call(busy);
    this.running--;
    this.#held.delete(busy);
    // Not while one waits: what began then could take the place of that one again and again.
    if (this.#calm-- <= 0 && !this.#held.size) this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
  }
}
