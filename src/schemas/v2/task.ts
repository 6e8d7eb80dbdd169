/** Projects, batches, tasks and deliveries. @module */

import type {
  Batch,
  BatchOperationResponse,
  Delivery,
  ErrorDetail,
  GetBatchesResponse,
  GetDeliveredTasksResponse,
  GetDeliveriesResponse,
  GetDeliveryTasksResponse,
  GetDeliveryTasksResponseDocsInner,
  GetProjectsResponse,
  GetSchemaResponse,
  GetSchemaResponseSchema,
  GetTasksResponse,
  Project,
  SensitiveContentReport,
  Task,
} from "../../generated/v2_types.ts";
import { byKind, known, list, type Model, model, number, open, optional, required, text } from "../nodes.ts";
import { thread } from "./thread.ts";

const nextToken = optional(text, "The token of the next page; absent or null on the last one.");

/** A project. */
export const project: Model<Project> = model<Project>(
  "Project",
  "A project.\n\n@see {@link https://docs.genai.scale.com}",
)({
  id: required(text, "The id of the project."),
  name: required(text, "The name of the project."),
  created_at: required(text, "When the project was created, ISO 8601 in UTC."),
  types: optional(
    list(known(
      "SFT",
      "RLHF: Pref Ranking",
      "RLHF: Pref Ranking with Rewrites",
      "RLVR: Reinforcement Learning with Verifiable Rewards",
      "Rubrics",
      "Process Supervision",
      "Evals",
      "Prompt Generation",
      "Content Understanding",
      "Other",
    )),
    "The kinds of work in the project.",
  ),
  models: optional(list(text), "The names of the models in the project."),
});

const projectReference = byKind({ string: text, object: project });

/** A batch. */
export const batch: Model<Batch> = model<Batch>(
  "Batch",
  "A batch: a group of tasks in one project.\n\n@see {@link https://docs.genai.scale.com}",
)({
  id: required(text, "The id of the batch."),
  name: required(text, "The name of the batch."),
  project: required(projectReference, "The project: its id, or the object with `expand`."),
  created_at: required(text, "When the batch was created, ISO 8601 in UTC."),
  status: required(
    known("staging", "in_progress", "completed", "paused", "cancelled"),
    "The status of the batch. `cancelled` has two l, unlike a task's.",
  ),
  metadata: required(open, "Your own data; `{}` where none was set."),
  completed_at: optional(text, "When the batch was completed, ISO 8601 in UTC."),
  callback: optional(text, "Who is told on completion: a URL or an e-mail address."),
});

const errorDetail: Model<ErrorDetail> = model<ErrorDetail>("ErrorDetail", "Why a task could not be done.")({
  type: optional(
    known(
      "UNSUPPORTED_LANGUAGE",
      "LANGUAGE_MISMATCH",
      "PROMPT_LENGTH_EXCEEDED",
      "INVALID_CATEGORY",
      "PROMPT_INFEASIBLE",
    ),
    "The kind of error.",
  ),
  message: optional(text, "What is wrong, in words."),
});

const report: Model<SensitiveContentReport> = model<SensitiveContentReport>(
  "SensitiveContentReport",
  "Why a task was reported.",
)({
  type: optional(text, "The kind of content."),
  message: optional(text, "What was found, in words."),
});

/** A task. */
export const task: Model<Task> = model<Task>(
  "Task",
  "A task: one or more conversations for people to work on.\n\n@see {@link https://docs.genai.scale.com}",
)({
  task_id: required(text, "The id of the task."),
  project: required(projectReference, "The project: its id, or the object with `expand`."),
  status: required(known("pending", "completed", "canceled", "error", "deleted"), "The status of the task."),
  created_at: required(text, "When the task was created, ISO 8601 in UTC."),
  batch: optional(byKind({ string: text, object: batch }), "The batch: its id, or the object with `expand`."),
  completed_at: optional(text, "When the task was completed, ISO 8601 in UTC."),
  metadata: optional(open, "Your own data."),
  threads: optional(list(thread), "The conversations; empty until completed, missing when the task was reported."),
  errors: optional(list(errorDetail), "Why the task could not be done, if its status is `error`."),
  sensitive_content_reports: optional(list(report), "Why the task was reported; `threads` is missing then."),
});

