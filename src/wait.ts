import { MAX_TIMER_MS } from "./defaults.ts";

/** What `limited` rejects with when its own time is up. */
export const TIME_IS_UP: unique symbol = Symbol();

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
    const done = () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", onAbort);
    };
    const end = (reason: unknown) => {
      done();
      reject(reason);
      controller.abort(reason);
    };
    const onAbort = () => end(outer?.reason);
    const timer = ms < MAX_TIMER_MS ? setTimeout(end, Math.max(ms, 0), TIME_IS_UP) : undefined;
    outer?.addEventListener("abort", onAbort);
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
