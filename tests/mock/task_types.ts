import { invalid, refuse } from "./http.ts";
import type { JsonObject } from "./types.ts";

/** What the service asks of a task type: names that must be there; of an inner list one is enough. */
interface TaskTypeRule {
  readonly required?: readonly (string | readonly string[])[];
  readonly defaults?: JsonObject;
}

const image: JsonObject = { attachment_type: "image" };
const legacy: TaskTypeRule = {
  required: ["attachment", "objects_to_annotate"],
  defaults: { ...image, with_labels: false },
};
const attachments = ["attachment", "attachments"] as const;
const open: TaskTypeRule = {};

const rules: Readonly<Record<string, TaskTypeRule>> = {
  imageannotation: { required: ["attachment", "geometries"], defaults: image },
  segmentannotation: { required: ["attachment", "labels"], defaults: { ...image, allow_unlabeled: false } },
  annotation: { ...legacy, defaults: { ...legacy.defaults, min_width: 0, min_height: 0 } },
  polygonannotation: { ...legacy, defaults: { ...legacy.defaults, min_vertices: 1, max_vertices: null } },
  lineannotation: { ...legacy, defaults: { ...legacy.defaults, min_vertices: 1, max_vertices: null, splines: false } },
  pointannotation: legacy,
  cuboidannotation: { ...legacy, defaults: { ...image, with_labels: true, min_annotations: 0, max_annotations: 0 } },
  laneannotation: open,
  videoannotation: { required: [attachments, "geometries"] },
  videoplaybackannotation: { required: [attachments, "geometries"], defaults: { frame_rate: 1 } },
  videoboxannotation: open,
  videocuboidannotation: open,
  federal2dvideoannotation: open,
  textcollection: { required: [["attachments", "template_variables"], ["fields", "template_variables"]] },
  namedentityrecognition: { required: ["text", "labels"] },
  documenttranscription: { required: [attachments, "features"], defaults: { lang: "en-US", geometry: "box" } },
  documentmodel: open,
  lidarannotation: { required: ["attachments", "labels"], defaults: { attachment_type: "json" } },
  lidarsegmentation: { required: ["labels", ["attachments", "lidar_task"]] },
  lidartopdown: { required: ["project", attachments] },
  lidarlinking: open,
  sensorfusion: {
    required: ["attachments", "scene_format", "project", "instruction", "callback_url", "annotation_definition"],
  },
  multistage: { required: ["project", "attachments", "scene_format"] },
  categorization: { required: ["attachment", "instruction"], defaults: { allow_multiple: false } },
  comparison: { required: ["attachments", ["fields", "choices"]] },
  transcription: { required: ["attachment", ["fields", "repeatable_fields"]] },
  datacollection: { required: ["attachment", "fields"] },
  chat: open,
  chatexperimental: open,
  chatlite: open,
  multichat: open,
};

/** Types that quality tasks can be made of. */
export const qualityTaskTypes: readonly string[] = [
  "documenttranscription",
  "segmentannotation",
  "videoplaybackannotation",
  "imageannotation",
  "textcollection",
  "namedentityrecognition",
];

/** Whether the service knows a task type. */
export function isTaskType(type: string): boolean {
  return Object.hasOwn(rules, type);
}

/** Refuses a task that lacks what its type requires. */
export function checkRequired(type: string, params: JsonObject): void {
  for (const rule of rules[type]?.required ?? []) {
    const names = typeof rule === "string" ? [rule] : rule;
    if (names.some((name) => isGiven(params[name]))) continue;
    if (rule === attachments) refuse(400, "Please include an attachment or attachments parameter.");
    invalid(`"${names[0]}" is required`);
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Parameters with the defaults of their type filled in. */
export function withDefaults(type: string, params: JsonObject): JsonObject {
  return { ...rules[type]?.defaults, ...params };
}
