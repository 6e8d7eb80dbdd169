import { Hono } from "hono";
import { batchStatus } from "./batches.ts";
import {
  invalid,
  isObject,
  isStrings,
  type MockContext,
  type MockEnv,
  objectBody,
  refuse,
  requireString,
  requireStrings,
} from "./http.ts";
import { hash32 } from "./ids.ts";
import { findBatch, findProject } from "./lookup.ts";
import type { BatchRecord, GroupRecord, ProjectRecord, Store } from "./state.ts";
import type { JsonObject } from "./types.ts";

/** Studio: assignments, groups, priorities of batches. */
export function studioRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.get("/studio/assignments", assignments);
  app.post("/studio/assignments/add", (c) => assign(c, true));
  app.post("/studio/assignments/remove", (c) => assign(c, false));
  app.get("/studio/projects/:name/groups", (c) => listGroups(c, findStudioProject(c, c.req.param("name"))));
  app.post("/studio/projects/:name/groups", (c) => createGroup(c, findStudioProject(c, c.req.param("name"))));
  app.put(
    "/studio/projects/:name/groups/:group",
    (c) => updateGroup(c, findStudioProject(c, c.req.param("name")), c.req.param("group")),
  );
  app.get("/studio/batches", (c) => pendingBodies(c));
  app.post("/studio/batches/set_priorities", setPriorities);
  app.post("/studio/batches/reset_priorities", resetPriorities);
  app.put("/studio/batches/:name", (c) => assignBatch(c, findBatch(c.env.call.store, c.req.param("name"))));
  return app;
}

function assignments(c: MockContext): Response {
  const { store } = c.env.call;
  return c.json(Object.fromEntries([...store.assignments].map(([email, projects]) => [email, [...projects]])));
}

function assign(c: MockContext, add: boolean): Response {
  const { store } = c.env.call;
  const body = objectBody(c);
  const emails = requireStrings(body, "emails");
  const projects = requireStrings(body, "projects");
  for (const name of projects) findProject(store, name);
  const found = emails.map((email) =>
    store.assignments.get(email) ?? refuse(404, `${email} is no active member of the team.`)
  );
  for (const assigned of found) {
    for (const name of projects) {
      if (add) assigned.add(name);
      else assigned.delete(name);
    }
  }
  return assignments(c);
}

function findStudioProject(c: MockContext, name: string): ProjectRecord {
  const project = findProject(c.env.call.store, name);
  return project.studio ? project : refuse(400, `Project "${name}" is not a Studio project.`);
}

function groupBody(group: GroupRecord): JsonObject {
  const workers = [...group.emails].map((email) => ({ id: workerId(email), email }));
  return { id: group.id, name: group.name, numWorkers: workers.length, isSingleton: false, workers };
}

/** A person has the same id in every group. */
function workerId(email: string): string {
  return [0, 1, 2].map((seed) => hash32(email, seed).toString(16).padStart(8, "0")).join("");
}

function listGroups(c: MockContext, project: ProjectRecord): Response {
  return c.json(c.env.call.store.groups.filter((group) => group.project === project.name).map(groupBody));
}

function createGroup(c: MockContext, project: ProjectRecord): Response {
  const { store } = c.env.call;
  const body = objectBody(c);
  const name = requireString(body, "name");
  if (body.emails === undefined || body.emails === null) invalid(`"emails" is required`);
  const emails = emailList(body, "emails");
  checkAssigned(store, project, emails);
  if (findGroup(store, project.name, name)) refuse(409, `Group with name "${name}" already exists.`);
  const group: GroupRecord = { id: store.ids.object(), project: project.name, name, emails: new Set(emails) };
  store.groups.push(group);
  return c.json(groupBody(group));
}

function updateGroup(c: MockContext, project: ProjectRecord, name: string): Response {
  const { store } = c.env.call;
  const group = findGroup(store, project.name, name) ?? refuse(404, `Group with name "${name}" not found.`);
  const body = objectBody(c);
  const added = emailList(body, "add_emails");
  const removed = emailList(body, "remove_emails");
  checkAssigned(store, project, added);
  for (const email of added) group.emails.add(email);
  for (const email of removed) group.emails.delete(email);
  return c.json(groupBody(group));
}

