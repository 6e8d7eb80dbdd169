import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertGreater, assertInstanceOf, assertThrows } from "@std/assert";
import {
  type BulkCheckpoint,
  type CreateOutcome,
  type NewTask,
  ScaleApiError,
  ScaleClient,
  ScaleDuplicateResourceError,
  TaskType,
  uniqueId,
} from "@scaleapi/sdk";
import { clientOf } from "./helpers/clients.ts";
import { startMock } from "./mock/mod.ts";
import { createdIds, instant, newTask, newTasks, read, statuses } from "./helpers/new_tasks.ts";

describe("tasks.createMany: unique_id", () => {
  it("is not begun where onDuplicate is neither word", () => {
    const client = new ScaleClient({ apiKey: "test_key" });
    const onDuplicate = "skpi" as unknown as "skip";
    const message = "onDuplicate: must be one of skip, error";
    assertThrows(() => client.tasks.createMany([], { onDuplicate }), TypeError, message);
  });

  it("of the very same task: it exists, and is given", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    const { task_id } = await client.tasks.create(TaskType.ImageAnnotation, newTask(1).params);
    const outcomes = await read(client.tasks.createMany(newTasks(3)));
    assertEquals(statuses(outcomes), ["created", "exists", "created"]);
    const there = outcomes.find(({ status }) => status === "exists");
    assertEquals([there?.task?.task_id, there?.item], [task_id, newTask(1)]);
    assertEquals(await mock.countTasks(), 3);
  });

  it("of the very same task fails by onDuplicate: error", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    await client.tasks.create(TaskType.ImageAnnotation, newTask(1).params);
    await mock.clearRequests();
    const outcomes = await read(client.tasks.createMany(newTasks(3), { onDuplicate: "error" }));
    assertEquals(statuses(outcomes), ["created", "failed", "created"]);
    assertInstanceOf(outcomes.find(({ index }) => index === 1)?.error, ScaleDuplicateResourceError);
    assertEquals((await mock.requests({ method: "GET" })).length, 0);
  });

  it("of another task fails with ScaleDuplicateResourceError", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    await client.tasks.create(TaskType.ImageAnnotation, newTask(1, { metadata: { of: "another" } }).params);
    const outcomes = await read(client.tasks.createMany([newTask(1, { metadata: { of: "this" } })]));
    assertEquals(statuses(outcomes), ["failed"]);
    assertInstanceOf(outcomes[0]?.error, ScaleDuplicateResourceError);
    assertEquals(outcomes[0]?.task, undefined);
  });

  it("of a task of another type fails likewise", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    const { task_id } = await client.tasks.create(TaskType.ImageAnnotation, newTask(1).params);
    await mock.updateTask(task_id, { type: TaskType.Annotation });
    const [outcome] = await read(client.tasks.createMany([newTask(1)]));
    assertInstanceOf(outcome?.error, ScaleDuplicateResourceError);
  });

  it("in use, but the look-up fails: failed, with its error as cause", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    await client.tasks.create(TaskType.ImageAnnotation, newTask(1).params);
    await mock.fault({ when: { method: "GET" }, status: 400, body: { error: "no look-up" } });
    const [outcome] = await read(client.tasks.createMany([newTask(1)]));
    assertEquals(outcome?.status, "failed");
    assertInstanceOf(outcome?.error, ScaleDuplicateResourceError);
    assertInstanceOf(outcome.error.cause, ScaleApiError);
  });

  it("is looked up with the options of the call", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    await client.tasks.create(TaskType.ImageAnnotation, newTask(1).params);
    await mock.clearRequests();
    await read(client.tasks.createMany([newTask(1)], { headers: { "x-trace": "7" } }));
    const sent = (await mock.requests()).map(({ method, headers }) => [method, new Headers(headers).get("x-trace")]);
    assertEquals(sent, [["POST", "7"], ["GET", "7"]]);
  });

  it("is looked up for what was sent, also where the input uses one object for all its items", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    const metadata = { row: -1 };
    const item = newTask(0);
    function* items(): Generator<NewTask> {
      for (const { params } of newTasks(4)) {
        metadata.row++;
        Object.assign(item.params, params, { metadata });
        yield item;
      }
    }
    assertEquals(new Set(statuses(await read(client.tasks.createMany(items())))), new Set(["created"]));
    metadata.row = -1;
    const found = await read(client.tasks.createMany(items()));
    for (const { index, status, task } of found) assertEquals([status, task?.unique_id], ["exists", `street-${index}`]);
    assertEquals(found.length, 4);
  });

  it("that occurs twice in the input is found before sending", async () => {
    await using mock = await startMock();
    const items = [newTask(0), newTask(1), newTask(2, { unique_id: "street-0" }), newTask(3, { unique_id: null })];
    const outcomes = await read(clientOf(mock).tasks.createMany([...items, newTask(4, { unique_id: null })]));
    assertEquals(statuses(outcomes), ["created", "created", "failed", "created", "created"]);
    const twice = outcomes.find(({ index }) => index === 2)?.error;
    assertInstanceOf(twice, TypeError);
    assertEquals(twice.message, 'unique_id: "street-0" occurs twice in the input');
    assertEquals((await mock.requests()).length, 4);
  });

  it("made by uniqueId(): the same input again creates nothing", async () => {
    await using mock = await startMock();
    async function* items(): AsyncGenerator<NewTask> {
      for (let i = 0; i < 5; i++) yield newTask(i, { unique_id: await uniqueId("streets", { row: i }) });
    }
    assertEquals(new Set(statuses(await read(clientOf(mock).tasks.createMany(items())))), new Set(["created"]));
    assertEquals(new Set(statuses(await read(clientOf(mock).tasks.createMany(items())))), new Set(["exists"]));
    assertEquals(await mock.countTasks(), 5);
  });
});

