/**
 * Type tests of the parameters of task types: what is above a `@ts-expect-error` must not compile, everything else
 * must. They run when the suite is type-checked; the functions that hold them are never called.
 */

import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { TaskType } from "../src/enums.ts";
import type { DocumentTranscriptionParams } from "../src/task_types/documents.ts";
import type { EvaluationTaskParams, TaskParams, TaskParamsMap, TrainingTaskParams } from "../src/task_types/params.ts";
import type { OtherKind, SharedTaskParams } from "../src/task_types/shared.ts";
import type { TextCollectionField } from "../src/task_types/text.ts";
import type { Same } from "./helpers/same_type.ts";
import { create } from "./helpers/wire_task.ts";

function evaluate<Type extends string>(_type: Type, _params: EvaluationTaskParams<Type>): void {}
function train<Type extends string>(_type: Type, _params: TrainingTaskParams<Type>): void {}

function paramsOfTheWireCases(): void {
  create("imageannotation", {
    callback_url: "http://www.example.com/callback",
    instruction: "Draw a box around each cow.",
    attachment_type: "image",
    attachment: "http://example.com/cow.jpg",
    geometries: { box: { objects_to_annotate: ["Baby Cow", "Big Cow"], min_height: 10 } },
    unique_id: "u-1",
    clear_unique_id_on_error: true,
    project: "project one",
    batch: "batch one",
    priority: 30,
    metadata: { "a": 1, "b": null, "c": [1.5, true] },
    tags: ["x", "y"],
  });
  create("imageannotation", { unique_id: "u-1", instruction: "x" });
  create("categorization", {
    instruction: "Do it.",
    attachment_type: "website",
    attachment: "http://example.com/",
    categories: ["public", "private"],
    force: true,
  });
  create("segmentannotation", {
    instruction: "Do it.",
    attachment: "http://example.com/a.jpg",
    labels: ["road"],
    allow_unlabeled: false,
  });
  create("namedentityrecognition", {
    instruction: "Do it.",
    text: "some text",
    labels: [{ name: "L", description: "d" }],
  });
  create("documenttranscription", {
    instruction: "Do it.",
    attachment: "http://example.com/r.jpg",
    features: [{ type: "block", label: "barcode" }],
  });
  create("videoplaybackannotation", { instruction: "Do it.", attachment: "http://example.com/v.mp4", frame_rate: 5 });
  create("lidarannotation", {
    instruction: "Do it.",
    attachments: ["http://example.com/1.json"],
    labels: ["car"],
    meters_per_unit: 2.3,
  });
  create("datacollection", { instruction: "Do it.", attachment: "http://example.com/", fields: { h: "H" } });
  create("federal2dvideoannotation", { instruction: "Do it.", attachment: "http://example.com/v.mp4" });
  create("comparison", {});
  create("comparison", { unique_id: "u-1" });

  const image = { project: "project one", attachment: "http://example.com/a.jpg" };
  evaluate("imageannotation", { ...image, expected_response: { annotations: [] } });
  train("imageannotation", { ...image, expected_response: { annotations: [] } });
  const text = { project: "project one", attachments: [], initial_response: { a: 1 }, expected_response: { a: 2 } };
  evaluate("textcollection", { ...text, unique_id: "u-5" });
  train("textcollection", { ...text, unique_id: "u-5" });
}

function paramsOfThePythonReadme(): void {
  create(TaskType.ImageAnnotation, {
    project: "test_project",
    callback_url: "http://www.example.com/callback",
    instruction: "Draw a box around each baby cow and big cow.",
    attachment_type: "image",
    attachment: "http://i.imgur.com/v4cBreD.jpg",
    unique_id: "c235d023af73",
    geometries: { box: { objects_to_annotate: ["Baby Cow", "Big Cow"], min_height: 10, min_width: 10 } },
  });
  create(TaskType.TextCollection, { attachment: "Some parameters are missing." });
  evaluate(TaskType.TextCollection, {
    project: "test_project",
    attachments: [{ type: "image", content: "https://i.imgur.com/bGjrNzl.jpeg" }],
    initial_response: {
      annotations: {
        answer_reasonable: { type: "category", field_id: "answer_reasonable", response: [["yes"]] },
      },
    },
    expected_response: {
      annotations: {
        answer_reasonable: { type: "category", field_id: "answer_reasonable", response: [["no"]] },
      },
    },
  });
}

