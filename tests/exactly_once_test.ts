/** What is created once although its answer is lost, and what is not sent again. */

import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assertEquals, assertInstanceOf, assertStringIncludes } from "@std/assert";
import {
  ScaleApiError,
  type ScaleClient,
  ScaleConnectionError,
  ScaleDeadlineError,
  ScaleDuplicateResourceError,
  ScaleError,
  ScaleInternalError,
  ScaleResourceNotFoundError,
  ScaleValidationError,
} from "@scaleapi/sdk";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { type Fault, type Mock, startMock } from "./mock/mod.ts";

/** Ways to do what was asked and fail to say so. */
const doneThen: readonly (readonly [string, Fault])[] = [
  ["500", { status: 500, after: true, headers: { "retry-after": "0" } }],
  ["408", { status: 408, after: true, headers: { "retry-after": "0" } }],
  ["504 of a proxy", { status: 504, after: true, body: "<html>", headers: { "retry-after": "0" } }],
  ["the connection cut", { act: "drop", after: true }],
  ["a timeout", { act: "hang", after: true }],
  ["a body that never ends", { act: "hang_body" }],
  ["a truncated body", { act: "cut" }],
  ["200 without JSON", { act: "not_json", after: true }],
  ["an empty 200", { status: 200, body: "", after: true }],
];

const image = { project: "p", attachment: "https://example.com/a.jpg", metadata: { row: 1 } };
const geometries = { box: { objects_to_annotate: ["cow"] } };

/** A time limit where something hangs: elsewhere a busy machine must not be taken for a timeout. */
function limits({ act }: Fault): { timeoutMs?: number } {
  return act?.startsWith("hang") ? { timeoutMs: 1000 } : {};
}

let mock: Mock;
let client: ScaleClient;

beforeAll(async () => {
  mock = await startMock();
});

afterAll(() => mock.close());

beforeEach(async () => {
  await mock.reset();
  client = clientOf(mock);
  await client.projects.create({ name: "p", type: "imageannotation", params: { geometries } });
  await mock.clearRequests();
});

describe("creating with a name or a unique_id, done and then", () => {
  for (const [name, fault] of doneThen) {
    it(`${name}: gives one object, and the call resolves to it`, async () => {
      await Promise.all(
        ["/v1/task/", "/v1/batches$", "/v1/projects$"].map((path) =>
          mock.fault({ when: { method: "POST", path }, ...fault })
        ),
      );
      const options = limits(fault);
      const [task, batch, project] = await Promise.all([
        client.tasks.create("imageannotation", { ...image, unique_id: "a b+c/ü?&" }, options),
        client.batches.create({ project: "p", name: "b/1", metadata: { week: 10 } }, options),
        client.projects.create({ name: "p/2", type: "imageannotation", params: { instruction: "x" } }, options),
      ]);
      const tasks = await mock.tasks();
      assertEquals(tasks, [JSON.parse(JSON.stringify(task))]);
      assertEquals([task.unique_id, task.metadata], ["a b+c/ü?&", { row: 1 }]);
      assertEquals((await mock.batches()).map(({ name }) => name), ["b/1"]);
      assertEquals([batch.name, batch.project, batch.metadata], ["b/1", "p", { week: 10 }]);
      const names = (await mock.projects()).map(({ name }) => name).filter((name) => String(name).startsWith("p"));
      assertEquals(names, ["p", "p/2"]);
      assertEquals([project.name, project.instruction], ["p/2", "x"]);
      for (const path of ["/v1/task/", "/v1/batches$", "/v1/projects$"]) {
        const statuses = (await mock.requests({ method: "POST", path })).map(({ status }) => status);
        assertEquals([statuses.length, statuses[1]], [2, 409], `${path}: ${statuses}`);
      }
      const lookUps = (await mock.requests({ method: "GET" })).map(({ path, query }) => [path, query]);
      assertEquals(lookUps.sort(), [
        ["/v1/batches/b%2F1", []],
        ["/v1/projects/p%2F2", []],
        ["/v1/tasks", [["unique_id", "a b+c/ü?&"]]],
      ]);
    });
  }

  it("500 twice: is looked up all the same", async () => {
    await mock.fault({ status: 500, after: true, headers: { "retry-after": "0" } });
    await mock.fault({ status: 500, headers: { "retry-after": "0" } });
    const task = await client.tasks.create("imageannotation", { ...image, unique_id: "u" });
    assertEquals((await mock.tasks()).map(({ task_id }) => task_id), [task.task_id]);
  });

  it("500, and the look-up fails at first: is looked up again", async () => {
    await mock.fault({ when: { method: "POST" }, status: 500, after: true, headers: { "retry-after": "0" } });
    await mock.fault({ when: { method: "GET" }, status: 503, headers: { "retry-after": "0" } });
    const task = await client.tasks.create("imageannotation", { ...image, unique_id: "u" });
    assertEquals((await mock.tasks()).map(({ task_id }) => task_id), [task.task_id]);
    assertEquals((await mock.requests({ method: "GET" })).map(({ status }) => status), [503, 200]);
  });

  it("500, where no retry is allowed: throws, and says that it may be done", async () => {
    await mock.fault({ status: 500, after: true });
    const params = { ...image, unique_id: "u" };
    const error = await failureOf(
      client.tasks.create("imageannotation", params, { maxRetries: 0 }),
      ScaleInternalError,
    );
    assertEquals([error.maybeSent, error.attempts, await mock.countTasks()], [true, 1, 1]);
  });
});

