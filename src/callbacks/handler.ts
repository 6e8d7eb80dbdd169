import { ScaleCallbackError } from "./error.ts";
import type { TaskCallback } from "./task_callback.ts";
import { checkKey, checkOptions, discardBody, verifyCallback, type VerifyCallbackOptions } from "./verify.ts";

/** The options of {@linkcode callbackHandler}. */
export interface CallbackHandlerOptions extends VerifyCallbackOptions {
  /**
   * Called with each callback. Once it has returned, or its promise has resolved, the answer is 200. If it fails the
   * answer is 500, and Scale sends the callback again. How long Scale waits for an answer is not documented, so put
   * long work into a queue.
   *
   * The same callback can come more than once, even twice at the same time: handling it again must do no harm.
   */
  onCallback: (callback: TaskCallback) => unknown;
  /**
   * Returns whether a callback was handled before. If `true`, the answer is 200 and `onCallback` is not called. Do not
   * record the callback here but at the end of `onCallback`: otherwise one that failed counts as handled when Scale
   * repeats it.
   *
   * A task can have several callbacks, so do not use its id alone as the key: add the event, and `updated_at` if the
   * task has it.
   */
  seen?: ((taskId: string, callback: TaskCallback) => boolean | Promise<boolean>) | undefined;
  /**
   * Called with the reason when the answer is 400, 401, 413 or 500: a `ScaleCallbackError` for a request that was
   * refused, a `TypeError` if its body had been read before, else what `onCallback` or `seen` threw. What `onError`
   * throws itself is ignored. By default refused requests are not reported, and other errors go to `console.error`.
   */
  onError?: ((error: unknown) => unknown) | undefined;
}

/**
 * Makes a function that answers callbacks, for `Deno.serve`, `Bun.serve`, Workers, Hono and everything else that passes
 * a `Request` and expects a `Response`. The function never rejects.
 *
 * | answer | when |
 * | --- | --- |
 * | 200 | `onCallback` has resolved, or `seen` said true |
 * | 400 | the body is not a callback |
 * | 401 | the key is missing or wrong |
 * | 405 | the key is right, the method is not POST |
 * | 413 | the body is too large |
 * | 500 | `onCallback` or `seen` failed, or the body had been read before |
 *
 * Scale repeats a callback, up to 20 times in 24 hours, after any answer but a 2xx.
 *
 * @throws {TypeError} If an `authKey` is missing, empty, not Latin-1 or has white space around it, or if there is no
 * `onCallback`.
 * @throws {RangeError} If `maxBodyBytes` is out of range.
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
        // The answer does not depend on whether the error could be reported.
      }
      return new Response(null, { status: refused ? error.status : 500 });
    }
  };
}