function paramsOfEveryType(): void {
  const geometries: TaskParams<"videoannotation">["geometries"] = {
    box: { objects_to_annotate: ["car"], can_rotate: true, integer_pixels: false },
    polygon: { objects_to_annotate: [{ choice: "vehicle", subchoices: ["bus", { choice: "tram", display: "Tram" }] }] },
    line: { min_vertices: 2, max_vertices: null },
    point: { objects_to_annotate: ["eye", "nose"], connections: [{ pair: ["eye", "nose"] }] },
    cuboid: {
      min_height: 4,
      camera_intrinsics: { fx: 1, fy: 1, cx: 0, cy: 0, skew: 0, scalefactor: 1 },
      camera_rotation_quaternion: { w: 1, x: 0, y: 0, z: 0 },
      camera_height: 1.5,
    },
    ellipse: { objects_to_annotate: ["wheel"] },
  };
  create("imageannotation", {
    geometries,
    context_attachments: [{ attachment: "https://example.com/b.jpg" }],
    annotation_attributes: {
      parked: { choices: ["yes", "no"], description: "Is it parked?" },
      doors: { type: "number", description: "How many doors?" },
      heading: { type: "angle" },
      plate: { type: "text" },
      bumper: { type: "x_line" },
      trailer: { type: "linked", allowed_labels: ["trailer"], required: false, conditions: { label: "truck" } },
    },
    links: {
      tows: { is_bidirectional: false, from_allowed_labels: ["car"], to_allowed_labels: ["trailer"] },
      pairs: [{ is_bidirectional: true }],
    },
    hypothesis: { annotations: [{ type: "box", label: "car", left: 1, top: 2, width: 3, height: 4 }] },
    base_annotations: { annotations: [{ type: "point", label: "eye", x: 1, y: 2 }] },
    can_add_base_annotations: true,
    can_edit_base_annotations: false,
    can_edit_base_annotation_labels: false,
    can_delete_base_annotations: false,
    padding: 10,
    paddingX: 5,
    paddingY: 0,
    dependents: { defs: [{ type: "lidarlinking", annotation_type: "annotation" }], require_audit: true },
  });
  create("segmentannotation", {
    labels: ["road", { choice: "person", instance_label: true }],
    hypothesis: {
      labelMapping: { road: { index: 1, color: "#ff0000" }, person: [{ index: 2 }, { index: 3, numPixels: 4 }] },
      annotations: { combined: { indexedImage: "https://example.com/i.png" } },
    },
  });
  create("annotation", { objects_to_annotate: ["cow"], min_width: "30", min_height: 30, with_labels: true });
  create("polygonannotation", { objects_to_annotate: ["cow"], min_vertices: 3, max_vertices: null });
  create("lineannotation", { objects_to_annotate: ["lane"], splines: true });
  create("pointannotation", {
    objects_to_annotate: ["eye"],
    layers: { boxes: [{ left: 0, top: 0, width: 1, height: 1 }] },
  });
  create("cuboidannotation", { objects_to_annotate: ["car"], min_annotations: 0, urgency: "week" });
  create("videoannotation", { attachment_type: "image", attachments: ["a", "b"], geometries, frame_rate: 2 });
  create("videoplaybackannotation", { attachments: ["a"], annotation_frame_rate: 1, events_to_annotate: ["turn"] });
  create("textcollection", {
    attachments: [{ type: "text", content: "Please call me back.", forms: ["f"] }],
    fields: [
      {
        type: "category",
        field_id: "tone",
        title: "Tone",
        choices: [{ label: "Calm", value: "calm" }],
        max_choices: 2,
      },
      { type: "text", field_id: "note", title: "Note", max_length: 80 },
      { type: "field_set", field_id: "set", title: "Set", fields: [{ type: "boolean", field_id: "b", title: "B" }] },
      { type: "form" as OtherKind, field_id: "form", title: "Form", pages: 3 },
    ],
    responses_required: 1,
  });
  create("textcollection", { project: "p", batch: "b", template_variables: { prompt: "Hi" }, unique_id: "u" });
  create("namedentityrecognition", {
    text: "Ada lives in Oslo",
    labels: [{ name: "person", children: [{ name: "author" }] }, { name: "place", display_name: "Place" }],
    relationships: [{ name: "lives_in", display_name: "Lives in", is_directed: true }],
  });
  create("documenttranscription", {
    attachments: ["https://example.com/1.png"],
    features: [
      { type: "text", label: "total", flags: ["money", "key"] },
      { type: "group", title: "Rows", features: [{ type: "text", label: "cell" }] },
    ],
    lang: "de-DE",
    geometry: "polygon",
  });
  create("lidarsegmentation", { labels: ["road"], lidar_task: "65e7270353c5ab0f4d1a9c11", lidar_task_frames: [0, 2] });
  create("lidartopdown", { project: "p", attachment: "https://example.com/aerial.png", geometries: { polygon: {} } });
  create("lidarlinking", { lidar_task: "65e7270353c5ab0f4d1a9c11" });
  create("sensorfusion", { attachments: ["a"], scene_format: "sensor_fusion", annotation_definition: [{ type: "x" }] });
  create("multistage", { project: "p", attachments: ["a.json"], scene_format: "split_base64" });
  create("comparison", { attachments: ["a", "b"], choices: ["first", "second"], fields: { better: "Which is it?" } });
  create("transcription", { attachment_type: "pdf", fields: { total: "Total" }, repeatable_fields: { row: "Row" } });
  create("chat", { template_variables: { topic: "sea" } });
}

