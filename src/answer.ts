import { decodeUtf8, readBytes } from "./body.ts";
import type { Call } from "./call.ts";
import { MAX_DETAIL, MAX_ERROR_BYTES, MAX_RESPONSE_BYTES } from "./defaults.ts";
import { errorClass, requestId, type ScaleError, ScaleValidationError } from "./errors.ts";
import { issuesOf, type ValidationIssue } from "./generated/validators.ts";
import type { ScaleClientOptions } from "./options.ts";
import { isAmbiguous, type Outcome, parseRetryAfter } from "./retry.ts";
import { tell } from "./tell.ts";

/** The error of an attempt that may be repeated. */
export type Failure = ScaleError & Outcome;

/** What is added to an error's message if the call may have been acted on and must not be repeated. */
export const ADVICE = "; it may have been acted on: look before you repeat it";

/** Reads an answer and checks it. */
export async function readAnswer<T>(
  call: Call<T>,
  response: Response,
  client: ScaleClientOptions,
  key: string,
  signal: AbortSignal,
): Promise<T | Failure> {
  const { status, headers, ok } = response;
  const { maxErrorBytes = MAX_ERROR_BYTES, maxResponseBytes = MAX_RESPONSE_BYTES } = client;
  if (!status) throw new Error("no answer");
  const { answer, list } = call.operation;
  const location = answer === "location" && status === 302 ? headers.get("location") : undefined;
  if (location || !ok || answer === "nothing") {
    // The status decides, even if the body breaks off or does not come in time.
    const known = call.known = (bytes?: Uint8Array): T | Failure => {
      if (!ok && !location) return apiError(call, response, decodeUtf8(bytes), key);
      callOnResponse(call, response);
      return location as T;
    };
    const bytes = await readBytes(response, maxErrorBytes, signal).catch(() => undefined);
    signal.throwIfAborted();
    return known(bytes);
  }
  const bytes = await readBytes(response, maxResponseBytes, signal, call.what);
  let text = "";
  let value: unknown;
  try {
    await call.operation.peek?.(bytes);
    // Only now: while the next page is asked for, a text that waits takes Deno 20 MiB more over a long listing.
    text = decodeUtf8(bytes);
    // Deno takes seven times as long with `fatal`, so that is only for texts that may be malformed.
    if (text.includes("\ufffd")) new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    return new ScaleValidationError(`${call.what}: answer is not JSON`, [], redact(text || decodeUtf8(bytes), key));
  }
  checkShape(call, value, client, text, key);
  const flaw = answer
    ? "answer is not a redirect"
    : list && !Array.isArray((value as Record<string, unknown> | null)?.[list])
    ? `answer.${list}: expected array`
    : call.operation.flaw?.(value as T);
  if (flaw) throw new ScaleValidationError(`${call.what}: ${flaw}`, [], redactedJson(text, key));
  callOnResponse(call, response);
  return value as T;
}

/** The error for an answer that is not a success. */
function apiError<T>(call: Call<T>, response: Response, answer: string, key: string): Failure {
  const { status, statusText } = response;
  const body = redactedJson(answer, key);
  const headers = new Headers();
  response.headers.forEach((value, name) => headers.append(name, redact(value, key)));
  const words = (body as { error?: unknown } | null)?.error;
  return new (errorClass(status))(call.what, {
    status,
    detail: typeof words === "string" && words
      ? words
      : redact(answer, key).slice(0, MAX_DETAIL) || redact(statusText, key),
    body,
    headers,
    attempts: call.attempt,
    retryAfterMs: parseRetryAfter(headers.get("retry-after"), Date.now()),
    advice: call.safety === "never" && isAmbiguous(response) ? ADVICE : "",
  });
}

/** Checks an answer against its spec; throws, or reports to the hook, what does not match. */
function checkShape<T>(call: Call<T>, value: unknown, client: ScaleClientOptions, text: string, key: string): void {
  const { validation, hooks } = client;
  const { spec } = call.operation;
  const found = validation !== "off" && spec && issuesOf(spec, value);
  if (!found) return;
  const fatal = validation === "strict" ? found[0] : found.find((issue) => issue.required);
  if (!fatal && !hooks?.onInvalidResponse) return;
  const { method, path } = call.info;
  // The paths of issues contain names from the answer.
  const issues = redactedJson(JSON.stringify(found), key) as ValidationIssue[];
  if (!fatal) return tell((info) => hooks?.onInvalidResponse?.(info), { method, path, issues });
  const message = `${call.what}: ${["answer", ...fatal.path].join(".")}: ${fatal.message}`;
  throw new ScaleValidationError(redact(message, key), issues, redactedJson(text, key));
}

function callOnResponse<T>({ options: { onResponse }, attempt }: Call<T>, { status, headers }: Response): void {
  if (onResponse) tell(onResponse, { status, headers, requestId: requestId(headers), attempts: attempt });
}

/**
 * Replaces the key in a text by `[key]`, in whichever form JSON or a URL writes it: a service may repeat the request's
 * headers in its answer, and they must not get into an error or a hook. A key of a few characters is left alone: it is
 * not a secret, and may be part of many words.
 */
export function redact(text: string, key: string): string {
  let unescaped = text;
  try {
    // JSON may escape characters of the key: then it is looked for in the unescaped JSON.
    if (text.includes("\\")) unescaped = JSON.stringify(JSON.parse(text));
  } catch {
    // Not JSON.
  }
  let shown = unescaped;
  for (const form of [btoa(key + ":"), key]) {
    for (const written of [JSON.stringify(form).slice(1, -1), encodeURIComponent(form), form]) {
      if (form.length > 7) shown = shown.replaceAll(written, "[key]");
    }
  }
  return shown === unescaped ? text : shown;
}

/** The value of a JSON text, or the text itself if it is not JSON; without the key. */
function redactedJson(text: string, key: string): unknown {
  const shown = redact(text, key);
  try {
    return JSON.parse(shown);
  } catch {
    return shown;
  }
}
