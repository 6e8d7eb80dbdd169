import type { ValidationIssue } from "./generated/validators.ts";

/**
 * The base class of all errors of this package. Two things are not among them: a bad argument throws a `TypeError` or a
 * `RangeError`, and a call that you abort throws the reason of your signal. If an answer repeats the API key, the error
 * shows `[key]` in its place.
 *
 * @example
 * ```ts
 * import { ScaleClient, ScaleError } from "@scaleapi/sdk";
 *
 * const scale = new ScaleClient({ apiKey: "test_key" });
 * try {
 *   await scale.tasks.get("65e7270353c5ab0f4d1a9c11");
 * } catch (error) {
 *   if (error instanceof ScaleError) console.error(error.message);
 *   else throw error;
 * }
 * ```
 *
 * @see https://scale.com/docs/api-reference/errors
 */
export class ScaleError extends Error {
  /**
   * The class's name, unchanged by minifiers. Compare it where `instanceof` fails because there are two copies of this
   * package.
   */
  override readonly name: string = "ScaleError";
  /**
   * Whether Scale may have acted on the request although the call failed. If so, look before you send it again, or
   * create with a `unique_id`, which makes repeating safe.
   */
  maybeSent: boolean = false;
  /**
   * In an error that ended a listing: the cursor of the first page that was not delivered; undefined if that is the
   * first page of all.
   */
  declare cursor?: string;
}

/** What Scale answered, as an error carries it. */
export interface ScaleApiErrorInit {
  /** The HTTP status. */
  status: number;
  /** Scale's own words. */
  detail: string;
  /** The answer's body: parsed JSON, else text. */
  body: unknown;
  /** The answer's headers. */
  headers: Headers;
  /** How many requests the call sent. */
  attempts: number;
  /** What `Retry-After` asked for, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** Advice that is appended to the message. */
  advice?: string;
}

/**
 * Scale answered with an error status, or with a redirect, which is never followed. Thrown once the retries are used
 * up, or at once if a retry could not help or could do the work twice.
 *
 * @see https://scale.com/docs/api-reference/errors
 */
export class ScaleApiError extends ScaleError {
  /** The class's name. */
  override readonly name: string = "ScaleApiError";
  /** The HTTP status. */
  declare readonly status: number;
  /**
   * Scale's own words: the body's `error`, else its text (cut at 500 characters), else the status text.
   */
  declare readonly detail: string;
  /** The answer's body: parsed JSON, else text. */
  declare readonly body: unknown;
  /** The id that the service gave the request, if any. */
  declare readonly requestId: string | undefined;
  /** The answer's headers. */
  declare readonly headers: Headers;
  /** How many requests the call sent. */
  declare readonly attempts: number;
  /** Whether the failure may be temporary: 408, 429 and 5xx. */
  declare readonly retryable: boolean;
  /** What `Retry-After` asked for, in milliseconds; undefined if the answer had no such header, or no valid one. */
  declare readonly retryAfterMs: number | undefined;

  /** Made by the client; `what` is the method and path that were tried. */
  constructor(what: string, init: ScaleApiErrorInit, options?: ErrorOptions) {
    const { status, detail, body, headers, attempts, retryAfterMs, advice = "" } = init;
    super(`${what}: ${status} ${detail}`.trim() + advice, options);
    Object.assign(this, {
      status,
      detail,
      body,
      headers,
      attempts,
      retryAfterMs,
      requestId: requestId(headers),
      retryable: isRetryable(status),
    });
  }
}

/** 400: a parameter is missing or invalid, or the object's state forbids the call. */
export class ScaleInvalidRequestError extends ScaleApiError {
  /** The class's name. */
  override readonly name: string = "ScaleInvalidRequestError";
}
/** 401: no valid API key. */
export class ScaleUnauthorizedError extends ScaleApiError {
  /** The class's name. */
  override readonly name: string = "ScaleUnauthorizedError";
}
/** 402: the task type is not enabled for this account. */
export class ScaleNotEnabledError extends ScaleApiError {
  /** The class's name. */
  override readonly name: string = "ScaleNotEnabledError";
}
/** 404: no such object. */
export class ScaleResourceNotFoundError extends ScaleApiError {
  /** The class's name. */
  override readonly name: string = "ScaleResourceNotFoundError";
}
/** 409: the name or id is taken; with `maybeSent`, perhaps by an earlier attempt of this very call. */
export class ScaleDuplicateResourceError extends ScaleApiError {
  /** The class's name. */
  override readonly name: string = "ScaleDuplicateResourceError";
}
/**
 * 429: too many requests; see `retryAfterMs`. If `attempts` is 0, the 429 was the answer to another call of the client,
 * and this one was not sent: then `retryAfterMs` is what is left of the client's pause.
 */
