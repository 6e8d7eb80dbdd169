import { MAX_TIMER_MS } from "./defaults.ts";

/** What `limited` rejects with when its own time is up. */
export const TIME_IS_UP: unique symbol = Symbol();

type End = (reason: unknown) => void;

/**
 * Runs `work` with a signal that ends when the outer one does or when `ms` have passed, and settles at once at that
 * moment, also when `work` does not listen. Leaves no timer and no listener behind, and keeps nothing for later calls:
 * a Worker's request must not touch the timers of another.
 */
export function limited<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (outer?.aborted) throw outer.reason;
    const controller = new AbortController();
    const done = watch(ms, outer, (reason) => {
      done();
      reject(reason);
      controller.abort(reason);
    });
    work(controller.signal).then((value) => {
      done();
      resolve(value);
    }, (error) => {
      done();
      reject(error);
    });
  });
}

/** Waits, unless the signal ends the wait first; then throws its reason. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return limited<void>(ms, signal, () => new Promise(() => {})).catch((reason) => {
    if (reason !== TIME_IS_UP) throw reason;
  });
}

/** Calls `end` when the signal ends or the time is up; what it returns stops that. */
function watch(ms: number, signal: AbortSignal | undefined, end: End): () => void {
  const crowd = signal && crowds.get(signal);
  if (crowd) return crowd.add(ms, end);
  const leave = signal && onAbort(signal, end);
  const timer = ms <= MAX_TIMER_MS ? setTimeout(end, Math.max(ms, 0), TIME_IS_UP) : undefined;
  return () => {
    clearTimeout(timer);
    leave?.();
  };
}

const ends = new WeakMap<AbortSignal, Set<End>>();

/**
 * Calls `end` with the reason when the signal ends; what it returns stops that. What waits for a signal side by side
 * shares one listener, since Node warns of more than ten.
 */
export function onAbort(signal: AbortSignal, end: End): () => void {
  const all = ends.get(signal) ?? new Set();
  ends.set(signal, all.add(end));
  signal.addEventListener("abort", endAll);
  return () => {
    all.delete(end);
    if (!all.size) signal.removeEventListener("abort", endAll);
  };
}

function endAll(this: AbortSignal): void {
  for (const end of ends.get(this) as Set<End>) end(this.reason);
}

const crowds = new WeakMap<AbortSignal, Crowd>();

/**
 * A controller whose signal is for many calls side by side: they share one listener, since Node warns of more than ten,
 * and one timer, since on Deno setting one takes as long as half of the rest of a call.
 */
export function crowdController(): AbortController {
  const controller = new AbortController();
  crowds.set(controller.signal, new Crowd(controller.signal));
  return controller;
}

/** A call in a crowd. Its `end` is taken away after it: V8's sets hold on to what was in them for a while. */
interface Member {
  readonly due: number;
  end: End | undefined;
}

class Crowd {
  readonly #members = new Set<Member>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer rings. */
  #due = Infinity;

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => {
      for (const member of [...this.#members]) member.end?.(signal.reason);
    });
  }

  add(ms: number, end: End): () => void {
    const member: Member = { due: performance.now() + ms, end };
    this.#members.add(member);
    if (member.due < this.#due) this.#setTimer(member.due);
    return () => {
      member.end = undefined;
      this.#members.delete(member);
      if (!this.#members.size) this.#setTimer(Infinity);
    };
  }

  #setTimer(due: number): void {
    clearTimeout(this.#timer);
    this.#due = due;
    const ms = due - performance.now();
    if (ms < MAX_TIMER_MS) this.#timer = setTimeout(() => this.#ring(), Math.max(ms, 0));
  }

  #ring(): void {
    const now = performance.now();
    for (const { due, end } of [...this.#members]) if (due <= now) end?.(TIME_IS_UP);
    this.#setTimer(Math.min(...[...this.#members].map(({ due }) => due)));
  }
}
