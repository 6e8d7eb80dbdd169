import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { cannedClient, failureOf } from "./helpers/clients.ts";

/** Calls with arguments that the types refuse. */
type Call = (params: never) => unknown;

const { client: { v2 }, sent } = cannedClient({ body: {} });

/** Every call that names something in one of several ways, and which of them it takes. */
const calls: Record<string, { call: Call; oneOf: string[]; both?: string[][]; rest?: object }> = {
  "tasks.list": {
    call: (params) => v2.tasks.list(params),
    oneOf: ["project_id", "project_name", "batch_id", "batch_name"],
    both: [["project_id", "project_name"], ["batch_id", "batch_name"]],
  },
  "tasks.createChat": {
    call: (params) => v2.tasks.createChat(params),
    oneOf: ["project_id", "project_name"],
    both: [["project_id", "project_name"], ["project_id", "batch_id", "batch_name"]],
  },
  "batches.get": { call: (params) => v2.batches.get(params), oneOf: ["batch_id", "batch_name"] },
  "batches.list": {
    call: (params) => v2.batches.list(params),
    oneOf: [],
    both: [["project_id", "project_name"]],
  },
  "batches.create": {
    call: (params) => v2.batches.create(params),
    oneOf: ["project_id", "project_name"],
    rest: { name: "b" },
  },
  "batches.finalize": { call: (params) => v2.batches.finalize(params), oneOf: ["batch_id", "batch_name"] },
  "batches.pause": { call: (params) => v2.batches.pause(params), oneOf: ["batch_id", "batch_name"] },
  "batches.resume": { call: (params) => v2.batches.resume(params), oneOf: ["batch_id", "batch_name"] },
  "batches.cancel": { call: (params) => v2.batches.cancel(params), oneOf: ["batch_id", "batch_name"] },
  "batches.setMetadata": {
    call: (params) => v2.batches.setMetadata(params),
    oneOf: ["batch_id", "batch_name"],
    rest: { metadata: {} },
  },
  "batches.waitFor": { call: (params) => v2.batches.waitFor(params), oneOf: ["batch_id", "batch_name"] },
  "projects.get": { call: (params) => v2.projects.get(params), oneOf: ["project_id", "project_name"] },
  "deliveries.list": { call: (params) => v2.deliveries.list(params), oneOf: ["project_id", "project_name"] },
  "deliveries.get": {
    call: (params) => v2.deliveries.get(params),
    oneOf: ["delivery_id", "delivery_name"],
    both: [["delivery_id", "delivery_name"], ["delivery_id", "project_id", "project_name"]],
  },
  "deliveries.tasks": {
    call: (params) => v2.deliveries.tasks(params),
    oneOf: ["project_id", "project_name", "delivery_id"],
    both: [["project_id", "project_name"]],
  },
  "datasets.tasks": { call: (params) => v2.datasets.tasks(params), oneOf: ["dataset_id", "delivery_id"], both: [] },
};

/** Calls that need one certain id. */
const single: Record<string, { call: Call; id: string }> = {
  "tasks.get": { call: (params) => v2.tasks.get(params), id: "task_id" },
  "tasks.setMetadata": { call: (params) => v2.tasks.setMetadata(params), id: "task_id" },
  "annotations.get": { call: (params) => v2.annotations.get(params), id: "annotation_id" },
  "schemas.get": { call: (params) => v2.schemas.get(params), id: "schema_id" },
  "datasets.delivery": { call: (params) => v2.datasets.delivery(params), id: "delivery_id" },
  "datasets.task": { call: (params) => v2.datasets.task(params), id: "task_id" },
};

/** The message of the refusal; a listing refuses at once, any other call by rejecting. */
async function refusal(call: Call, params: object | undefined): Promise<string> {
  const error = await assertRejects(() => (async () => await call(params as never))(), TypeError);
  return error.message;
}

function named(names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, "x"]));
}

describe("v2 params of which one must be given", () => {
  for (const [name, { call, oneOf, both = [oneOf], rest = {} }] of Object.entries(calls)) {
    if (oneOf.length > 0) {
      it(`${name} refuses none of ${oneOf.join(", ")}`, async () => {
        assertEquals(await refusal(call, undefined), `${oneOf.join(" or ")}: must be given`);
        for (const params of [{}, named(oneOf)]) {
          const none = Object.fromEntries(Object.keys(params).map((key) => [key, null]));
          assertEquals(await refusal(call, { ...rest, ...none }), `${oneOf.join(" or ")}: must be given`);
        }
      });
    }
    for (const names of both) {
      it(`${name} refuses ${names.join(" with ")}`, async () => {
        assertEquals(
          await refusal(call, { ...rest, ...named(names) }),
          `${names.slice(-2).join(", ")}: must not both be given`,
        );
      });
    }
    it(`${name} refuses an id or a name that is empty, a dot segment, no string or not well-formed`, async () => {
      for (const key of [...oneOf, ...both.flat()]) {
        for (const bad of ["", ".", "..", 5, "\ud800"]) {
          assertStringIncludes(await refusal(call, { ...rest, [key]: bad }), `${key}: must `);
        }
      }
    });
  }

  for (const [name, { call, id }] of Object.entries(single)) {
    it(`${name} refuses a missing or an empty ${id}`, async () => {
      for (const params of [undefined, {}]) assertEquals(await refusal(call, params), `${id}: must be given`);
      assertEquals(await refusal(call, { [id]: undefined }), `${id}: must be given`);
      assertEquals(await refusal(call, { [id]: "" }), `${id}: must not be empty`);
    });
  }

  it("batches.create refuses an empty name", async () => {
    assertEquals(
      await refusal((params) => v2.batches.create(params), { project_id: "p" }),
      "name: must be a string, got undefined",
    );
    assertEquals(
      await refusal((params) => v2.batches.create(params), { project_id: "p", name: "" }),
      "name: must not be empty",
    );
  });

  it("setMetadata refuses metadata that is missing or no object", async () => {
    const calls: [Call, object][] = [
      [(params) => v2.tasks.setMetadata(params), { task_id: "t" }],
      [(params) => v2.batches.setMetadata(params), { batch_name: "b" }],
    ];
    for (const [call, params] of calls) {
      for (const metadata of [undefined, null]) {
        assertEquals(await refusal(call, { ...params, metadata }), "metadata: must be given");
      }
      for (const metadata of [new Map(), Promise.resolve({}), ["a"], "a", 5]) {
        assertEquals(await refusal(call, { ...params, metadata }), "metadata: must be a plain object");
      }
    }
  });

  it("datasets.responseUrl refuses ids that would reach another path", async () => {
    for (const bad of ["", ".", ".."]) {
      await refusal((params) => v2.datasets.responseUrl(params), { task_id: bad, attachment_id: "a" });
      await refusal((params) => v2.datasets.responseUrl(params), { task_id: "t", attachment_id: bad });
    }
  });

  it("datasets.responseUrl refuses what is no object of parameters", async () => {
    for (const wrong of [undefined, null, "t"]) {
      const call = v2.datasets.responseUrl(wrong as unknown as Parameters<typeof v2.datasets.responseUrl>[0]);
      assertEquals((await failureOf(call, TypeError)).message, "params: must be a plain object");
    }
  });

  it("sends nothing of what is refused", () => assertEquals(sent, []));
});