export class ScaleTooManyRequestsError extends ScaleApiError {
  /** The class's name. */
  override readonly name: string = "ScaleTooManyRequestsError";
}
/** 500: the service failed. */
export class ScaleInternalError extends ScaleApiError {
  /** The class's name. */
  override readonly name: string = "ScaleInternalError";
}
/** 503: the service is overloaded; the request was not acted on. */
export class ScaleServiceUnavailableError extends ScaleApiError {
  /** The class's name. */
  override readonly name: string = "ScaleServiceUnavailableError";
}
/** 504: the service took too long. The client's own time limits throw a {@linkcode ScaleDeadlineError} instead. */
export class ScaleTimeoutError extends ScaleApiError {
  /** The class's name. */
  override readonly name: string = "ScaleTimeoutError";
}

/** The class of a status. */
export function errorClass(status: number): typeof ScaleApiError {
  return {
    400: ScaleInvalidRequestError,
    401: ScaleUnauthorizedError,
    402: ScaleNotEnabledError,
    404: ScaleResourceNotFoundError,
    409: ScaleDuplicateResourceError,
    429: ScaleTooManyRequestsError,
    500: ScaleInternalError,
    503: ScaleServiceUnavailableError,
    504: ScaleTimeoutError,
  }[status] ?? ScaleApiError;
}

/**
 * No answer came, or it broke off. `cause` is what `fetch` threw; `maybeSent` says whether Scale may have acted on the
 * request.
 */
export class ScaleConnectionError extends ScaleError {
  /** The class's name. */
  override readonly name: string = "ScaleConnectionError";
  /** How many requests the call sent; in the error of a `waitFor`, how many times it polled. */
  declare readonly attempts: number;

  /** Made by the client. */
  constructor(message: string, attempts: number, options?: ErrorOptions) {
    super(message, options);
    this.attempts = attempts;
  }
}

/** One of our own time limits ended the call: `timeoutMs`, `totalTimeoutMs`, or the limit of a wait. */
export class ScaleDeadlineError extends ScaleConnectionError {
  /** The class's name. */
  override readonly name: string = "ScaleDeadlineError";
  /** In the error of a `waitFor`: what was read last. To go on waiting, call it again. */
  declare last?: unknown;
}

/**
 * The answer is not what the API promises: not JSON, or JSON of the wrong shape. Nothing is lost: `raw` has the answer.
 */
export class ScaleValidationError extends ScaleError {
  /** The class's name. */
  override readonly name: string = "ScaleValidationError";
  /** Every mismatch with the documented shape, with its path. Empty if something else is wrong: see the message. */
  declare readonly issues: readonly ValidationIssue[];
  /**
   * The answer as it came: the parsed value, or the text if it was not JSON. In an export, if a `created_at` is not a
   * time: its task, as the export would have given it, with the key if the answer repeated it.
   */
  declare readonly raw: unknown;

  /** Made by the client. */
  constructor(message: string, issues: readonly ValidationIssue[], raw: unknown) {
    super(message);
    this.issues = issues;
    this.raw = raw;
  }
}

/** The answer was larger than `maxResponseBytes`, counted after decompression. The call is not retried. */
export class ScaleResponseTooLargeError extends ScaleError {
  /** The class's name. */
  override readonly name: string = "ScaleResponseTooLargeError";
  /** The limit that was exceeded, in bytes. */
  declare readonly maxBytes: number;

  /** Made by the client. */
  constructor(message: string, maxBytes: number) {
    super(message);
    this.maxBytes = maxBytes;
  }
}

/** The id that the service gave a request, if it sent one. */
export function requestId(headers: Headers): string | undefined {
  return headers.get("x-request-id") ?? headers.get("request-id") ?? undefined;
}

/** Whether a failure with this status may be temporary. */
export function isRetryable(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
