/** Tasks, pages of tasks, quality tasks. @module */

import type { QualityTaskData, TaskAudit, TaskData, TaskPageData } from "../generated/types.ts";
import { anything, boolean, known, list, type Model, model, number, open, optional, required, text } from "./nodes.ts";

/** One entry of a task's `audits`. */
export const taskAudit: Model<TaskAudit> = model<TaskAudit>(
  "TaskAudit",
  "One review of a completed task, by the customer or by Scale.",
)({
  audited_by: optional(text, "Who reviewed the task."),
  audited_at: optional(text, "When the task was reviewed, ISO 8601 in UTC."),
  audit_time_secs: optional(number, "How long the review took, in seconds."),
  audit_result: optional(known("accepted", "fixed", "commented", "rejected"), "The result of the review."),
  audit_source: optional(known("customer", "scale"), "Which side reviewed the task."),
});

/** A task as it travels. Only the id is in every answer: a limited response leaves out nearly all else. */
export const task: Model<TaskData> = model<TaskData>(
  "TaskData",
  "A task: one piece of work for people to do.\n\n@see {@link https://scale.com/docs/api-reference/tasks}",
)({
  task_id: required(text, "The id of the task: 24 hex digits."),
  type: optional(
    known(
      "annotation",
      "categorization",
      "comparison",
      "cuboidannotation",
      "datacollection",
      "documentmodel",
      "documenttranscription",
      "imageannotation",
      "laneannotation",
      "lidarannotation",
      "lidarlinking",
      "lidarsegmentation",
      "lidartopdown",
      "lineannotation",
      "namedentityrecognition",
      "pointannotation",
      "polygonannotation",
      "segmentannotation",
      "transcription",
      "textcollection",
      "videoannotation",
      "videoboxannotation",
      "videoplaybackannotation",
      "videocuboidannotation",
      "sensorfusion",
      "chat",
      "chatexperimental",
      "chatlite",
      "multichat",
      "multistage",
      "federal2dvideoannotation",
    ),
    "The kind of work. Absent from a limited response.",
  ),
  status: optional(
    known("pending", "completed", "canceled", "error"),
    "The status of the task. A completed task goes back to `pending` when Scale recalls it.",
  ),
  created_at: optional(text, "When the task was created, ISO 8601 in UTC with milliseconds."),
  updated_at: optional(text, "When the task last changed, ISO 8601 in UTC."),
  completed_at: optional(text, "When the task was completed, ISO 8601 in UTC. Absent until then."),
  instruction: optional(text, "What the labelers were told, in Markdown; some task types fill in a default."),
  params: optional(open, "The parameters of the task's type, with Scale's defaults filled in."),
  metadata: optional(open, "Your own data; `{}` where none was set."),
  response: optional(
    open,
    "The result of the work, once the task is completed; the reason, once it is in `error`. Some types have none.",
  ),
  project: optional(text, "The name of the project."),
  batch: optional(text, "The name of the batch."),
  project_param_version: optional(number, "The version of the project's parameters that the task inherited."),
  unique_id: optional(text, "Your own id; absent while none is set."),
  tags: optional(list(text), "Labels on the task, at most five; absent until tags are first set."),
  is_test: optional(boolean, "Whether the task was made with a test key, so that no person sees it."),
  urgency: optional(known("standard", "immediate", "day", "week"), "How soon the work is wanted, on older tasks."),
  priority: optional(number, "The place in the queue: 10, 20 or 30, the highest first."),
  callback_url: optional(text, "Where the callback goes: a URL or an e-mail address."),
  callback_succeeded: optional(boolean, "Whether the callback was delivered; absent until its delivery has ended."),
  callback_completed: optional(boolean, "Another name of `callback_succeeded`, in newer answers."),
  callback_succeeded_at: optional(text, "When the callback was delivered, ISO 8601 in UTC."),
  work_started: optional(boolean, "Whether work on the task has begun."),
  audits: optional(list(taskAudit), "The reviews of the task."),
  processed_attachments: optional(list(anything), "Attachments after processing; mostly empty."),
  document_pages: optional(list(anything), "The pages of a document task."),
  otherVersion: optional(anything, "Part of a limited response; its meaning is not documented."),
});

/** One page of the task list. */
export const taskPage: Model<TaskPageData> = model<TaskPageData>(
  "TaskPageData",
  "One page of the task list, newest task first.\n\n@see {@link https://scale.com/docs/api-reference/tasks}",
)({
  docs: required(list(task), "The tasks of this page."),
  total: required(number, "How many tasks match over all pages."),
  limit: required(number, "The page size as the service applied it."),
  offset: required(number, "How many tasks come before this page, if the service counts them."),
  has_more: required(boolean, "Whether there is another page."),
  next_token: optional(text, "The token of the next page; absent or null on the last one."),
});

/** An evaluation or training task. */
export const qualityTask: Model<QualityTaskData> = model<QualityTaskData>(
  "QualityTaskData",
  "An evaluation task, which measures labelers, or a training task, which introduces them to the work.",
)({
  id: required(text, "The id of the quality task."),
  expected_response: required(open, "The response that counts as right."),
  initial_response: optional(open, "The response that the labeler is given to review."),
});
