import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import {
  type ScaleClient,
  ScaleDuplicateResourceError,
  ScaleInvalidRequestError,
  ScaleNotEnabledError,
  ScaleResourceNotFoundError,
  ScaleUnauthorizedError,
  type Task,
  type TaskParams,
  TaskReviewStatus,
  TaskStatus,
  TaskType,
} from "@scaleapi/sdk";
import { arrived } from "./helpers/arrived.ts";
import { clientOf, failureOf } from "./helpers/clients.ts";
import { type Mock, startMock } from "./mock/mod.ts";

const cow = {
  attachment: "https://example.com/cow.jpg",
  geometries: { box: { objects_to_annotate: ["cow"], min_height: 10 } },
  instruction: "Box every cow.",
};

let mock: Mock;
let client: ScaleClient;
let live: ScaleClient;

beforeAll(async () => {
  mock = await startMock();
  client = clientOf(mock, { maxRetries: 0 });
  live = clientOf(mock, { apiKey: mock.liveKey, maxRetries: 0 });
});

afterAll(() => mock.close());

beforeEach(() => mock.reset());

/** The requests that arrived: method, path, query, body. */
describe("tasks.create", () => {
  it("posts the parameters as they are to the type's path and gives the task", async () => {
    await client.projects.create({ name: "p", type: TaskType.ImageAnnotation });
    await client.batches.create({ project: "p", name: "b" });
    await mock.clearRequests();
    const params = {
      ...cow,
      project: "p",
      batch: "b",
      callback_url: "https://example.com/callback",
      unique_id: "cow-1",
      clear_unique_id_on_error: true,
      priority: 30,
      metadata: { row: 1, nested: { a: [null, true, "ü"] } },
      tags: ["a", "b"],
      something_new: { x: 1 },
    };
    const task = await client.tasks.create(TaskType.ImageAnnotation, params);
    assertEquals(await arrived(mock), [["POST", "/v1/task/imageannotation", [], params]]);
    const { type, status, project, batch, unique_id, metadata, tags, callback_url, priority } = task;
    assertEquals([type, status, project, batch, unique_id], ["imageannotation", "completed", "p", "b", "cow-1"]);
    assertEquals([metadata, tags], [params.metadata, params.tags]);
    assertEquals([callback_url, priority], [params.callback_url, 30]);
    assertEquals(task.params?.something_new, { x: 1 });
    assertEquals(JSON.parse(JSON.stringify(task)), (await mock.tasks())[0]);
  });

  it("leaves out parameters that are undefined", async () => {
    const value: string | undefined = undefined;
    const geometries = { ...cow.geometries, polygon: undefined };
    await client.tasks.create(TaskType.ImageAnnotation, { ...cow, geometries, project: value, unique_id: value });
    assertEquals(await arrived(mock), [["POST", "/v1/task/imageannotation", [], cow]]);
  });

  it("of a type whose response is known gives that response its type", async () => {
    const task = await client.tasks.create(TaskType.ImageAnnotation, cow);
    const [annotation] = task.response?.annotations ?? [];
    assert(annotation !== undefined);
    assertEquals(typeof annotation.label, "string");
  });

  it("of one of several types gives a task like any other, whose type tells its response", async () => {
    const types: TaskType[] = [TaskType.ImageAnnotation, TaskType.Annotation];
    const tasks: Task[] = [];
    for (const type of types) {
      const task = await client.tasks.create(type, { ...cow, objects_to_annotate: ["cow"] });
      if (task.type === "imageannotation") assertEquals(task.response?.annotations?.[0]?.label, "cow");
      tasks.push(task);
    }
    assertEquals(tasks.map(({ type }) => type), types);
  });

  it("is handed on by a function that leaves the type open", async () => {
    async function create<T extends string>(type: T, params: TaskParams<T>): Promise<Task<T>> {
      return await client.tasks.create(type, params);
    }
    const task = await create("imageannotation", cow);
    assertEquals(task.response?.annotations?.[0]?.label, "cow");
  });

  it("fails with Scale's words: a missing parameter, a type that is not enabled, an unknown type or project", async () => {
    await mock.configure({ notEnabled: ["lidarannotation"] });
    const missing = await failureOf(client.tasks.create("imageannotation", {}), ScaleInvalidRequestError);
    assert(missing.detail.includes("attachment"), missing.detail);
    await failureOf(client.tasks.create("lidarannotation", {}), ScaleNotEnabledError);
    await failureOf(client.tasks.create("no_such_type", {}), ScaleResourceNotFoundError);
    await failureOf(client.tasks.create("imageannotation", { ...cow, project: "none" }), ScaleResourceNotFoundError);
    assertEquals(await mock.countTasks(), 0);
    await mock.configure({ notEnabled: [] });
  });

  it("refuses a unique_id in use, naming the other task", async () => {
    const { task_id } = await client.tasks.create("imageannotation", { ...cow, unique_id: "u" });
    const error = await failureOf(
      client.tasks.create("imageannotation", { ...cow, unique_id: "u" }),
      ScaleDuplicateResourceError,
    );
    assertEquals(error.detail, `The unique_id ("u") is already used for a different task (${task_id}).`);
  });

  it("with a wrong key is a ScaleUnauthorizedError", async () => {
    const wrong = clientOf(mock, { apiKey: "nonsense" });
    await failureOf(wrong.tasks.create("imageannotation", cow), ScaleUnauthorizedError);
  });
});

