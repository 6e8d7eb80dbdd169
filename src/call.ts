import type { Failure } from "./answer.ts";
import { MAX_RETRIES, MAX_WAIT_MS, TIMEOUT_MS } from "./defaults.ts";
import type { CallOptions, RequestInfo, SharedOptions } from "./options.ts";
import { toJson } from "./json.ts";
import type { Operation } from "./operation.ts";
import type { Safety } from "./retry.ts";

/** The state of one call: its operation, its limits, and its attempts so far. */
export class Call<T> {
  // The constructor sets them: with `declare` none is set to undefined first.
  /** What the caller gave. */
  declare readonly options: CallOptions;
  /** The limit of one attempt, in milliseconds. */
  declare readonly timeoutMs: number;
  /** Attempts allowed after the first. */
  declare readonly maxRetries: number;
  /** What repeating the call can do. */
  declare readonly safety: Safety;
  /** Whether the body can be sent only once. */
  declare readonly once: boolean | undefined;
  /** The JSON that is sent, if any. */
  declare readonly text: string | undefined;
  /** How many requests were sent. */
  attempt = 0;
  /** Whether an attempt that failed may have been acted on. */
  ambiguous = false;
  /** Ends the current attempt once its headers have arrived, if its result does not depend on the body. */
  declare known: (() => T | Failure) | undefined;
  readonly #deadline: number;

  constructor(readonly operation: Operation<T>, client: SharedOptions, options: CallOptions) {
    this.options = options;
    this.timeoutMs = options.timeoutMs ?? client.timeoutMs ?? TIMEOUT_MS;
    this.maxRetries = options.maxRetries ?? client.maxRetries ?? MAX_RETRIES;
    this.#deadline = performance.now() + (options.totalTimeoutMs ?? client.totalTimeoutMs ?? Infinity);
    this.safety = operation.safety ?? "always";
    this.once = operation.once;
    this.text = toJson(operation.json);
  }

  /** What hooks receive. */
  get info(): RequestInfo {
    const { method = "GET", path } = this.operation;
    return { method, path, attempt: this.attempt };
  }

  /** What was tried, for messages. */
  get what(): string {
    const { method, path } = this.info;
    return `${method} ${path}`;
  }

  /** What is left of `totalTimeoutMs`. */
  get remainingMs(): number {
    return Math.max(this.#deadline - performance.now(), 0);
  }

  /** The longest wait that is still allowed. */
  get waitLimitMs(): number {
    const { remainingMs } = this;
    return remainingMs === Infinity ? MAX_WAIT_MS : remainingMs;
  }
}