describe("a 409 that is not this call's own", () => {
  const own500: Fault = { when: { method: "POST" }, status: 500, headers: { "retry-after": "0" } };

  it("is an error on the first attempt, and nothing is looked up", async () => {
    const params = { ...image, unique_id: "u" };
    await client.tasks.create("imageannotation", params);
    const error = await failureOf(client.tasks.create("imageannotation", params), ScaleDuplicateResourceError);
    assertStringIncludes(error.detail, 'The unique_id ("u") is already used');
    assertEquals((await mock.requests()).map(({ method, status }) => [method, status]), [["POST", 200], ["POST", 409]]);
  });

  for (const status of [429, 503]) {
    it(`is an error after ${status}, which says that nothing was done`, async () => {
      const params = { ...image, unique_id: "u" };
      await client.tasks.create("imageannotation", params);
      await mock.fault({ status, headers: { "retry-after": "0" } });
      await failureOf(client.tasks.create("imageannotation", params), ScaleDuplicateResourceError);
      assertEquals((await mock.requests()).map(({ status }) => status), [200, status, 409]);
    });
  }

  it("is an error where nothing can be looked up: of evaluation and training tasks", async () => {
    const busy = { status: 500, headers: { "retry-after": "0" } };
    const taken = { status: 409, body: { error: "taken" } };
    const { client, sent } = cannedClient([busy, taken, busy, taken]);
    const params = { unique_id: "u", expected_response: {} };
    for (const tasks of [client.evaluationTasks, client.trainingTasks]) {
      const error = await failureOf(tasks.create("chat", params), ScaleDuplicateResourceError);
      assertEquals([error.detail, error.attempts, error.maybeSent, error.cause], ["taken", 2, true, undefined]);
    }
    assertEquals(sent.map(({ method }) => method), ["POST", "POST", "POST", "POST"]);
  });

  const others: readonly (readonly [string, string, Record<string, unknown>])[] = [
    ["type", "categorization", { ...image, categories: ["a"], attachment_type: "image", instruction: "x" }],
    ["attachment", "imageannotation", { ...image, attachment: "https://example.com/b.jpg" }],
    ["project", "imageannotation", { ...image, project: undefined, geometries }],
    ["metadata", "imageannotation", { ...image, metadata: { row: 2 } }],
    ["batch", "imageannotation", { ...image, batch: "b2" }],
  ];

  for (const [field, type, params] of others) {
    const shown = field === "project" ? "no project is shown, so that it is" : "it is somebody else's";
    it(`after a 500: the task with that unique_id has another ${field}: ${shown}`, async () => {
      for (const name of ["b1", "b2"]) await client.batches.create({ project: "p", name });
      const other = await client.tasks.create(type, { ...params, unique_id: "u" });
      await mock.fault(own500);
      const sent = { ...image, ...field === "batch" && { batch: "b1" }, unique_id: "u" };
      const call = client.tasks.create("imageannotation", sent);
      if (field === "project") assertEquals((await call).task_id, other.task_id);
      else {
        const error = await failureOf(call, ScaleDuplicateResourceError);
        assertEquals([error.cause, error.maybeSent], [undefined, true]);
      }
      assertEquals(await mock.countTasks(), 1);
    });
  }

  it("after a 500: the batch of that name is of another project or has other metadata", async () => {
    await client.projects.create({ name: "q", type: "categorization" });
    await client.batches.create({ project: "q", name: "b", metadata: { a: 1 } });
    for (const params of [{ project: "p" }, { project: "q", metadata: { a: 2 } }]) {
      await mock.fault(own500);
      await failureOf(client.batches.create({ ...params, name: "b" }), ScaleDuplicateResourceError);
    }
    await mock.fault(own500);
    assertEquals((await client.batches.create({ project: "q", name: "b" })).metadata, { a: 1 });
    await mock.fault(own500);
    const metadata = { a: 1 };
    const creating = client.batches.create({ project: "q", name: "b", metadata });
    metadata.a = 2;
    assertEquals((await creating).metadata, { a: 1 });
    assertEquals((await mock.batches()).length, 1);
  });

  it("after a 500: the project of that name is of another type", async () => {
    await mock.fault(own500);
    await failureOf(client.projects.create({ name: "p", type: "categorization" }), ScaleDuplicateResourceError);
  });

  it("after a 500: nothing is found, or the look-up fails, which is the cause", async () => {
    await mock.fault(own500);
    await mock.fault({ when: { method: "POST" }, status: 409 });
    const params = { ...image, unique_id: "nobody" };
    const none = await failureOf(client.tasks.create("imageannotation", params), ScaleDuplicateResourceError);
    assertEquals(none.cause, undefined);
    await mock.fault(own500);
    await mock.fault({ when: { method: "POST" }, status: 409 });
    const failed = await failureOf(client.batches.create({ project: "p", name: "b" }), ScaleDuplicateResourceError);
    assertInstanceOf(failed.cause, ScaleResourceNotFoundError);
  });
});

