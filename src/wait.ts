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
  const crowd = signal && crowdOf(signal);
  if (crowd?.sharesTimer) return crowd.add(end, ms);
  const leave = crowd?.add(end);
  const timer = ms <= MAX_TIMER_MS ? setTimeout(end, Math.max(ms, 0), TIME_IS_UP) : undefined;
  return () => {
    clearTimeout(timer);
    leave?.();
  };
}

/** Calls `end` with the reason when the signal ends; what it returns stops that. */
export function onAbort(signal: AbortSignal, end: End): () => void {
  return crowdOf(signal).add(end);
}

/**
 * A controller whose signal is for many calls side by side, which share one timer: on Deno setting one takes as long as
 * half of the rest of a call.
 */
export function crowdController(): AbortController {
  const controller = new AbortController();
  crowdOf(controller.signal).sharesTimer = true;
  return controller;
}

const crowds = new WeakMap<AbortSignal, Crowd>();

function crowdOf(signal: AbortSignal): Crowd {
  const crowd = crowds.get(signal) ?? new Crowd(signal);
  crowds.set(signal, crowd);
  return crowd;
}

/** What waits in a crowd. Its `end` is taken away after it: V8's sets hold on to what was in them for a while. */
interface Member {
  readonly due: number;
  end: End | undefined;
}

/** All that waits for one signal, with one listener between them: Node warns of more than ten. */
class Crowd {
  /** Whether the members' limits have one timer too. */
  sharesTimer = false;
  readonly #signal: AbortSignal;
  readonly #members = new Set<Member>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer rings. */
  #due = Infinity;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(end: End, ms = Infinity): () => void {
    const member: Member = { due: performance.now() + ms, end };
    if (!this.#members.size) this.#signal.addEventListener("abort", this.#onAbort);
    this.#members.add(member);
    if (member.due < this.#due) this.#setTimer(member.due);
    return () => {
      member.end = undefined;
      this.#members.delete(member);
      if (this.#members.size) return;
      this.#signal.removeEventListener("abort", this.#onAbort);
      this.#setTimer(Infinity);
    };
  }

  readonly #onAbort = (): void => {
    for (const { end } of [...this.#members]) end?.(this.#signal.reason);
  };

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
