import { invalid, isObject, refuse } from "./http.ts";
import type { JsonObject } from "./types.ts";

/** What the service asks of a task type: names that must be there; of an inner list one is enough. */
interface TaskTypeRule {
  readonly required?: readonly (string | readonly string[])[];
  /** Kinds of required parameters that are of another kind in this type than elsewhere. */
  readonly kinds?: Readonly<Record<string, Kind>>;
  readonly defaults?: JsonObject;
  /** What the type asks beyond that. */
  readonly check?: (params: JsonObject) => void;
}

type Kind = "string" | "array" | "object";

/** Kinds of the required parameters. */
const kinds: Readonly<Record<string, Kind>> = {
  attachment: "string",
  attachments: "array",
  geometries: "object",
  objects_to_annotate: "array",
  labels: "array",
  text: "string",
  features: "array",
  fields: "object",
  repeatable_fields: "object",
  choices: "array",
  template_variables: "object",
  annotation_definition: "array",
  scene_format: "string",
  lidar_task: "string",
};

const image: JsonObject = { attachment_type: "image" };
const legacy: TaskTypeRule = {
  required: ["attachment", "objects_to_annotate"],
  defaults: { ...image, with_labels: false },
};
const attachments = ["attachment", "attachments"] as const;
const open: TaskTypeRule = {};

const rules: Readonly<Record<string, TaskTypeRule>> = {
  imageannotation: { required: ["attachment", "geometries"], defaults: image },
  segmentannotation: {
    required: ["attachment", "labels"],
    defaults: { ...image, allow_unlabeled: false },
    check: ({ labels }) => atMost("labels", labels, 50),
  },
  annotation: { ...legacy, defaults: { ...legacy.defaults, min_width: 0, min_height: 0 } },
  polygonannotation: { ...legacy, defaults: { ...legacy.defaults, min_vertices: 1, max_vertices: null } },
  lineannotation: { ...legacy, defaults: { ...legacy.defaults, min_vertices: 1, max_vertices: null, splines: false } },
  pointannotation: legacy,
  cuboidannotation: { ...legacy, defaults: { ...image, with_labels: true, min_annotations: 0, max_annotations: 0 } },
  laneannotation: open,
  videoannotation: { required: [attachments, "geometries"], check: checkFrames },
  videoplaybackannotation: { required: [attachments, "geometries"], defaults: { frame_rate: 1 } },
  videoboxannotation: open,
  videocuboidannotation: open,
  federal2dvideoannotation: open,
  textcollection: {
    required: [["attachments", "template_variables"], ["fields", "template_variables"]],
    kinds: { fields: "array" },
  },
  namedentityrecognition: { required: ["text", "labels"] },
  documenttranscription: { required: [attachments, "features"], defaults: { lang: "en-US", geometry: "box" } },
  documentmodel: open,
  lidarannotation: { required: ["attachments", "labels"], defaults: { attachment_type: "json" } },
  lidarsegmentation: { required: ["labels", ["attachments", "lidar_task"]] },
  lidartopdown: {
    required: ["project", attachments],
    check: (params) => {
      if (attachments.every((name) => isGiven(params[name]))) {
        invalid(`only one of [${attachments.join(", ")}] is allowed`);
      }
    },
  },
  lidarlinking: open,
  sensorfusion: {
    required: ["attachments", "scene_format", "project", "instruction", "callback_url", "annotation_definition"],
    check: (params) => {
      checkSceneFormat(params, ["sensor_fusion"]);
      if ((params.attachments as unknown[]).length !== 1) invalid(`"attachments" must contain 1 items`);
    },
  },
  multistage: {
    required: ["project", "attachments", "scene_format"],
    check: (params) => checkSceneFormat(params, ["sensor_fusion", "split_base64"]),
  },
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

/** Refuses a task that lacks what its type requires, or has it in another kind. */
export function checkRequired(type: string, params: JsonObject): void {
  const rule = rules[type] ?? open;
  for (const required of rule.required ?? []) {
    const names = typeof required === "string" ? [required] : required;
    const given = names.filter((name) => isGiven(params[name]));
    for (const name of given) checkKind(name, params[name], rule.kinds?.[name] ?? kinds[name]);
    if (given.length) continue;
    if (required === attachments) refuse(400, "Please include an attachment or attachments parameter.");
    invalid(`"${names[0]}" is required`);
  }
  rule.check?.(params);
}

function checkKind(name: string, value: unknown, kind: Kind | undefined): void {
  if (kind === "string" && typeof value !== "string") invalid(`"${name}" must be a string`);
  if (kind === "array" && !Array.isArray(value)) invalid(`"${name}" must be an array`);
  if (kind === "object" && !isObject(value)) invalid(`"${name}" must be of type object`);
}

/** A video comes as one file, its frames as many. */
function checkFrames({ attachment_type: type, ...params }: JsonObject): void {
  const name = type === "video" ? "attachment" : type === "image" ? "attachments" : undefined;
  if (name !== undefined && !isGiven(params[name])) invalid(`"${name}" is required`);
}

function checkSceneFormat({ scene_format: format }: JsonObject, allowed: readonly string[]): void {
  if (!allowed.includes(String(format))) invalid(`"scene_format" must be one of [${allowed.join(", ")}]`);
}

function atMost(name: string, value: unknown, most: number): void {
  if (Array.isArray(value) && value.length > most) {
    invalid(`"${name}" must contain less than or equal to ${most} items`);
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Parameters with the defaults of their type filled in. */
export function withDefaults(type: string, params: JsonObject): JsonObject {
  return { ...rules[type]?.defaults, ...params };
}
