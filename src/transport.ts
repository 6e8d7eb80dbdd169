import { ADVICE, type Failure, readAnswer, redact } from "./answer.ts";
import { checkKey } from "./auth.ts";
import { checkBaseUrl } from "./base_url.ts";
import { RetryBudget } from "./budget.ts";
import { Call } from "./call.ts";
import { BASE_URL } from "./defaults.ts";
import {
  isRetryable,
  requestId,
  type ScaleApiError,
  ScaleConnectionError,
  ScaleDeadlineError,
  ScaleDuplicateResourceError,
  ScaleError,
} from "./errors.ts";
import { Gate } from "./gate.ts";
import type { Operation } from "./operation.ts";
import { checkHeader, checkLimit, checkWord } from "./check.ts";
import {
  type CallOptions,
  type CallResponseInfo,
  checkShared,
  type ScaleClientOptions,
  type ScaleHooks,
} from "./options.ts";
import { queryString } from "./query.ts";
import { requestInit } from "./request_init.ts";
import { isAmbiguous, retryDelayMs } from "./retry.ts";
import { tell } from "./tell.ts";
import { VERSION } from "./version.ts";
import { sleep, timeIsUp, withTimeLimit } from "./wait.ts";

/** The result of an attempt that was not sent, because a 429 paused the client while it waited for the key. */
const HELD: unique symbol = Symbol();

/** Sends operations, and repeats them where that is safe. */
export class Transport {
  readonly #options: ScaleClientOptions;
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #budget: RetryBudget;
  readonly #gate: Gate = new Gate();

  constructor(options: ScaleClientOptions) {
    this.#options = checkShared(options);
    checkLimit("maxResponseBytes", options.maxResponseBytes, 1);
    checkLimit("maxErrorBytes", options.maxErrorBytes, 1);
    if (typeof options.apiKey !== "function") checkKey(options.apiKey);
    checkWord("validation", options.validation, "lenient", "strict", "off");
    if (options.fetch && typeof options.fetch !== "function") throw new TypeError("fetch: must be a function");
    this.#budget = new RetryBudget(options.maxRetries);
    this.#base = checkBaseUrl(options.baseUrl ?? BASE_URL);
    const source = options.source ?? "";
    checkHeader("source", source);
    this.#headers = { "user-agent": `scaleapi-sdk/${VERSION} ${source}`.trim(), ...this.#options.headers };
  }

  /** Sends an operation and gives its checked answer. */
  async send<T>(operation: Operation<T>, options: CallOptions = {}): Promise<T> {
    const call = new Call(operation, this.#options, checkShared(options));
    const url = this.#base + operation.path + queryString(operation.query);
    for (;;) {
      await this.#gate.enter(call);
      let result = await this.#attempt(call, url);
      if (result === HELD) continue;
      if (result instanceof ScaleDuplicateResourceError && call.ambiguous && operation.find) {
        result = await this.#lookUp(call, operation.find, result);
      }
      if (!(result instanceof ScaleError)) {
        this.#budget.succeed(call.attempt - 1);
        return result;
      }
      await this.#waitForRetry(call, result);
    }
  }

  /** Waits for the time of the next attempt, or throws if there is none. */
  async #waitForRetry<T>(call: Call<T>, error: Failure): Promise<void> {
    const delayMs = retryDelayMs(error, call);
    const { status } = error;
    if (status === 429) this.#gate.close(error as ScaleApiError, delayMs);
    call.ambiguous ||= isAmbiguous(error);
    error.maybeSent = call.ambiguous;
    if (delayMs === undefined || !(this.#budget.spend() || status === 429)) throw error;
    this.#callHook("onRetry", { ...call.info, status, delayMs });
    await sleep(delayMs, call.options.signal);
    // Timers may fire a moment early.
    if (call.remainingMs < 5) throw error;
  }

  /** After a 409 that an earlier attempt may have caused: returns the object that it created, or throws the 409. */
  async #lookUp<T>(call: Call<T>, find: NonNullable<Operation<T>["find"]>, error: ScaleError): Promise<T> {
    error.maybeSent = true;
    try {
      let last!: CallResponseInfo;
      const found = await find(
        { ...call.options, totalTimeoutMs: call.remainingMs, onResponse: (info) => last = info },
        JSON.parse(call.text as string),
      );
      if (found !== undefined) {
        last.attempts += call.attempt;
        tell(call.options.onResponse, last);
        return found;
      }
    } catch (failure) {
      call.options.signal?.throwIfAborted();
      error.cause = failure;
    }
    throw error;
  }

  async #attempt<T>(call: Call<T>, url: string): Promise<T | Failure | typeof HELD> {
    const { signal } = call.options;
    const limitMs = Math.min(call.timeoutMs, call.remainingMs);
    let sent = false;
    try {
      if (!limitMs) throw timeIsUp();
      return await withTimeLimit(limitMs, signal, async (signal) => {
        const { fetch: given, apiKey, hooks } = this.#options;
        const key = typeof apiKey === "string" ? apiKey : await apiKey();
        if (key !== apiKey) {
          checkKey(key);
          signal.throwIfAborted();
          if (this.#gate.closed) return HELD;
        }
        const init = requestInit(call, this.#headers, key, signal);
        // The global fetch makes a Request of its own, and making one takes Deno as long as the rest of the call.
        const request = given && new Request(url, init);
        call.attempt++;
        sent = true;
        const start = performance.now();
        const info = hooks && call.info;
        if (info) this.#callHook("onRequest", info);
        signal.throwIfAborted();
        const response = await (given ? given(request as Request) : fetch(url, init));
        if (info) {
          const id = requestId(response.headers);
          this.#callHook("onResponse", {
            ...info,
            status: response.status,
            ms: performance.now() - start,
            requestId: id && redact(id, key),
          });
        }
        if (signal.aborted) {
          // The answer comes too late: by now another attempt may be under way.
          response.body?.cancel().catch(() => {});
          throw signal.reason;
        }
        // The service accepted it, whatever its answer.
        if (!isRetryable(response.status)) this.#gate.open();
        return await readAnswer(call, response, this.#options, key, signal);
      });
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof ScaleError) {
        // An answer came, or the caller's own `fetch` threw this.
        cause.maybeSent ||= sent || call.ambiguous;
        throw cause;
      }
      const late = cause === timeIsUp();
      if (late && call.known) return call.known();
      if (!sent && !late) throw cause;
      const advice = sent && call.safety === "never" ? ADVICE : "";
      const error = late
        ? new ScaleDeadlineError(
          `${call.what}: no complete answer within ${Math.ceil(limitMs)} ms${advice}`,
          call.attempt,
        )
        : new ScaleConnectionError(`${call.what}: connection failed${advice}`, call.attempt, { cause });
      error.maybeSent = call.ambiguous;
      if (!sent) throw error;
      return error;
    } finally {
      this.#gate.leave();
      call.known = undefined;
      call.operation.release?.();
    }
  }

  #callHook<K extends keyof ScaleHooks>(name: K, info: Parameters<NonNullable<ScaleHooks[K]>>[0]): void {
    tell((info) => this.#options.hooks?.[name]?.(info as never), info);
  }
}
