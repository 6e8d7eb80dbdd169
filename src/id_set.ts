/**
 * Remembers which strings it has seen, in 8 bytes each (a 64-bit hash): a million take 16 MiB, whatever their length.
 * The chance that two of a million strings are taken for the same is about 1 in 30 million.
 */
export class IdSet {
  #size = 0;
  #slots = new Int32Array(2048);

  /** Adds a string; false if it was there already. */
  add(text: string): boolean {
    let a = 0x11c9dc5;
    let b = 0x1747b28c;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x85ebca6b);
      b = Math.imul(b ^ code, 0xc2b2ae35);
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
    if (this.#size * 3 > this.#slots.length) {
      const old = this.#slots;
      this.#slots = new Int32Array(old.length * 2);
      for (let i = 0; i < old.length; i += 2) if (old[i]) this.#insert(old[i] as number, old[i + 1] as number);
    }
    // Zero marks a free slot.
    if (!this.#insert(a || 1, b)) return false;
    this.#size++;
    return true;
  }

  #insert(a: number, b: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 2;
    for (let i = (a * 2) & mask;; i = (i + 2) & mask) {
      if (!slots[i]) {
        slots[i] = a;
        slots[i + 1] = b;
        return true;
      }
      if (slots[i] === a && slots[i + 1] === b) return false;
    }
  }
}
