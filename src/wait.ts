import { MAX_TIMER_MS } from "./defaults.ts";
import { onAbort } from "./on_abort.ts";

let reason: DOMException | undefined;

/**
 * What `withTimeLimit` rejects with when its own time is up; a fetch of the caller's sees it as its signal's reason. It is
 * made when it is needed: Deno takes milliseconds for the first, which loading the package would have to wait for.
 */
export function timeIsUp(): DOMException {
  return reason ??= new DOMException("time is up", "TimeoutError");
}

type End = (reason: unknown) => void;

/**
 * Runs `work` with a signal that ends when the outer one does or when `ms` have passed, and settles at once at that
 * moment, even if `work` ignores the signal. Leaves no timer and no listener behind once the event loop has turned.
 */
export function withTimeLimit<T>(
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
    // With `resolve` and `reject` themselves, V8's stack traces include the caller's lines.
    work(controller.signal).finally(done).then(resolve, reject);
  });
}

/** Waits; throws the signal's reason if it is aborted first. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  // The reason does not tell who ended it: the signal may be that of an attempt whose own time is up.
  return withTimeLimit<void>(ms, signal, () => new Promise(() => {})).catch(() => signal?.throwIfAborted());
}

/** Alarms of calls that have ended, to be used again. */
const spares: Alarm[] = [];

/**
 * A time limit. After its call it keeps its timer for a call that begins before the event loop turns, as the next of a
 * sequence does: on Deno, setting and clearing a timer takes longer than everything else that the client does for a
 * call. It is not kept longer, since a Worker's request must not touch the timers of another.
 */
class Alarm {
  #end: End | undefined;
  #due = 0;
  /** When the timer rings: at the latest when the alarm is due. */
  #rings = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  set(ms: number, end: End): void {
    this.#end = end;
    this.#due = performance.now() + ms;
    if (this.#due < this.#rings) this.#start(ms);
  }

  async stop(end: End): Promise<void> {
    // A previous owner may stop it twice.
    if (this.#end !== end) return;
    this.#end = undefined;
    spares.push(this);
    // So many microtasks lie between the end of a call and the start of the next, some for the caller's own.
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
      // A caller's tests may fake the timers but not `performance.now()`, which then hardly moves.
      const rest = this.#due - Math.max(this.#rings, performance.now());
      this.#rings = Infinity;
      if (rest > 0) this.#start(rest);
      else this.#end?.(timeIsUp());
    }, ms);
  }
}
