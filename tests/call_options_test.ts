/** That the last argument reaches the request, whatever the method: a call whose signal has ended sends nothing. */

import { assertEquals, assertGreater, assertStrictEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { CallOptions, ScaleClient } from "@scaleapi/sdk";
import { cannedClient } from "./helpers/clients.ts";

type Method = (...args: unknown[]) => unknown;
type Methods = Record<string, Method>;

const id = "65e7270353c5ab0f4d1a9c11";
const image = { attachment: "https://example.com/cow.jpg" };
const quality = { ...image, expected_response: {} };
const people = [["ada@example.com"], ["cows"]];
const batch = { batch_name: "b" };

/** The arguments of each method before its options, by the path to what has it. */
const calls: Record<string, Record<string, readonly unknown[]>> = {
  "": { request: [{ path: "/v1/x" }] },
  tasks: {
    create: ["chat", image],
    createMany: [[{ type: "chat", params: image }]],
    cancelMany: [[id]],
    export: [{}],
    waitFor: [id],
    get: [id],
    list: [{}],
    count: [{}],
    cancel: [id, {}],
    audit: [id, { accepted: true }],
    updateUniqueId: [id, "u"],
    clearUniqueId: [id],
    setMetadata: [id, {}],
    setTags: [id, ["a"]],
    addTags: [id, ["a"]],
    deleteTags: [id, ["a"]],
  },
  batches: {
    create: [{ project: "p", name: "b" }],
    get: ["b"],
    list: [{}],
    status: ["b"],
    finalize: ["b"],
    setMetadata: ["b", {}],
    waitFor: ["b"],
    cancelTasks: ["b"],
  },
  projects: {
    create: [{ name: "p", type: "chat" }],
    get: ["p"],
    list: [{}],
    update: ["p", {}],
    setOntology: ["p", {}],
    template: ["p"],
  },
  files: { upload: [new Blob(["x"]), {}], import: ["https://example.com/cow.jpg", {}] },
  evaluationTasks: { create: ["chat", quality] },
  trainingTasks: { create: ["chat", quality] },
  teammates: { list: [], invite: [["ada@example.com"], "labeler"], updateRole: [["ada@example.com"], "labeler"] },
  "studio.assignments": { list: [], add: people, remove: people },
  "studio.projectGroups": {
    list: ["p"],
    create: ["p", { name: "g", emails: [] }],
    update: ["p", "g", { add_emails: [] }],
  },
  "studio.batches": { list: [], assign: ["b", ["g"]], setPriorities: [["b"]], resetPriorities: [] },
  "v2.tasks": {
    get: [{ task_id: id }],
    list: [batch],
    createChat: [{ project_name: "p", ...batch }],
    setMetadata: [{ task_id: id, metadata: {} }],
  },
  "v2.batches": {
    get: [batch],
    list: [{}],
    create: [{ project_name: "p", name: "b" }],
    finalize: [batch],
    pause: [batch],
    resume: [batch],
    cancel: [batch],
    setMetadata: [{ ...batch, metadata: {} }],
    waitFor: [batch],
  },
  "v2.projects": { get: [{ project_name: "p" }], list: [{}] },
  "v2.deliveries": {
    list: [{ project_name: "p" }],
    get: [{ delivery_name: "d" }],
    tasks: [{ project_name: "p" }],
  },
  "v2.annotations": { get: [{ annotation_id: "a" }] },
  "v2.schemas": { get: [{ schema_id: "s" }] },
  "v2.datasets": {
    list: [{}],
    deliveries: [{ dataset_id: "d" }],
    delivery: [{ delivery_id: "d" }],
    tasks: [{ dataset_id: "d" }],
    task: [{ task_id: id }],
    responseUrl: [{ task_id: id, attachment_id: "a" }],
  },
};

/** What has the methods: a resource, by its path. */
function at(client: ScaleClient, path: string): Methods {
  return path.split(".").filter(Boolean).reduce<unknown>((of, name) => (of as Methods)[name], client) as Methods;
}

function methodsOf(of: object): string[] {
  const { prototype } = of.constructor;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) =>
      name !== "constructor" && typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === "function"
    )
    .sort();
}

const reason = new Error("mine");

/** Waits for what a method gives, or reads it to its end. */
async function settle(given: unknown): Promise<void> {
  const result = await given;
  if (Symbol.asyncIterator in Object(result)) { for await (const _ of result as AsyncIterable<unknown>); }
}

/** Checks that each method ends with the reason, and that nothing is sent. */
async function endWithTheReason(of: Methods, methods: Record<string, readonly unknown[]>): Promise<void> {
  assertEquals(methodsOf(of), Object.keys(methods).sort());
  const options: CallOptions = { signal: AbortSignal.abort(reason) };
  for (const [name, args] of Object.entries(methods)) {
    const error = await settle(of[name]?.(...args, options)).catch((error) => error);
    assertStrictEquals(error, reason, name);
  }
}

describe("the options of every method", () => {
  for (const [path, methods] of Object.entries(calls)) {
    it(`reach the request: ${path || "the client's own"}`, async () => {
      const { client, sent } = cannedClient({ body: {} });
      await endWithTheReason(at(client, path), methods);
      assertEquals(sent, []);
    });
  }
});

describe("the headers of every method", () => {
  for (const [path, methods] of Object.entries(calls)) {
    it(`are those of the call, whatever becomes of the caller's object: ${path || "the client's own"}`, async () => {
      for (const [name, args] of Object.entries(methods)) {
        const { client, sent } = cannedClient({ status: 400, body: { error: "no" } });
        const headers = { "x-trace": "as called" };
        const given = at(client, path)[name]?.(...args, { headers });
        headers["x-trace"] = "later";
        await settle(given).catch(() => {});
        assertGreater(sent.length, 0);
        for (const { headers } of sent) assertEquals(headers["x-trace"], "as called", name);
      }
    });
  }
});

describe("the options of every method of an object", () => {
  const task = { task_id: id, type: "chat", status: "pending", created_at: "2024-01-01T00:00:00.000Z" };
  const required = { instruction: "", params: {}, metadata: {} };
  const objects: Record<
    string,
    readonly [
      body: unknown,
      read: (client: ScaleClient) => Promise<unknown>,
      methods: Record<string, readonly unknown[]>,
    ]
  > = {
    task: [{ ...task, ...required }, (client) => client.tasks.get(id), {
      cancel: [{}],
      audit: [{ accepted: true }],
      updateUniqueId: ["u"],
      clearUniqueId: [],
      setMetadata: [{}],
      setTags: [["a"]],
      addTags: [["a"]],
      deleteTags: [["a"]],
      refresh: [],
    }],
    batch: [
      { name: "b", project: "p", status: "staging", created_at: task.created_at, metadata: {} },
      (client) => client.batches.get("b"),
      { finalize: [], getStatus: [], setMetadata: [{}], refresh: [] },
    ],
    project: [{ name: "p", type: "chat", param_history: [] }, (client) => client.projects.get("p"), {
      getTemplate: [],
    }],
    teammate: [
      [{ email: "ada@example.com", role: "labeler" }],
      async (client) => (await client.teammates.list())[0],
      { updateRole: ["manager"] },
    ],
  };
  for (const [name, [body, read, methods]] of Object.entries(objects)) {
    it(`reach the request: a ${name}`, async () => {
      const { client, sent } = cannedClient({ body });
      const object = await read(client) as Methods;
      await endWithTheReason(object, methods);
      assertEquals(sent.length, 1);
    });
  }
});
