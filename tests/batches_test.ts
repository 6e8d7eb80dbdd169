import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  BatchStatus,
  type ScaleClient,
  ScaleDuplicateResourceError,
  ScaleInvalidRequestError,
  ScaleResourceNotFoundError,
} from "@scaleapi/sdk";
import { arrived } from "./helpers/arrived.ts";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { type Mock, startMock } from "./mock/mod.ts";

let mock: Mock;
let client: ScaleClient;
let live: ScaleClient;

beforeAll(async () => {
  mock = await startMock();
  client = clientOf(mock, { maxRetries: 0 });
  live = clientOf(mock, { apiKey: mock.liveKey, maxRetries: 0 });
});

afterAll(() => mock.close());

beforeEach(async () => {
  await mock.reset();
  await client.projects.create({ name: "p", type: "categorization" });
  await live.projects.create({ name: "rapid", type: "categorization", rapid: true });
  await mock.clearRequests();
});

const defaults = { callback: "", calibration_batch: false, self_label_batch: false, metadata: {} };

describe("batches.create", () => {
  it("sends what is given and the service's defaults for the rest, and gives the batch", async () => {
    const batch = await client.batches.create({ project: "p", name: "b" });
    const given = {
      project: "p",
      name: "b/2 ü",
      callback: "ada@example.com",
      calibration_batch: true,
      self_label_batch: true,
      metadata: { week: 10 },
      newer_param: 7,
    };
    const second = await client.batches.create(given);
    assertEquals(await arrived(mock), [
      ["POST", "/v1/batches", [], { ...defaults, project: "p", name: "b" }],
      ["POST", "/v1/batches", [], given],
    ]);
    assertEquals([batch.name, batch.project, batch.status, batch.metadata], ["b", "p", BatchStatus.InProgress, {}]);
    assertEquals([second.name, second.callback, second.metadata], ["b/2 ü", "ada@example.com", { week: 10 }]);
  });

  it("sends the defaults in place of undefined too", async () => {
    const unset = { callback: undefined, calibration_batch: undefined, self_label_batch: undefined };
    await client.batches.create({ project: "p", name: "b", ...unset, metadata: undefined });
    assertEquals(await arrived(mock), [["POST", "/v1/batches", [], { ...defaults, project: "p", name: "b" }]]);
  });

  it("fails with Scale's words: a name in use, an unknown project", async () => {
    await client.batches.create({ project: "p", name: "b" });
    const error = await failureOf(client.batches.create({ project: "p", name: "b" }), ScaleDuplicateResourceError);
    assertEquals(error.detail, 'Batch with name "b" already exists.');
    await failureOf(client.batches.create({ project: "none", name: "c" }), ScaleResourceNotFoundError);
  });
});

describe("batches.get, status, finalize and setMetadata", () => {
  it("take the name as one encoded segment", async () => {
    const name = "a/b ?#ü";
    await live.batches.create({ project: "rapid", name });
    await mock.clearRequests();
    assertEquals((await live.batches.get(name)).status, BatchStatus.Staging);
    assertEquals(await live.batches.status(name), { status: "staging" });
    assertEquals((await live.batches.finalize(name)).status, BatchStatus.InProgress);
    assertEquals((await live.batches.setMetadata(name, { a: 1 })).metadata, { a: 1 });
    assertEquals((await live.batches.setMetadata(name, {})).metadata, {});
    const path = "/v1/batches/a%2Fb%20%3F%23%C3%BC";
    assertEquals(await arrived(mock), [
      ["GET", path, [], undefined],
      ["GET", `${path}/status`, [], undefined],
      ["POST", `${path}/finalize`, [], undefined],
      ["POST", `${path}/setMetadata`, [], { a: 1 }],
      ["POST", `${path}/setMetadata`, [], {}],
    ]);
  });

  it("status counts the tasks by their state", async () => {
    await live.batches.create({ project: "rapid", name: "b" });
    const params = { batch: "b", attachment: "x", attachment_type: "text", categories: ["a"], instruction: "x" };
    for (let i = 0; i < 4; i++) await live.tasks.create("categorization", params);
    await live.batches.finalize("b");
    await mock.completeTasks({ batch: "b", limit: 1 });
    await mock.completeTasks({ batch: "b", limit: 1, status: "error" });
    assertEquals(await live.batches.status("b"), { status: "in_progress", completed: 1, error: 1, pending: 2 });
  });

  it("of an unknown name are a ScaleResourceNotFoundError", async () => {
    await failureOf(client.batches.get("none"), ScaleResourceNotFoundError);
    await failureOf(client.batches.status("none"), ScaleResourceNotFoundError);
    await failureOf(client.batches.finalize("none"), ScaleResourceNotFoundError);
    await failureOf(client.batches.setMetadata("none", {}), ScaleResourceNotFoundError);
  });
});

