import { BASE_DELAY_MS, MAX_DELAY_MS, MAX_TIMER_MS } from "./defaults.ts";
import { isRetryable } from "./errors.ts";

/**
 * What repeating an operation can do:
 * - `always`: no harm (reads, replacements, changes that are then already made),
 * - `keyed`: no harm either, since a name or `unique_id` identifies the work, and a second request is answered 409,
 * - `never`: it can do the work twice.
 */
export type Safety = "always" | "keyed" | "never";

/** How an attempt ended without a usable answer. */
export interface Outcome {
  /**
   * The status of an answer that is not a 2xx. Undefined if there was no answer, or one whose body broke off: then the
   * request may or may not have been acted on.
   */
  status?: number;
  /** What `Retry-After` asked for, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** The text of a 2xx answer that is complete, but not JSON. */
  raw?: unknown;
}

/** What the decision depends on, besides the outcome. */
export interface RetryCircumstances {
  /** What repeating can do. */
  safety: Safety;
  /** Whether the body can be sent only once. */
  once?: boolean | undefined;
  /** The attempt that just ended, from 1. */
  attempt: number;
  /** Attempts allowed after the first. */
  maxRetries: number;
  /** The longest wait that is still allowed. */
  waitLimitMs: number;
}

/** Whether the request may have been acted on although no answer says so. 429 and 503 say that it was not. */
export function isAmbiguous({ status }: Outcome): boolean {
  return status === undefined || (isRetryable(status) && status !== 429 && status !== 503);
}

/**
 * The wait before the next attempt in milliseconds, or undefined if there is none.
 *
 * @param random A number from 0 up to 1, for the jitter.
 */
export function retryDelayMs(
  outcome: Outcome,
  now: RetryCircumstances,
  random: number = Math.random(),
): number | undefined {
  if (now.attempt > now.maxRetries || now.once) return undefined;
  const final = isAmbiguous(outcome)
    ? now.safety === "never" || ("raw" in outcome && now.safety !== "keyed")
    : !isRetryable(outcome.status as number);
  if (final) return undefined;
  const delayMs = outcome.retryAfterMs ??
    random * Math.min(BASE_DELAY_MS * 2 ** (now.attempt - 1), MAX_DELAY_MS);
  return delayMs <= now.waitLimitMs ? delayMs : undefined;
}

/**
 * Reads `Retry-After`: seconds or a date.
 *
 * @returns Milliseconds from `now`, at least 0 and below 2^31, or undefined if the header is neither.
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  let text = (value ?? "").trim();
  // The third form of a date ends with the year, and is in GMT without saying so.
  if (/:\d\d \d{4}$/.test(text)) text += " GMT";
  // Runtimes read a date into almost any text: only one in the form that HTTP has is taken for one.
  const ms = /^\d+(\.\d+)?$/.test(text) ? +text * 1000 : / GMT$/.test(text) ? Date.parse(text) - now : NaN;
  return isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_TIMER_MS);
}
