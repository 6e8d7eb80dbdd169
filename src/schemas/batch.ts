/** Batches, pages of batches, and how far a batch has come. @module */

import type { BatchData, BatchPageData, BatchStatusData } from "../generated/types.ts";
import { boolean, known, list, type Model, model, number, open, optional, required, text } from "./nodes.ts";

const status = known("staging", "in_progress", "completed");

/** A batch as it travels. */
export const batch: Model<BatchData> = model<BatchData>(
  "BatchData",
  "A batch: a group of tasks in one project that is worked on together.\n\n" +
    "@see {@link https://scale.com/docs/api-reference/batches}",
)({
  name: required(text, "The name, unique over the whole account."),
  project: required(text, "The name of the project."),
  status: required(status, "The status of the batch. `staging` takes tasks and waits to be finalized."),
  created_at: required(text, "When the batch was created, ISO 8601 in UTC with milliseconds."),
  metadata: required(open, "Your own data; `{}` where none was set."),
  callback: optional(text, "Who is told on completion: a URL or an e-mail address."),
  completed_at: optional(text, "When the batch was completed, ISO 8601 in UTC. Absent until then."),
});

/** One page of the batch list. */
export const batchPage: Model<BatchPageData> = model<BatchPageData>(
  "BatchPageData",
  "One page of the batch list, newest batch first.\n\n@see {@link https://scale.com/docs/api-reference/batches}",
)({
  docs: required(list(batch), "The batches of this page."),
  totalDocs: required(number, "How many batches match over all pages."),
  limit: required(number, "The page size as the service applied it."),
  offset: required(number, "How many batches come before this page."),
  has_more: required(boolean, "Whether there is another page."),
});

/** How far a batch has come. */
export const batchStatus: Model<BatchStatusData> = model<BatchStatusData>(
  "BatchStatusData",
  "How far a batch has come. A count that is absent is zero.\n\n" +
    "@see {@link https://scale.com/docs/api-reference/batches}",
)({
  status: required(status, "The status of the batch."),
  pending: optional(number, "How many tasks are pending."),
  completed: optional(number, "How many tasks are completed."),
  error: optional(number, "How many tasks ended in an error."),
  canceled: optional(number, "How many tasks were canceled."),
});