describe("batches.list", () => {
  it("sends every filter under the service's name, and none that is undefined or null", async () => {
    const time = new Date("2024-01-02T03:04:05.678Z");
    await client.batches.list({
      project_name: "p",
      status: BatchStatus.InProgress,
      created_after: time,
      created_before: "2024-04-05",
      exclude_archived: true,
      limit: 7,
      newer_filter: "x",
    }).toArray();
    await client.batches.list({ project_name: null, exclude_archived: undefined, created_after: null }).toArray();
    const [all, none] = (await mock.requests()).map(({ query }) => [...query].sort());
    assertEquals(all, [
      ["end_time", "2024-04-05"],
      ["exclude_archived", "true"],
      ["limit", "7"],
      ["newer_filter", "x"],
      ["project", "p"],
      ["start_time", "2024-01-02T03:04:05.678Z"],
      ["status", "in_progress"],
    ]);
    assertEquals(none, []);
  });

  it("sends the times as they were when it was made", async () => {
    const day = new Date("2024-03-01");
    const days = Array.from({ length: 3 }, () => {
      const batches = client.batches.list({ created_after: day });
      day.setUTCDate(day.getUTCDate() + 1);
      return batches;
    });
    for (const batches of days) await batches.first();
    const sent = (await mock.requests()).map(({ query }) => new Map(query).get("start_time")?.slice(0, 10));
    assertEquals(sent, ["2024-03-01", "2024-03-02", "2024-03-03"]);
  });

  it("walks the pages by the size that the service gave them", async () => {
    await mock.configure({ maxPageSize: 2 });
    for (let i = 0; i < 5; i++) await client.batches.create({ project: "p", name: `b${i}` });
    await mock.clearRequests();
    const batches = await client.batches.list({ limit: 100 }).toArray();
    assertEquals(batches.map(({ name }) => name).sort(), ["b0", "b1", "b2", "b3", "b4"]);
    const offsets = (await mock.requests()).map(({ query }) => new Map(query).get("offset"));
    assertEquals(offsets, [undefined, "2", "4"]);
    await mock.configure({ maxPageSize: 100 });
  });

  it("adds up sizes that come as text, where answers are not checked", async () => {
    const page = { docs: [], totalDocs: 9, limit: "2", has_more: true };
    const { client, sent } = cannedClient([{ body: page }, { body: page }, { body: { ...page, has_more: false } }], {
      validation: "off",
    });
    await client.batches.list().toArray();
    assertEquals(sent.map(({ query }) => new Map(query).get("offset")), [undefined, "2", "4"]);
  });

  it("must be read first if a loop changes what it selects, since its pages count rows", async () => {
    for (let i = 0; i < 7; i++) await live.batches.create({ project: "rapid", name: `b${i}` });
    await mock.configure({ maxPageSize: 2 });
    const staging = live.batches.list({ status: BatchStatus.Staging });
    let finalized = 0;
    for await (const batch of staging) {
      await batch.finalize();
      finalized++;
    }
    assert(finalized < 7);
    for (const batch of await staging.toArray()) await batch.finalize();
    assertEquals(await staging.total(), 0);
    await mock.configure({ maxPageSize: 100 });
  });

  it("leaves archived batches out when told", async () => {
    for (const name of ["b", "c"]) await client.batches.create({ project: "p", name });
    await mock.archive({ batches: ["b"] });
    const names = async (exclude_archived: boolean) =>
      (await client.batches.list({ exclude_archived }).toArray()).map(({ name }) => name).sort();
    assertEquals([await names(true), await names(false)], [["c"], ["b", "c"]]);
  });
});

describe("a batch object", () => {
  it("is brought up to date by its methods, which give it", async () => {
    const batch = await live.batches.create({ project: "rapid", name: "b" });
    const params = { batch: "b", attachment: "x", attachment_type: "text", categories: ["a"], instruction: "x" };
    const task = await live.tasks.create("categorization", params);
    await live.tasks.create("categorization", params);
    await task.cancel();
    assertStrictEquals(await batch.finalize(), batch);
    assertEquals([batch.status, batch.tasks_pending], [BatchStatus.InProgress, undefined]);
    await mock.completeTasks();
    assertStrictEquals(await batch.getStatus(), batch);
    const { status, tasks_pending, tasks_completed, tasks_error, tasks_canceled } = batch;
    assertEquals([status, tasks_pending, tasks_completed, tasks_error, tasks_canceled], ["completed", 0, 1, 0, 1]);
    assertEquals((batch.toJSON() as Partial<typeof batch>).tasks_completed, 1);
    assertStrictEquals(await batch.setMetadata({ a: 1 }), batch);
    assertEquals([batch.metadata, batch.tasks_completed], [{ a: 1 }, undefined]);
    assertStrictEquals(await batch.refresh(), batch);
    assertEquals([batch.status, typeof batch.completed_at], ["completed", "string"]);
  });

  it("counts as 0 what the service leaves out of its status", async () => {
    const body = { name: "b", project: "p", status: "in_progress", created_at: "2024-01-01T00:00:00Z", metadata: {} };
    const { client } = cannedClient([{ body }, { body: { status: "in_progress", pending: 3 } }]);
    const batch = await (await client.batches.get("b")).getStatus();
    const { tasks_pending, tasks_completed, tasks_error, tasks_canceled } = batch;
    assertEquals([tasks_pending, tasks_completed, tasks_error, tasks_canceled], [3, 0, 0, 0]);
  });

  it("puts its name into the path as one encoded segment", async () => {
    const batch = await client.batches.create({ project: "p", name: "a/b" });
    await mock.clearRequests();
    await batch.getStatus();
    assertEquals((await mock.requests())[0]?.path, "/v1/batches/a%2Fb/status");
  });

  it("cannot take tasks of another project", async () => {
    await client.projects.create({ name: "q", type: "categorization" });
    await client.batches.create({ project: "p", name: "b" });
    const params = { project: "q", batch: "b", attachment: "x", attachment_type: "text", categories: ["a"] };
    await failureOf(client.tasks.create("categorization", params), ScaleInvalidRequestError);
  });
});
