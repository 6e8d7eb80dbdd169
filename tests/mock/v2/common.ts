import { batchCompletedAt, batchStatus } from "../batches.ts";
import { integer, invalid, type MockContext, refuse } from "../http.ts";
import type { BatchRecord, ProjectRecord, Store } from "../state.ts";
import { iso } from "../time.ts";
import type { JsonObject } from "../types.ts";

/** Where an id and a name come from: the query or a body. */
export type Source = (name: string) => string | undefined;

/** Reads from the query. */
export function fromQuery(c: MockContext): Source {
  return (name) => c.env.call.query.get(name) || undefined;
}

/** Reads from a body. */
export function fromBody(body: JsonObject): Source {
  return (name) => {
    const value = body[name];
    if (value === undefined || value === null || value === "") return undefined;
    return typeof value === "string" ? value : invalid(`"${name}" must be a string`);
  };
}

/** The project named by `project_id` or `project_name`; undefined where neither is given. */
export function pickProject(store: Store, source: Source): ProjectRecord | undefined {
  return pick([...store.projects.values()], "project", source);
}

/** The batch named by `batch_id` or `batch_name`; undefined where neither is given. */
export function pickBatch(store: Store, source: Source): BatchRecord | undefined {
  return pick([...store.batches.values()], "batch", source);
}

function pick<T extends { id: string; name: string }>(all: readonly T[], noun: string, source: Source): T | undefined {
  const id = source(`${noun}_id`);
  const name = source(`${noun}_name`);
  if (id === undefined && name === undefined) return undefined;
  const found = all.find((one) => id === undefined ? one.name === name : one.id === id) ??
    refuse(404, `${noun === "batch" ? "Batch" : "Project"} not found.`);
  if (name !== undefined && found.name !== name) invalid(`"${noun}_id" and "${noun}_name" disagree`);
  return found;
}

/** Refuses a request that names neither. */
export function oneOf<T>(found: T | undefined, first: string, second: string): T {
  return found ?? invalid(`"${first}" or "${second}" is required`);
}

/** The values of a repeated parameter, each one of those allowed. */
export function choices(c: MockContext, name: string, allowed: readonly string[]): Set<string> {
  const values = c.env.call.query.getAll(name);
  for (const value of values) {
    if (!allowed.includes(value)) invalid(`"${name}" must be one of [${allowed.join(", ")}]`);
  }
  return new Set(values);
}

/** A single parameter out of those allowed. */
export function choice(c: MockContext, name: string, allowed: readonly string[]): string | undefined {
  return [...choices(c, name, allowed)][0];
}

/** A stretch of a list and the token of the next one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

const tokenStart = "p+/&=";

/** Cuts a page out of a list by `limit` and `next_token`. */
export function page<T>(c: MockContext, all: readonly T[]): Page<T> {
  const { query, world: { options } } = c.env.call;
  const asked = integer(query, "limit", 100, 1, 100);
  const limit = Math.min(asked, options.maxPageSize ?? asked);
  const token = query.get("next_token") ?? "";
  const { skip, number } = token ? readToken(token) : { skip: 0, number: 1 };
  const empty = options.emptyPageEvery ? number % options.emptyPageEvery === 0 && skip < all.length : false;
  const end = empty ? skip : skip + limit;
  if (end >= all.length) return { items: all.slice(skip), next: undefined };
  const next = options.repeatCursor && token
    ? token
    : tokenStart + btoa(JSON.stringify({ skip: end, number: number + 1 }));
  return { items: all.slice(skip, end), next };
}

function readToken(token: string): { skip: number; number: number } {
  try {
    const value: unknown = JSON.parse(atob(token.slice(tokenStart.length)));
    const { skip, number } = value as { skip: unknown; number: unknown };
    if (token.startsWith(tokenStart) && typeof skip === "number" && typeof number === "number") return { skip, number };
  } catch {
    // Falls through: not a token of ours.
  }
  return invalid(`"next_token" is not valid`);
}

/** A project as v2 shows it. */
export function projectBody(project: ProjectRecord): JsonObject {
  return {
    id: project.id,
    name: project.name,
    created_at: iso(project.createdMs),
    ...project.types && { types: project.types },
    ...project.models && { models: project.models },
  };
}

/** The id of a project by its name, or the project itself. */
export function projectRef(store: Store, name: unknown, expand: boolean): unknown {
  const project = store.projects.get(String(name));
  return project && (expand ? projectBody(project) : project.id);
}

/** A batch as v2 shows it. */
export function batchBody(store: Store, batch: BatchRecord, expandProject = false): JsonObject {
  const completedAt = batchCompletedAt(store, batch);
  return {
    id: batch.id,
    name: batch.name,
    project: projectRef(store, batch.project, expandProject),
    created_at: iso(batch.createdMs),
    ...completedAt !== undefined && { completed_at: completedAt },
    status: batchStatus(store, batch),
    ...batch.callback !== undefined && { callback: batch.callback },
    metadata: batch.metadata,
  };
}

/** New metadata: the given one, or merged deeply into the old. */
export function mergedMetadata(old: unknown, body: JsonObject): JsonObject {
  const { metadata, merge = false } = body;
  if (metadata === undefined || metadata === null) return invalid(`"metadata" is required`);
  if (!isPlain(metadata)) return invalid(`"metadata" must be of type object`);
  if (typeof merge !== "boolean") return invalid(`"merge" must be a boolean`);
  return merge && isPlain(old) ? deepMerge(old, metadata) : metadata;
}

function isPlain(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function deepMerge(old: JsonObject, fresh: JsonObject): JsonObject {
  const merged = { ...old };
  for (const [name, value] of Object.entries(fresh)) {
    const before = merged[name];
    merged[name] = isPlain(before) && isPlain(value) ? deepMerge(before, value) : value;
  }
  return merged;
}

/** Whether a time lies in the range that two parameters give. */
export function inRange(time: unknown, after: number | undefined, before: number | undefined): boolean {
  if (after === undefined && before === undefined) return true;
  const ms = typeof time === "string" ? Date.parse(time) : NaN;
  return ms >= (after ?? -Infinity) && ms <= (before ?? Infinity);
}
