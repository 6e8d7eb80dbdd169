import { Hono } from "hono";
import {
  flag,
  integer,
  type MockContext,
  type MockEnv,
  objectBody,
  optionalBoolean,
  optionalObject,
  optionalString,
  refuse,
  requireString,
} from "./http.ts";
import { findBatch, findProject } from "./lookup.ts";
import { addBatch, type BatchRecord, type Store } from "./state.ts";
import { iso, timeParam } from "./time.ts";
import type { JsonObject } from "./types.ts";

/** Batches of v1. */
export function batchRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.post("/batches", create);
  app.get("/batches", list);
  app.get("/batches/:name", (c) => c.json(batchBody(c.env.call.store, find(c, c.req.param("name")))));
  app.get("/batches/:name/status", (c) => c.json(statusBody(c.env.call.store, find(c, c.req.param("name")))));
  app.post("/batches/:name/finalize", (c) => c.json(finalize(c, find(c, c.req.param("name")))));
  app.post("/batches/:name/setMetadata", (c) => c.json(setMetadata(c, find(c, c.req.param("name")))));
  return app;
}

function find(c: MockContext, name: string): BatchRecord {
  return findBatch(c.env.call.store, name);
}

function create(c: MockContext): Response {
  const { store } = c.env.call;
  const body = objectBody(c);
  const projectName = requireString(body, "project");
  const name = requireString(body, "name");
  const callback = optionalString(body, "callback") || undefined;
  const metadata = optionalObject(body, "metadata");
  const calibration = optionalBoolean(body, "calibration_batch") ?? false;
  optionalBoolean(body, "self_label_batch");
  const project = findProject(store, projectName);
  if (store.batches.has(name)) refuse(409, `Batch with name "${name}" already exists.`);
  const staging = project.rapid || project.studio;
  return c.json(batchBody(store, addBatch(store, { name, project, callback, metadata, calibration, staging })));
}

/** Status of a batch: one in progress is completed once it has tasks and none is pending. */
export function batchStatus(store: Store, batch: BatchRecord): string {
  if (batch.next && Date.now() >= batch.next.atMs) takeState(store, batch, batch.next.state);
  if (batch.state !== "in_progress") return batch.state;
  const tasks = store.tasks.ofBatch(batch.name);
  return tasks.length > 0 && !tasks.some((task) => task.data.status === "pending") ? "completed" : "in_progress";
}

/** Takes the changes of state that are due, so that tasks show them too, whether or not their batch is read. */
export function settleBatches(store: Store): void {
  for (const batch of store.changing) {
    batchStatus(store, batch);
    if (!batch.next) store.changing.delete(batch);
  }
}

/** A cancelled batch takes those of its tasks along on which work has not begun. */
function takeState(store: Store, batch: BatchRecord, state: BatchRecord["state"]): void {
  delete batch.next;
  batch.state = state;
  if (state !== "cancelled") return;
  for (const task of store.tasks.ofBatch(batch.name)) {
    if (task.data.status !== "pending" || task.data.work_started === true) continue;
    task.data.status = "canceled";
    task.failedMs = Date.now();
    store.tasks.touch(task);
  }
}

/** When a completed batch was, or its last task. */
export function batchCompletedAt(store: Store, batch: BatchRecord): string | undefined {
  if (batchStatus(store, batch) !== "completed") return undefined;
  const tasks = store.tasks.ofBatch(batch.name);
  const { completedMs = batch.createdMs } = batch;
  return iso(tasks.reduce((latest, task) => Math.max(latest, task.completedMs ?? task.failedMs ?? 0), completedMs));
}

/** A batch as v1 shows it. */
export function batchBody(store: Store, batch: BatchRecord): JsonObject {
  const completedAt = batchCompletedAt(store, batch);
  return {
    project: batch.project,
    name: batch.name,
    ...batch.callback !== undefined && { callback: batch.callback },
    status: batchStatus(store, batch),
    created_at: iso(batch.createdMs),
    ...completedAt !== undefined && { completed_at: completedAt },
    metadata: batch.metadata,
  };
}

function statusBody(store: Store, batch: BatchRecord): JsonObject {
  const counts: Record<string, number> = {};
  for (const { data } of store.tasks.ofBatch(batch.name)) counts[data.status] = (counts[data.status] ?? 0) + 1;
  return { status: batchStatus(store, batch), ...counts };
}

function finalize(c: MockContext, batch: BatchRecord): JsonObject {
  const { world, store } = c.env.call;
  if (batch.state === "staging") {
    batch.state = "in_progress";
    batch.finalizedMs = Date.now();
    world.onWork();
  }
  return batchBody(store, batch);
}

function setMetadata(c: MockContext, batch: BatchRecord): JsonObject {
  batch.metadata = objectBody(c);
  return batchBody(c.env.call.store, batch);
}

function list(c: MockContext): Response {
  const { world, store, query } = c.env.call;
  const asked = integer(query, "limit", 100, 1, 100);
  const limit = Math.min(asked, world.options.maxPageSize ?? asked);
  const offset = integer(query, "offset", 0, 0);
  const found = filterBatches(store, query);
  const docs = found.slice(offset, offset + limit).map((batch) => batchBody(store, batch));
  return c.json({ docs, totalDocs: found.length, limit, offset, has_more: offset + docs.length < found.length });
}

function filterBatches(store: Store, query: URLSearchParams): BatchRecord[] {
  const project = query.get("project");
  const status = query.get("status");
  const after = timeParam(query, "start_time") ?? -Infinity;
  const before = timeParam(query, "end_time") ?? Infinity;
  const doneAfter = timeParam(query, "completed_after");
  const doneBefore = timeParam(query, "completed_before");
  const excludeArchived = flag(query, "exclude_archived") ?? false;
  const isDone = (batch: BatchRecord): boolean => {
    if (doneAfter === undefined && doneBefore === undefined) return true;
    const at = Date.parse(batchCompletedAt(store, batch) ?? "");
    return at >= (doneAfter ?? -Infinity) && at <= (doneBefore ?? Infinity);
  };
  return [...store.batches.values()].reverse().sort((a, b) => b.createdMs - a.createdMs).filter((batch) =>
    (!project || batch.project === project) &&
    (!status || batchStatus(store, batch) === status) &&
    batch.createdMs >= after && batch.createdMs <= before && isDone(batch) &&
    !(excludeArchived && batch.archived)
  );
}
