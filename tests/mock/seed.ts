import { isObject } from "./http.ts";
import { responseFor } from "./responses.ts";
import { addBatch, addProject, type Store, type TaskRecord } from "./state.ts";
import { iso } from "./time.ts";
import type { JsonObject, Seed } from "./types.ts";

/** Adds many tasks. They share the objects under `params` and `response`, so 200,000 of them are affordable. */
export function seedTasks(store: Store, seed: Seed): number {
  const { tasks: count, type = "imageannotation", status = "completed", sizeBytes = 900, uniqueIdPrefix, tags } = seed;
  const { spreadMs = count * 1000, bunched = 0 } = seed;
  ensurePlace(store, seed);
  const v2 = seed.delivery === undefined ? undefined : { delivery_id: deliveryId(store, seed, seed.delivery) };
  const params = {
    attachment: "https://files.example.com/street-0001.jpg",
    attachment_type: "image",
    geometries: { box: { objects_to_annotate: ["bicycle"], min_height: 8, min_width: 8 } },
  };
  const firstMs = seed.from === undefined ? Date.now() - spreadMs : Date.parse(seed.from);
  const filler: { response?: JsonObject; note?: string } = {};
  const make = (i: number): TaskRecord => {
    const createdMs = firstMs + Math.round(spreadMs * place(count > 1 ? i / (count - 1) : 0, bunched));
    const completed = status === "completed";
    const data: TaskRecord["data"] = {
      task_id: store.ids.object(),
      created_at: iso(createdMs),
      updated_at: iso(createdMs),
      ...completed && { completed_at: iso(createdMs) },
      type,
      status,
      instruction: "Box every bicycle.",
      params,
      is_test: store.mode === "test",
      urgency: "standard",
      metadata: filler.note === undefined ? { row: i } : { row: i, note: filler.note },
      processed_attachments: [],
      ...seed.project !== undefined && { project: seed.project },
      ...seed.batch !== undefined && { batch: seed.batch },
      ...uniqueIdPrefix !== undefined && { unique_id: `${uniqueIdPrefix}${i}` },
      ...tags && { tags: [...tags] },
      ...completed && filler.response && { response: filler.response },
    };
    return {
      data,
      seq: store.tasks.nextSeq(),
      createdMs,
      updatedMs: createdMs,
      ...completed && { completedMs: createdMs },
      ...v2 && { v2 },
    };
  };
  if (status === "completed") fillResponse(filler, type, params, sizeBytes - sizeOf(make(0)));
  const missing = sizeBytes - sizeOf(make(0)) - 10;
  if (missing > 0) filler.note = "x".repeat(missing);
  for (let i = 0; i < count; i++) store.tasks.add(make(i));
  return count;
}

function ensurePlace(store: Store, seed: Seed): void {
  if (seed.project === undefined) return;
  const { project: name, batch, type = "imageannotation" } = seed;
  const project = store.projects.get(name) ?? addProject(store, { name, type });
  if (batch !== undefined && !store.batches.has(batch)) addBatch(store, { name: batch, project });
}

function deliveryId(store: Store, seed: Seed, name: string): unknown {
  const { deliveries } = store.genai;
  const project = store.projects.get(seed.project ?? "")?.id;
  const known = deliveries.findIndex((one) => one.name === name);
  const before = deliveries[known];
  if (before) {
    deliveries[known] = { ...before, task_count: Number(before.task_count) + seed.tasks };
    return before.id;
  }
  const id = store.ids.object();
  deliveries.push({ id, name, task_count: seed.tasks, delivered_at: iso(Date.now()), project });
  return id;
}

/** Share of the time at which a share of the tasks was made. */
function place(share: number, bunched: number): number {
  const rest = 1 - bunched;
  if (bunched <= 0 || share <= rest / 2) return bunched <= 0 ? share : share / rest * 0.99;
  if (share <= rest / 2 + bunched) return 0.495 + (share - rest / 2) / bunched * 0.01;
  return 0.505 + (share - rest / 2 - bunched) / (rest / 2) * 0.495;
}

function sizeOf(task: TaskRecord): number {
  return JSON.stringify(task.data).length;
}

/** A response with as many annotations as fit. */
function fillResponse(filler: { response?: JsonObject }, type: string, params: JsonObject, bytes: number): void {
  const response = responseFor(type, params, "0");
  const annotations = response?.annotations;
  if (!response || !Array.isArray(annotations) || !isObject(annotations[0])) return;
  const one = JSON.stringify(annotations[0]).length + 1;
  const fit = Math.floor((bytes - 30) / one);
  if (fit < 1) return;
  filler.response = { annotations: Array.from({ length: fit }, (_, i) => annotations[i % annotations.length]) };
}
