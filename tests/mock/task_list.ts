import { flag, integer, invalid, type MockContext } from "./http.ts";
import type { Store, TaskRecord } from "./state.ts";
import { seek, seekTask, type TaskSlice } from "./task_table.ts";
import { timeParam } from "./time.ts";
import type { MockOptions } from "./types.ts";

/** `GET /tasks`: newest first, by pages. */
export function listTasks(c: MockContext): Response {
  const { world, store, query } = c.env.call;
  const { options } = world;
  const slice = matching(store, query, options);
  const asked = integer(query, "limit", 100, 1, 100);
  const limit = Math.min(asked, options.maxPageSize ?? asked);
  const offset = integer(query, "offset", 0, 0);
  const token = query.get("next_token") ?? "";
  const cursor = token ? readToken(token) : undefined;
  const pageNumber = cursor ? cursor.page : 1;
  const end = cursor ? Math.max(slice.from, Math.min(slice.to, placeOf(cursor, slice))) : slice.to - offset;
  const empty = options.emptyPageEvery ? pageNumber % options.emptyPageEvery === 0 && end > slice.from : false;
  const start = empty ? end : Math.max(slice.from, end - limit);
  const more = start > slice.from;
  const last = slice.items[start];
  const nextKey = options.rowTokens ? { rows: slice.to - start } : empty ? cursor ?? beforeAll : last;
  const write = writer(query);
  const docs: string[] = [];
  for (let i = end - 1; i >= start; i--) {
    const task = slice.items[i];
    if (task) docs.push(write(task));
  }
  const next = options.repeatCursor && token ? token : nextKey && makeToken(nextKey, pageNumber + 1);
  const nextText = more && next && !options.missingCursor ? `,"next_token":${JSON.stringify(next)}` : "";
  const total = slice.to - slice.from;
  return c.body(
    `{"docs":[${docs.join(",")}],"total":${total},"limit":${limit},"offset":${offset},"has_more":${more}${nextText}}`,
    200,
    { "content-type": "application/json; charset=utf-8" },
  );
}

/** Behind a task, or behind a number of rows. */
type Cursor = { readonly createdMs: number; readonly seq: number } | { readonly rows: number };

function placeOf(cursor: Cursor, { items, to }: TaskSlice): number {
  return "rows" in cursor ? to - cursor.rows : seekTask(items, cursor);
}

const beforeAll: Cursor = { createdMs: 8.64e15, seq: 0 };

/** Tokens hold characters that mean something in a query, so that a client which forgets to encode them is found out. */
const tokenStart = "t+/&=";

function makeToken(cursor: Cursor, page: number): string {
  const place = "rows" in cursor ? [cursor.rows] : [cursor.createdMs, cursor.seq];
  return tokenStart + btoa(JSON.stringify([page, ...place]));
}

function readToken(token: string): Cursor & { readonly page: number } {
  try {
    const parts: unknown = JSON.parse(atob(token.slice(tokenStart.length)));
    if (token.startsWith(tokenStart) && Array.isArray(parts) && parts.length > 1) {
      const [page = 1, first = 0, seq] = parts.map(Number);
      return { page, ...(seq === undefined ? { rows: first } : { createdMs: first, seq }) };
    }
  } catch {
    // Falls through: not a token of ours.
  }
  return invalid(`"next_token" is not valid`);
}

function writer(query: URLSearchParams): (task: TaskRecord) => string {
  if (flag(query, "limited_response")) return limited;
  return flag(query, "include_attachment_url") ? withAttachmentUrl : taskJson;
}

/** A task as JSON, remembered until it changes. */
export function taskJson(task: TaskRecord): string {
  return task.json ??= JSON.stringify(task.data);
}

function limited(task: TaskRecord): string {
  const { task_id, status, metadata, project = null } = task.data;
  return JSON.stringify({ task_id, status, metadata, project, otherVersion: null });
}

function withAttachmentUrl(task: TaskRecord): string {
  const url = `https://files.example.com/signed/${task.data.task_id}?signature=abc`;
  return `${taskJson(task).slice(0, -1)},"attachment_url":${JSON.stringify(url)}}`;
}

/** The tasks that fit the filters of a query, oldest first. */
export function matching(store: Store, query: URLSearchParams, options: MockOptions): TaskSlice {
  const items = candidates(store, query);
  const range = createdRange(items, query, options);
  const tests = predicates(query);
  if (tests.length === 0) return { items, ...range };
  const name = filterName(query, options);
  const filtered = store.tasks.filtered(
    name,
    () => items.slice(range.from, range.to).filter((task) => tests.every((test) => test(task))),
  );
  return { items: filtered, from: 0, to: filtered.length };
}

function candidates(store: Store, query: URLSearchParams): readonly TaskRecord[] {
  const uniqueIds = query.getAll("unique_id");
  if (uniqueIds.length) {
    const found = new Set(uniqueIds.map((id) => store.tasks.byUniqueId(id)).filter((task) => task !== undefined));
    return [...found].sort((a, b) => a.createdMs - b.createdMs || a.seq - b.seq);
  }
  const batch = query.get("batch");
  if (batch) return store.tasks.ofBatch(batch);
  const project = query.get("project");
  return project ? store.tasks.ofProject(project) : store.tasks.all();
}

function createdRange(
  items: readonly TaskRecord[],
  query: URLSearchParams,
  options: MockOptions,
): { from: number; to: number } {
  const { bounds = "inclusive" } = options;
  const { start, end } = typeof bounds === "string" ? { start: bounds, end: bounds } : bounds;
  const after = timeParam(query, "start_time");
  const before = timeParam(query, "end_time");
  const from = after === undefined ? 0 : seek(items, after, start === "exclusive");
  const to = before === undefined ? items.length : seek(items, before, end === "inclusive");
  return { from, to: Math.max(from, to) };
}

type Predicate = (task: TaskRecord) => boolean;

function predicates(query: URLSearchParams): Predicate[] {
  const tests: Predicate[] = [];
  for (const name of ["type", "status", "project", "batch"]) {
    const wanted = query.get(name);
    const indexed = name === "batch" || (name === "project" && !query.get("batch"));
    if (wanted && (!indexed || query.has("unique_id"))) tests.push((task) => task.data[name] === wanted);
  }
  const tags = query.getAll("tags");
  if (tags.length) tests.push(({ data }) => Array.isArray(data.tags) && data.tags.some((tag) => tags.includes(tag)));
  const reviews = query.get("customer_review_status")?.split(",");
  if (reviews) tests.push((task) => reviews.includes(task.review ?? "pending"));
  addRange(tests, query, "completed", (task) => task.completedMs);
  addRange(tests, query, "updated", (task) => task.updatedMs);
  return tests;
}

function addRange(
  tests: Predicate[],
  query: URLSearchParams,
  name: string,
  read: (task: TaskRecord) => number | undefined,
): void {
  const after = timeParam(query, `${name}_after`);
  const before = timeParam(query, `${name}_before`);
  if (after !== undefined) tests.push((task) => (read(task) ?? -Infinity) >= after);
  if (before !== undefined) tests.push((task) => (read(task) ?? Infinity) <= before);
}

/** What makes two queries the same filter: everything but the page. */
function filterName(query: URLSearchParams, { bounds }: MockOptions): string {
  const names = ["limit", "offset", "next_token", "limited_response", "include_attachment_url"];
  return JSON.stringify([bounds, ...[...query].filter(([name]) => !names.includes(name))]);
}
