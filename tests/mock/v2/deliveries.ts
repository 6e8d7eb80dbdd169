import { Hono } from "hono";
import { invalid, type MockContext, type MockEnv, refuse } from "../http.ts";
import type { Store } from "../state.ts";
import { timeParam } from "../time.ts";
import type { JsonObject } from "../types.ts";
import { choice, choices, fromQuery, inRange, oneOf, page, pickProject, projectBody } from "./common.ts";
import { taskBody, threadsOf } from "./task_view.ts";
import { taskStatuses, viewOptions } from "./tasks.ts";

/** Deliveries and response schemas of v2. */
export function deliveryRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.get("/deliveries", listDeliveries);
  app.get("/delivery", getDelivery);
  app.get("/delivery/tasks", listDeliveryTasks);
  app.get("/schema", getSchema);
  return app;
}

function deliveryBody(store: Store, delivery: JsonObject, expandProject: boolean): JsonObject {
  const project = [...store.projects.values()].find((one) => one.id === delivery.project);
  return expandProject && project ? { ...delivery, project: projectBody(project) } : delivery;
}

function listDeliveries(c: MockContext): Response {
  const { store, query } = c.env.call;
  const expand = choices(c, "expand", ["project"]).has("project");
  const project = oneOf(pickProject(store, fromQuery(c)), "project_id", "project_name");
  const after = timeParam(query, "delivered_after");
  const before = timeParam(query, "delivered_before");
  const found = store.genai.deliveries.filter((one) =>
    one.project === project.id && inRange(one.delivered_at, after, before)
  );
  return c.json({ deliveries: found.map((one) => deliveryBody(store, one, expand)) });
}

function findDelivery(c: MockContext): JsonObject {
  const { store } = c.env.call;
  const source = fromQuery(c);
  const id = source("delivery_id");
  const name = source("delivery_name");
  if (id === undefined && name === undefined) invalid(`"delivery_id" or "delivery_name" is required`);
  const project = pickProject(store, source);
  const found = store.genai.deliveries.find((one) =>
    (id === undefined ? one.name === name : one.id === id) && (!project || one.project === project.id)
  );
  return found ?? refuse(404, "Delivery not found.");
}

function getDelivery(c: MockContext): Response {
  const { store } = c.env.call;
  const view = viewOptions(c, ["project", "batch", "delivery"]);
  const delivery = findDelivery(c);
  const tasks = store.tasks.all().filter((task) => task.v2?.delivery_id === delivery.id);
  const { items, next = null } = page(c, tasks);
  return c.json({
    delivery: view.expand.has("delivery") ? delivery : delivery.id,
    tasks: items.map((task) => taskBody(store, task, view)),
    next_token: next,
  });
}

function listDeliveryTasks(c: MockContext): Response {
  const { store, query } = c.env.call;
  const status = choice(c, "status", taskStatuses);
  const project = oneOf(pickProject(store, fromQuery(c)), "project_id", "project_name");
  const deliveryId = fromQuery(c)("delivery_id");
  const isKnown = deliveryId === undefined || store.genai.deliveries.some((one) => one.id === deliveryId);
  if (!isKnown) refuse(404, "Delivery not found.");
  const after = timeParam(query, "completed_after");
  const before = timeParam(query, "completed_before");
  const tasks = store.tasks.ofProject(project.name).filter((task) =>
    (deliveryId === undefined || task.v2?.delivery_id === deliveryId) &&
    (status === undefined || task.data.status === status) &&
    inRange(task.data.completed_at, after, before)
  );
  const { items, next = null } = page(c, tasks);
  const docs = items.map((task) => {
    const delivery = store.genai.deliveries.find((one) => one.id === task.v2?.delivery_id);
    return {
      task_id: task.data.task_id,
      created_at: task.data.created_at,
      delivery_id: delivery?.id ?? null,
      delivered_at: delivery?.delivered_at ?? null,
      response_schema_id: delivery ? store.genai.schemas[0]?.id ?? null : null,
      response: delivery ? { threads: threadsOf(task) } : null,
    };
  });
  return c.json({ docs, total: docs.length, next_token: next });
}

function getSchema(c: MockContext): Response {
  const id = fromQuery(c)("schema_id") ?? invalid(`"schema_id" is required`);
  if (!/^[0-9a-f]{24}$/i.test(id)) invalid(`"schema_id" must be a valid ObjectId`);
  const schema = c.env.call.store.genai.schemas.find((one) => one.id === id) ?? refuse(404, "Schema not found");
  return c.json({ schema });
}
