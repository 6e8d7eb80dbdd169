import { ScaleCallbackError } from "./error.ts";
import type { TaskCallback } from "./task_callback.ts";
import { checkKey, checkOptions, discardBody, verifyCallback, type VerifyCallbackOptions } from "./verify.ts";

/** What becomes of callbacks. */
export interface CallbackHandlerOptions extends VerifyCallbackOptions {
  /**
   * Takes a callback. Scale is answered 200 once this has returned, or what it returned has resolved, and 500 if it
   * fails: then Scale sends the callback again. How long Scale waits for an answer is not documented, so put long work
   * into a queue.
   *
   * The same callback can come more than once, and two at the same time: doing it again must do no harm.
   */
  onCallback: (callback: TaskCallback) => unknown;
  /**
   * Says whether a callback was already dealt with: on `true` it is answered 200 without `onCallback`. Only look here;
   * note it at the end of `onCallback`, else a callback that failed counts as dealt with when Scale repeats it.
   *
   * A task has several callbacks in its life, so its id alone will not do as a key: add the event, and `updated_at`
   * where the task has it.
   */
  seen?: ((taskId: string, callback: TaskCallback) => boolean | Promise<boolean>) | undefined;
  /**
   * Is told why an answer is not 2xx, 405 apart: a `ScaleCallbackError` for a request that was refused, else what
   * `onCallback` or `seen` threw. What this throws itself is dropped. By default requests are refused in silence, and
   * the rest goes to `console.error`.
   */
  onError?: ((error: unknown) => unknown) | undefined;
}

/**
 * Makes a function that answers callbacks, for `Deno.serve`, `Bun.serve`, Workers, Hono and everything else that takes a
 * `Request` and gives a `Response`. It never throws.
 *
 * | answer | when |
 * | --- | --- |
 * | 200 | `onCallback` has resolved, or `seen` said true |
 * | 400 | the body is no callback |
 * | 401 | the key is missing or wrong |
 * | 405 | the key is right, the method is not POST |
 * | 413 | the body is too large |
 * | 500 | `onCallback` or `seen` failed |
 *
 * Scale repeats a callback, up to 20 times in 24 hours, after any answer but a 2xx.
 *
 * @throws {TypeError} At once, if there is no `authKey`, or one that is empty, has outer white space or is not Latin-1;
 * or if there is no `onCallback`.
 * @throws {RangeError} At once, if `maxBodyBytes` is out of range.
 *
 * @example
 * ```ts
 * /// <reference lib="deno.unstable" />
 * import { callbackEvent, callbackHandler, type TaskCallback } from "@scaleapi/sdk/callbacks";
 *
 * const done = await Deno.openKv();
 *
 * function key(callback: TaskCallback): string[] {
 *   return ["callbacks", callback.task_id, callbackEvent(callback), callback.task?.updated_at ?? ""];
 * }
 *
 * Deno.serve(callbackHandler({
 *   authKey: Deno.env.get("SCALE_CALLBACK_KEY") ?? "",
 *   seen: async (_, callback) => (await done.get(key(callback))).value !== null,
 *   async onCallback(callback) {
 *     console.log(callback.task_id, callback.response);
 *     await done.set(key(callback), true, { expireIn: 2 * 86_400_000 });
 *   },
 *   onError: (error) => console.error(error),
 * }));
 * ```
 *
 * @see https://scale.com/docs/api-reference/callbacks
 */
export function callbackHandler(options: CallbackHandlerOptions): (request: Request) => Promise<Response> {
  checkOptions(options);
  if (!options.onCallback) throw new TypeError("onCallback: must be set");
  return async (request) => {
    let verified = false;
    try {
      if (request.method !== "POST") {
        await checkKey(request, checkOptions(options));
        discardBody(request);
        return new Response(null, { status: 405, headers: { allow: "POST" } });
      }
      const callback = await verifyCallback(request, options);
      verified = true;
      if (await options.seen?.(callback.task_id, callback) !== true) await options.onCallback(callback);
      return new Response();
    } catch (error) {
      const refused = !verified && error instanceof ScaleCallbackError;
      try {
        if (options.onError) await options.onError(error);
        else if (!refused) console.error(error);
      } catch {
        // The answer does not depend on whether somebody could be told.
      }
      return new Response(null, { status: refused ? error.status : 500 });
    }
  };
}