/** A delivery. */
export const delivery: Model<Delivery> = model<Delivery>("Delivery", "Completed tasks that were handed over together.")(
  {
    id: required(text, "The id of the delivery."),
    name: required(text, "The name of the delivery."),
    task_count: required(number, "How many tasks are in it."),
    delivered_at: required(text, "When it was handed over, ISO 8601 in UTC."),
    project: required(projectReference, "The project: its id, or the object with `expand`."),
  },
);

/** One page of tasks. */
export const tasks: Model<GetTasksResponse> = model<GetTasksResponse>("GetTasksResponse", "One page of tasks.")({
  tasks: required(list(task), "The tasks of this page."),
  next_token: nextToken,
});

/** One page of batches. */
export const batches: Model<GetBatchesResponse> = model<GetBatchesResponse>(
  "GetBatchesResponse",
  "One page of batches.",
)({
  batches: required(list(batch), "The batches of this page."),
  next_token: nextToken,
});

/** What pausing, resuming or canceling a batch answers. */
export const batchOperation: Model<BatchOperationResponse> = model<BatchOperationResponse>(
  "BatchOperationResponse",
  "What pausing, resuming or canceling a batch answers: the change has begun, and may take a while.",
)({
  batch: optional(batch, "The batch."),
  message: optional(text, "What has started, in words."),
});

/** The projects of the account. */
export const projects: Model<GetProjectsResponse> = model<GetProjectsResponse>(
  "GetProjectsResponse",
  "The projects of the account.",
)({
  projects: required(list(project), "The projects."),
});

/** The deliveries of a project. */
export const deliveries: Model<GetDeliveriesResponse> = model<GetDeliveriesResponse>(
  "GetDeliveriesResponse",
  "The deliveries of a project.",
)({
  deliveries: required(list(delivery), "The deliveries."),
});

/** One page of the tasks of a delivery. */
export const deliveredTasks: Model<GetDeliveredTasksResponse> = model<GetDeliveredTasksResponse>(
  "GetDeliveredTasksResponse",
  "One page of the tasks of a delivery.",
)({
  tasks: required(list(task), "The tasks of this page."),
  delivery: optional(byKind({ string: text, object: delivery }), "The delivery: its id or the object."),
  next_token: nextToken,
});

const deliveryTask: Model<GetDeliveryTasksResponseDocsInner> = model<GetDeliveryTasksResponseDocsInner>(
  "GetDeliveryTasksResponseDocsInner",
  "A task with its response as it was delivered. What belongs to the delivery is null while there was none.",
)({
  task_id: required(text, "The id of the task."),
  created_at: optional(text, "When the task was created, ISO 8601 in UTC."),
  delivery_id: optional(text, "The id of the delivery."),
  delivered_at: optional(text, "When the task was delivered, ISO 8601 in UTC."),
  response_schema_id: optional(text, "The id of the schema that the response follows."),
  response: optional(open, "The response."),
});

/** One page of tasks with their delivered responses. */
export const deliveryTasks: Model<GetDeliveryTasksResponse> = model<GetDeliveryTasksResponse>(
  "GetDeliveryTasksResponse",
  "One page of tasks with their delivered responses.",
)({
  docs: required(list(deliveryTask), "The tasks of this page."),
  total: required(number, "How many tasks are on this page."),
  next_token: nextToken,
});

const responseSchema: Model<GetSchemaResponseSchema> = model<GetSchemaResponseSchema>(
  "GetSchemaResponseSchema",
  "The schema that delivered responses follow.",
)({
  id: optional(text, "The id of the schema."),
  json: optional(text, "The JSON Schema as a string, which is still to be parsed."),
  name: optional(text, "The name of the schema."),
  createdBy: optional(text, "Who made the schema."),
  createdAt: optional(text, "When the schema was made, ISO 8601 in UTC."),
  updatedBy: optional(text, "Who changed the schema last."),
  updatedAt: optional(text, "When the schema last changed, ISO 8601 in UTC."),
});

/** The answer with a response schema. */
export const schema: Model<GetSchemaResponse> = model<GetSchemaResponse>(
  "GetSchemaResponse",
  "The answer with a response schema.",
)({
  schema: required(responseSchema, "The schema."),
});
