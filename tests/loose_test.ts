/**
 * Type tests of what an `interface` may stand for: what is above a `@ts-expect-error` must not compile, everything else
 * must. They run when the suite is type-checked; the functions that hold them are never called.
 */

import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  type BatchParams,
  type LabelDescription,
  type Open,
  type OpenObject,
  type ScaleClient,
  type Task,
  TaskType,
} from "@scaleapi/sdk";

/** A row of a table, with a parameter that no type names. */
interface Row {
  attachment: string;
  row: number;
}

interface Origin {
  camera: string;
  frame?: number;
}

/** A label of an ontology. */
interface Label {
  choice: string;
  colour: string;
}

/** A shape as a model of the caller's gives it. */
interface Shape {
  type: "box";
  label: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A mask, with a field that no type names. */
interface Mask {
  index: number;
  model: string;
}

/** An entity as a model of the caller's gives it. */
interface Entity {
  start: number;
  end: number;
  label: string;
}

/** A question of a form. */
interface Question {
  type: "text" | "number";
  field_id: string;
  title: string;
}

/** A group of document features. */
interface Group {
  type: "group";
  title: string;
}

/** A task that follows on another. */
interface Next {
  type: string;
  instruction: string;
}

declare const scale: ScaleClient;
declare const shapes: Shape[];
declare const masks: Record<string, Mask | Mask[]>;
declare const entities: readonly Entity[];
declare const questions: Question[];
declare const groups: Group[];
declare const next: Next[];
declare const row: Row;
declare const metadata: Origin;
declare const label: Label;
declare const labels: readonly LabelDescription[];
declare const task: Task;

function params(type: string): void {
  scale.tasks.create(TaskType.ImageAnnotation, row);
  scale.tasks.create(type, { ...row, metadata, template_variables: metadata });
  scale.tasks.createMany([{ type, params: row }]);
  scale.evaluationTasks.create("imageannotation", { ...row, metadata, expected_response: {} });
  scale.batches.create({ project: "p", name: "b", metadata });
  scale.projects.create({ name: "p", type: "imageannotation", params: row });
  scale.projects.update("p", row);
  scale.projects.setOntology("p", { ontology: [label, { choice: "animal", subchoices: [label] }] });
  scale.projects.setOntology("p", { ontology: labels });
  scale.files.import("https://example.com/cow.jpg", { metadata });
  scale.tasks.setMetadata("t", metadata);
  scale.batches.setMetadata("b", metadata);
}

function nested(type: string): void {
  scale.tasks.create("imageannotation", { hypothesis: { annotations: shapes } });
  scale.tasks.create("imageannotation", { base_annotations: { annotations: shapes, model: "m-1" } });
  scale.tasks.create("segmentannotation", { hypothesis: { labelMapping: masks } });
  scale.tasks.create("namedentityrecognition", { hypothesis: { annotations: entities } });
  scale.tasks.create("textcollection", {
    fields: [...questions, { type: "field_set", field_id: "s", title: "S", fields: questions }],
  });
  scale.tasks.create("documenttranscription", { features: groups });
  scale.tasks.create("lidarannotation", { dependents: { defs: next } });
  scale.evaluationTasks.create("imageannotation", {
    expected_response: { annotations: shapes },
    initial_response: { annotations: shapes },
  });
  scale.trainingTasks.create(type, { expected_response: metadata });
  scale.projects.create({ name: "p", type: "textcollection", params: { fields: questions } });
}

/** What is written `as const` is `readonly` at every depth. */
function constants(response: Task<"imageannotation">["response"]): void {
  const box = { type: "box", label: "cow", left: 1, top: 2, width: 3, height: 4 } as const;
  const annotated = { annotations: [box, { type: "point", label: "eye", x: 1, y: 2 }] } as const;
  const params = { attachment: "a", tags: ["a"], hypothesis: annotated, base_annotations: annotated } as const;
  scale.tasks.create("imageannotation", params);
  scale.projects.create({ name: "p", type: "imageannotation", params });
  scale.evaluationTasks.create("imageannotation", { ...params, expected_response: annotated });
  const answers = { annotations: { tone: ["calm"], set: { a: [1] } } } as const;
  scale.trainingTasks.create("textcollection", { expected_response: answers });
  // What came back can be sent.
  if (response) scale.tasks.create("imageannotation", { hypothesis: response });
}

function nestedFieldsAreChecked(): void {
  const { width: _, ...flat } = shapes[0] as Shape;
  // @ts-expect-error: a box needs its width
  scale.tasks.create("imageannotation", { hypothesis: { annotations: [flat] } });
  // @ts-expect-error: a mask needs its index
  scale.tasks.create("segmentannotation", { hypothesis: { labelMapping: { road: metadata } } });
  // @ts-expect-error: masks are given by label
  scale.tasks.create("segmentannotation", { hypothesis: { labelMapping: 5 } });
  // @ts-expect-error: an entity needs its place
  scale.tasks.create("namedentityrecognition", { hypothesis: { annotations: [label] } });
  // @ts-expect-error: a question needs a title
  scale.tasks.create("textcollection", { fields: [{ type: "text", field_id: "a" }] });
  // @ts-expect-error: no list of shapes
  scale.evaluationTasks.create("imageannotation", { expected_response: { annotations: shapes[0] } });
  // @ts-expect-error: no object
  scale.trainingTasks.create("brandnewtype", { expected_response: "none" });
}

/** A parameter that no type names is taken in a literal, in a variable and from an interface. */
function parametersOfAnyName(): void {
  interface Named {
    name: string;
    colour: string;
  }
  const named: Named = { name: "n", colour: "red" };
  const batch: Open<BatchParams> = { project: "p", name: "b", brand_new: 1 };
  scale.batches.create(batch);
  scale.batches.create({ project: "p", name: "b", brand_new: 1 });
  scale.batches.create({ project: "p", ...named });
  scale.projects.create({ name: "p", type: "chat", brand_new: 1 });
  scale.projects.create({ type: "chat", ...named });
  scale.projects.list({ archived: true, brand_new: 1 });
  scale.projects.update("p", { patch: true, brand_new: 1 });
  scale.projects.setOntology("p", { ontology: [], brand_new: 1 });
  scale.files.upload(new Uint8Array(1), { brand_new: 1 });
  scale.tasks.audit("t", { accepted: true, brand_new: 1 });
  scale.studio.projectGroups.create("p", { emails: [], ...named });
  scale.studio.projectGroups.update("p", "g", { add_emails: [], brand_new: 1 });
  scale.evaluationTasks.create("chat", { expected_response: {}, brand_new: 1 });
  // @ts-expect-error: wrong type of a known parameter beside one that is not
  scale.batches.create({ project: "p", name: 1, brand_new: 1 });
  // @ts-expect-error: a query has no such value
  scale.projects.list({ brand_new: {} });
  // @ts-expect-error: options come behind the parameters
  scale.tasks.cancel("t", { timeoutMs: 5 });
}

function filters(): void {
  interface Filters {
    project_name: string;
    since: Date;
  }
  const filters: Filters = { project_name: "p", since: new Date() };
  scale.tasks.list(filters);
  scale.tasks.count(filters);
  scale.tasks.export(filters);
  scale.batches.list(filters);
}

function knownFieldsAreChecked(): void {
  const wrong: { attachment: number } & Origin = { attachment: 1, ...metadata };
  // @ts-expect-error: wrong type of a known parameter
  scale.tasks.create("imageannotation", wrong);
  // @ts-expect-error: wrong type of a known parameter
  scale.projects.create({ name: "p", type: "imageannotation", params: wrong });
  // @ts-expect-error: wrong type of a known parameter
  scale.projects.update("p", { patch: "yes" });
  // @ts-expect-error: the name is missing
  scale.batches.create({ project: "p", ...metadata });
  // @ts-expect-error: misspelt option of a geometry
  scale.tasks.create("imageannotation", { ...row, geometries: { box: { min_heigth: 10 } } });
  // @ts-expect-error: misspelt option of a geometry
  scale.projects.create({ name: "p", type: "imageannotation", params: { geometries: { box: { min_heigth: 1 } } } });
  // @ts-expect-error: neither ids nor filters
  scale.tasks.cancelMany([1]);
  // @ts-expect-error: a task is no filter
  scale.tasks.cancelMany(task);
  // @ts-expect-error: an id is no list of its letters
  scale.tasks.cancelMany("65e7270353c5ab0f4d1a9c11");
}

function openObjects(): void {
  const objects: OpenObject[] = [{}, { any: 1 }, metadata, row];
  // @ts-expect-error: a list is no object
  const list: OpenObject = ["a"];
  // @ts-expect-error: nor is a text
  const text: OpenObject = "a";
  // @ts-expect-error: JSON has no maps
  const map: OpenObject = new Map([["a", 1]]);
  // @ts-expect-error: an await is missing; JSON would have {}
  const promise: OpenObject = Promise.resolve(metadata);
  // @ts-expect-error: an await is missing, and {} would replace all metadata
  scale.tasks.setMetadata("t", Promise.resolve(metadata));
  // @ts-expect-error: an await is missing, and {} would replace all parameters
  scale.projects.update("p", Promise.resolve({ instruction: "Box every cow." }));
  void [objects, list, text, map, promise];
}

describe("Loose, Open and OpenObject", () => {
  it("take objects whose type is an interface: the type tests compile", () => {
    const checks = [
      params,
      nested,
      constants,
      nestedFieldsAreChecked,
      parametersOfAnyName,
      filters,
      knownFieldsAreChecked,
      openObjects,
    ];
    assertEquals(checks.length, 8);
  });
});
