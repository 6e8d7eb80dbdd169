/** Ids in Scale's forms: 24 hex digits for most things, UUIDs for files and annotations. */
export class Ids {
  #count = 0;
  readonly #prefix: string;

  /** The prefix keeps ids of the two stores apart: 8 hex digits. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** A new id of 24 hex digits. */
  object(): string {
    return this.#prefix + "53c5ab0f" + hex(++this.#count, 8);
  }

  /** A new UUID. */
  uuid(): string {
    return `${this.#prefix}-51f7-4f5f-9a2e-${hex(++this.#count, 12)}`;
  }
}

/** A UUID made of a text and a number, always the same for the same two. */
export function uuidOf(text: string, index: number): string {
  const a = hex(hash32(text, index), 8);
  return `${a}-51f7-4f5f-9a2e-${hex(hash32(text, index + 7919), 8)}${hex(index, 4)}`;
}

/** FNV-1a over the text, then mixed with the number: spreads well enough for canned data and fault plans. */
export function hash32(text: string, seed: number): number {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0").slice(-digits);
}
