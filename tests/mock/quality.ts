import { Hono } from "hono";
import { invalid, isObject, type MockContext, type MockEnv, objectBody, optionalObject, refuse } from "./http.ts";
import type { ProjectRecord, Store } from "./state.ts";
import { checkShared, checkUniqueId, placeOf } from "./task_create.ts";
import { checkRequired, qualityTaskTypes } from "./task_types.ts";
import { iso } from "./time.ts";
import type { JsonObject } from "./types.ts";

/** Evaluation and training tasks, in Rapid projects only. */
export function qualityRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.post("/evaluation_tasks/:type", (c) => create(c, "evaluation", c.req.param("type")));
  app.post("/training_tasks/:type", (c) => create(c, "training", c.req.param("type")));
  return app;
}

function create(c: MockContext, kind: string, type: string): Response {
  const { store } = c.env.call;
  const body = objectBody(c);
  if (!qualityTaskTypes.includes(type)) refuse(400, `Tasks of type "${type}" cannot be ${kind} tasks.`);
  const { expected_response: expected } = body;
  if (expected === undefined || expected === null) invalid(`"expected_response" is required`);
  if (!isObject(expected)) invalid(`"expected_response" must be of type object`);
  const initial = optionalObject(body, "initial_response");
  checkShared(body);
  const project = rapidProject(store, body);
  const params = project.paramHistory[project.paramHistory.length - 1];
  checkRequired(type, { ...params, ...body });
  checkUniqueId(store, body.unique_id);
  const task: JsonObject = {
    id: store.ids.object(),
    type,
    ...initial && kind === "evaluation" && { initial_response: initial },
    expected_response: expected,
    created_at: iso(Date.now()),
    ...typeof body.unique_id === "string" && { unique_id: body.unique_id },
  };
  store.qualityTasks.push({ ...task, kind, project: project.name, body });
  return c.json(task);
}

function rapidProject(store: Store, body: JsonObject): ProjectRecord {
  const { project } = placeOf(store, body);
  if (!project) return invalid(`"project" is required`);
  return project.rapid ? project : refuse(400, `Project "${project.name}" is not a Rapid project.`);
}
