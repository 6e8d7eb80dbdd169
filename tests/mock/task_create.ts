import { batchStatus } from "./batches.ts";
import {
  invalid,
  isObject,
  isStrings,
  type MockContext,
  objectBody,
  optionalObject,
  optionalString,
  refuse,
  requireString,
} from "./http.ts";
import { findBatch, findProject } from "./lookup.ts";
import { documentPages, responseFor } from "./responses.ts";
import type { BatchRecord, ProjectRecord, Store, TaskRecord } from "./state.ts";
import type { World } from "./world.ts";
import { checkRequired, isTaskType, withDefaults } from "./task_types.ts";
import { iso } from "./time.ts";
import type { JsonObject } from "./types.ts";

/** Parameters that sit on the task itself or are not shown; the rest is under `params`. */
const ownFields: readonly string[] = [
  "project",
  "batch",
  "project_version",
  "callback_url",
  "instruction",
  "metadata",
  "unique_id",
  "clear_unique_id_on_error",
  "tags",
  "priority",
  "urgency",
];

/** Makes the task of `POST /task/{type}`. */
export function createTask(c: MockContext, type: string): TaskRecord {
  const { world, store } = c.env.call;
  const body = objectBody(c);
  if (!isTaskType(type)) refuse(404, `Task type "${type}" not found.`);
  if (world.options.notEnabled?.includes(type)) refuse(402, `Task type "${type}" is not enabled for this account.`);
  checkShared(body);
  const { project, batch } = placeOf(store, body);
  if (!batch && project?.rapid) invalid(`"batch" is required`);
  if (batch && batchStatus(store, batch) === "cancelled") invalid(`"batch" is cancelled`);
  const inherited = inheritedParams(project, body);
  checkRequired(type, { ...inherited?.params, ...body, project: project?.name });
  checkUniqueId(store, body.unique_id);
  checkIdempotencyKey(store, c.req.header("idempotency-key"));
  return addTask(world, store, { type, body, project, batch, inherited });
}

/** Refuses the parameters that all types share where they are of the wrong kind. */
export function checkShared(body: JsonObject): void {
  optionalObject(body, "metadata");
  checkMetadataSize(body.metadata);
  optionalString(body, "callback_url");
  optionalString(body, "instruction");
  optionalUniqueId(body);
  if (body.tags !== undefined && body.tags !== null) checkTags(body.tags);
}

/** A `unique_id`, which may be absent or null, but not empty. */
export function optionalUniqueId(body: JsonObject): string | undefined {
  return body.unique_id === undefined || body.unique_id === null ? undefined : requireString(body, "unique_id");
}

/** Refuses tags that are no strings, and more than five. */
export function checkTags(tags: unknown): string[] {
  if (!isStrings(tags)) return invalid(`"tags" must be an array of strings`);
  return tags.length <= 5 ? tags : invalid(`"tags" must contain less than or equal to 5 items`);
}

/** Refuses metadata of more than 10 KB. */
export function checkMetadataSize(metadata: unknown): void {
  if (metadata && new TextEncoder().encode(JSON.stringify(metadata)).length > 10_000) {
    invalid(`"metadata" must be less than or equal to 10 KB`);
  }
}

/** The project and the batch that a task names; a batch implies its project. */
export function placeOf(store: Store, body: JsonObject): { project?: ProjectRecord; batch?: BatchRecord } {
  const batchName = optionalString(body, "batch");
  const batch = batchName === undefined ? undefined : findBatch(store, batchName);
  const projectName = optionalString(body, "project") ?? batch?.project;
  if (projectName === undefined) return {};
  const project = findProject(store, projectName);
  if (batch && batch.project !== project.name) {
    invalid(`"batch" belongs to another project (${batch.project})`);
  }
  return batch ? { project, batch } : { project };
}

interface Inherited {
  readonly version: number;
  readonly params: JsonObject;
}

function inheritedParams(project: ProjectRecord | undefined, body: JsonObject): Inherited | undefined {
  const history = project?.paramHistory ?? [];
  const wanted = body.project_version;
  if (wanted === -1 || history.length === 0) return undefined;
  const entry = wanted === undefined || wanted === null
    ? history[history.length - 1]
    : history.find((one) => one.version === wanted) ?? invalid(`"project_version" is unknown`);
  if (!entry) return undefined;
  const { version, created_at: _, ...params } = entry;
  return { version: Number(version), params };
}

