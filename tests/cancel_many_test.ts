import { describe, it } from "@std/testing/bdd";
import {
  assertEquals,
  assertInstanceOf,
  assertLessOrEqual,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  type BulkCheckpoint,
  type CancelManyOptions,
  type CancelOutcome,
  ScaleClient,
  ScaleInvalidRequestError,
  ScaleResourceNotFoundError,
  ScaleTooManyRequestsError,
  type TaskFilters,
} from "@scaleapi/sdk";
import { pending, readInOrder, statuses } from "./helpers/cancels.ts";
import { cannedClient, clientOf } from "./helpers/clients.ts";
import { delay } from "./helpers/time.ts";
import { watchedFetch } from "./helpers/watched_fetch.ts";
import { startMock } from "./mock/mod.ts";

describe("tasks.cancelMany", () => {
  it("cancels tasks by id, from an array, a generator or a stream", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 9);
    async function* some(): AsyncGenerator<string> {
      for (const id of ids.slice(3, 6)) {
        await delay(1);
        yield id;
      }
    }
    const stream = new ReadableStream<string>({
      start(controller): void {
        for (const id of ids.slice(6)) controller.enqueue(id);
        controller.close();
      },
    });
    for (
      const [given, expected] of [[ids.slice(0, 3), ids.slice(0, 3)], [some(), ids.slice(3, 6)], [
        stream,
        ids.slice(6),
      ]] as const
    ) {
      const outcomes = await readInOrder(client.tasks.cancelMany(given));
      assertEquals(outcomes.map(({ id }) => id), [...expected]);
      assertEquals(statuses(outcomes), ["canceled", "canceled", "canceled"]);
      assertEquals(outcomes.map(({ task }) => task?.status), ["canceled", "canceled", "canceled"]);
    }
    for (const task of await mock.tasks({ mode: "live" })) {
      assertEquals([task.status, typeof task.unique_id], ["canceled", "string"]);
    }
  });

  it("that a task is completed or canceled already is an outcome; anything else fails by itself", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 5);
    const [done = "", canceled = "", begun = "", missing = ""] = ids;
    await mock.completeTasks({ ids: [done] });
    await client.tasks.cancel(canceled);
    await mock.updateTask(begun, { work_started: true });
    await mock.fault({ when: { path: missing }, status: 404, body: { error: "gone" } });
    const outcomes = await readInOrder(client.tasks.cancelMany(ids));
    assertEquals(statuses(outcomes), ["completed", "canceled", "failed", "failed", "canceled"]);
    assertEquals(outcomes.map(({ id }) => id), ids);
    const seen = outcomes.map((outcome) => outcome.status === "failed" ? "" : outcome.task.task_id);
    assertEquals(seen, [done, canceled, "", "", ids[4]]);
    assertInstanceOf(outcomes[2]?.error, ScaleInvalidRequestError);
    assertInstanceOf(outcomes[3]?.error, ScaleResourceNotFoundError);
    assertEquals((await mock.requests({ method: "GET", path: missing })).length, 0);
  });

  it("that is accepted is an outcome whatever status the service shows yet", async () => {
    const { client } = cannedClient({ body: { task_id: "t", status: "pending" } });
    assertEquals(statuses(await readInOrder(client.tasks.cancelMany(["t"]))), ["canceled"]);
  });

  it("takes filters: those that match when the walk begins", async () => {
    await using mock = await startMock({ maxPageSize: 4 });
    const { client, ids } = await pending(mock, 11, "b");
    await mock.completeTasks({ ids: ids.slice(0, 2) });
    await pending(mock, 3, "other");
    await mock.clearRequests();
    const outcomes = await readInOrder(
      client.tasks.cancelMany({ batch_name: "b", status: "pending" }, { concurrency: 2 }),
    );
    assertEquals(outcomes.map(({ id }) => id).sort(), ids.slice(2).sort());
    assertEquals(new Set(statuses(outcomes)), new Set(["canceled"]));
    assertLessOrEqual((await mock.counters()).peakInFlight, 2);
    assertEquals((await mock.requests({ method: "POST" })).length, 9);
    assertEquals((await mock.tasks({ mode: "live" })).filter((task) => task.status === "pending").length, 3);
  });

  it("takes what a listing gave, which is read first where the service counts rows: canceling moves them", async () => {
    await using mock = await startMock({ maxPageSize: 4, rowTokens: true });
    const { client, ids } = await pending(mock, 30, "b");
    const listing = client.tasks.list({ batch_name: "b", status: "pending" });
    const outcomes = await readInOrder(client.tasks.cancelMany(await listing.toArray()));
    assertEquals(outcomes.map(({ id }) => id).sort(), [...ids].sort());
    assertEquals(await listing.first(), undefined);
  });

  it("of filters sends nothing for tasks that ended already", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 4, "b");
    await mock.completeTasks({ ids: ids.slice(0, 2) });
    await client.tasks.cancel(ids[2] ?? "");
    await mock.clearRequests();
    const outcomes = await readInOrder(client.tasks.cancelMany({ batch_name: "b" }));
    assertEquals(statuses(outcomes).sort(), ["canceled", "canceled", "completed", "completed"]);
    assertEquals((await mock.requests({ method: "POST" })).length, 1);
  });

  it("frees unique_ids with clear_unique_id, and tells onProgress", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 3);
    const seen: number[] = [];
    const options = {
      clear_unique_id: true,
      concurrency: 1,
      onProgress: ({ done }: { done: number }) => seen.push(done),
    };
    await readInOrder(client.tasks.cancelMany(ids, options));
    assertEquals(seen, [1, 2, 3]);
    for (const task of await mock.tasks({ mode: "live" })) assertEquals(task.unique_id, undefined);
  });

  it("continues from a checkpoint", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 20);
    const first = client.tasks.cancelMany(ids, { concurrency: 3 });
    const seen: string[] = [];
    for await (const { id } of first) {
      seen.push(id);
      if (seen.length === 7) break;
    }
    const checkpoint = JSON.parse(JSON.stringify(first.checkpoint())) as BulkCheckpoint;
    const rest = await readInOrder(client.tasks.cancelMany(ids, { checkpoint }));
    assertEquals([...seen, ...rest.map(({ id }) => id)].sort(), [...ids].sort());
  });

  it("by filters continues by reading the tasks again, and ignores a checkpoint", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 10, "b");
    for (
      const walk of [
        (options: CancelManyOptions) => client.tasks.cancelMany({ batch_name: "b", status: "pending" }, options),
        (options: CancelManyOptions) => client.batches.cancelTasks("b", options),
      ]
    ) {
      const first = walk({ concurrency: 1 });
      let seen = 0;
      for await (const _ of first) if (++seen === 4) break;
      const { checkpoint } = JSON.parse(JSON.stringify({ checkpoint: first.checkpoint() }));
      assertEquals(statuses(await readInOrder(walk({ checkpoint }))).includes("failed"), false);
      const left = (await mock.tasks({ mode: "live" })).filter(({ status }) => status === "pending");
      assertEquals(left, []);
      for (const id of ids) await mock.updateTask(id, { status: "pending" });
    }
  });

  it("of filters frees the unique_ids of what was canceled before, too", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 4, "b");
    const [done = "", canceled = ""] = ids;
    await mock.completeTasks({ ids: [done] });
    await client.tasks.cancel(canceled);
    await mock.clearRequests();
    await readInOrder(client.tasks.cancelMany({ batch_name: "b" }, { clear_unique_id: true }));
    assertEquals((await mock.requests({ method: "POST" })).length, 3);
    const kept = (await mock.tasks({ mode: "live" })).filter(({ unique_id }) => unique_id);
    assertEquals(kept.map(({ task_id }) => task_id), [done]);
  });

  it("reads with the options of the call", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 2, "b");
    const options = { headers: { "x-trace": "7" } };
    const [done = ""] = ids;
    await mock.completeTasks({ ids: [done] });
    assertEquals(statuses(await readInOrder(client.tasks.cancelMany([done], options))), ["completed"]);
    await readInOrder(client.tasks.cancelMany({ batch_name: "b" }, options));
    await readInOrder(client.batches.cancelTasks("b", options));
    for (const { path, headers } of await mock.requests()) {
      assertEquals([path, new Headers(headers).get("x-trace")], [path, "7"]);
    }
  });

  it("refuses filters that select nothing, and what is neither ids nor filters: nothing is canceled", async () => {
    await using mock = await startMock();
    const { client } = await pending(mock, 3, "b");
    const wrong: unknown[] = [
      {},
      { batch_name: undefined },
      null,
      undefined,
      "id",
      7,
      Promise.resolve(["x"]),
    ];
    for (const tasks of wrong) {
      const error = assertThrows(() => client.tasks.cancelMany(tasks as TaskFilters), TypeError);
      assertEquals(error.message, "tasks: must be ids, or a filter that selects tasks");
    }
    const empty: object[] = [
      { unique_id: [] },
      { tags: [], status: "pending" },
      { batch_name: "" },
      { unique_id: [""] },
      // Of a list, nothing would be sent either: the other filters alone would select.
      { unique_id: [undefined], batch_name: "b" },
      { tags: ["night", null], batch_name: "b" },
    ];
    for (const filters of empty) {
      const name = Object.keys(filters)[0] ?? "";
      assertThrows(() => client.tasks.cancelMany(filters as TaskFilters), TypeError, `${name}: must not be empty`);
    }
    const [task] = await client.tasks.list({}).toArray();
    await mock.clearRequests();
    // A service that does not know a filter gives all tasks, and so it does for what only shapes its answer.
    const others: [string, object][] = [
      ["task_id", { task_id: "65e7270353c5ab0f4d1a9c11" }],
      ["task_type", { project_name: "p", task_type: "imageannotation" }],
      ["tags_all", { project_name: "p", tags_all: "night" }],
      ["bach_name", { project_name: "p", bach_name: "b" }],
      ["batch", { batch_name: "b", batch: undefined }],
      ["limit", { batch_name: "b", limit: 5 }],
      ["limited_response", { limited_response: true }],
      ["include_attachment_url", { include_attachment_url: true }],
      ["task_id", task as object],
    ];
    for (const [name, filters] of others) {
      const message = `${name}: must be a filter that selects tasks`;
      assertThrows(() => client.tasks.cancelMany(filters as TaskFilters), TypeError, message);
    }
    assertEquals((await mock.requests()).length, 0);
  });

  it("cancels by the filters as they were given, whatever becomes of the object", async () => {
    await using mock = await startMock();
    const { client } = await pending(mock, 2, "b");
    await pending(mock, 3, "other");
    const filters: TaskFilters = { batch_name: "b" };
    const walk = client.tasks.cancelMany(filters);
    delete filters.batch_name;
    assertEquals((await readInOrder(walk)).length, 2);
    const unique_id = ["other0"];
    const created_before = new Date(0);
    const others = [client.tasks.cancelMany({ unique_id }), client.tasks.cancelMany({ created_before })];
    unique_id.length = 0;
    created_before.setTime(Date.now());
    assertEquals(await Promise.all(others.map(async (walk) => (await readInOrder(walk)).length)), [1, 0]);
  });

  it("an invalid id fails by itself, and the others are canceled", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 3);
    const outcomes = await readInOrder(client.tasks.cancelMany([ids[0], null, undefined, ids[1], ids[2]] as string[]));
    assertEquals(statuses(outcomes), ["canceled", "failed", "failed", "canceled", "canceled"]);
    for (const { error } of outcomes.slice(1, 3)) {
      assertEquals(String(error), "TypeError: id: must be a string, got undefined");
    }
  });

  it("a listing that fails, or an abort, rejects the walk", async () => {
    await using mock = await startMock();
    const { client } = await pending(mock, 3, "b");
    await mock.fault({ when: { method: "GET" }, status: 400, body: { error: "no" } });
    await assertRejects(() => readInOrder(client.tasks.cancelMany({ batch_name: "b" })), ScaleInvalidRequestError);
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    assertStrictEquals(
      await assertRejects(() => readInOrder(client.tasks.cancelMany({ batch_name: "b" }, { signal }))),
      reason,
    );
    assertEquals((await mock.requests({ method: "POST" })).length, 0);
  });
});