describe("v2 listings", () => {
  const lists: Record<string, (params: object) => unknown> = {
    "tasks.list": (params) => v2.tasks.list({ project_id: "p", ...params }),
    "batches.list": (params) => v2.batches.list({ ...params }),
    "deliveries.get": (params) => v2.deliveries.get({ delivery_id: "d", ...params }),
    "deliveries.tasks": (params) => v2.deliveries.tasks({ project_id: "p", ...params }),
    "datasets.delivery": (params) => v2.datasets.delivery({ delivery_id: "d", ...params }),
    "datasets.tasks": (params) => v2.datasets.tasks({ dataset_id: "d", ...params }),
  };

  it("leave a page size that was given alone", async () => {
    const { client: { v2 }, sent } = cannedClient({ body: { tasks: [] } });
    for (const limit of [2, null]) await v2.tasks.list({ project_id: "p", limit }).toArray({ limit: 5 });
    assertEquals(sent.map(({ query }) => query.find(([name]) => name === "limit")?.[1]), ["2", "5"]);
  });

  for (const [name, list] of Object.entries(lists)) {
    it(`${name} refuses a page size out of range and the service's own cursor`, () => {
      for (const limit of [0, 101, 1.5, -1, NaN]) assertThrows(() => list({ limit }), RangeError, "limit");
      assertThrows(() => list({ limit: "5" }), TypeError, "limit");
      assertThrows(() => list({ next_token: "t" }), TypeError, "cursor");
    });
  }
});

describe("v2 params", () => {
  it("of batches.waitFor are those of the call, whatever becomes of the caller's object", async () => {
    const body = { id: "b", name: "a", project: "p", created_at: "", status: "in_progress", metadata: {} };
    const { client: { v2 }, sent } = cannedClient([{ body }, { body: { ...body, status: "completed" } }]);
    const params = { batch_name: "a" };
    const waiting = v2.batches.waitFor(params, { pollMs: 1 });
    params.batch_name = "b";
    await waiting;
    assertEquals(sent.map(({ query }) => query), [[["batch_name", "a"]], [["batch_name", "a"]]]);
  });

  it("leave out what is undefined or null, and send what is unknown as it is", async () => {
    const { client: { v2 }, sent } = cannedClient({
      body: { id: "b", name: "b", project: "p", created_at: "", status: "paused", metadata: {} },
    });
    await v2.batches.get({ batch_name: "b", batch_id: null, expand: undefined, later: ["x", "y"], foo_id: 7 });
    assertEquals(sent[0]?.query, [["batch_name", "b"], ["later", "x"], ["later", "y"], ["foo_id", "7"]]);
    await v2.batches.create({
      name: "b",
      project_name: "p",
      project_id: null,
      callback: null,
      metadata: { kept: null },
      later: { a: 1 },
    });
    assertEquals(sent[1]?.body, {
      name: "b",
      project_name: "p",
      staging_batch: false,
      metadata: { kept: null },
      later: { a: 1 },
    });
  });

  it("say that metadata replaces what was there, unless it is to be merged", async () => {
    const task = { task_id: "t", project: "p", status: "pending", created_at: "", metadata: {} };
    const { client: { v2 }, sent } = cannedClient({ body: { ...task, id: "b", name: "b" } });
    for (const merge of [undefined, false, true]) {
      const more = { metadata: { a: 1 }, ...(merge !== undefined && { merge }) };
      await v2.tasks.setMetadata({ task_id: "t", ...more });
      await v2.batches.setMetadata({ batch_name: "b", ...more });
    }
    assertEquals(sent.map(({ body }) => (body as { merge: boolean }).merge), [false, false, false, false, true, true]);
  });

  it("send times as they are written, a Date in UTC with milliseconds", async () => {
    const { client: { v2 }, sent } = cannedClient({ body: { projects: [] } });
    await v2.projects.list({ created_after: new Date(0), created_before: "2025-01-02 03:04" });
    assertEquals(sent[0]?.query, [
      ["created_after", "1970-01-01T00:00:00.000Z"],
      ["created_before", "2025-01-02 03:04"],
    ]);
    await assertRejects(() => v2.projects.list({ created_after: new Date(NaN) }), TypeError, "created_after");
  });
});
