import { isObject } from "../http.ts";
import type { Store, TaskRecord } from "../state.ts";
import type { JsonObject } from "../types.ts";
import { batchBody, projectRef } from "./common.ts";

/** Values of `opts`. */
export const taskOptions: readonly string[] = [
  "annotation_details",
  "attachment_details",
  "model_parameters",
  "submissions",
];

/** What a read of tasks asks for. */
export interface TaskViewOptions {
  readonly expand: ReadonlySet<string>;
  readonly opts: ReadonlySet<string>;
}

/** Nothing expanded, no details. */
export const plain: TaskViewOptions = { expand: new Set(), opts: new Set() };

/** A task as v2 shows it. */
export function taskBody(store: Store, task: TaskRecord, { expand, opts }: TaskViewOptions): JsonObject {
  const { task_id, project, batch: batchName, status, created_at, completed_at, metadata } = task.data;
  const batch = store.batches.get(String(batchName));
  const { errors, sensitive_content_reports: reports } = task.v2 ?? {};
  return {
    task_id,
    project: projectRef(store, project, expand.has("project")),
    ...batch && { batch: expand.has("batch") ? batchBody(store, batch) : batch.id },
    status,
    created_at,
    ...completed_at !== undefined && { completed_at },
    metadata,
    ...!reports && { threads: threadsOf(task).map((thread) => reduced(thread, opts)) },
    ...errors !== undefined && { errors },
    ...reports !== undefined && { sensitive_content_reports: reports },
  };
}

/** The whole threads of a task: those of its fixture, else a short canned one once it is completed. */
export function threadsOf(task: TaskRecord): JsonObject[] {
  const { threads } = task.v2 ?? {};
  if (Array.isArray(threads)) return threads;
  const { status, type, params, task_id } = task.data;
  if (status !== "completed" || type !== "chat") return [];
  const variables = isObject(params) && isObject(params.template_variables) ? params.template_variables : {};
  const say = (role: string, source_id: string, text: string): JsonObject => (
    { role, source_id, content: { text }, annotations: [] }
  );
  const chosen = { id: `${task_id}_an_0`, key: "selected_model_id", type: "category", value: "model_1" };
  const messages = [
    say("user", "user", String(variables.prompt ?? "Hello")),
    say("assistant", "model_1", "test response"),
  ];
  return [{
    id: "thread_0",
    turns: [{ id: "turn_0", messages, annotations: [{ ...chosen, possible_values: ["model_1", "model_2"] }] }],
    annotations: [],
  }];
}

const mediaFields: readonly string[] = [
  "file_size_in_bytes",
  "duration",
  "transcript",
  "transcript_url",
  "transcript_start",
  "transcript_end",
];

/** A copy without the details that were not asked for. */
function reduced(node: JsonObject, opts: ReadonlySet<string>): JsonObject {
  const copy: JsonObject = {};
  for (const [name, value] of Object.entries(node)) {
    if ((name === "model_parameters" || name === "submissions") && !opts.has(name)) continue;
    copy[name] = Array.isArray(value) ? value.map((item) => reducedItem(name, item, opts)) : nested(value, opts);
  }
  return copy;
}

function reducedItem(name: string, item: unknown, opts: ReadonlySet<string>): unknown {
  if (!isObject(item)) return item;
  if (name === "annotations") return opts.has("annotation_details") ? item : { key: item.key, value: item.value };
  if (name === "attachments" && !opts.has("attachment_details")) {
    return Object.fromEntries(Object.entries(item).filter(([field]) => !mediaFields.includes(field)));
  }
  return reduced(item, opts);
}

function nested(value: unknown, opts: ReadonlySet<string>): unknown {
  return isObject(value) ? reduced(value, opts) : value;
}

/** The annotation of that id, wherever in a task it hangs. */
export function findAnnotation(node: unknown, id: string): JsonObject | undefined {
  if (Array.isArray(node)) {
    for (const item of node) {
      const found = findAnnotation(item, id);
      if (found) return found;
    }
    return undefined;
  }
  if (!isObject(node)) return undefined;
  if (node.id === id && "key" in node) return node;
  return findAnnotation(Object.values(node), id);
}
