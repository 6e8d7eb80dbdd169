import { MAX_TIMER_MS } from "./defaults.ts";
import { onAbort } from "./on_abort.ts";

let reason: DOMException | undefined;

/**
 * What `limited` rejects with when its own time is up; a fetch of the caller's sees it as its signal's reason. It is
 * made when it is needed: Deno takes milliseconds for the first, which loading the package would have to wait for.
 */
export function timeIsUp(): DOMException {
  return reason ??= new DOMException("time is up", "TimeoutError");
}

type End = (reason: unknown) => void;

/**
 * Runs `work` with a signal that ends when the outer one does or when `ms` have passed, and settles at once at that
 * moment, also when `work` does not listen. Leaves no timer and no listener behind once the event loop has turned.
 */
export function limited<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    outer?.throwIfAborted();
    const controller = new AbortController();
    const end = (reason: unknown): void => {
      done();
      reject(reason);
      controller.abort(reason);
    };
    const leave = outer && onAbort(outer, end);
    const alarm = spares.pop() ?? new Alarm();
    alarm.set(ms, end);
    const done = (): void => {
      alarm.stop(end);
      leave?.();
    };
    // Settled by the very functions: V8's stacks then go on to the lines of the caller.
    work(controller.signal).finally(done).then(resolve, reject);
  });
}

/** Waits; throws the signal's reason if that ends the wait first. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  // Not told apart by what ended it: the signal may be that of an attempt whose own time is up.
  return limited<void>(ms, signal, () => new Promise(() => {})).catch(() => signal?.throwIfAborted());
}

/** Alarms of calls that have ended, for the next ones. */
const spares: Alarm[] = [];

/**
 * A time limit. After its call it keeps its timer for one that begins before the event loop turns, as the next of a
 * sequence does: on Deno, setting and clearing a timer takes longer than all else that the client does for a call. It
 * keeps it no longer, since a Worker's request must not touch the timers of another.
 */
class Alarm {
  #end: End | undefined;
  #due = 0;
  /** When the timer rings: not later than it is due. */
  #rings = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  set(ms: number, end: End): void {
    this.#end = end;
    this.#due = performance.now() + ms;
    if (this.#due < this.#rings) this.#start(ms);
  }

  async stop(end: End): Promise<void> {
    // Who had it before may say so twice.
    if (this.#end !== end) return;
    this.#end = undefined;
    spares.push(this);
    // So many steps lie between the end of a call and the beginning of the next, and some of the caller's own.
    for (let i = 0; i < 14 && !this.#end; i++) await undefined;
    if (this.#end) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#rings = Infinity;
  }

  #start(ms: number): void {
    clearTimeout(this.#timer);
    this.#rings = this.#due;
    if (ms > MAX_TIMER_MS) return;
    this.#timer = setTimeout(() => {
      // A caller's tests may put a clock of their own behind the timers alone, so that the other one stands still.
      const rest = this.#due - Math.max(this.#rings, performance.now());
      this.#rings = Infinity;
      if (rest > 0) this.#start(rest);
      else this.#end?.(timeIsUp());
    }, ms);
  }
}
