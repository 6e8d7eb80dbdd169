import { hash32, uuidOf } from "./ids.ts";
import { isObject } from "./http.ts";
import type { JsonObject } from "./types.ts";

/** A plausible response for a task; undefined for types that complete without one. */
export function responseFor(type: string, params: JsonObject, taskId: string): JsonObject | undefined {
  return makers[type]?.(params, taskId);
}

type Maker = (params: JsonObject, taskId: string) => JsonObject;

const results = "https://results.example.com";

const makers: Readonly<Record<string, Maker>> = {
  imageannotation: (params, id) => ({ annotations: geometryAnnotations(params, id) }),
  annotation: (params) => legacy(params, { left: 0, top: 0, width: 100, height: 100 }),
  polygonannotation: (params) => legacy(params, { vertices: triangle(0) }),
  lineannotation: (params) => legacy(params, { vertices: triangle(0) }),
  cuboidannotation: (params) => legacy(params, { vertices: cuboidVertices(0) }),
  segmentannotation: segmentation,
  videoannotation: (_, id) => ({ annotations: { url: `${results}/${id}/annotations.json` } }),
  videoplaybackannotation: (_, id) => ({
    annotations: { url: `${results}/${id}/annotations.json` },
    events: { url: `${results}/${id}/events.json` },
  }),
  lidarannotation: (_, id) => ({ annotations: { url: `${results}/${id}/cuboids.json` } }),
  lidarlinking: (_, id) => ({ annotations: { url: `${results}/${id}/links.json` } }),
  lidarsegmentation: (_, id) => ({ point_segmentations: { url: `${results}/${id}/points.json` } }),
  textcollection: (params) => ({ annotations: fieldValues(params.fields) }),
  namedentityrecognition: entities,
  documenttranscription: documentText,
  categorization,
  comparison: (params) => ({
    ...listOf(params.choices).length && { choice: listOf(params.choices)[0] },
    ...isObject(params.fields) && { fields: testFields(params.fields) },
  }),
  transcription: (params) => ({
    fields: testFields(params.fields),
    ...isObject(params.repeatable_fields) && { repeatable_fields: [testFields(params.repeatable_fields)] },
  }),
  datacollection: (params) => ({ fields: testFields(params.fields), time_spent_in_seconds: 12 }),
  chat: () => ({ responses: [{ type: "Instructions", output: "test response" }] }),
};