function paramsStayOpen(type: string, known: TaskType): void {
  create("imageannotation", { some_new_parameter: { anything: [1] }, geometries: {} });
  create("brandnewtype", { project: "p", some_new_parameter: 1 });
  create(type, { project: "p", some_new_parameter: 1 });
  create(known, { project: "p", some_new_parameter: 1 });
  create("imageannotation", { attachment_type: "hologram", priority: 20, project_version: -1 });
  create("textcollection", { attachments: [{ type: "hologram", content: "" }] } as const);
}

function paramsMayBeUndefined(text: string | undefined, number: number | undefined, flag: boolean | undefined): void {
  create("imageannotation", {
    project: text,
    unique_id: text,
    priority: number,
    tags: undefined,
    metadata: undefined,
    geometries: { box: { min_height: number, can_rotate: flag }, polygon: undefined },
    annotation_attributes: { parked: { choices: ["yes"], description: text } },
    layers: { boxes: [{ label: text, left: 0, top: 0, width: 1, height: 1 }], lines: undefined },
    hypothesis: { annotations: [{ type: "box", label: text, left: 1, top: 2, width: 3, height: 4, rotation: number }] },
    dependents: { defs: [{ type: text }], require_audit: flag },
  });
  create("textcollection", {
    attachments: undefined,
    fields: [{ type: "category", field_id: "a", title: "A", hint: text, choices: [], max_choices: number }],
    title: text,
  });
  create("brandnewtype", { batch: text, project_version: number });
  evaluate("imageannotation", { project: text, expected_response: {}, initial_response: undefined });
  // @ts-expect-error: null is a value
  create("imageannotation", { project: null });
}