describe("the look-up after a 409", () => {
  const failed = { status: 500, headers: { "retry-after": "0" }, body: {} };
  const taken = { status: 409, body: { error: "taken" } };
  const page = (unique_id: string) => ({
    body: {
      docs: [{ task_id: `of_${unique_id}`, type: "x", status: "pending", unique_id }],
      total: 1,
      limit: 100,
      offset: 0,
      has_more: false,
    },
  });

  it("takes a task with other attachments for somebody else's, wherever it shows them", async () => {
    const [mine, other] = [["https://example.com/a.jpg"], ["https://example.com/b.jpg"]];
    const create = async (shown: object) => {
      const found = page("a");
      Object.assign(found.body.docs[0] ?? {}, shown);
      return await cannedClient([failed, taken, found]).client.tasks.create("x", { unique_id: "a", attachments: mine });
    };
    for (const shown of [{ attachments: other }, { params: { attachments: other } }]) {
      await failureOf(create(shown), ScaleDuplicateResourceError);
    }
    assertEquals((await create({ params: { attachments: mine } })).task_id, "of_a");
  });

  it("is for what was sent, whatever became of the caller's object", async () => {
    const found = page("a");
    Object.assign(found.body.docs[0] ?? {}, { metadata: { row: 1 } });
    const { client, sent } = cannedClient([failed, taken, found]);
    const params = { unique_id: "a", metadata: { row: 1 } };
    const creating = client.tasks.create("x", params);
    params.unique_id = "b";
    params.metadata.row = 2;
    assertEquals((await creating).task_id, "of_a");
    assertEquals(sent[2]?.query, [["unique_id", "a"]]);
  });

  it("accepts no task with another unique_id, if a service ignores the filter", async () => {
    const { client } = cannedClient([failed, taken, page("other")]);
    await failureOf(client.tasks.create("x", { unique_id: "a" }), ScaleDuplicateResourceError);
  });

  it("is not made for an item of createMany without a unique_id", async () => {
    const { client, sent } = cannedClient([taken, page("any")]);
    for await (const { status } of client.tasks.createMany([{ type: "x", params: {} }])) {
      assertEquals([status, sent.length], ["failed", 1]);
    }
  });
});

describe("tasks.updateUniqueId", () => {
  it("that was done and then failed resolves to the task", async () => {
    const { task_id } = await client.tasks.create("imageannotation", image);
    await mock.fault({ when: { path: "unique_id" }, status: 500, after: true, headers: { "retry-after": "0" } });
    await mock.fault({ when: { path: "unique_id" }, status: 409 });
    const task = await client.tasks.updateUniqueId(task_id, "new");
    assertEquals([task.task_id, task.unique_id], [task_id, "new"]);
  });

  it("is an error where another task has the unique_id, also after a 500", async () => {
    await client.tasks.create("imageannotation", { ...image, unique_id: "taken" });
    const { task_id } = await client.tasks.create("imageannotation", image);
    await mock.fault({ when: { path: "unique_id" }, status: 500, headers: { "retry-after": "0" } });
    await failureOf(client.tasks.updateUniqueId(task_id, "taken"), ScaleDuplicateResourceError);
  });
});

describe("creating a task without unique_id, done and then", () => {
  for (const [name, fault] of doneThen) {
    it(`${name}: throws with maybeSent, and nothing is sent again`, async () => {
      await mock.fault({ when: { method: "POST" }, ...fault });
      const error = await client.tasks.create("imageannotation", image, limits(fault)).catch((error) => error);
      assertInstanceOf(error, ScaleError);
      const expected = name === "a timeout" || name === "a body that never ends"
        ? ScaleDeadlineError
        : /JSON|empty/.test(name)
        ? ScaleValidationError
        : /\d/.test(name)
        ? ScaleApiError
        : ScaleConnectionError;
      assertInstanceOf(error, expected);
      assertEquals(error.maybeSent, true);
      if (!(error instanceof ScaleValidationError)) assertStringIncludes(error.message, "may have been acted on");
      assertEquals([(await mock.requests()).length, await mock.countTasks()], [1, 1]);
    });
  }

  it("429 and 503, which say that nothing was done: is sent again", async () => {
    await mock.fault({ status: 429, headers: { "retry-after": "0" } });
    await mock.fault({ status: 503, headers: { "retry-after": "0" } });
    await client.tasks.create("imageannotation", image);
    assertEquals([(await mock.requests()).length, await mock.countTasks()], [3, 1]);
  });
});