/** Leaf names of a label array, whose items are strings or objects with `choice` and `subchoices`. */
export function labelsOf(value: unknown): string[] {
  return listOf(value).flatMap((item) => {
    if (typeof item === "string") return [item];
    if (!isObject(item)) return [];
    const leaves = labelsOf(item.subchoices);
    return leaves.length ? leaves : [String(item.choice ?? item.name ?? item.label ?? "")];
  });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function geometryAnnotations(params: JsonObject, id: string): JsonObject[] {
  const geometries = isObject(params.geometries) ? params.geometries : {};
  const attributes = attributeValues(params.annotation_attributes);
  const annotations: JsonObject[] = [];
  for (const [type, options] of Object.entries(geometries)) {
    const { objects_to_annotate: objects, can_rotate } = isObject(options) ? options : {};
    for (const label of labelsOf(objects)) {
      const count = 1 + hash32(`${id}${label}`, 1) % 3;
      for (let i = 0; i < count; i++) {
        const n = annotations.length;
        const rotated = type === "box" && can_rotate === true ? { rotation: 0, vertices: boxCorners(n) } : {};
        annotations.push({ uuid: uuidOf(id, n), type, label, ...shape(type, n), ...rotated, attributes });
      }
    }
  }
  return annotations;
}

function shape(type: string, n: number): JsonObject {
  if (type === "box") return { left: 10 + 7 * n, top: 20 + 5 * n, width: 64, height: 32 };
  if (type === "point") return { x: 77 + n, y: 41 + n };
  if (type === "ellipse") return { vertices: [[50, 10], [90, 40], [50, 70], [10, 40]].map(([x, y]) => ({ x, y })) };
  if (type === "cuboid") return { vertices: cuboidVertices(n), edges: [] };
  return { vertices: triangle(n) };
}

/** The corners of the box that `shape` gives. */
function boxCorners(n: number): JsonObject[] {
  const [left, top] = [10 + 7 * n, 20 + 5 * n];
  return [[0, 0], [64, 0], [64, 32], [0, 32]].map(([x = 0, y = 0]) => ({ x: left + x, y: top + y }));
}

function triangle(n: number): JsonObject[] {
  return [{ x: 1 + n, y: 2 }, { x: 9 + n, y: 2 }, { x: 5 + n, y: 8 }];
}

function cuboidVertices(n: number): JsonObject[] {
  const corners = ["face-topleft", "face-bottomleft", "face-topright", "face-bottomright"];
  return [...corners, "side-topcorner", "side-bottomcorner"].map((description, i) => (
    { description, x: 10 * i + n, y: 8 * i, type: "vertex" }
  ));
}

function attributeValues(definitions: unknown): JsonObject {
  const values: JsonObject = {};
  if (!isObject(definitions)) return values;
  for (const [name, definition] of Object.entries(definitions)) {
    const { type = "category", choices, allow_multiple } = isObject(definition) ? definition : {};
    const first = labelsOf(choices)[0] ?? null;
    if (type === "category") values[name] = allow_multiple ? [first] : first;
    else values[name] = type === "number" ? 1 : type === "angle" ? 90 : "test response";
  }
  return values;
}

function legacy(params: JsonObject, fields: JsonObject): JsonObject {
  const label = params.with_labels ? { label: labelsOf(params.objects_to_annotate)[0] ?? null } : {};
  return { annotations: [{ ...fields, ...label }] };
}

/** A mask for each label, in a list where the label has one for each instance. */
function segmentation(params: JsonObject, id: string): JsonObject {
  const labels = labelsOf(params.labels);
  const instances = [...instanceLabels(params.labels), ...listOf(params.instance_labels)];
  const byLabel = (one: (index: number) => unknown): JsonObject =>
    Object.fromEntries(labels.map((label, i) => [label, instances.includes(label) ? [one(i + 1)] : one(i + 1)]));
  return {
    labelMapping: byLabel((index) => ({ index, color: `#${99999 + index}` })),
    annotations: {
      combined: { image: `${results}/${id}/image`, indexedImage: `${results}/${id}/indexed` },
      labeled: byLabel((index) => `${results}/${id}/${index}`),
      unlabeled: params.allow_unlabeled ? `${results}/${id}/0` : null,
    },
  };
}

/** Leaf names of the labels that ask for a mask of each instance. */
function instanceLabels(value: unknown): string[] {
  return listOf(value).filter(isObject).flatMap((label) => [
    ...label.instance_label === true ? labelsOf([label]) : [],
    ...instanceLabels(label.subchoices),
  ]);
}

function fieldValues(fields: unknown): JsonObject {
  const values: JsonObject = {};
  for (const field of listOf(fields)) {
    if (!isObject(field)) continue;
    const value = fieldValue(field);
    values[String(field.field_id)] = Number(field.max_responses_required ?? 1) > 1 ? [value] : value;
  }
  return values;
}

function fieldValue({ type, choices, fields }: JsonObject): unknown {
  const choice = listOf(choices)[0];
  if (type === "field_set") return fieldValues(fields);
  if (type === "category") return [isObject(choice) ? choice.value : choice];
  return type === "boolean" ? true : type === "number" ? "1" : "test response";
}

function entities(params: JsonObject): JsonObject {
  const words = [...String(params.text ?? "").matchAll(/\S+/g)];
  const annotations = labelsOf(params.labels).slice(0, words.length).map((label, i) => {
    const text = words[i]?.[0] ?? "";
    const start = words[i]?.index ?? 0;
    return { id: `a${i + 1}`, start, end: start + text.length, text, label };
  });
  return { annotations, relationships: [] };
}

/** The pages that the annotations of a document count by; undefined for other types. */
export function documentPages(type: string, { attachment, attachments }: JsonObject): JsonObject[] | undefined {
  if (type !== "documenttranscription" && type !== "documentmodel") return undefined;
  const pages = listOf(attachments).length ? listOf(attachments) : [attachment];
  return pages.map(() => ({ width: 1700, height: 2200 }));
}

function documentText(params: JsonObject, id: string): JsonObject {
  return {
    annotations: listOf(params.features).filter(isObject).map((feature, i) => ({
      uuid: uuidOf(id, i),
      page: 0,
      label: feature.label ?? feature.title,
      text: "test response",
      location: { type: "box", left: 10, top: 20 + 30 * i, width: 77, height: 26 },
      refs: [],
    })),
  };
}

function categorization(params: JsonObject): JsonObject {
  const ids = isObject(params.category_ids) ? params.category_ids : {};
  const [id] = Object.keys(ids);
  const first = labelsOf(params.categories)[0] ?? (id === undefined ? null : ids[id]);
  const firstId = Object.keys(ids).find((one) => ids[one] === first) ?? null;
  const answer = (value: unknown): unknown => params.allow_multiple ? [value] : value;
  return { category: answer(first), ...id !== undefined && { category_id: answer(firstId) } };
}

function testFields(fields: unknown): JsonObject {
  const names = isObject(fields) ? Object.keys(fields) : [];
  return Object.fromEntries(names.map((name) => [name, "test response"]));
}
