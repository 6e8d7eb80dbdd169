/** What Scale sends when a task changes. @module */

import type { CallbackData } from "../generated/types.ts";
import { known, type Model, model, open, optional, required, text } from "./nodes.ts";
import { task } from "./task.ts";

/** The body of a task callback. */
export const callback: Model<CallbackData> = model<CallbackData>(
  "CallbackData",
  "The body of a task callback.\n\n@see {@link https://scale.com/docs/api-reference/callbacks}",
)({
  task_id: required(text, "The id of the task."),
  status: optional(
    known("completed", "pending", "canceled", "error"),
    "The status of the task; callbacks of older projects leave it out.",
  ),
  response: optional(open, "The result of the work, as in the task."),
  task: optional(task, "The whole task."),
});
