import { callbackSpec, issuesOf } from "../generated/validators.ts";
import type { ValidationMode } from "../options.ts";
import { sha256 } from "../sha256.ts";
import { ScaleCallbackError } from "./error.ts";
import type { TaskCallback } from "./task_callback.ts";

/** The options of {@linkcode verifyCallback}. */
export interface VerifyCallbackOptions {
  /**
   * The *Live Callback Auth Key* from Scale's dashboard, or several keys, each of which is accepted: give the old and
   * the new one while you replace a key.
   */
  authKey: string | readonly string[];
  /**
   * The most bytes that a body may have, counted as they arrive, whatever `content-length` says.
   *
   * @default {10_485_760}
   */
  maxBodyBytes?: number | undefined;
  /**
   * `lenient`: a body is refused only if the required field `task_id` is missing or wrong. `strict`: it is refused for
   * any mismatch with the documented shape. `off`: any JSON is accepted, even if it does not fit its type.
   *
   * @default {"lenient"}
   */
  validation?: ValidationMode | undefined;
}

/**
 * Checks that a request is a callback from Scale, and reads it. The key is compared, in constant time, before any of
 * the body is read. If the key is wrong or the body too large, the body is cancelled and not read to its end.
 *
 * Callbacks have no timestamp or number, so one that somebody recorded and sent again looks like a repetition by Scale.
 * Serve HTTPS only, and read the task from Scale before you act on anything that matters.
 *
 * @param request The request; its body must not have been read.
 * @returns The callback as it came, unknown fields included.
 * @throws {ScaleCallbackError} If the key is missing or wrong, if the body is too large, or if it is not a callback.
 * @throws {TypeError} If an `authKey` is missing, empty, not Latin-1 or has white space around it, or if the body was
 * read before.
 * @throws {RangeError} If `maxBodyBytes` is out of range.
 *
 * @example
 * ```ts
 * import { verifyCallback } from "@scaleapi/sdk/callbacks";
 *
 * export async function receive(request: Request): Promise<Response> {
 *   const { task_id, task } = await verifyCallback(request, { authKey: "callback_key" });
 *   console.log(task_id, task?.status);
 *   return new Response();
 * }
 * ```
 *
 * @see https://scale.com/docs/api-reference/callbacks
 */
export async function verifyCallback(request: Request, options: VerifyCallbackOptions): Promise<TaskCallback> {
  const keys = checkOptions(options);
  const { maxBodyBytes = 10_485_760, validation } = options;
  await checkKey(request, keys);
  const value = await readJson(request, maxBodyBytes);
  const issues = validation !== "off" && issuesOf(callbackSpec, value) || [];
  const issue = validation === "strict" ? issues[0] : issues.find((issue) => issue.required);
  if (issue) throw new ScaleCallbackError(400, ["body", ...issue.path].join(".") + `: ${issue.message}`, issues);
  return value as TaskCallback;
}

/** Checks the options, and gives the keys as a list. */
export function checkOptions({ authKey, maxBodyBytes = 1 }: VerifyCallbackOptions): readonly string[] {
  if (!(maxBodyBytes >= 1)) throw new RangeError("maxBodyBytes: must be 1 or more");
  const keys = [authKey].flat();
  if (!keys.length || keys.some((key) => typeof key !== "string" || !/^(?! )[ -~\xa1-\xff]+(?<! )$/.test(key))) {
    throw new TypeError("authKey: must be text in Latin-1, not empty, without outer white space");
  }
  return keys;
}

/** Refuses a request that has none of the keys, and cancels its body. */
export async function checkKey(request: Request, keys: readonly string[]): Promise<void> {
  if (await isAmong(request.headers.get("scale-callback-auth"), keys)) return;
  discardBody(request);
  throw new ScaleCallbackError(401, "missing or wrong key");
}

/** Cancels a body that nobody will read. */
export function discardBody(request: Request): void {
  request.body?.cancel().catch(() => {});
}

/**
 * Whether the text is one of the keys. The comparison is of hashes, which all have the same length, to the last byte of
 * the last key, so that the time it takes does not tell how much was right.
 */
async function isAmong(text: string | null, keys: readonly string[]): Promise<boolean> {
  const given = await sha256(text ?? "");
  let found = false;
  for (const key of keys) {
    let difference = 0;
    (await sha256(key)).forEach((byte, i) => difference |= byte ^ (given[i] as number));
    found = !difference || found;
  }
  return found;
}

async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (request.bodyUsed) throw new TypeError("request: its body was already read");
  const reader = (request.body ?? new Blob().stream()).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return JSON.parse(text + decoder.decode());
      if ((size += value.length) > maxBytes) throw new ScaleCallbackError(413, `body of more than ${maxBytes} bytes`);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error instanceof ScaleCallbackError ? error : new ScaleCallbackError(400, "body is not JSON, or broke off");
  }
}
