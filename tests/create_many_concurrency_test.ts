import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertGreaterOrEqual, assertInstanceOf, assertLessOrEqual, assertThrows } from "@std/assert";
import { type NewTask, ScaleClient, ScaleDeadlineError, ScaleTooManyRequestsError } from "@scaleapi/sdk";
import { clientOf } from "./helpers/clients.ts";
import { delay, until } from "./helpers/time.ts";
import { watchedFetch } from "./helpers/watched_fetch.ts";
import { startMock } from "./mock/mod.ts";
import { instant, newTask, newTasks, read, statuses } from "./helpers/new_tasks.ts";

describe("tasks.createMany: concurrency", () => {
  for (const concurrency of [1, 5, 16]) {
    it(`${concurrency} at once are reached and never exceeded`, async () => {
      // Long enough for all connections to be opened before the first answer.
      await using mock = await startMock({ latencyMs: 20 * concurrency });
      await read(clientOf(mock).tasks.createMany(newTasks(60), { concurrency }));
      const { peakInFlight, arrived } = await mock.counters();
      assertEquals([arrived, peakInFlight], [60, concurrency]);
    });
  }

  it("is six by default, and must be an integer from 1 up", async () => {
    await using mock = await startMock({ latencyMs: 120 });
    const client = clientOf(mock);
    await read(client.tasks.createMany(newTasks(30)));
    assertEquals((await mock.counters()).peakInFlight, 6);
    for (const concurrency of [0, -1, 1.5, NaN]) {
      assertThrows(() => client.tasks.createMany([], { concurrency }), RangeError, "concurrency");
    }
  });

  it("the input is pulled no further than twice as many items ahead of the reader", async () => {
    const { fetch } = instant();
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    let pulled = 0;
    function* items(): Generator<NewTask> {
      for (const item of newTasks(1000)) {
        pulled++;
        yield item;
      }
    }
    const concurrency = 4;
    const outcomes = client.tasks.createMany(items(), { concurrency })[Symbol.asyncIterator]();
    for (let done = 1; done < 50; done++) {
      await outcomes.next();
      if (done % 10 === 0) await delay(5);
      assertLessOrEqual(pulled - done, 2 * concurrency);
    }
    await outcomes.return?.();
    assertLessOrEqual(pulled, 50 + 2 * concurrency);
  });

  it("a generator of 5,000 items is never far ahead of the reader, and gives each outcome once", async () => {
    const count = 5_000;
    const { fetch } = instant();
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    let pulled = 0;
    let done = 0;
    let ahead = 0;
    let sum = 0;
    function* items(): Generator<NewTask> {
      for (; pulled < count; pulled++) yield newTask(pulled);
    }
    const outcomes = client.tasks.createMany(items(), { concurrency: 16 });
    for await (const { index, status } of outcomes) {
      assertEquals(status, "created");
      done++;
      sum += index;
      ahead = Math.max(ahead, pulled - done);
    }
    assertEquals([done, sum], [count, count * (count - 1) / 2]);
    assertLessOrEqual(ahead, 32);
    assertEquals(outcomes.checkpoint(), { next: count, done: [] });
  });

  it("comes down when the service answers 429, and up again slowly", async () => {
    let busy = 8;
    const inner = instant(() => 2).fetch;
    const watched = watchedFetch((request) => {
      if (watched.sent() < 100 || busy-- <= 0) return inner(request);
      return Promise.resolve(Response.json({ error: "slow down" }, { status: 429, headers: { "retry-after": "0" } }));
    });
    const client = new ScaleClient({ apiKey: "test_key", fetch: watched.fetch });
    const outcomes = await read(client.tasks.createMany(newTasks(500), { concurrency: 16 }));
    assertEquals(outcomes.filter(({ status }) => status === "created").length, 500);
    const { history } = watched;
    assertEquals(Math.max(...history), 16);
    // As many as were not refused, and one more each time that a few more than those have ended.
    assertLessOrEqual(Math.max(...history.slice(110, 125)), 10);
    assertGreaterOrEqual(Math.max(...history.slice(350)), 12);
  });

  for (const [most, concurrency] of [[1, 16], [4, 16], [8, 64]] as const) {
    it(`${concurrency} where the service takes ${most} at once: what it refuses waits its turn, and none fails`, async () => {
      const inner = instant(() => 3).fetch;
      let underWay = 0;
      const fetch = async (request: Request): Promise<Response> => {
        underWay++;
        try {
          await delay(3);
          if (underWay <= most) return await inner(request);
          return Response.json({ error: "slow down" }, { status: 429, headers: { "retry-after": "0" } });
        } finally {
          underWay--;
        }
      };
      const client = new ScaleClient({ apiKey: "test_key", fetch });
      const outcomes = await read(client.tasks.createMany(newTasks(150), { concurrency }));
      assertEquals(statuses(outcomes), Array(150).fill("created"));
    });
  }

  it("an item waits its turn no longer than totalTimeoutMs, and ends with the service's own error", async () => {
    const ended: string[] = [];
    async function* items(): AsyncGenerator<NewTask> {
      yield newTask(0);
      await delay(300);
      yield newTask(1);
    }
    const fetch = async (request: Request): Promise<Response> => {
      const { unique_id } = await request.json() as { unique_id: string };
      if (unique_id !== newTask(0).params.unique_id) return await new Promise(() => {});
      await delay(350);
      return Response.json({ error: "slow down" }, { status: 429, headers: { "retry-after": "0" } });
    };
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    const walk = read(client.tasks.createMany(items(), {
      concurrency: 2,
      totalTimeoutMs: 800,
      onProgress: ({ done }) => ended.push(`item ${done - 1}`),
    }));
    // The second item, which is in the way of the first, ends after 1100 ms.
    const [[first, second]] = await Promise.all([walk, delay(1000).then(() => ended.push("1000 ms"))]);
    assertEquals(ended, ["item 0", "1000 ms", "item 1"]);
    assertInstanceOf(first?.error, ScaleTooManyRequestsError);
    assertInstanceOf(second?.error, ScaleDeadlineError);
  });

  it("comes down from what is under way, however much is allowed", async () => {
    const inner = instant(() => 20).fetch;
    const watched = watchedFetch((request) => {
      if (watched.sent() !== 10) return inner(request);
      return Promise.resolve(Response.json({ error: "slow down" }, { status: 429, headers: { "retry-after": "0" } }));
    });
    async function* items(): AsyncGenerator<NewTask> {
      for (const [i, item] of [...newTasks(40)].entries()) {
        if (i === 10) await until(() => watched.sent() === 11, "the refused call is sent again");
        yield item;
      }
    }
    const client = new ScaleClient({ apiKey: "test_key", fetch: watched.fetch });
    const outcomes = await read(client.tasks.createMany(items(), { concurrency: 1000 }));
    assertEquals(outcomes.filter(({ status }) => status === "created").length, 40);
    // One item more was asked of the input before the 429.
    assertLessOrEqual(Math.max(...watched.history), 11);
  });
});