describe("tasks.get", () => {
  it("gives the task with all that the service shows", async () => {
    const { task_id } = await client.tasks.create("imageannotation", { ...cow, metadata: { a: 1 } });
    await mock.clearRequests();
    const task = await client.tasks.get(task_id);
    assertEquals(await arrived(mock), [["GET", `/v1/task/${task_id}`, [], undefined]]);
    assertEquals(task.toJSON(), (await mock.tasks())[0] as unknown as typeof task);
    assertEquals([task.status, task.is_test], [TaskStatus.Completed, true]);
  });

  it("of an unknown id is a ScaleResourceNotFoundError", async () => {
    const error = await failureOf(client.tasks.get("65e7270353c5ab0f4d1a9c11"), ScaleResourceNotFoundError);
    assertEquals(error.detail, "Task with that ID not found.");
  });
});

describe("tasks.cancel", () => {
  it("cancels, keeps the unique_id, and may be repeated", async () => {
    const { task_id } = await live.tasks.create("imageannotation", { ...cow, unique_id: "u" });
    await mock.clearRequests();
    for (let i = 0; i < 2; i++) {
      const task = await live.tasks.cancel(task_id);
      assertEquals([task.status, task.unique_id], [TaskStatus.Canceled, "u"]);
    }
    await live.tasks.cancel(task_id, { clear_unique_id: false });
    assertEquals(await arrived(mock), Array(3).fill(["POST", `/v1/task/${task_id}/cancel`, [], undefined]));
  });

  it("frees the unique_id when asked to", async () => {
    const { task_id } = await live.tasks.create("imageannotation", { ...cow, unique_id: "u" });
    await mock.clearRequests();
    const task = await live.tasks.cancel(task_id, { clear_unique_id: true });
    assertEquals("unique_id" in task, false);
    assertEquals(await arrived(mock), [[
      "POST",
      `/v1/task/${task_id}/cancel`,
      [["clear_unique_id", "true"]],
      undefined,
    ]]);
    await live.tasks.create("imageannotation", { ...cow, unique_id: "u" });
  });

  it("sends what it does not know as it is", async () => {
    const task = await live.tasks.create("imageannotation", cow);
    await mock.clearRequests();
    const newer = { clear_unique_id: false, newer_param: 7 };
    await live.tasks.cancel(task.task_id, newer);
    const others = { clear_unique_id: undefined, newer_param: null, other: ["a", "b"] };
    await task.cancel(others);
    const queries = (await mock.requests()).map(({ query }) => query);
    assertEquals(queries, [[["newer_param", "7"]], [["other", "a"], ["other", "b"]]]);
  });

  it("of a completed task is a ScaleInvalidRequestError", async () => {
    const { task_id } = await client.tasks.create("imageannotation", cow);
    await failureOf(client.tasks.cancel(task_id), ScaleInvalidRequestError);
  });
});

describe("tasks.audit", () => {
  it("sends one request with the verdict and the comments, null where there are none", async () => {
    const { task_id } = await client.tasks.create("imageannotation", cow);
    await mock.clearRequests();
    await client.tasks.audit(task_id, { accepted: true });
    await client.tasks.audit(task_id, { accepted: false, comments: "no cow", newer_param: 7 });
    const path = `/v1/task/${task_id}/audit`;
    assertEquals(await arrived(mock), [
      ["POST", path, [], { accepted: true, comments: null }],
      ["POST", path, [], { accepted: false, comments: "no cow", newer_param: 7 }],
    ]);
    const [one] = await client.tasks.list({ review_status: TaskReviewStatus.Rejected }).toArray();
    assertEquals(one?.task_id, task_id);
  });

  it("is refused before anything is sent where it does not say whether the task is accepted", async () => {
    for (const accepted of [undefined, "false", 0]) {
      await assertRejects(() => live.tasks.audit("t", { accepted } as never), TypeError, "accepted: must be a boolean");
    }
    assertEquals(await arrived(mock), []);
  });
});

