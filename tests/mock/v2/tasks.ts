import { Hono } from "hono";
import { batchStatus } from "../batches.ts";
import {
  invalid,
  type MockContext,
  type MockEnv,
  objectBody,
  optionalObject,
  optionalString,
  refuse,
  requireString,
} from "../http.ts";
import type { Store, TaskRecord } from "../state.ts";
import { addTask, checkIdempotencyKey, checkUniqueId, optionalUniqueId } from "../task_create.ts";
import { timeParam } from "../time.ts";
import { choice, choices, fromBody, fromQuery, inRange, mergedMetadata, oneOf, page } from "./common.ts";
import { pickBatch, pickProject } from "./common.ts";
import { findAnnotation, plain, taskBody, taskOptions, type TaskViewOptions, threadsOf } from "./task_view.ts";

/** Task statuses of v2. */
export const taskStatuses: readonly string[] = ["pending", "completed", "canceled", "error", "deleted"];

/** Tasks and annotations of v2. */
export function taskRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.get("/task", getTask);
  app.post("/task/chat", createChat);
  app.post("/task", createChat);
  app.post("/task/metadata", setMetadata);
  app.get("/tasks", listTasks);
  app.get("/annotation", getAnnotation);
  return app;
}

/** The `expand` and `opts` of a request. */
export function viewOptions(c: MockContext, expandable: readonly string[]): TaskViewOptions {
  return { expand: choices(c, "expand", expandable), opts: choices(c, "opts", taskOptions) };
}

function findTask(store: Store, id: string): TaskRecord {
  const task = store.tasks.get(id);
  return task?.data.project !== undefined ? task : refuse(404, "Task not found.");
}

function getTask(c: MockContext): Response {
  const { store } = c.env.call;
  const id = fromQuery(c)("task_id") ?? invalid(`"task_id" is required`);
  return c.json(taskBody(store, findTask(store, id), viewOptions(c, ["project", "batch"])));
}

function listTasks(c: MockContext): Response {
  const { store, query } = c.env.call;
  const view = viewOptions(c, ["project", "batch"]);
  const status = choice(c, "status", taskStatuses);
  const project = pickProject(store, fromQuery(c));
  const batch = pickBatch(store, fromQuery(c));
  const place = oneOf(batch ?? project, "project_id", "batch_id");
  const tasks = batch ? store.tasks.ofBatch(batch.name) : store.tasks.ofProject(place.name);
  const after = timeParam(query, "completed_after");
  const before = timeParam(query, "completed_before");
  const { items, next = null } = page(
    c,
    tasks.filter(({ data }) =>
      (status === undefined || data.status === status) &&
      (!project || data.project === project.name) &&
      inRange(data.completed_at, after, before)
    ),
  );
  return c.json({ tasks: items.map((task) => taskBody(store, task, view)), next_token: next });
}

/** The answer is always a pending task without threads, also where a test key's task is completed at once. */
function createChat(c: MockContext): Response {
  const { world, store } = c.env.call;
  const body = objectBody(c);
  const source = fromBody(body);
  const batch = pickBatch(store, source);
  const named = pickProject(store, source);
  const project = named ?? (batch && store.projects.get(batch.project));
  if (!project) return invalid(`"project_id" or "project_name" is required`);
  if (batch && batch.project !== project.name) invalid(`"batch_id" belongs to another project`);
  if (batch && batchStatus(store, batch) === "cancelled") invalid(`"batch_id" belongs to a cancelled batch`);
  const template_variables = optionalObject(body, "template_variables") ?? {};
  const metadata = optionalObject(body, "metadata");
  const callback_url = optionalString(body, "callback_url");
  const unique_id = optionalUniqueId(body);
  checkUniqueId(store, unique_id);
  checkIdempotencyKey(store, c.req.header("idempotency-key"));
  const task = addTask(world, store, {
    type: "chat",
    body: { template_variables, metadata, callback_url, unique_id },
    project,
    batch,
  });
  const { completed_at: _, ...answer } = taskBody(store, task, plain);
  return c.json({ ...answer, status: "pending", threads: [] });
}

function setMetadata(c: MockContext): Response {
  const { store } = c.env.call;
  const body = objectBody(c);
  const task = findTask(store, requireString(body, "task_id"));
  task.data.metadata = mergedMetadata(task.data.metadata, body);
  store.tasks.touch(task);
  return c.json(taskBody(store, task, plain));
}

function getAnnotation(c: MockContext): Response {
  const id = fromQuery(c)("annotation_id") ?? invalid(`"annotation_id" is required`);
  for (const task of c.env.call.store.tasks.all()) {
    const found = findAnnotation(threadsOf(task), id);
    if (found) return c.json(found);
  }
  return refuse(404, "Annotation not found.");
}
