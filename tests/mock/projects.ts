import { Hono } from "hono";
import {
  flag,
  invalid,
  type MockContext,
  type MockEnv,
  objectBody,
  optionalBoolean,
  optionalObject,
  optionalString,
  refuse,
  requireString,
} from "./http.ts";
import { findProject } from "./lookup.ts";
import { addProject, type ProjectRecord } from "./state.ts";
import { isTaskType } from "./task_types.ts";
import { iso } from "./time.ts";
import template from "../fixtures/task_template.json" with { type: "json" };
import type { JsonObject } from "./types.ts";

/** Projects of v1. */
export function projectRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.post("/projects", create);
  app.get("/projects", list);
  app.get("/projects/:name", (c) => c.json(projectBody(find(c, c.req.param("name")))));
  app.post("/projects/:name/setParams", (c) => c.json(setParams(c, find(c, c.req.param("name")))));
  app.post("/projects/:name/setOntology", (c) => setOntology(c, find(c, c.req.param("name"))));
  app.get("/projects/:name/taskTemplates", (c) => taskTemplate(c, find(c, c.req.param("name"))));
  return app;
}

function find(c: MockContext, name: string): ProjectRecord {
  return findProject(c.env.call.store, name);
}

/** A project as v1 shows it. */
export function projectBody(project: ProjectRecord): JsonObject {
  return {
    type: project.type,
    name: project.name,
    created_at: iso(project.createdMs),
    param_history: project.paramHistory,
    ...project.archived && { archived: true },
  };
}

function create(c: MockContext): Response {
  const { store } = c.env.call;
  const body = objectBody(c);
  const type = requireString(body, "type");
  const name = requireString(body, "name");
  const params = optionalObject(body, "params");
  const rapid = optionalBoolean(body, "rapid") ?? false;
  const studio = optionalBoolean(body, "studio") ?? false;
  const datasetId = optionalString(body, "datasetId");
  if (!isTaskType(type)) invalid(`"type" must be one of the task types`);
  if (store.projects.has(name)) refuse(409, `Project with name "${name}" already exists.`);
  return c.json(projectBody(addProject(store, { name, type, params, rapid, studio, datasetId })));
}

function list(c: MockContext): Response {
  const { store, query } = c.env.call;
  const archived = flag(query, "archived");
  const projects = [...store.projects.values()].filter((one) => archived === undefined || one.archived === archived);
  return c.json(projects.map(projectBody));
}

function setParams(c: MockContext, project: ProjectRecord): JsonObject {
  const body = objectBody(c);
  const patch = optionalBoolean(body, "patch") ?? false;
  const { patch: _, ...params } = body;
  const history = project.paramHistory;
  const latest = patch ? history[history.length - 1] : undefined;
  history.push({ ...latest, ...params, version: history.length, created_at: iso(Date.now()) });
  return projectBody(project);
}

function setOntology(c: MockContext, project: ProjectRecord): Response {
  const body = objectBody(c);
  const { ontology } = body;
  if (ontology === undefined || ontology === null) invalid(`"ontology" is required`);
  if (!Array.isArray(ontology)) return invalid(`"ontology" must be an array`);
  const names = choiceNames(ontology);
  if (new Set(names).size !== names.length) invalid(`"ontology" contains a duplicate value`);
  project.ontologies.push({ name: optionalString(body, "name") ?? null, ontology, created_at: iso(Date.now()) });
  return c.text("OK");
}

function choiceNames(choices: readonly unknown[]): string[] {
  return choices.flatMap((item) => {
    if (typeof item === "string") return [item];
    const { choice, subchoices } = (item ?? {}) as JsonObject;
    if (typeof choice !== "string") return invalid(`"choice" is required`);
    return [choice, ...choiceNames(Array.isArray(subchoices) ? subchoices : [])];
  });
}

function taskTemplate(c: MockContext, project: ProjectRecord): Response {
  if (project.type !== "textcollection" && project.type !== "chat") {
    refuse(400, `Projects of type "${project.type}" have no task templates.`);
  }
  return c.json(template);
}
