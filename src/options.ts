import { plain } from "./check.ts";
import type { ValidationIssue } from "./generated/validators.ts";

/** How answers are checked: see {@linkcode ScaleClientOptions.validation}. */
export type ValidationMode = "lenient" | "strict" | "off";

/** What every hook is told of a request. Never the key, the query or a body. */
export interface RequestInfo {
  /** The HTTP method. */
  method: string;
  /** The path, without query. */
  path: string;
  /** Which attempt of its call, from 1. */
  attempt: number;
}

/** What `onResponse` is told. */
export interface ResponseInfo extends RequestInfo {
  /** The HTTP status. */
  status: number;
  /** From sending to headers, in milliseconds. */
  ms: number;
  /** The id that the service gave the request. */
  requestId: string | undefined;
}

/** What `onRetry` is told before the wait. */
export interface RetryInfo extends RequestInfo {
  /** The status that is retried; undefined where no answer came. */
  status: number | undefined;
  /** The wait before the next attempt, in milliseconds. */
  delayMs: number;
}

/** What `onInvalidResponse` is told. */
export interface InvalidResponseInfo {
  /** The HTTP method. */
  method: string;
  /** The path, without query. */
  path: string;
  /** What did not match. */
  issues: readonly ValidationIssue[];
}

/** Functions that are told what the client does. One that throws or rejects does not break the call. */
export interface ScaleHooks {
  /** Before every request. */
  onRequest?: ((info: RequestInfo) => unknown) | undefined;
  /** When the headers of an answer are there. */
  onResponse?: ((info: ResponseInfo) => unknown) | undefined;
  /** Before the wait that comes before another attempt. */
  onRetry?: ((info: RetryInfo) => unknown) | undefined;
  /** When, in lenient mode, an optional field has another shape than documented. */
  onInvalidResponse?: ((info: InvalidResponseInfo) => unknown) | undefined;
}

/** Options that a client has for all calls and that each call can set anew. */
export interface SharedOptions {
  /**
   * Bounds one attempt, body included, in milliseconds. `Infinity` switches it off; Node and Bun end a request that
   * gets no answer after 300 s by themselves.
   *
   * @default {60_000}
   */
  timeoutMs?: number | undefined;
  /**
   * Bounds the whole call: attempts, waits and body together, in milliseconds.
   *
   * @default {Infinity}
   */
  totalTimeoutMs?: number | undefined;
  /**
   * Attempts after the first, where repeating cannot do the work twice.
   *
   * @default {3}
   */
  maxRetries?: number | undefined;
  /** Further request headers; a call's win over the client's. `authorization` is refused: it is made from the key. */
  headers?: Record<string, string> | undefined;
}

/** The last argument of every method. */
export interface CallOptions extends SharedOptions {
  /** Ends the call, waits included, with the signal's own reason. */
  signal?: AbortSignal | undefined;
  /** Is given the raw answer's metadata. */
  onResponse?: ((info: CallResponseInfo) => unknown) | undefined;
}

/** What a call's own `onResponse` is told of the answer that the call returns. */
export interface CallResponseInfo {
  /** The HTTP status. */
  status: number;
  /** The answer's headers. */
  headers: Headers;
  /** The id that the service gave the request. */
  requestId: string | undefined;
  /** How many requests the call sent. */
  attempts: number;
}

/** The options of {@linkcode ScaleClient}. */
export interface ScaleClientOptions extends SharedOptions {
  /**
   * The API key (live or test), or a function, also async, that is asked for it before every attempt.
   *
   * @see https://scale.com/docs/api-reference/authentication
   */
  apiKey: string | (() => string | Promise<string>);
  /**
   * Where the service is; v1 and v2 paths are put after it. `http:` is taken for loopback addresses only.
   *
   * @default {"https://api.scale.com"}
   */
  baseUrl?: string | URL | undefined;
  /** Appended to the user agent. */
  source?: string | undefined;
  /**
   * Replaces the global `fetch`; gets exactly one `Request`. In your own tests it stands for the service.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const fetch = () => Response.json({ task_id: "t1", status: "pending" });
   * const scale = new ScaleClient({ apiKey: "test_key", fetch });
   * const { status } = await scale.tasks.get("t1");
   * ```
   */
  fetch?: ((request: Request) => Promise<Response> | Response) | undefined;
  /**
   * `lenient`: a wrong required field throws, a wrong optional one is told to `hooks.onInvalidResponse` and passed on
   * as it came. `strict`: any mismatch throws. `off`: answers are not checked.
   *
   * @default {"lenient"}
   */
  validation?: ValidationMode | undefined;
  /** Functions that are told what the client does. */
  hooks?: ScaleHooks | undefined;
  /**
   * The largest answer, in decoded bytes.
   *
   * @default {67_108_864}
   */
  maxResponseBytes?: number | undefined;
  /**
   * How much of an error's body is read, in decoded bytes.
   *
   * @default {1_048_576}
   */
  maxErrorBytes?: number | undefined;
}

/** Checks a limit: a number from `min` up, whole where `whole` is set. */
export function checkLimit(name: string, value: unknown, min: number, whole = true): void {
  if (value === undefined) return;
  if (typeof value !== "number") throw new TypeError(`${name}: must be a number, got ${typeof value}`);
  if (!(value >= min) || (whole && !Number.isSafeInteger(value) && value !== Infinity)) {
    throw new RangeError(`${name}: must be ${whole ? "an integer" : "a number"} from ${min} up, got ${value}`);
  }
}

/** @throws {TypeError} If the value is given and none of the words. */
export function checkWord(name: string, value: unknown, ...words: string[]): void {
  if (value !== undefined && !words.includes(value as string)) {
    throw new TypeError(`${name}: must be one of ${words.join(", ")}`);
  }
}

/** @throws {TypeError} If what a checkpoint has a list of is no list. */
export function checkCheckpoint(list: unknown): void {
  if (!Array.isArray(list)) throw new TypeError("checkpoint: must be one that the same call gave");
}

/**
 * Checks what a client and a call have in common.
 *
 * @returns The options as they are now: the caller may change his own while they are used.
 * @throws {TypeError} If they are no object, a header cannot be sent, or the signal is none.
 * @throws {RangeError} If a limit is out of range.
 */
export function checkShared<O extends CallOptions>(options: O): O {
  const { signal } = plain(options, "options");
  if (signal && typeof signal.aborted !== "boolean") throw new TypeError("signal: must be an AbortSignal");
  checkLimit("timeoutMs", options.timeoutMs, 0, false);
  checkLimit("totalTimeoutMs", options.totalTimeoutMs, 0, false);
  checkLimit("maxRetries", options.maxRetries, 0);
  if (options.headers) plain(options.headers, "headers");
  for (const name in options.headers) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TypeError(`headers: "${name}" is not a header name`);
    if (name.toLowerCase() === "authorization") throw new TypeError(`headers: authorization is made from apiKey`);
    checkHeader(`headers: ${name}`, options.headers[name]);
  }
  return { ...options, headers: { ...options.headers } };
}

/** @throws {TypeError} If `fetch` would refuse or change the text: see the message. */
export function checkHeader(name: string, value: unknown): void {
  if (typeof value !== "string" || value !== value.trim() || /[^ -~\xa1-\xff]/.test(value)) {
    throw new TypeError(
      `${name}: must be a string without control characters, outer white space or anything beyond Latin-1`,
    );
  }
}
