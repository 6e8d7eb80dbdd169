import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertRejects } from "@std/assert";
import { type CancelManyOptions, type ScaleClient, ScaleResourceNotFoundError } from "@scaleapi/sdk";
import { pending, readInOrder, statuses } from "./helpers/cancels.ts";
import { clientOf } from "./helpers/clients.ts";
import { delay, until } from "./helpers/time.ts";
import { watchedFetch } from "./helpers/watched_fetch.ts";
import { startMock } from "./mock/mod.ts";

const walks = {
  "by filters": (client: ScaleClient, options?: CancelManyOptions) =>
    client.tasks.cancelMany({ batch_name: "b" }, options),
  "of a batch": (client: ScaleClient, options?: CancelManyOptions) => client.batches.cancelTasks("b", options),
};

describe("cancelMany and cancelTasks that are left while they read what to cancel", () => {
  for (const [name, walk] of Object.entries(walks)) {
    for (const how of ["return", "cancel of the stream", "abort"]) {
      it(`${name}, ${how}: the reading ends, and nothing is canceled`, async () => {
        await using mock = await startMock({ maxPageSize: 2 });
        await pending(mock, 40, "b");
        await mock.fault({ when: { method: "GET" }, times: Infinity, delayMs: 25 });
        const watched = watchedFetch(mock.fetch);
        const client = clientOf(mock, { apiKey: mock.liveKey, fetch: watched.fetch });
        const stop = new AbortController();
        const reason = new Error("enough");
        const tasks = walk(client, { signal: stop.signal });
        const reader = how === "cancel of the stream" ? tasks.stream().getReader() : undefined;
        const walking = tasks[Symbol.asyncIterator]();
        const read = reader ? reader.read() : walking.next();
        const ended = read.then(({ done }) => done, (error) => error);
        await until(() => watched.sent() >= 4, "some pages are read");
        if (how === "abort") stop.abort(reason);
        else await (reader ? reader.cancel() : walking.return?.());
        assertEquals(await ended, how === "abort" ? reason : true);
        await delay(0);
        const sent = watched.sent();
        assertEquals(watched.underWay(), 0);
        await delay(50);
        assertEquals(watched.sent(), sent);
        assertEquals((await mock.requests({ method: "POST" })).length, 0);
      });
    }
  }
});

describe("cancelMany and cancelTasks that are not read yet", () => {
  for (const [name, walk] of Object.entries(walks)) {
    it(`${name}: nothing is sent; what matches at the first read is canceled`, async () => {
      await using mock = await startMock();
      const { client } = await pending(mock, 2, "b");
      const tasks = walk(client);
      await delay(10);
      assertEquals((await mock.requests()).length, 0);
      await mock.seed({ tasks: 1, project: "p", batch: "b", status: "pending", mode: "live" });
      assertEquals(statuses(await readInOrder(tasks)), ["canceled", "canceled", "canceled"]);
    });
  }
});

describe("batches.cancelTasks", () => {
  it("cancels the unfinished tasks of a batch, and of no other batch", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    const { client, ids } = await pending(mock, 12, "b");
    await pending(mock, 2, "other");
    await mock.completeTasks({ ids: ids.slice(0, 3) });
    const outcomes = await readInOrder(client.batches.cancelTasks("b", { concurrency: 4, clear_unique_id: true }));
    assertEquals(outcomes.length, 12);
    assertEquals(statuses(outcomes).filter((status) => status === "completed").length, 3);
    const tasks = await mock.tasks({ mode: "live" });
    assertEquals(tasks.filter((task) => task.batch === "b" && task.status === "canceled").length, 9);
    assertEquals(tasks.filter((task) => task.batch === "b" && task.unique_id !== undefined).length, 3);
    assertEquals(tasks.filter((task) => task.batch === "other" && task.status === "pending").length, 2);
  });

  it("reads no more of each task than it needs", async () => {
    await using mock = await startMock();
    const { client } = await pending(mock, 2, "b");
    await readInOrder(client.batches.cancelTasks("b"));
    await readInOrder(client.tasks.cancelMany({ batch_name: "b" }));
    const listed = (await mock.requests()).filter(({ path }) => path === "/v1/tasks");
    assertEquals(listed.map(({ query }) => new Map(query).get("limited_response")), ["true", "true"]);
  });

  it("of a batch that is not there rejects the walk", async () => {
    await using mock = await startMock();
    await assertRejects(() => readInOrder(clientOf(mock).batches.cancelTasks("none")), ScaleResourceNotFoundError);
  });
});
