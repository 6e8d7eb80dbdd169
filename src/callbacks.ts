/**
 * Receives the callbacks that Scale sends when a task is completed, fails, is audited or is recalled: checks the shared
 * key in constant time, caps and checks the body, and gives it typed.
 *
 * The key is the *Live Callback Auth Key* of Scale's dashboard; a task's `callback_url`, or the account's default, says
 * where callbacks go. Scale sends a callback again, up to 20 times in 24 hours, until it is answered with a 2xx status.
 *
 * {@linkcode callbackHandler} does all of it and fits whatever takes a `Request` and gives a `Response`;
 * {@linkcode verifyCallback} is the checking alone.
 *
 * @example Deno
 * ```ts
 * import { callbackEvent, callbackHandler } from "@scaleapi/sdk/callbacks";
 *
 * Deno.serve(callbackHandler({
 *   authKey: Deno.env.get("SCALE_CALLBACK_KEY") ?? "",
 *   onCallback(callback) {
 *     console.log(callback.task_id, callbackEvent(callback));
 *   },
 * }));
 * ```
 *
 * @example Bun
 * ```ts
 * import { callbackHandler } from "@scaleapi/sdk/callbacks";
 *
 * const handle = callbackHandler({
 *   authKey: process.env.SCALE_CALLBACK_KEY ?? "",
 *   onCallback: (callback) => console.log(callback.task_id),
 * });
 *
 * // Bun serves what the main module exports; `Bun.serve` takes the same.
 * export default { fetch: (request: Request): Promise<Response> => handle(request) };
 * ```
 *
 * @example A Worker
 * ```ts
 * import { callbackHandler, type TaskCallback } from "@scaleapi/sdk/callbacks";
 *
 * interface Env {
 *   SCALE_CALLBACK_KEY: string;
 *   CALLBACKS: { send(callback: TaskCallback): Promise<void> };
 * }
 *
 * export default {
 *   fetch(request: Request, env: Env): Promise<Response> {
 *     const handle = callbackHandler({
 *       authKey: env.SCALE_CALLBACK_KEY,
 *       onCallback: (callback) => env.CALLBACKS.send(callback),
 *     });
 *     return handle(request);
 *   },
 * };
 * ```
 *
 * @example Hono
 * ```ts
 * import { callbackHandler } from "@scaleapi/sdk/callbacks";
 * import { Hono } from "hono";
 *
 * const handle = callbackHandler({
 *   authKey: ["the_new_key", "the_old_key"],
 *   onCallback: (callback) => console.log(callback.task_id),
 * });
 *
 * export const app: Hono = new Hono();
 * app.all("/scale", (c) => handle(c.req.raw));
 * ```
 *
 * @see https://scale.com/docs/api-reference/callbacks
 * @module
 */

export { callbackHandler } from "./callbacks/handler.ts";
export type { CallbackHandlerOptions } from "./callbacks/handler.ts";
export { verifyCallback } from "./callbacks/verify.ts";
export type { VerifyCallbackOptions } from "./callbacks/verify.ts";
export { callbackEvent } from "./callbacks/event.ts";
export type { CallbackEvent } from "./callbacks/event.ts";
export { isCallbackOf } from "./callbacks/task_callback.ts";
export type { CallbackBody, CallbackTask, TaskCallback } from "./callbacks/task_callback.ts";
export { ScaleCallbackError } from "./callbacks/error.ts";
