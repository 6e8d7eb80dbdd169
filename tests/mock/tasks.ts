import { Hono } from "hono";
import {
  flag,
  invalid,
  type MockContext,
  type MockEnv,
  objectBody,
  optionalString,
  refuse,
  requireString,
  stringsBody,
} from "./http.ts";
import type { TaskRecord } from "./state.ts";
import { checkMetadataSize, checkTags, checkUniqueId, createTask } from "./task_create.ts";
import { listTasks, taskJson } from "./task_list.ts";
import { iso } from "./time.ts";

/** Tasks of v1. */
export function taskRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.get("/tasks", listTasks);
  app.post("/task/:type", (c) => answer(c, createTask(c, c.req.param("type"))));
  app.get("/task/:id", (c) => answer(c, findTask(c, c.req.param("id"))));
  app.post("/task/:id/cancel", (c) => answer(c, cancel(c, findTask(c, c.req.param("id")))));
  app.post("/task/:id/audit", (c) => audit(c, findTask(c, c.req.param("id"))));
  app.post("/task/:id/unique_id", (c) => answer(c, setUniqueId(c, findTask(c, c.req.param("id")))));
  app.delete("/task/:id/unique_id", (c) => answer(c, clearUniqueId(c, findTask(c, c.req.param("id")))));
  app.post("/task/:id/setMetadata", (c) => answer(c, setMetadata(c, findTask(c, c.req.param("id")))));
  app.on(["POST", "PUT", "DELETE"], "/task/:id/tags", (c) => answer(c, changeTags(c, findTask(c, c.req.param("id")))));
  return app;
}

function answer(c: MockContext, task: TaskRecord): Response {
  return c.body(taskJson(task), 200, { "content-type": "application/json; charset=utf-8" });
}

function findTask(c: MockContext, id: string): TaskRecord {
  return c.env.call.store.tasks.get(id) ?? refuse(404, "Task with that ID not found.");
}

function cancel(c: MockContext, task: TaskRecord): TaskRecord {
  const { store, query } = c.env.call;
  const { data } = task;
  const clearUniqueId = flag(query, "clear_unique_id");
  if (data.status === "completed" || data.status === "error") refuse(400, `Task is already ${data.status}.`);
  if (data.work_started === true) refuse(400, "Work on this task has already started.");
  data.status = "canceled";
  task.failedMs ??= Date.now();
  store.tasks.touch(task);
  if (clearUniqueId) store.tasks.setUniqueId(task, undefined);
  return task;
}

function audit(c: MockContext, task: TaskRecord): Response {
  const { world, store } = c.env.call;
  const body = objectBody(c);
  const { accepted } = body;
  if (accepted === undefined || accepted === null) invalid(`"accepted" is required`);
  if (typeof accepted !== "boolean") invalid(`"accepted" must be a boolean`);
  const comments = optionalString(body, "comments");
  if (task.data.status !== "completed") refuse(400, "Only completed tasks can be audited.");
  task.review = accepted ? "accepted" : "rejected";
  const before = Array.isArray(task.data.audits) ? task.data.audits : [];
  task.data.audits = [...before, {
    audited_by: "ada@example.com",
    audited_at: iso(Date.now()),
    audit_time_secs: 30,
    audit_result: task.review,
    audit_source: "customer",
    ...comments !== undefined && { comments },
  }];
  store.tasks.touch(task);
  world.onCallback(store, task);
  return c.text("OK");
}

function setUniqueId(c: MockContext, task: TaskRecord): TaskRecord {
  const { store } = c.env.call;
  const uniqueId = requireString(objectBody(c), "unique_id");
  checkUniqueId(store, uniqueId, task.data.task_id);
  store.tasks.setUniqueId(task, uniqueId);
  return task;
}

function clearUniqueId(c: MockContext, task: TaskRecord): TaskRecord {
  c.env.call.store.tasks.setUniqueId(task, undefined);
  return task;
}

function setMetadata(c: MockContext, task: TaskRecord): TaskRecord {
  const metadata = objectBody(c);
  checkMetadataSize(metadata);
  task.data.metadata = metadata;
  c.env.call.store.tasks.touch(task);
  return task;
}

function changeTags(c: MockContext, task: TaskRecord): TaskRecord {
  const tags = stringsBody(c);
  const before = Array.isArray(task.data.tags) ? task.data.tags.map(String) : [];
  const method = c.req.method;
  const after = method === "POST"
    ? tags
    : method === "PUT"
    ? [...before, ...tags]
    : before.filter((t) => !tags.includes(t));
  // A task has no tags at all until some are set or added.
  if (task.data.tags === undefined && method !== "POST" && !after.length) return task;
  task.data.tags = checkTags([...new Set(after)]);
  c.env.call.store.tasks.touch(task);
  return task;
}
