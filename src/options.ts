import { checkHeader, checkLimit, checkObject } from "./check.ts";
import type { ValidationIssue } from "./generated/validators.ts";

/** How answers are checked: see {@linkcode ScaleClientOptions.validation}. */
export type ValidationMode = "lenient" | "strict" | "off";

/** What every hook receives about a request: never the key, the query or a body. */
export interface RequestInfo {
  /** The HTTP method. */
  method: string;
  /** The path, without query. */
  path: string;
  /** The number of the attempt within its call, from 1. */
  attempt: number;
}

/** What the hook `onResponse` receives. */
export interface ResponseInfo extends RequestInfo {
  /** The HTTP status. */
  status: number;
  /** The time from sending the request to receiving the headers, in milliseconds. */
  ms: number;
  /** The id that the service gave the request. */
  requestId: string | undefined;
}

/** What `onRetry` receives. */
export interface RetryInfo extends RequestInfo {
  /** The status that led to the retry; undefined if no complete answer came, or a 2xx that is not JSON. */
  status: number | undefined;
  /** The wait before the next attempt, in milliseconds. */
  delayMs: number;
}

/** What `onInvalidResponse` receives. */
export interface InvalidResponseInfo {
  /** The HTTP method. */
  method: string;
  /** The path, without query. */
  path: string;
  /** What did not match. */
  issues: readonly ValidationIssue[];
}

/** Functions that the client calls to report what it does. If one throws or rejects, the call goes on. */
export interface ScaleHooks {
  /** Called before every request. */
  onRequest?: ((info: RequestInfo) => unknown) | undefined;
  /** Called when the headers of an answer have arrived. */
  onResponse?: ((info: ResponseInfo) => unknown) | undefined;
  /** Called before the wait for another attempt. */
  onRetry?: ((info: RetryInfo) => unknown) | undefined;
  /** Called in `lenient` validation when an optional field does not have its documented shape. */
  onInvalidResponse?: ((info: InvalidResponseInfo) => unknown) | undefined;
}

/** Options that can be set on the client for all calls, and overridden in each call. */
export interface SharedOptions {
  /**
   * How long one attempt may take in milliseconds, the body and a function as `apiKey` included; `Infinity` for no
   * limit. Whatever is set here, Node and Bun end a request that has had no answer for 300 s.
   *
   * @default {60_000}
   */
  timeoutMs?: number | undefined;
  /**
   * How long the whole call may take, in milliseconds: attempts, waits and body together.
   *
   * @default {Infinity}
   */
  totalTimeoutMs?: number | undefined;
  /**
   * How many attempts may follow the first. Calls are repeated only where that cannot do the work twice.
   *
   * @default {3}
   */
  maxRetries?: number | undefined;
  /**
   * Additional request headers; those of a call override the client's. `authorization` is refused, since it is made
   * from the key.
   */
  headers?: Record<string, string> | undefined;
}

/** The last argument of every method. */
export interface CallOptions extends SharedOptions {
  /** Aborts the call, waits included; it then throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called with the status, headers and request id of the answer that the call returns. */
  onResponse?: ((info: CallResponseInfo) => unknown) | undefined;
}

/** What a call's own `onResponse` receives about the answer that the call returns. */
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
   * The API key, live or test; or a function, sync or async, that is called for it before every attempt. What the
   * function throws, or a `TypeError` if it returns no valid key, ends the call without a retry. If that happens after
   * the first attempt, Scale may have acted on an earlier one.
   *
   * @see https://scale.com/docs/api-reference/authentication
   */
  apiKey: string | (() => string | Promise<string>);
  /**
   * The service's URL, without `/v1` or `/v2`. `http:` is allowed for loopback addresses only.
   *
   * @default {"https://api.scale.com"}
   */
  baseUrl?: string | URL | undefined;
  /** Appended to the user agent. */
  source?: string | undefined;
  /**
   * Used instead of the global `fetch`, and called with exactly one `Request`. In your own tests it can play the
   * service.
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
   * `lenient`: a missing or wrong required field throws a `ScaleValidationError`; a wrong optional field is reported to
   * `hooks.onInvalidResponse` and left as it is. `strict`: any mismatch throws. `off`: answers are not checked.
   *
   * @default {"lenient"}
   */
  validation?: ValidationMode | undefined;
  /** Functions that the client calls to report what it does. */
  hooks?: ScaleHooks | undefined;
  /**
   * The most bytes that an answer may have, counted after decompression. A larger one throws a
   * `ScaleResponseTooLargeError`.
   *
   * @default {67_108_864}
   */
  maxResponseBytes?: number | undefined;
  /**
   * How many bytes of an error's body are read, counted after decompression. The rest is dropped.
   *
   * @default {1_048_576}
   */
  maxErrorBytes?: number | undefined;
}

/**
 * Checks what a client and a call have in common.
 *
 * @returns A copy, with header names in lower case: the caller may change the original while the call runs.
 * @throws {TypeError} If they are not an object, a header cannot be sent, or `signal` is not an `AbortSignal`.
 * @throws {RangeError} If a limit is out of range.
 */
export function checkShared<O extends CallOptions>(options: O): O {
  const { signal, headers = {} } = checkObject(options, "options");
  if (signal && typeof signal.aborted !== "boolean") throw new TypeError("signal: must be an AbortSignal");
  checkLimit("timeoutMs", options.timeoutMs, 0, false);
  checkLimit("totalTimeoutMs", options.totalTimeoutMs, 0, false);
  checkLimit("maxRetries", options.maxRetries, 0);
  // In lower case, those of a call take the place of the client's.
  const copy: Record<string, string> = {};
  for (const name in checkObject(headers, "headers")) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TypeError(`headers: "${name}" is not a header name`);
    const lower = name.toLowerCase();
    if (lower === "authorization") throw new TypeError("headers: authorization is made from apiKey");
    checkHeader(`headers: ${name}`, headers[name]);
    copy[lower] = headers[name] as string;
  }
  return { ...options, headers: copy };
}