function mistakesInParamsAreErrors(): void {
  // @ts-expect-error: misspelt option of a geometry
  create("imageannotation", { geometries: { box: { min_heigth: 10 } } });
  // @ts-expect-error: an option of another geometry
  create("imageannotation", { geometries: { polygon: { min_height: 10 } } });
  // @ts-expect-error: no such geometry
  create("videoannotation", { geometries: { boxes: {} } });
  // @ts-expect-error: misspelt field of a label
  create("segmentannotation", { labels: [{ choice: "person", instance_lable: true }] });
  // @ts-expect-error: misspelt field of an attribute without a type
  create("imageannotation", { annotation_attributes: { parked: { choices: ["yes"], alow_multiple: true } } });
  // @ts-expect-error: an option of another kind of attribute
  create("imageannotation", { annotation_attributes: { doors: { type: "number", choices: ["1"] } } });
  // @ts-expect-error: no such kind of attribute
  create("imageannotation", { annotation_attributes: { doors: { type: "colour" } } });
  // @ts-expect-error: misspelt field of a link
  create("imageannotation", { links: { tows: { bidirectional: true } } });
  // @ts-expect-error: a box needs its size
  create("imageannotation", { hypothesis: { annotations: [{ type: "box", left: 1, top: 2 }] } });
  // @ts-expect-error: choices are missing
  create("textcollection", { fields: [{ type: "category", field_id: "a", title: "A" }] });
  // @ts-expect-error: misspelt field of a field
  create("textcollection", { fields: [{ type: "boolean", field_id: "a", title: "A", requierd: true }] });
  // @ts-expect-error: text collections take objects
  create("textcollection", { attachments: ["https://example.com"] });
  // @ts-expect-error: misspelt field of an entity label
  create("namedentityrecognition", { labels: [{ name: "L", descripton: "d" }] });
  // @ts-expect-error: a feature needs a label
  create("documenttranscription", { features: [{ type: "block" }] });
  // @ts-expect-error: no boxes from above
  create("lidartopdown", { geometries: { box: {} } });
  // @ts-expect-error: misspelt field of a context attachment
  create("imageannotation", { context_attachments: [{ atachment: "a" }] });

  // @ts-expect-error: wrong type of a known parameter
  create("imageannotation", { attachment: 1 });
  // @ts-expect-error: wrong type of a known parameter
  create("imageannotation", { tags: "a" });
  // @ts-expect-error: wrong type of a known parameter
  create("videoplaybackannotation", { frame_rate: "5" });
  // @ts-expect-error: wrong type of a shared parameter of an undocumented type
  create("laneannotation", { metadata: "a" });
  // @ts-expect-error: wrong type of a shared parameter of an unknown type
  create("brandnewtype", { unique_id: 5 });

  // @ts-expect-error: expected_response is missing
  evaluate("imageannotation", { project: "p" });
  // @ts-expect-error: expected_response is missing
  train("brandnewtype", { project: "p" });
  // @ts-expect-error: the form of the response is known
  evaluate("imageannotation", { expected_response: { annotations: "none" } });
  // @ts-expect-error: misspelt options are found here too
  train("imageannotation", { expected_response: {}, geometries: { box: { min_heigth: 1 } } });
}

function mapIsComplete(): void {
  const params: Same<keyof TaskParamsMap, TaskType> = true;
  const allOpen: TaskParamsMap[keyof TaskParamsMap] extends SharedTaskParams ? true : false = true;
  const ofScenes: Same<OwnParams<"sensorfusion">, "scene_format" | "annotation_definition"> = true;
  const ofStages: Same<OwnParams<"multistage">, "scene_format"> = true;
  void [params, allOpen, ofScenes, ofStages];
}

/** The names of the parameters that a type of task has beside the shared ones: those that Scale documents. */
type OwnParams<Type extends TaskType> = Exclude<keyof TaskParamsMap[Type], keyof SharedTaskParams>;

function fieldsNarrowedByKind(field: TextCollectionField): string {
  switch (field.type) {
    case "category":
      return field.choices.map(({ label }) => label).join();
    case "field_set":
      return String(field.fields.length);
    case "text":
      return String(field.max_length);
    case "boolean":
      return field.title;
    default:
      return field.type;
  }
}

function featuresNarrowedByKind(feature: NonNullable<DocumentTranscriptionParams["features"]>[number]): string {
  if (feature.type === "group") return feature.title;
  if (feature.type === "text") return feature.label;
  return feature.type;
}

describe("the parameters of task types", () => {
  it("TaskParams: the type tests compile", () => {
    const checks = [
      paramsOfTheWireCases,
      paramsOfThePythonReadme,
      paramsOfEveryType,
      paramsStayOpen,
      paramsMayBeUndefined,
      mistakesInParamsAreErrors,
      mapIsComplete,
      fieldsNarrowedByKind,
      featuresNarrowedByKind,
    ];
    assertEquals(checks.length, 9);
  });
});