describe("cancelMany where the service answers 429", () => {
  it("ends where the service asks for a pause that no call waits for; the checkpoint goes on", async () => {
    await using mock = await startMock();
    const { client, ids } = await pending(mock, 60);
    await mock.fault({ when: { method: "POST" }, skip: 20, status: 429, headers: { "retry-after": "300" } });
    const walk = client.tasks.cancelMany(ids);
    const first: CancelOutcome[] = [];
    await assertRejects(async () => {
      for await (const outcome of walk) first.push(outcome);
    }, ScaleTooManyRequestsError);
    const again = clientOf(mock, { apiKey: mock.liveKey });
    const rest = await readInOrder(again.tasks.cancelMany(ids, { checkpoint: walk.checkpoint() }));
    const all = first.concat(rest);
    assertEquals(all.map(({ id }) => id).sort(), [...ids].sort());
    assertEquals(statuses(all).filter((status) => status !== "canceled"), ["failed"]);
  });

  it("reduces its concurrency to what is not refused", async () => {
    const watched = watchedFetch(async (request) => {
      const busy = watched.sent() > 32 && watched.sent() <= 40;
      await delay(2);
      if (!busy) return Response.json({ task_id: request.url.split("/").at(-2), status: "canceled" });
      return Response.json({ error: "slow down" }, { status: 429, headers: { "retry-after": "0" } });
    });
    const client = new ScaleClient({ apiKey: "live_key", fetch: watched.fetch });
    const ids = Array.from({ length: 80 }, (_, i) => `task_${i}`);
    const outcomes = await readInOrder(client.tasks.cancelMany(ids, { concurrency: 16 }));
    assertEquals(new Set(statuses(outcomes)), new Set(["canceled"]));
    assertEquals(Math.max(...watched.history), 16);
    assertLessOrEqual(Math.max(...watched.history.slice(50)), 12);
  });
});