/** Refuses a `unique_id` that another task holds, an evaluation or training task included. */
export function checkUniqueId(store: Store, uniqueId: unknown, ownId?: string): void {
  if (typeof uniqueId !== "string") return;
  const other = store.tasks.byUniqueId(uniqueId)?.data.task_id ??
    store.qualityTasks.find((task) => task.unique_id === uniqueId)?.id;
  if (other !== undefined && other !== ownId) {
    refuse(409, `The unique_id ("${uniqueId}") is already used for a different task (${other}).`);
  }
}

/** Refuses an idempotency key that was used before, and notes it. */
export function checkIdempotencyKey(store: Store, key: string | undefined): void {
  if (key === undefined) return;
  if (store.idempotencyKeys.has(key)) refuse(409, "The idempotency key is already used for a different request.");
  store.idempotencyKeys.add(key);
}

interface NewTask {
  readonly type: string;
  readonly body: JsonObject;
  readonly project?: ProjectRecord | undefined;
  readonly batch?: BatchRecord | undefined;
  readonly inherited?: Inherited | undefined;
}

/** Adds a task to the store; with a test key it is completed at once. */
export function addTask(world: World, store: Store, task: NewTask): TaskRecord {
  const { type, body, project, batch, inherited } = task;
  const now = Date.now();
  const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null));
  const all: JsonObject = { ...inherited?.params, ...sent };
  const params = Object.fromEntries(Object.entries(all).filter(([name]) => !ownFields.includes(name)));
  const instruction = [body.instruction, inherited?.params.instruction].filter((text) => text).join("\n\n");
  const record: TaskRecord = {
    data: {
      task_id: store.ids.object(),
      created_at: iso(now),
      updated_at: iso(now),
      type,
      status: "pending",
      instruction,
      params: withDefaults(type, params),
      is_test: store.mode === "test",
      urgency: all.urgency ?? "standard",
      metadata: isObject(body.metadata) ? body.metadata : {},
      processed_attachments: [],
      ...project && { project: project.name },
      ...batch && { batch: batch.name },
      ...inherited && { project_param_version: inherited.version },
      ...given(all, "callback_url"),
      ...given(body, "unique_id"),
      ...given(body, "tags"),
      ...given(all, "priority"),
      ...given(body, "clear_unique_id_on_error"),
    },
    seq: store.tasks.nextSeq(),
    createdMs: now,
    updatedMs: now,
  };
  if (store.mode === "test") completeAtOnce(record, now);
  store.tasks.add(record);
  if (store.mode === "live") world.onWork();
  return record;
}

function given(body: JsonObject, name: string): JsonObject {
  return body[name] === undefined || body[name] === null ? {} : { [name]: body[name] };
}

function completeAtOnce(task: TaskRecord, now: number): void {
  const { data } = task;
  finishTask(task, { status: "completed", now });
  if (data.callback_url !== undefined) data.callback_succeeded = true;
}

/** Gives a task its end: status, times, response. */
export function finishTask(
  task: TaskRecord,
  end: { status: "completed" | "error"; now: number; response?: JsonObject | undefined },
): void {
  const { data } = task;
  const params = isObject(data.params) ? data.params : {};
  const response = end.response ??
    (end.status === "error" ? attachmentError(params) : responseFor(data.type, params, data.task_id));
  data.status = end.status;
  data.updated_at = iso(end.now);
  task.updatedMs = end.now;
  if (end.status === "completed") {
    data.completed_at = iso(end.now);
    Object.assign(data, given({ document_pages: documentPages(data.type, params) }, "document_pages"));
    task.completedMs = end.now;
  } else {
    task.failedMs = end.now;
  }
  if (response) data.response = response;
  delete task.json;
}

function attachmentError(params: JsonObject): JsonObject {
  const url = params.attachment ?? (Array.isArray(params.attachments) ? params.attachments[0] : undefined);
  return {
    error: "One or more attachments could not be downloaded.",
    attachments: [{ statusCode: 403, url: url ?? "https://files.example.com/a.png" }],
  };
}
