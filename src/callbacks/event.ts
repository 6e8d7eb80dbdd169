import type { TaskCallback } from "./task_callback.ts";

/** What a callback reports, as far as its body tells: see {@linkcode callbackEvent}. */
export type CallbackEvent = "completed" | "error" | "audited" | "recalled" | "unknown";

/**
 * What a callback reports. Scale sends callbacks for four events, in the same form and without naming the event, so it
 * is inferred from the task:
 *
 * - `error`: the status is `error`, or there is no status at all and the response has an `error`. Scale accepted the
 *   task, but could not process it.
 * - `recalled`: the status is `pending`. Scale took a completed task back, and its earlier response no longer counts.
 * - `audited`: the task is completed and has `audits`. Their order is not documented: go by `audited_at`.
 * - `completed`: the task is completed and has none.
 * - `unknown`: anything else, such as a status that this version does not know.
 *
 * The body does not tell whether it is a repetition; whether an audited task was audited just now, or was audited once,
 * recalled and now completed again; and whether a pending task was recalled by Scale or put back by an audit that
 * rejected it. Where that matters, read the task and compare it with what you have.
 *
 * @param callback What `verifyCallback` or `onCallback` gave.
 *
 * @example
 * ```ts
 * import { callbackEvent, type TaskCallback } from "@scaleapi/sdk/callbacks";
 *
 * function describe(callback: TaskCallback): string {
 *   switch (callbackEvent(callback)) {
 *     case "completed":
 *     case "audited":
 *       return `${callback.task_id} is done`;
 *     case "recalled":
 *       return `${callback.task_id} will be done again`;
 *     case "error":
 *       return `${callback.task_id} failed: ${callback.response?.error}`;
 *     default:
 *       return `${callback.task_id}: ${callback.status}`;
 *   }
 * }
 * ```
 *
 * @see https://scale.com/docs/api-reference/callbacks
 */
export function callbackEvent(callback: TaskCallback): CallbackEvent {
  const { status, response, task } = callback;
  const statuses = [status, task?.status];
  if (statuses.includes("error")) return "error";
  if (statuses.includes("pending")) return "recalled";
  if (statuses.includes("completed")) return Array.isArray(task?.audits) && task.audits[0] ? "audited" : "completed";
  return statuses.some(Boolean) || !response?.error ? "unknown" : "error";
}
