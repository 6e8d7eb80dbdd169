import { describe, it } from "@std/testing/bdd";
import {
  assert,
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertMatch,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import {
  type Batch,
  type ScaleClient,
  ScaleDeadlineError,
  ScaleResourceNotFoundError,
  type Task,
  type WaitOptions,
} from "@scaleapi/sdk";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { delay } from "./helpers/time.ts";
import { type Mock, startMock } from "./mock/mod.ts";

/** A live client, and a task that waits. */
async function pending(mock: Mock): Promise<{ client: ScaleClient; id: string }> {
  await mock.seed({ tasks: 1, project: "p", batch: "b", status: "pending", mode: "live" });
  const [task] = await mock.tasks({ mode: "live" });
  return { client: clientOf(mock, { apiKey: mock.liveKey }), id: String(task?.task_id) };
}

/** Does something at the n-th poll, and notes the status that each poll found. */
function atPoll<T extends { status?: unknown }>(
  n: number,
  act: () => unknown,
): { statuses: unknown[]; onProgress: (value: T) => unknown } {
  const statuses: unknown[] = [];
  return { statuses, onProgress: ({ status }) => statuses.push(status) === n && act() };
}

describe("tasks.waitFor", () => {
  it("gives the task once it is no longer pending", async () => {
    await using mock = await startMock();
    const { client, id } = await pending(mock);
    const { statuses, onProgress } = atPoll<Task>(3, () => mock.completeTasks());
    const task = await client.tasks.waitFor(id, { pollMs: 10, onProgress });
    assertEquals([task.task_id, task.status], [id, "completed"]);
    assertEquals(statuses.slice(0, 3), ["pending", "pending", "pending"]);
    assertEquals(statuses.at(-1), "completed");
  });

  it("polls once if there is nothing to wait for", async () => {
    await using mock = await startMock();
    const { client, id } = await pending(mock);
    await mock.completeTasks();
    const start = performance.now();
    assertEquals((await client.tasks.waitFor(id)).status, "completed");
    assertLess(performance.now() - start, 1000);
    assertEquals((await mock.requests()).length, 1);
  });

  const untils: Record<string, WaitOptions<Task>["until"]> = {
    "a status": "canceled",
    "one of several statuses": ["error", "canceled"],
    "a function": (task) => task.status === "canceled" && task.task_id !== "",
  };
  for (const [name, until] of Object.entries(untils)) {
    it(`waits until ${name}`, async () => {
      await using mock = await startMock();
      const { client, id } = await pending(mock);
      const { statuses, onProgress } = atPoll<Task>(2, () => client.tasks.cancel(id));
      const task = await client.tasks.waitFor(id, { pollMs: 5, until, onProgress } as WaitOptions<Task>);
      assertEquals(task.status, "canceled");
      assertGreaterOrEqual(statuses.length, 3);
    });
  }

  it("ends with totalTimeoutMs: the error says what was waited for and has what was read last", async () => {
    await using mock = await startMock();
    const { client, id } = await pending(mock);
    const start = performance.now();
    const wait = client.tasks.waitFor(id, { pollMs: 10, totalTimeoutMs: 600 });
    const error = await failureOf(wait, ScaleDeadlineError);
    assertLess(performance.now() - start, 5000);
    assertGreaterOrEqual(performance.now() - start, 300);
    assertMatch(error.message, new RegExp(id));
    assertEquals((error.last as Task).task_id, id);
    assertGreater(error.attempts, 1);
    assert(!error.maybeSent);
  });

  it("polls once more before totalTimeoutMs is over, however long the pause would be", async () => {
    await using mock = await startMock();
    const { client, id } = await pending(mock);
    // The last poll has as much time as the first one took, and more.
    await mock.configure({ latencyMs: 300 });
    const { statuses, onProgress } = atPoll<Task>(1, () => {
      mock.configure({ latencyMs: 0 });
      mock.completeTasks();
    });
    const task = await client.tasks.waitFor(id, { pollMs: 60_000, totalTimeoutMs: 2_000, onProgress });
    assertEquals([task.status, statuses], ["completed", ["pending", "completed"]]);
  });

  it("polls no further after that last time", async () => {
    const body = { task_id: "t", type: "x", status: "pending" };
    const { client, sent } = cannedClient([() => delay(300).then(() => Response.json(body)), { body }]);
    const wait = client.tasks.waitFor("t", { pollMs: 60_000, totalTimeoutMs: 1_500 });
    const error = await failureOf(wait, ScaleDeadlineError);
    assertEquals([sent.length, error.attempts, (error.last as Task).status], [2, 2, "pending"]);
  });

  it("ends with totalTimeoutMs also during a poll", async () => {
    await using mock = await startMock();
    const { client, id } = await pending(mock);
    await mock.fault({ act: "hang", times: Infinity });
    const error = await failureOf(client.tasks.waitFor(id, { totalTimeoutMs: 60 }), ScaleDeadlineError);
    assertEquals(error.last, undefined);
    assertMatch(error.message, new RegExp(id));
  });

  it("leaves a later poll what the earlier ones did not take", async () => {
    const { client } = cannedClient([
      async () => {
        await delay(400);
        return Response.json({ task_id: "t", status: "pending" });
      },
      () => new Promise<Response>(() => {}),
    ]);
    const ended: string[] = [];
    const wait = failureOf(client.tasks.waitFor("t", { pollMs: 1, totalTimeoutMs: 600 }), ScaleDeadlineError);
    await Promise.all([delay(900).then(() => ended.push("900 ms")), wait.then(() => ended.push("wait"))]);
    assertEquals(ended, ["wait", "900 ms"]);
  });

  it("says so whenever a poll is cut off by totalTimeoutMs", async () => {
    const { client } = cannedClient(() => new Promise<Response>(() => {}));
    const waits = Array.from({ length: 100 }, (_, i) => {
      const options = { totalTimeoutMs: 10 + i / 7 };
      return failureOf(client.tasks.waitFor("t", options), ScaleDeadlineError);
    });
    for (const { message } of await Promise.all(waits)) assertMatch(message, /^task t: not done/);
  });

  it("limits each poll by the client's totalTimeoutMs if it has no limit of its own", async () => {
    await using mock = await startMock();
    const { id } = await pending(mock);
    const client = clientOf(mock, { apiKey: mock.liveKey, totalTimeoutMs: 400 });
    const { statuses, onProgress } = atPoll<Task>(5, () => mock.fault({ act: "hang", times: Infinity }));
    const error = await failureOf(client.tasks.waitFor(id, { pollMs: 200, onProgress }), ScaleDeadlineError);
    assertEquals(statuses.length, 5);
    assertMatch(error.message, /GET .* within \d+ ms/);
  });

  it("an abort ends it with its reason, in a pause and in a poll", async () => {
    await using mock = await startMock();
    const { client, id } = await pending(mock);
    for (const hang of [false, true]) {
      if (hang) await mock.fault({ act: "hang", times: Infinity });
      const stop = new AbortController();
      const reason = new Error("enough");
      setTimeout(() => stop.abort(reason), 30);
      const start = performance.now();
      assertStrictEquals(await assertRejects(() => client.tasks.waitFor(id, { signal: stop.signal })), reason);
      assertLess(performance.now() - start, 1000);
    }
  });

  it("a lasting error ends it, a temporary one does not", async () => {
    await using mock = await startMock();
    const { client, id } = await pending(mock);
    await assertRejects(() => client.tasks.waitFor("65e7270353c5ab0f4d1a9c11"), ScaleResourceNotFoundError);
    await mock.fault({ status: 503, headers: { "retry-after": "0" } });
    await mock.completeTasks();
    assertEquals((await client.tasks.waitFor(id)).status, "completed");
  });

  it("goes on when onProgress throws", async () => {
    await using mock = await startMock();
    const { client, id } = await pending(mock);
    const { onProgress } = atPoll<Task>(2, async () => {
      await mock.completeTasks();
      throw new Error("not the wait's affair");
    });
    assertEquals((await client.tasks.waitFor(id, { pollMs: 5, onProgress })).status, "completed");
  });

  it("refuses an invalid time before sending", async () => {
    const { client, sent } = cannedClient([]);
    await assertRejects(() => client.tasks.waitFor("t", { pollMs: -1 }), RangeError, "pollMs");
    await assertRejects(() => client.tasks.waitFor("t", { totalTimeoutMs: NaN }), RangeError, "totalTimeoutMs");
    await assertRejects(() => client.tasks.waitFor(""), TypeError, "id");
    assertEquals(sent.length, 0);
  });
});

describe("batches.waitFor", () => {
  it("gives the batch, with its task counts, once it is completed", async () => {
    await using mock = await startMock();
    const { client } = await pending(mock);
    await client.batches.finalize("b");
    const counts: unknown[] = [];
    const batch = await client.batches.waitFor("b", {
      pollMs: 5,
      onProgress(batch: Batch): unknown {
        counts.push(batch.tasks_pending);
        return counts.length === 2 && mock.completeTasks();
      },
    });
    assertEquals([batch.name, batch.project, batch.status], ["b", "p", "completed"]);
    assertEquals([batch.tasks_pending, batch.tasks_completed], [0, 1]);
    assertEquals(counts.slice(0, 2), [1, 1]);
  });

  it("gives all of the batch as each poll found it, not as the first one did", async () => {
    await using mock = await startMock();
    const { client } = await pending(mock);
    await client.batches.finalize("b");
    const seen: Batch[] = [];
    const batch = await client.batches.waitFor("b", {
      pollMs: 5,
      async onProgress(batch: Batch): Promise<void> {
        if (seen.push(batch) > 1) return;
        await client.batches.setMetadata("b", { city: "Oslo" });
        await mock.completeTasks();
      },
    });
    assertEquals([batch.status, typeof batch.completed_at, batch.metadata], ["completed", "string", { city: "Oslo" }]);
    assertEquals([seen[0]?.status, seen[0]?.completed_at, seen[0]?.metadata], ["in_progress", undefined, {}]);
  });

  it("is not over before the batch's status says so, whatever its counts say", async () => {
    const batch = { name: "b", project: "p", status: "in_progress", created_at: "", metadata: {} };
    const { client } = cannedClient([
      { body: batch },
      { body: { status: "completed", completed: 1 } },
      { body: { ...batch, status: "completed", completed_at: "2024-03-05T18:20:02.090Z" } },
      { body: { status: "completed", completed: 1 } },
    ]);
    const { completed_at, tasks_completed } = await client.batches.waitFor("b", { pollMs: 1 });
    assertEquals([completed_at, tasks_completed], ["2024-03-05T18:20:02.090Z", 1]);
  });

  it("waits until what is asked for", async () => {
    await using mock = await startMock();
    const { client } = await pending(mock);
    const batch = await client.batches.waitFor("b", { until: ["staging", "in_progress"] });
    assertEquals(batch.name, "b");
    const pendingOne = await client.batches.waitFor("b", { until: ({ tasks_pending }) => tasks_pending === 1 });
    assertEquals(pendingOne.tasks_pending, 1);
  });

  it("ends with totalTimeoutMs, and the error has the batch as it was then", async () => {
    await using mock = await startMock();
    const { client } = await pending(mock);
    const error = await failureOf(
      client.batches.waitFor("b", { pollMs: 5, totalTimeoutMs: 1_000 }),
      ScaleDeadlineError,
    );
    assertMatch(error.message, /batch b/);
    assertEquals((error.last as Batch).tasks_pending, 1);
  });

  it("ends with totalTimeoutMs even if a poll's first request has taken most of it", async () => {
    const { client } = cannedClient([
      async () => {
        await delay(400);
        return Response.json({ name: "b", project: "p", status: "in_progress", created_at: "", metadata: {} });
      },
      () => new Promise<Response>(() => {}),
    ]);
    const ended: string[] = [];
    await Promise.all([
      delay(900).then(() => ended.push("900 ms")),
      failureOf(client.batches.waitFor("b", { totalTimeoutMs: 600 }), ScaleDeadlineError).then(() =>
        ended.push("wait")
      ),
    ]);
    assertEquals(ended, ["wait", "900 ms"]);
  });

  it("gives its options, as they are at the call, to both requests of a poll", async () => {
    const batch = { name: "b", project: "p", status: "completed", created_at: "", metadata: {} };
    const { client, sent } = cannedClient([{ body: batch }, { body: { status: "completed" } }]);
    let told = 0;
    const headers = { "x-run": "7" };
    const waiting = client.batches.waitFor("b", { headers, onResponse: () => told++ });
    headers["x-run"] = "8";
    await waiting;
    assertEquals(sent.map(({ path, headers }) => [path, headers["x-run"]]), [
      ["/v1/batches/b", "7"],
      ["/v1/batches/b/status", "7"],
    ]);
    assertEquals(told, 2);
  });

  it("of a batch that does not exist fails", async () => {
    await using mock = await startMock();
    await assertRejects(() => clientOf(mock).batches.waitFor("none"), ScaleResourceNotFoundError);
  });
});