describe("tasks.updateUniqueId and clearUniqueId", () => {
  it("change and remove it", async () => {
    const { task_id } = await client.tasks.create("imageannotation", { ...cow, unique_id: "old" });
    await mock.clearRequests();
    assertEquals((await client.tasks.updateUniqueId(task_id, "new")).unique_id, "new");
    assertEquals("unique_id" in await client.tasks.clearUniqueId(task_id), false);
    const path = `/v1/task/${task_id}/unique_id`;
    assertEquals(await arrived(mock), [["POST", path, [], { unique_id: "new" }], ["DELETE", path, [], undefined]]);
  });
});

describe("tasks.setMetadata and tags", () => {
  it("replace the metadata, also by nothing", async () => {
    const { task_id } = await client.tasks.create("imageannotation", { ...cow, metadata: { a: 1 } });
    await mock.clearRequests();
    assertEquals((await client.tasks.setMetadata(task_id, { b: 2 })).metadata, { b: 2 });
    assertEquals((await client.tasks.setMetadata(task_id, {})).metadata, {});
    const path = `/v1/task/${task_id}/setMetadata`;
    assertEquals(await arrived(mock), [["POST", path, [], { b: 2 }], ["POST", path, [], {}]]);
  });

  it("refuse metadata that is not an object, which would arrive as none", async () => {
    for (const metadata of [undefined, null, "a", ["a"]] as unknown as Record<string, unknown>[]) {
      for (const call of [client.tasks.setMetadata("t", metadata), client.batches.setMetadata("b", metadata)]) {
        assertEquals((await failureOf(call, TypeError)).message, "metadata: must be a plain object");
      }
    }
    assertEquals(await arrived(mock), []);
  });

  it("set, add and delete tags, in their order", async () => {
    const { task_id, tags } = await client.tasks.create("imageannotation", cow);
    assertEquals(tags, undefined);
    await mock.clearRequests();
    assertEquals((await client.tasks.addTags(task_id, ["z"])).tags, ["z"]);
    assertEquals((await client.tasks.setTags(task_id, ["b", "a"])).tags, ["b", "a"]);
    assertEquals((await client.tasks.addTags(task_id, ["a", "c"])).tags, ["b", "a", "c"]);
    assertEquals((await client.tasks.deleteTags(task_id, ["a", "none"])).tags, ["b", "c"]);
    assertEquals((await client.tasks.setTags(task_id, [])).tags, []);
    const path = `/v1/task/${task_id}/tags`;
    assertEquals(await arrived(mock), [
      ["PUT", path, [], ["z"]],
      ["POST", path, [], ["b", "a"]],
      ["PUT", path, [], ["a", "c"]],
      ["DELETE", path, [], ["a", "none"]],
      ["POST", path, [], []],
    ]);
  });
});

describe("a task object", () => {
  it("is updated and returned by its methods", async () => {
    const task = await live.tasks.create("imageannotation", { ...cow, unique_id: "u" });
    assertStrictEquals(await task.setTags(["a"]), task);
    assertStrictEquals(await task.addTags(["b"]), task);
    assertStrictEquals(await task.deleteTags(["a"]), task);
    assertEquals(task.tags, ["b"]);
    assertStrictEquals(await task.setMetadata({ a: 1 }), task);
    assertEquals(task.metadata, { a: 1 });
    assertStrictEquals(await task.updateUniqueId("v"), task);
    assertEquals(task.unique_id, "v");
    assertStrictEquals(await task.clearUniqueId(), task);
    assertEquals("unique_id" in task, false);
    await mock.completeTasks();
    assertStrictEquals(await task.refresh(), task);
    assertEquals([task.status, typeof task.completed_at], ["completed", "string"]);
    assertEquals(task.toJSON(), (await mock.tasks())[0] as unknown as ReturnType<typeof task.toJSON>);
  });

  it("cancel and audit", async () => {
    const task = await live.tasks.create("imageannotation", { ...cow, unique_id: "u" });
    assertStrictEquals(await task.cancel({ clear_unique_id: true }), task);
    assertEquals([task.status, "unique_id" in task], ["canceled", false]);
    const done = await client.tasks.create("imageannotation", cow);
    const before = done.toJSON();
    await mock.clearRequests();
    assertStrictEquals(await done.audit({ accepted: true }), done);
    assertEquals((await mock.requests()).length, 1);
    assertEquals(done.toJSON(), before);
  });

  it("stays as it was where a method fails", async () => {
    const task = await client.tasks.create("imageannotation", cow);
    const before = task.toJSON();
    await failureOf(task.cancel(), ScaleInvalidRequestError);
    assertEquals(task.toJSON(), before);
  });
});
