/** Types that must be so; a mistake here is found by `deno check`. */

import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type * as v from "valibot";
import type { BatchData, OpenString, StudioAssignments, TaskData, TaskPageData } from "../src/generated/types.ts";
import type { Annotation, Batch, Chunk, DetailedFile, Project, Task } from "../src/generated/v2_types.ts";
import { taskPageValidator } from "../src/generated/validators.ts";
import type { batch } from "../src/schemas/batch.ts";
import {
  type Fits,
  known,
  list,
  type Mismatch,
  type Model,
  model,
  number,
  optional,
  required,
  type Same,
  text,
} from "../src/schemas/nodes.ts";

/** Compiles only for `true`. */
function holds<T extends true>(): T | undefined {
  return undefined;
}

interface Thing {
  id: string;
  size?: number | null | undefined;
  kind?: OpenString<"a" | "b"> | null | undefined;
  tags: string[];
  [key: string]: unknown;
}

const entries = {
  id: required(text, "The id."),
  size: optional(number, "The size."),
  kind: optional(known("a", "b"), "The kind."),
  tags: required(list(text), "Tags."),
};

type Entries = typeof entries;

/** What an annotation says, by kind: compiles only where `switch` narrows. */
function describeAnnotation(annotation: Annotation): string {
  switch (annotation.type) {
    case "boolean": {
      const value: boolean | null | undefined = annotation.value;
      return value ? "yes" : "no";
    }
    case "integer": {
      const values: number[] | null | undefined = annotation.possible_values;
      return `one of ${values?.length}`;
    }
    case "file": {
      const value: DetailedFile | DetailedFile[] | null | undefined = annotation.value;
      return Array.isArray(value) ? "files" : "file";
    }
    case "ranked_groups":
      return (annotation.value ?? []).map((group) => group.join("=")).join(" > ");
    case "text":
    case "category":
      return annotation.value ?? "";
    case "category_multiple":
    case "ranked_choices":
      return (annotation.value ?? []).join();
    case "labeled_text":
      return annotation.value?.[0]?.label ?? "";
    case "rubric_criteria":
      return String(annotation.value?.weight);
    case "rubric_rating":
      return annotation.value?.color ?? "";
    case "workspace_container":
      return annotation.value?.workspace_id ?? "";
    default: {
      holds<Same<typeof annotation["value"], unknown>>();
      const kind: string | null | undefined = annotation.type;
      return `unknown ${kind}: ${annotation.value}`;
    }
  }
}

function chunkText(chunk: Chunk): string {
  return chunk.type === "text" ? chunk.text : "";
}

describe("model", () => {
  it("is a Model of the interface where the schema infers exactly its fields", () => {
    holds<Fits<Thing, Entries>>();
    holds<Same<v.InferOutput<typeof batch>, BatchData>>();
    const thing: Model<Thing> = model<Thing>("Thing", "A thing.")(entries);
    assertEquals(thing.type, "custom");
  });

  it("is a Mismatch where a field is missing, is one too many, or has another type", () => {
    holds<Same<Fits<Thing, Omit<Entries, "size">>, false>>();
    holds<Same<Fits<Thing, Entries & { more: typeof entries.size }>, false>>();
    holds<Same<Fits<Thing, Omit<Entries, "size"> & { size: typeof entries.kind }>, false>>();
    holds<Same<Fits<Thing, Omit<Entries, "id"> & { id: typeof entries.size }>, false>>();
    holds<Same<Fits<Thing, Omit<Entries, "kind"> & { kind: v.NullishSchema<typeof text, undefined> }>, false>>();
    const { size: _, ...fewer } = entries;
    const mismatch: Mismatch<Thing, typeof fewer> = model<Thing>("Other", "Another.")(fewer);
    assertEquals(typeof mismatch, "object");
  });

  it("makes optional what may be absent, and nothing else", () => {
    holds<Same<Fits<Thing, Omit<Entries, "size"> & { size: typeof number }>, false>>();
    holds<Same<Fits<Thing, Omit<Entries, "id"> & { id: v.NullishSchema<typeof text, undefined> }>, false>>();
  });
});

describe("generated types", () => {
  it("offer known strings and take any other", () => {
    const statuses: TaskData["status"][] = ["pending", "a status of next year", null, undefined];
    assertEquals(statuses.length, 4);
  });

  it("keep unknown fields as unknown", () => {
    const task: TaskData = { task_id: "t", from_next_year: { any: "thing" } };
    holds<Same<typeof task["from_next_year"], unknown>>();
    holds<Same<TaskPageData["docs"], TaskData[]>>();
    holds<Same<StudioAssignments[string], string[]>>();
    assertEquals(Object.keys(task).length, 2);
  });

  it("hold references as an id or the object", () => {
    holds<Same<Task["project"], string | Project>>();
    holds<Same<Task["batch"], string | Batch | null | undefined>>();
  });

  it("narrow annotations and chunks by their type", () => {
    const unknown: Annotation = JSON.parse('{"key":"k","type":"hologram","value":[1]}');
    assertEquals(describeAnnotation({ type: "boolean", value: true }), "yes");
    assertEquals(describeAnnotation({ type: "ranked_groups", value: [["a"], ["b", "c"]] }), "a > b=c");
    assertEquals(describeAnnotation(unknown), "unknown hologram: 1");
    assertEquals(describeAnnotation({ key: "k", value: "v" }), "unknown undefined: v");
    assertEquals(chunkText({ type: "text", text: "hi", annotations: [] }), "hi");
    assertEquals(chunkText({ url: "https://example.com" }), "");
  });

  it("come out of the Standard Schema of their validator", () => {
    const result = taskPageValidator["~standard"].validate({});
    if (!result.issues) holds<Same<typeof result.value, TaskPageData>>();
    assertEquals(result.issues?.[0]?.path, ["docs"]);
  });
});
