import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertFalse, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { type ScaleClient, ScaleError } from "@scaleapi/sdk";
import { cannedClient, clientOf } from "./helpers/clients.ts";
import { shownTexts } from "./helpers/inspect.ts";
import { createMock, type Mock } from "./mock/mod.ts";

const key = "test_secret_key_51";
const wireTask = {
  task_id: "t",
  type: "chat",
  status: "pending",
  created_at: "2024-01-02T03:04:05.678Z",
  instruction: "",
  params: { a: [1, { b: null }] },
  metadata: {},
};

let mock: Mock;
let client: ScaleClient;

beforeAll(() => {
  mock = createMock();
});

afterAll(() => mock.close());

beforeEach(async () => {
  await mock.reset();
  client = clientOf(mock, { apiKey: key, maxRetries: 0 });
});

/** One object of each kind. */
async function objects(): Promise<{ toJSON(): object }[]> {
  const project = await client.projects.create({ name: "p", type: "chat", params: { instruction: "x" } });
  const batch = await client.batches.create({ project: "p", name: "b" });
  const params = {
    attachment: "https://example.com/a.jpg",
    attachment_type: "image",
    categories: ["a"],
    instruction: "x",
  };
  const task = await client.tasks.create("categorization", params);
  const [teammate] = await client.teammates.list();
  assert(teammate);
  return [project, batch, task, teammate];
}

describe("an object of the service", () => {
  it("has the wire fields as its own enumerable properties, and nothing else", async () => {
    const { client } = cannedClient({ body: { ...wireTask, colour: "red" } });
    const task = await client.tasks.get("t");
    assertEquals(Object.keys(task), [...Object.keys(wireTask), "colour"]);
    assertEquals({ ...task } as object, { ...wireTask, colour: "red" });
    const looped = [];
    for (const name in task) looped.push(name);
    assertEquals(looped, Object.keys(task));
  });

  it("takes fields that have the name of something it computes", async () => {
    const body = [{ name: "p", type: "chat", param_history: [{ version: 3 }], version: 7, params: { a: 1 } }];
    const [project] = await cannedClient({ body }).client.projects.list();
    assertEquals([project?.version, project?.params], [7, { a: 1 }] as unknown[]);
    assertEquals(project?.toJSON(), body[0] as object);
  });

  it("gives the plain wire object by toJSON and JSON.stringify", async () => {
    const { client } = cannedClient({ body: wireTask });
    const task = await client.tasks.get("t");
    const plain = task.toJSON();
    assertEquals(JSON.stringify(task), JSON.stringify(wireTask));
    assertStrictEquals(Object.getPrototypeOf(plain), Object.prototype);
    assertNotStrictEquals(plain as unknown, task);
    assertEquals(plain as unknown, wireTask);
    assertEquals(structuredClone(plain) as unknown, wireTask);
  });

  it("does not lead to the client or its key, and no inspection shows the key", async () => {
    for (const object of await objects()) {
      for (const text of await shownTexts(object)) {
        assertFalse(text.includes(key), text);
        assertFalse(text.includes(btoa(`${key}:`)), text);
      }
      const clients = Reflect.ownKeys(object).filter((name) => {
        const value = Reflect.get(object, name);
        return typeof value === "object" && value !== null && ![Object, Array].includes(value.constructor);
      });
      assertEquals(clients, []);
    }
  });

  it("loses the fields that the service no longer shows", async () => {
    const params = {
      attachment: "https://example.com/a.jpg",
      attachment_type: "image",
      categories: ["a"],
      instruction: "x",
    };
    const task = await client.tasks.create("categorization", { ...params, unique_id: "u" });
    Object.assign(task, { mine: 1 });
    await task.clearUniqueId();
    assertEquals(["unique_id" in task, "mine" in task], [false, false]);
  });

  it("does not share its methods' state with another client's objects", async () => {
    const one = cannedClient({ body: wireTask });
    const two = cannedClient({ body: wireTask });
    const task = await one.client.tasks.get("t");
    await two.client.tasks.get("t");
    await task.refresh();
    assertEquals([one.sent.length, two.sent.length], [2, 1]);
  });

  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "refresh"]) {
    it(`keeps a field named ${name} as a field`, async () => {
      const text = `{"${name}":{"polluted":true,"cancel":1},${JSON.stringify(wireTask).slice(1)}`;
      const { client } = cannedClient({ text, headers: { "content-type": "application/json" } });
      const task = await client.tasks.get("t");
      assert(Object.hasOwn(task, name));
      assertEquals(JSON.stringify(task), text);
      assertEquals(JSON.stringify(task.toJSON()), text);
      assertEquals(({} as { polluted?: boolean }).polluted, undefined);
      assertEquals(typeof task.cancel, "function");
      assertStrictEquals(await task.setTags([]), task);
      assertEquals(JSON.stringify(task), text);
      const page = `{"docs":[${text}],"total":1,"limit":1,"offset":0,"has_more":false}`;
      const [listed] = await cannedClient({ text: page }).client.tasks.list().toArray();
      assertEquals(JSON.stringify(listed), text);
      assertEquals(typeof listed?.setTags, "function");
    });
  }

  it("that is not an object is refused where answers are checked", async () => {
    for (const body of [null, [], 7, "text", true]) {
      const { client } = cannedClient({ body });
      assert(await client.tasks.get("t").catch((error) => error) instanceof ScaleError);
    }
  });
});

describe("a client", () => {
  it("shows its key to no inspection", async () => {
    for (const text of await shownTexts(client)) {
      assertFalse(text.includes(key), text);
      assertFalse(text.includes(btoa(`${key}:`)), text);
    }
  });
});
