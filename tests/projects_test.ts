import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assertEquals, assertMatch } from "@std/assert";
import {
  type ScaleClient,
  ScaleDuplicateResourceError,
  ScaleInvalidRequestError,
  ScaleResourceNotFoundError,
  ScaleValidationError,
  TaskType,
} from "@scaleapi/sdk";
import template from "./fixtures/task_template.json" with { type: "json" };
import { arrived } from "./helpers/arrived.ts";
import { clientOf, failureOf } from "./helpers/clients.ts";
import { type Mock, startMock } from "./mock/mod.ts";

let mock: Mock;
let client: ScaleClient;

beforeAll(async () => {
  mock = await startMock();
  client = clientOf(mock, { maxRetries: 0 });
});

afterAll(() => mock.close());

beforeEach(() => mock.reset());

describe("projects.create", () => {
  it("sends what is given and the service's defaults for the rest, and gives the project", async () => {
    const bare = await client.projects.create({ name: "p", type: TaskType.Categorization });
    const given = {
      name: "p/2",
      type: TaskType.ImageAnnotation,
      params: { instruction: "Box." },
      rapid: true,
      studio: true,
      datasetId: "ds_1",
      newer_param: 7,
    };
    const project = await client.projects.create(given);
    assertEquals(await arrived(mock), [
      ["POST", "/v1/projects", [], {
        name: "p",
        type: "categorization",
        params: null,
        rapid: false,
        studio: false,
        datasetId: null,
      }],
      ["POST", "/v1/projects", [], given],
    ]);
    assertEquals([bare.name, bare.type, bare.param_history], ["p", "categorization", []]);
    assertEquals([bare.version, bare.instruction, bare.params], [undefined, undefined, undefined]);
    assertEquals([project.version, project.instruction], [0, "Box."]);
  });

  it("sends the defaults in place of undefined too", async () => {
    const unset = { params: undefined, rapid: undefined, studio: undefined, datasetId: undefined };
    await client.projects.create({ name: "p", type: TaskType.Chat, ...unset });
    const defaults = { params: null, rapid: false, studio: false, datasetId: null };
    assertEquals(await arrived(mock), [["POST", "/v1/projects", [], { name: "p", type: "chat", ...defaults }]]);
  });

  it("is refused before anything is sent without a name or a type", async () => {
    for (const type of ["", undefined as unknown as string]) {
      assertMatch((await failureOf(client.projects.create({ name: "p", type }), TypeError)).message, /^type: must/);
    }
    for (const name of ["", "..", undefined as unknown as string]) {
      assertMatch((await failureOf(client.projects.create({ name, type: "chat" }), TypeError)).message, /^name: must/);
    }
    assertEquals(await arrived(mock), []);
  });

  it("fails with Scale's words: a name in use, an unknown type", async () => {
    await client.projects.create({ name: "p", type: "categorization" });
    const again = client.projects.create({ name: "p", type: "categorization" });
    const error = await failureOf(again, ScaleDuplicateResourceError);
    assertEquals(error.detail, 'Project with name "p" already exists.');
    await failureOf(client.projects.create({ name: "q", type: "no_such_type" }), ScaleInvalidRequestError);
  });
});

describe("projects.get, update and template", () => {
  it("take the name as one encoded segment", async () => {
    const name = "a/b ?#ü";
    await client.projects.create({ name, type: TaskType.TextCollection, params: { instruction: "one" } });
    await mock.clearRequests();
    assertEquals((await client.projects.get(name)).name, name);
    await client.projects.update(name, { instruction: "two" });
    assertEquals((await client.projects.template(name)).id, template.id);
    const path = "/v1/projects/a%2Fb%20%3F%23%C3%BC";
    assertEquals(await arrived(mock), [
      ["GET", path, [], undefined],
      ["POST", `${path}/setParams`, [], { instruction: "two" }],
      ["GET", `${path}/taskTemplates`, [], undefined],
    ]);
  });

  it("of an unknown name are a ScaleResourceNotFoundError", async () => {
    await failureOf(client.projects.get("none"), ScaleResourceNotFoundError);
    await failureOf(client.projects.update("none", {}), ScaleResourceNotFoundError);
    await failureOf(client.projects.template("none"), ScaleResourceNotFoundError);
    await failureOf(client.projects.setOntology("none", { ontology: [] }), ScaleResourceNotFoundError);
  });

  it("template of a project that has none is a ScaleInvalidRequestError", async () => {
    await client.projects.create({ name: "p", type: "categorization" });
    await failureOf(client.projects.template("p"), ScaleInvalidRequestError);
  });
});

