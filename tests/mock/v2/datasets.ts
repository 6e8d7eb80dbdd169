import { Hono } from "hono";
import { invalid, type MockContext, type MockEnv, refuse } from "../http.ts";
import type { GenAiWorld } from "../state.ts";
import { timeParam } from "../time.ts";
import type { JsonObject } from "../types.ts";
import { choices, fromQuery, inRange, page } from "./common.ts";

/** Data sets of v2. */
export function datasetRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.get("/datasets", (c) => c.json({ datasets: c.env.call.store.genai.datasets }));
  app.get("/datasets/deliveries", listDeliveries);
  app.get("/datasets/delivery", getDelivery);
  app.get("/datasets/tasks", listTasks);
  app.get("/datasets/task", getTask);
  app.get("/datasets/task/:id/response_url/:attachment", (c) => (
    responseUrl(c, c.req.param("id"), c.req.param("attachment"))
  ));
  return app;
}

function byId(all: readonly JsonObject[], id: unknown): JsonObject | undefined {
  return all.find((one) => one.id === id);
}

function found(all: readonly JsonObject[], id: string | undefined, noun: string): JsonObject | undefined {
  return id === undefined ? undefined : byId(all, id) ?? refuse(404, `${noun} not found.`);
}

function deliveryBody(genai: GenAiWorld, delivery: JsonObject, expand: ReadonlySet<string>): JsonObject {
  return expand.has("dataset") ? { ...delivery, dataset: byId(genai.datasets, delivery.dataset) } : delivery;
}

function taskBody(genai: GenAiWorld, task: JsonObject, expand: ReadonlySet<string>): JsonObject {
  return {
    ...task,
    dataset: expand.has("dataset") ? byId(genai.datasets, task.dataset) : task.dataset,
    delivery: expand.has("delivery") ? byId(genai.datasetDeliveries, task.delivery) : task.delivery,
  };
}

function listDeliveries(c: MockContext): Response {
  const { store: { genai }, query } = c.env.call;
  const expand = choices(c, "expand", ["dataset"]);
  const dataset = found(genai.datasets, fromQuery(c)("dataset_id"), "Dataset");
  const after = timeParam(query, "delivered_after");
  const before = timeParam(query, "delivered_before");
  const deliveries = genai.datasetDeliveries.filter((one) =>
    (!dataset || one.dataset === dataset.id) && inRange(one.delivered_at, after, before)
  );
  return c.json({ deliveries: deliveries.map((one) => deliveryBody(genai, one, expand)) });
}

function getDelivery(c: MockContext): Response {
  const { genai } = c.env.call.store;
  const expand = choices(c, "expand", ["dataset", "delivery"]);
  const delivery = found(genai.datasetDeliveries, fromQuery(c)("delivery_id"), "Delivery") ??
    invalid(`"delivery_id" is required`);
  const { items, next = null } = page(c, genai.datasetTasks.filter((task) => task.delivery === delivery.id));
  return c.json({
    delivery: expand.has("delivery") ? delivery : delivery.id,
    tasks: items.map((task) => taskBody(genai, task, expand)),
    next_token: next,
  });
}

function listTasks(c: MockContext): Response {
  const { store: { genai }, query } = c.env.call;
  const source = fromQuery(c);
  const expand = choices(c, "expand", ["dataset", "delivery"]);
  const dataset = found(genai.datasets, source("dataset_id"), "Dataset");
  const delivery = found(genai.datasetDeliveries, source("delivery_id"), "Delivery");
  if (!dataset && !delivery) invalid(`"dataset_id" or "delivery_id" is required`);
  const after = timeParam(query, "delivered_after");
  const before = timeParam(query, "delivered_before");
  const tasks = genai.datasetTasks.filter((task) =>
    (!dataset || task.dataset === dataset.id) &&
    (!delivery || task.delivery === delivery.id) &&
    inRange(byId(genai.datasetDeliveries, task.delivery)?.delivered_at, after, before)
  );
  const { items, next } = page(c, tasks);
  return c.json({
    tasks: items.map((task) => taskBody(genai, task, expand)),
    ...next !== undefined && { next_token: next },
  });
}

function getTask(c: MockContext): Response {
  const { genai } = c.env.call.store;
  const expand = choices(c, "expand", ["dataset", "delivery"]);
  const id = fromQuery(c)("task_id") ?? invalid(`"task_id" is required`);
  const task = genai.datasetTasks.find((one) => one.task_id === id) ?? refuse(404, "Task not found.");
  return c.json(taskBody(genai, task, expand));
}

function responseUrl(c: MockContext, taskId: string, attachmentId: string): Response {
  const url = c.env.call.store.genai.attachments.get(`${taskId}/${attachmentId}`);
  return url === undefined ? refuse(404, "Attachment not found.") : c.redirect(url, 302);
}
