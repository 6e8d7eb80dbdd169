import { ScaleDeadlineError } from "./errors.ts";
import { checkLimit, checkTexts } from "./check.ts";
import { MAX_TIMER_MS } from "./defaults.ts";
import { type CallOptions, checkShared } from "./options.ts";
import { tell } from "./tell.ts";
import { sleep } from "./wait.ts";

/**
 * The options of every `waitFor`. `totalTimeoutMs` limits the whole wait. Without it there is no such limit, and the
 * client's own `totalTimeoutMs` limits each request.
 */
export interface WaitOptions<T extends { status?: string | null | undefined }> extends CallOptions {
  /** The status to wait for, a list of them, or a function that returns true once the wait is over. */
  until?: NonNullable<T["status"]> | readonly NonNullable<T["status"]>[] | ((value: T) => boolean) | undefined;
  /**
   * The pause between the first two polls, in milliseconds. It grows by half each time, up to 12 times this value, and
   * each is up to a quarter shorter or longer, at random.
   *
   * @default {5_000}
   */
  pollMs?: number | undefined;
  /** Called with what each poll read. */
  onProgress?: ((value: T) => unknown) | undefined;
}

/**
 * Reads until `until` is met, with growing and jittered pauses in between; the last of them leaves time for one more
 * read.
 *
 * @param otherwise What to wait for if `until` is not given.
 * @throws {TypeError} If the options are not an object, or `until` is not a string, a list of strings or a function.
 * @throws {ScaleDeadlineError} If `totalTimeoutMs` is over; `last` is what was read last.
 */
export async function poll<T extends { status?: string | null | undefined }>(
  what: string,
  read: (options: CallOptions) => Promise<T>,
  otherwise: (value: T) => boolean,
  options: WaitOptions<T>,
): Promise<T> {
  const { until = otherwise, pollMs = 5_000, onProgress, totalTimeoutMs, ...call } = checkShared(options);
  checkLimit("pollMs", pollMs, 0, false);
  let done = until as (value: T) => boolean;
  if (typeof until !== "function") {
    const words = [until].flat();
    checkTexts({ until: words });
    done = ({ status }) => words.includes(status as string);
  }
  const deadline = performance.now() + (totalTimeoutMs ?? Infinity);
  let last: T | undefined;
  let looks = 0;
  const fail = (): never => {
    const error = new ScaleDeadlineError(`${what}: not done within ${totalTimeoutMs} ms; wait again to go on`, looks);
    error.last = last;
    throw error;
  };
  let final;
  for (let delayMs = pollMs;;) {
    looks++;
    const start = performance.now();
    try {
      last = await read({ ...call, totalTimeoutMs: totalTimeoutMs && Math.max(deadline - performance.now(), 0) });
    } catch (error) {
      // Timers may fire a moment early.
      if (error instanceof ScaleDeadlineError && deadline - performance.now() < 5) fail();
      throw error;
    }
    tell(onProgress, last);
    if (done(last)) return last;
    const now = performance.now();
    const left = deadline - now;
    if (final || left <= 0) fail();
    const wait = Math.min(delayMs * (0.75 + Math.random() / 2), MAX_TIMER_MS);
    const longest = left - Math.min(2 * (now - start) + 100, left / 2);
    final = wait >= longest;
    await sleep(Math.min(wait, longest), call.signal);
    delayMs = Math.min(delayMs * 1.5, pollMs * 12);
  }
}