describe("projects.update", () => {
  it("adds a version, which replaces the parameters, or with patch is merged into them", async () => {
    const params = { instruction: "one", geometries: { box: { objects_to_annotate: ["a"] } } };
    await client.projects.create({ name: "p", type: TaskType.ImageAnnotation, params });
    const patched = await client.projects.update("p", { patch: true, instruction: "two" });
    assertEquals([patched.version, patched.instruction], [1, "two"]);
    assertEquals(patched.params?.geometries, params.geometries);
    const replaced = await client.projects.update("p", { patch: false, instruction: "three" });
    assertEquals([replaced.version, replaced.params?.geometries], [2, undefined]);
    assertEquals(replaced.param_history.map(({ instruction }) => instruction), ["one", "two", "three"]);
    assertEquals((await mock.requests({ path: "setParams" })).map(({ body }) => body), [
      { patch: true, instruction: "two" },
      { patch: false, instruction: "three" },
    ]);
  });

  it("refuses anything but an object: it would arrive as no parameters, which replace all there are", async () => {
    await client.projects.create({ name: "p", type: TaskType.ImageAnnotation, params: { instruction: "one" } });
    for (const params of [undefined, null, "two", ["two"]] as unknown as Record<string, unknown>[]) {
      const error = await failureOf(client.projects.update("p", params), TypeError);
      assertEquals(error.message, "params: must be a plain object");
    }
    assertEquals((await client.projects.get("p")).instruction, "one");
  });
});

describe("projects.setOntology", () => {
  it("sends the ontology and its name, and gives nothing back", async () => {
    await client.projects.create({ name: "p", type: TaskType.ImageAnnotation });
    await mock.clearRequests();
    const ontology = ["sky", { choice: "animal", subchoices: ["cow", { choice: "dog", subchoices: ["pug"] }] }];
    assertEquals(await client.projects.setOntology("p", { ontology, name: "v1", newer_param: 7 }), undefined);
    assertEquals(await arrived(mock), [
      ["POST", "/v1/projects/p/setOntology", [], { ontology, name: "v1", newer_param: 7 }],
    ]);
    const doubled = client.projects.setOntology("p", { ontology: ["a", { choice: "b", subchoices: ["a"] }] });
    const error = await failureOf(doubled, ScaleInvalidRequestError);
    assertEquals(error.detail, 'Parameter is invalid, reason: "ontology" contains a duplicate value');
  });
});

describe("projects.list", () => {
  it("gives all projects, or the archived ones, or the others", async () => {
    for (const name of ["p", "q"]) await client.projects.create({ name, type: "categorization" });
    await mock.archive({ projects: ["q"] });
    await mock.clearRequests();
    const names = async (archived?: boolean) =>
      (await client.projects.list(archived === undefined ? {} : { archived })).map(({ name }) => name)
        .filter((name) => name.length === 1);
    assertEquals([await names(), await names(true), await names(false)], [["p", "q"], ["q"], ["p"]]);
    await client.projects.list({ archived: null, newer_filter: "a" });
    const queries = (await mock.requests()).map(({ query }) => query);
    assertEquals(queries, [[], [["archived", "true"]], [["archived", "false"]], [["newer_filter", "a"]]]);
  });
});

describe("a project object", () => {
  it("has the newest parameters, and its template", async () => {
    await client.projects.create({ name: "p q", type: TaskType.Chat, params: { instruction: "one" } });
    const project = (await client.projects.list()).find(({ name }) => name === "p q");
    await mock.clearRequests();
    assertEquals((await project?.getTemplate())?.id, template.id);
    assertEquals((await mock.requests())[0]?.path, "/v1/projects/p%20q/taskTemplates");
    assertEquals([project?.version, project?.instruction, project?.params?.instruction], [0, "one", "one"]);
    assertEquals(Object.keys(project ?? {}).sort(), ["created_at", "name", "param_history", "type"]);
  });

  it("is not made of an answer without a history", async () => {
    await mock.fault({ body: { name: "p", type: "chat", created_at: "2024-01-02T03:04:05.678Z" }, status: 200 });
    const error = await failureOf(client.projects.get("p"), ScaleValidationError);
    assertEquals(error.issues.map(({ path }) => path), [["param_history"]]);
  });
});
