/** Is given the signal's reason. */
type End = (reason: unknown) => void;

/** Calls `end` with the reason when the signal ends; what it returns stops that. */
export function onAbort(signal: AbortSignal, end: End): () => void {
  const crowd = crowds.get(signal) ?? new Crowd(signal);
  crowds.set(signal, crowd);
  return crowd.add(end);
}

const crowds = new WeakMap<AbortSignal, Crowd>();

/** All that waits for one signal, with one listener between them: Node warns of more than ten. */
class Crowd {
  readonly #signal: AbortSignal;
  /** An `end` is taken away after it has been waited for: V8's sets hold on to what was in them for a while. */
  readonly #members = new Set<{ end: End | undefined }>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(end: End): () => void {
    const member: { end: End | undefined } = { end };
    if (!this.#members.size) this.#signal.addEventListener("abort", this.#onAbort);
    this.#members.add(member);
    return () => {
      member.end = undefined;
      this.#members.delete(member);
      if (!this.#members.size) this.#signal.removeEventListener("abort", this.#onAbort);
    };
  }

  readonly #onAbort = (): void => {
    for (const { end } of [...this.#members]) end?.(this.#signal.reason);
  };
}
