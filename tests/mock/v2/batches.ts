import { Hono } from "hono";
import { batchStatus } from "../batches.ts";
import {
  type MockContext,
  type MockEnv,
  objectBody,
  optionalBoolean,
  optionalObject,
  optionalString,
  refuse,
  requireString,
} from "../http.ts";
import { addBatch, type BatchRecord } from "../state.ts";
import { timeParam } from "../time.ts";
import { batchBody, choice, choices, fromBody, fromQuery, inRange, mergedMetadata, oneOf, page } from "./common.ts";
import { pickBatch, pickProject } from "./common.ts";

const batchStatuses: readonly string[] = ["staging", "in_progress", "completed", "paused", "cancelled"];

/** Batches of v2. */
export function batchRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.get("/batch", getBatch);
  app.post("/batch", createBatch);
  app.get("/batches", listBatches);
  app.post("/batch/finalize", finalize);
  app.post("/batch/pause", (c) => operate(c, "pause", ["in_progress"], "paused"));
  app.post("/batch/resume", (c) => operate(c, "resume", ["paused"], "in_progress"));
  app.post("/batch/cancel", (c) => operate(c, "cancel", ["staging", "in_progress", "paused"], "cancelled"));
  app.post("/batch/metadata", setMetadata);
  return app;
}

function getBatch(c: MockContext): Response {
  const { store } = c.env.call;
  const expand = choices(c, "expand", ["project"]);
  const batch = oneOf(pickBatch(store, fromQuery(c)), "batch_id", "batch_name");
  return c.json(batchBody(store, batch, expand.has("project")));
}

function createBatch(c: MockContext): Response {
  const { store } = c.env.call;
  const body = objectBody(c);
  const name = requireString(body, "name");
  const callback = optionalString(body, "callback");
  const metadata = optionalObject(body, "metadata");
  const staging = optionalBoolean(body, "staging_batch") ?? false;
  const project = oneOf(pickProject(store, fromBody(body)), "project_id", "project_name");
  if (store.batches.has(name)) refuse(409, `Batch with name "${name}" already exists.`);
  return c.json(batchBody(store, addBatch(store, { name, project, callback, metadata, staging })));
}

function listBatches(c: MockContext): Response {
  const { store, query } = c.env.call;
  const expand = choices(c, "expand", ["project"]).has("project");
  const status = choice(c, "status", batchStatuses);
  const project = pickProject(store, fromQuery(c));
  const times = ["created_after", "created_before", "completed_after", "completed_before"] as const;
  const [createdAfter, createdBefore, completedAfter, completedBefore] = times.map((name) => timeParam(query, name));
  const bodies = [...store.batches.values()]
    .filter((batch) => !project || batch.project === project.name)
    .sort((a, b) => a.createdMs - b.createdMs)
    .map((batch) => batchBody(store, batch, expand))
    .filter((body) =>
      (status === undefined || body.status === status) &&
      inRange(body.created_at, createdAfter, createdBefore) &&
      inRange(body.completed_at, completedAfter, completedBefore)
    );
  const { items, next } = page(c, bodies);
  return c.json({ batches: items, ...next !== undefined && { next_token: next } });
}

function bodyBatch(c: MockContext): BatchRecord {
  return oneOf(pickBatch(c.env.call.store, fromBody(objectBody(c))), "batch_id", "batch_name");
}

function checkStatus(c: MockContext, batch: BatchRecord, verb: string, allowed: readonly string[]): void {
  const status = batchStatus(c.env.call.store, batch);
  if (!allowed.includes(status)) refuse(400, `Cannot ${verb} a batch whose status is ${status}.`);
}

function finalize(c: MockContext): Response {
  const { world, store } = c.env.call;
  const batch = bodyBatch(c);
  checkStatus(c, batch, "finalize", ["staging"]);
  batch.state = "in_progress";
  batch.finalizedMs = Date.now();
  world.onWork();
  return c.json(batchBody(store, batch));
}

/** Pause, resume and cancel are begun; the new status shows after `batchLagMs`. */
function operate(c: MockContext, verb: string, allowed: readonly string[], state: BatchRecord["state"]): Response {
  const { world, store } = c.env.call;
  const batch = bodyBatch(c);
  checkStatus(c, batch, verb, allowed);
  const { batchLagMs = 0 } = world.options;
  if (batch.next?.state === "cancelled") refuse(400, `Cannot ${verb} a batch that is being cancelled.`);
  batch.next = { state, atMs: Date.now() + batchLagMs };
  store.changing.add(batch);
  if (state === "in_progress") world.onWork();
  return c.json({ batch: batchBody(store, batch), message: `Batch ${verb} initiated.` });
}

function setMetadata(c: MockContext): Response {
  const { store } = c.env.call;
  const batch = bodyBatch(c);
  batch.metadata = mergedMetadata(batch.metadata, objectBody(c));
  return c.json(batchBody(store, batch));
}