function findGroup(store: Store, project: string, name: string): GroupRecord | undefined {
  return store.groups.find((group) => group.project === project && group.name === name);
}

function emailList(body: JsonObject, name: string): string[] {
  const value = body[name] ?? [];
  return isStrings(value) ? value : invalid(`"${name}" must be an array of strings`);
}

function checkAssigned(store: Store, project: ProjectRecord, emails: readonly string[]): void {
  const stranger = emails.find((email) => !store.assignments.get(email)?.has(project.name));
  if (stranger !== undefined) refuse(400, `${stranger} is not assigned to project "${project.name}".`);
}

function isPending(store: Store, batch: BatchRecord): boolean {
  const status = batchStatus(store, batch);
  return store.projects.get(batch.project)?.studio === true && (status === "staging" || status === "in_progress");
}

/** Pending Studio batches in the order in which they will be worked on. */
function pending(store: Store): BatchRecord[] {
  return [...store.batches.values()].filter((batch) => isPending(store, batch)).sort((a, b) =>
    (a.priority ?? Infinity) - (b.priority ?? Infinity) || byDefault(a, b) || 0
  );
}

/** Calibration batches first, then the oldest. */
function byDefault(a: BatchRecord, b: BatchRecord): number {
  return Number(b.calibration) - Number(a.calibration) || a.createdMs - b.createdMs;
}

function pendingBodies(c: MockContext): Response {
  const { store } = c.env.call;
  return c.json(pending(store).map((batch, i) => studioBatchBody(store, batch, i + 1)));
}

function studioBatchBody(store: Store, batch: BatchRecord, priority?: number): JsonObject {
  const tasks = store.tasks.ofBatch(batch.name);
  return {
    id: batch.id,
    name: batch.name,
    projectId: store.projects.get(batch.project)?.id,
    projectName: batch.project,
    batchType: batch.calibration ? "Calibration" : "Production",
    ...priority !== undefined && { studioPriority: priority },
    total: tasks.length,
    completed: tasks.filter((task) => task.data.status === "completed").length,
    groups: batch.groups,
  };
}

function assignBatch(c: MockContext, batch: BatchRecord): Response {
  const { store } = c.env.call;
  if (!isPending(store, batch)) refuse(400, `Batch "${batch.name}" is not a pending Studio batch.`);
  const { groups } = objectBody(c);
  if (!isStrings(groups)) return invalid(`"groups" must be an array of strings`);
  for (const name of groups) {
    const isMember = store.assignments.get(name)?.has(batch.project);
    if (!isMember && !findGroup(store, batch.project, name)) refuse(404, `Group with name "${name}" not found.`);
  }
  batch.groups = [...groups];
  return c.json(studioBatchBody(store, batch, pending(store).indexOf(batch) + 1));
}

function setPriorities(c: MockContext): Response {
  const { store } = c.env.call;
  const { batches } = objectBody(c);
  if (!Array.isArray(batches)) return invalid(`"batches" is required`);
  const names = batches.map((one) =>
    isObject(one) ? requireString(one, "name") : invalid(`"batches" must hold objects`)
  );
  const waiting = pending(store);
  const unknown = names.filter((name) => !waiting.some((batch) => batch.name === name));
  if (unknown.length) refuse(400, `Not pending batches: ${unknown.join(", ")}.`);
  const missing = waiting.filter((batch) => !names.includes(batch.name)).map((batch) => batch.name);
  if (missing.length) refuse(400, `All pending batches must be given; missing: ${missing.join(", ")}.`);
  if (new Set(names).size !== names.length) invalid(`"batches" contains a duplicate value`);
  for (const batch of waiting) batch.priority = names.indexOf(batch.name) + 1;
  return pendingBodies(c);
}

function resetPriorities(c: MockContext): Response {
  for (const batch of c.env.call.store.batches.values()) delete batch.priority;
  return pendingBodies(c);
}
