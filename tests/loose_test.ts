/**
 * Type tests of what an `interface` may stand for: what is above a `@ts-expect-error` must not compile, everything else
 * must. They run when the suite is type-checked; the functions that hold them are never called.
 */

import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { type OpenObject, type ScaleClient, type Task, TaskType } from "@scaleapi/sdk";

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

declare const scale: ScaleClient;
declare const row: Row;
declare const metadata: Origin;
declare const label: Label;
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
  scale.files.import("https://example.com/cow.jpg", { metadata });
  scale.tasks.setMetadata("t", metadata);
  scale.batches.setMetadata("b", metadata);
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
}

function openObjects(): void {
  const objects: OpenObject[] = [{}, { any: 1 }, metadata, row];
  // @ts-expect-error: a list is no object
  const list: OpenObject = ["a"];
  // @ts-expect-error: nor is a text
  const text: OpenObject = "a";
  // @ts-expect-error: JSON has no maps
  const map: OpenObject = new Map([["a", 1]]);
  void [objects, list, text, map];
}

describe("Loose and OpenObject", () => {
  it("take objects whose type is an interface: the type tests compile", () => {
    assertEquals([params, filters, knownFieldsAreChecked, openObjects].length, 4);
  });
});