describe("tasks.createMany: checkpoint", () => {
  it("continues after any number of crashes: one task for each item", async () => {
    await using mock = await startMock({ latencyMs: 1 });
    const count = 60;
    const outcomes: CreateOutcome[] = [];
    let checkpoint: BulkCheckpoint | undefined;
    let resumed = 0;
    while (outcomes.length < count) {
      const walk = clientOf(mock).tasks.createMany(newTasks(count), { concurrency: 7, checkpoint });
      let read = 0;
      for await (const outcome of walk) {
        outcomes.push(outcome);
        if (++read === 11) break;
      }
      checkpoint = JSON.parse(JSON.stringify(walk.checkpoint())) as BulkCheckpoint;
      resumed++;
    }
    assertGreater(resumed, 4);
    assertEquals(checkpoint, { next: count, done: [] });
    assertEquals(outcomes.map(({ index }) => index).sort((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
    for (const { status } of outcomes) assert(status === "created" || status === "exists", status);
    assertEquals(await createdIds(mock), Array.from(newTasks(count), ({ params }) => String(params.unique_id)).sort());
  });

  it("remembers the unique_ids of what was done before", async () => {
    const { fetch, sent } = instant();
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    const items = [newTask(0), newTask(1), newTask(2), newTask(3), newTask(0), newTask(1), newTask(3)];
    const walk = client.tasks.createMany(items, { checkpoint: { next: 1, done: [3] }, concurrency: 1 });
    assertEquals(statuses(await read(walk)), ["created", "created", "failed", "failed", "failed"]);
    assertEquals(sent(), 2);
  });

  it("skips what was done before, whatever it is", async () => {
    const { fetch, sent } = instant();
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    const items = [null, {}, newTask(2)] as NewTask[];
    const walk = client.tasks.createMany(items, { checkpoint: { next: 2, done: [] } });
    assertEquals([statuses(await read(walk)), sent()], [["created"], 1]);
  });

  it("that is invalid is refused at once: starting over could create everything twice", () => {
    const client = new ScaleClient({ apiKey: "test_key" });
    const wrong: unknown[] = [
      {},
      "",
      0,
      JSON.stringify({ next: 3, done: [] }),
      { next: 3 },
      { next: NaN, done: [] },
      { next: -1, done: [] },
      { next: null, done: [] },
      { next: "3", done: [] },
      { next: 0.5, done: [] },
      { next: Infinity, done: [] },
      { next: 3, done: ["5"] },
      { next: 3, done: [null] },
      { next: 3, done: 5 },
      { done: 3, total: 9, windows: [] },
    ];
    for (const checkpoint of wrong) {
      const options = { checkpoint: checkpoint as BulkCheckpoint };
      assertThrows(() => client.tasks.createMany([], options), TypeError, "checkpoint: must come");
      assertThrows(() => client.tasks.cancelMany([], options), TypeError, "checkpoint: must come");
    }
    client.tasks.createMany([], { checkpoint: null as never });
  });

  it("takes up what had no outcome, also in the middle", async () => {
    const { fetch, sent } = instant();
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    const checkpoint: BulkCheckpoint = { next: 2, done: [4, 5] };
    const walk = client.tasks.createMany(newTasks(7), { checkpoint });
    const outcomes = await read(walk);
    assertEquals(outcomes.map(({ index }) => index).sort((a, b) => a - b), [2, 3, 6]);
    assertEquals([sent(), walk.checkpoint()], [3, { next: 7, done: [] }]);
    assertEquals(checkpoint, { next: 2, done: [4, 5] });
  });
});
