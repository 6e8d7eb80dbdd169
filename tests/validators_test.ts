import { assert, assertEquals, assertGreater, assertLess, assertStrictEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { type GenericSchema, safeParse } from "valibot";
import { type Node, Reader } from "../scripts/generate/nodes.ts";
import * as generated from "../src/generated/validators.ts";
import { v1, v2 } from "../src/schemas/mod.ts";
import { anyJson, damage, nearMisses, valuesOf } from "./schema_values.ts";

const { callbackValidator, studioAssignmentsValidator, taskPageValidator, taskTemplateValidator, taskValidator } =
  generated;
const { issuesOf, v2AnnotationSpec, v2BatchSpec, v2TasksSpec, v2TaskSpec } = generated;

interface Subject {
  readonly name: string;
  readonly schema: GenericSchema;
  readonly node: Node;
  readonly spec: generated.SpecOf<unknown>;
}

function subjectsOf(schemas: Readonly<Record<string, GenericSchema>>, space: string): Subject[] {
  const reader = new Reader();
  return Object.entries(schemas).map(([key, schema]) => {
    const name = `${space ? `${space}${key[0]?.toUpperCase()}${key.slice(1)}` : key}Spec`;
    const spec = new Map<string, unknown>(Object.entries(generated)).get(name);
    assert(spec, `${name} is not generated`);
    return { name, schema, node: reader.read(schema, key), spec: spec as generated.SpecOf<unknown> };
  });
}

const subjects = [...subjectsOf(v1, ""), ...subjectsOf(v2, "v2")];

/** The paths of all issues as Valibot finds them, sorted. */
function valibotPaths(schema: GenericSchema, value: unknown): string[] {
  const { issues } = safeParse(schema, value);
  return (issues ?? []).map((issue) => JSON.stringify(issue.path?.map(({ key }) => key) ?? [])).sort();
}

function ourPaths(spec: generated.SpecOf<unknown>, value: unknown): string[] {
  return (issuesOf(spec, value) ?? []).map((issue) => JSON.stringify(issue.path)).sort();
}

function assertAgree({ schema, spec }: Subject, value: unknown): void {
  assertEquals(ourPaths(spec, value), valibotPaths(schema, value));
}

describe("each generated spec", () => {
  for (const subject of subjects) {
    const values = valuesOf(subject.node);

    it(`${subject.name} accepts what its schema describes, as Valibot does`, () => {
      fc.assert(
        fc.property(values, (value) => {
          assertEquals(issuesOf(subject.spec, value), undefined);
          assertAgree(subject, value);
        }),
        { numRuns: 15 },
      );
    });

    it(`${subject.name} finds the same issues as Valibot in a value with one place damaged`, () => {
      const by = fc.oneof(anyJson, fc.constant(undefined));
      fc.assert(
        fc.property(values, fc.nat(), by, (value, at, by) => assertAgree(subject, damage(value, at, by))),
        { numRuns: 40 },
      );
    });

    it(`${subject.name} finds the same issues as Valibot in any JSON value`, () => {
      fc.assert(fc.property(anyJson, (value) => assertAgree(subject, value)), { numRuns: 25 });
    });
  }

  it("finds the same issues as Valibot with each single place of each schema damaged in every way", () => {
    const seen = new Set<Node>();
    let count = 0;
    for (const subject of subjects) {
      for (const value of nearMisses(subject.node, seen)) {
        assertAgree(subject, value);
        count++;
      }
    }
    assertGreater(count, 2000);
  });

  it("agrees with Valibot on what JSON cannot hold", () => {
    const odd = [undefined, NaN, Infinity, 1n, Symbol("s"), () => {}, new Date(), new Map(), [undefined], new Array(2)];
    for (const subject of subjects) {
      for (const value of odd) {
        assertAgree(subject, value);
        assertAgree(subject, { task_id: value, docs: value, tags: value, type: value, priority: value, value });
      }
    }
  });
});

describe("Validator", () => {
  it("issues says what was expected and what came, for every mismatch", () => {
    const issues = taskPageValidator.issues({
      docs: [{ task_id: "a" }, { task_id: 1, tags: ["x", null], params: [] }],
      total: "2",
      limit: 100,
      offset: 0,
    });
    assertEquals(
      issues?.map(({ path, message, required }) => [path.join("."), message, required]),
      [
        ["total", "expected number, received string", true],
        ["has_more", "expected boolean, received undefined", true],
        ["docs.1.task_id", "expected string, received number", true],
        ["docs.1.params", "expected object, received array", false],
        ["docs.1.tags.1", "expected string, received null", false],
      ],
    );
    assertEquals([issues?.[0]?.expected, issues?.[0]?.received], ["number", "string"]);
  });

  it("issues names all kinds where there is a choice", () => {
    const [issue] = issuesOf(v2BatchSpec, {
      ...{ id: "b", name: "b", created_at: "", status: "paused", metadata: {} },
      project: 7,
    }) ?? [];
    assertEquals(issue?.message, "expected string or object, received number");
    assertEquals(issue?.path, ["project"]);
  });

  it("issues are required only where every field on the path is always there", () => {
    const task = { task_id: "t", project: "p", status: "pending", created_at: "" };
    const inThread = issuesOf(v2TaskSpec, { ...task, threads: [{ turns: 1 }] }) ?? [];
    assertEquals(inThread.map(({ required }) => required), [false, false, false]);
    const inProject = issuesOf(v2TaskSpec, { ...task, project: { id: 1 } }) ?? [];
    assertEquals(inProject.map(({ required }) => required), [true, true, true]);
  });

  it("~standard gives the very value back, or the issues", () => {
    const task = { task_id: "t", unknown: { kept: true } };
    const good = taskValidator["~standard"].validate(task);
    assert(!good.issues);
    assertStrictEquals(good.value, task);
    const bad = taskValidator["~standard"].validate({});
    assert(bad.issues);
    assertEquals(bad.issues.map(({ path }) => path), [["task_id"]]);
    assertEquals([taskValidator["~standard"].version, taskValidator["~standard"].vendor], [1, "scaleapi"]);
  });

  it("reads no special name as an entry", () => {
    const value: unknown = JSON.parse('{"__proto__":1,"constructor":1,"prototype":1,"ada@example.com":["cows"]}');
    assertEquals(studioAssignmentsValidator.issues(value), undefined);
    assertEquals(issuesOf(v2AnnotationSpec, JSON.parse('{"type":"__proto__","value":1}')), undefined);
    assertEquals(issuesOf(v2AnnotationSpec, { type: "toString" }), undefined);
  });

  it("accepts a limited task, and callbacks with and without a status", () => {
    const limited = { task_id: "t", status: "pending", metadata: {}, project: "cows", otherVersion: null };
    assertEquals(taskValidator.issues(limited), undefined);
    assertEquals(callbackValidator.issues({ task_id: "t", response: {}, task: limited }), undefined);
    assertEquals(
      callbackValidator.issues({ task_id: "t", status: "completed", response: {}, task: limited }),
      undefined,
    );
  });

  it("accepts annotations of known, unknown and missing types", () => {
    for (const type of [undefined, null, "text", "hologram", "other", ""]) {
      assertEquals(issuesOf(v2AnnotationSpec, { key: "k", type, value: "v" }), undefined);
    }
    assertEquals(issuesOf(v2AnnotationSpec, { key: "k", type: "boolean", value: "v" })?.length, 1);
    assertEquals(issuesOf(v2AnnotationSpec, { type: "file", value: { duration: 1 } }), undefined);
    assertEquals(issuesOf(v2AnnotationSpec, { type: "file", value: [{ name: "a" }] }), undefined);
  });

  it("accepts a version of a task template that is a number or a string", () => {
    const template = { id: "t", created_at: "", updated_at: "", template_variables: {} };
    for (const version of [3, "3"]) assertEquals(taskTemplateValidator.issues({ ...template, version }), undefined);
    assertEquals(taskTemplateValidator.issues({ ...template, version: null })?.length, 1);
  });

  it("goes through 100,000 levels of nesting", () => {
    const levels = 100_000;
    const nested: unknown = JSON.parse('{"metadata":{"criteria":'.repeat(levels) + "1" + "}}".repeat(levels));
    const issues = issuesOf(v2AnnotationSpec, nested) ?? [];
    assertEquals(issues.map(({ path }) => path.length), [2 * levels]);
    const broken: unknown = JSON.parse('{"id":1,"metadata":{"criteria":'.repeat(levels) + "{}" + "}}".repeat(levels));
    assertEquals(issuesOf(v2AnnotationSpec, broken)?.length, levels);
    assertEquals(taskValidator.issues(JSON.parse("[".repeat(levels) + "]".repeat(levels)))?.length, 1);
  });

  it("reports a page in which all is wrong in time that grows with the page", () => {
    const page = { tasks: Array.from({ length: 20_000 }, () => ({ task_id: 1, threads: [{ id: 1 }] })) };
    const start = performance.now();
    assertEquals(issuesOf(v2TasksSpec, page)?.length, 20_000 * 7);
    // A third of a second on a machine at rest, some seconds on a busy one; near a minute if each issue cost as much as
    // there are before it.
    assertLess(performance.now() - start, 15_000);
  });
});
