import { describe, it } from "@std/testing/bdd";
import {
  assert,
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  assertLessOrEqual,
  assertMatch,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  type BulkCheckpoint,
  type CreateOutcome,
  type CreateProgress,
  type NewTask,
  ScaleApiError,
  ScaleClient,
  ScaleConnectionError,
  ScaleDeadlineError,
  ScaleDuplicateResourceError,
  ScaleInvalidRequestError,
  ScaleTooManyRequestsError,
  TaskType,
  uniqueId,
} from "@scaleapi/sdk";
import { clientOf } from "./helpers/clients.ts";
import { delay, until } from "./helpers/time.ts";
import { watchedFetch } from "./helpers/watched_fetch.ts";
import { type Mock, startMock } from "./mock/mod.ts";

function newTask(i: number, more: Record<string, unknown> = {}): NewTask<"imageannotation"> {
  const params = {
    attachment: `https://files.example.com/street-${i}.jpg`,
    geometries: { box: { objects_to_annotate: ["bicycle"] } },
    unique_id: `street-${i}`,
    ...more,
  };
  return { type: TaskType.ImageAnnotation, params };
}

function* newTasks(count: number): Generator<NewTask> {
  for (let i = 0; i < count; i++) yield newTask(i);
}

async function read<T>(walk: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of walk) all.push(one);
  return all;
}

function statuses(outcomes: readonly CreateOutcome[]): string[] {
  return [...outcomes].sort((a, b) => a.index - b.index).map(({ status }) => status);
}

/** A fetch that creates tasks without a network. */
function instant(
  latencyMs?: (n: number) => number,
): { fetch: (request: Request) => Promise<Response>; sent: () => number } {
  let sent = 0;
  return {
    sent: () => sent,
    async fetch(): Promise<Response> {
      const n = sent++;
      if (latencyMs) await delay(latencyMs(n));
      return Response.json({ task_id: `t${n}`, type: "imageannotation", status: "pending" });
    },
  };
}

async function createdIds(mock: Mock): Promise<string[]> {
  return (await mock.tasks()).map((task) => String(task.unique_id)).sort();
}

describe("tasks.createMany: input and outcomes", () => {
  const inputs: Record<string, () => Parameters<ScaleClient["tasks"]["createMany"]>[0]> = {
    "an array": () => [...newTasks(10)],
    "a generator": () => newTasks(10),
    "an async generator": async function* () {
      for (const item of newTasks(10)) {
        await delay(1);
        yield item;
      }
    },
    "a stream": () => {
      const items = newTasks(10);
      return new ReadableStream<NewTask>({
        pull(controller): void {
          const { done, value } = items.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      });
    },
    "a set": () => new Set(newTasks(10)),
  };
  for (const [name, input] of Object.entries(inputs)) {
    it(`takes ${name}, and gives one outcome for each item`, async () => {
      await using mock = await startMock();
      const outcomes = await read(clientOf(mock).tasks.createMany(input(), { concurrency: 3 }));
      assertEquals(outcomes.map(({ index }) => index).sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      for (const { index, item, status, task, error } of outcomes) {
        assertEquals([status, error], ["created", undefined]);
        assertEquals(item, newTask(index));
        assertEquals(task?.unique_id, `street-${index}`);
      }
      assertEquals(await mock.countTasks(), 10);
    });
  }

  it("have a task unless they failed, which their type says too", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    await client.tasks.create("imageannotation", newTask(1).params);
    const items = [newTask(0), newTask(1), newTask(2, { unique_id: "" })];
    const seen: string[] = [];
    for await (const { status, task, error } of client.tasks.createMany(items, { concurrency: 1 })) {
      seen.push(status === "failed" ? String(error) : `${status} ${task.unique_id}`);
    }
    assertEquals(seen, ["created street-0", "exists street-1", "TypeError: unique_id: must not be empty"]);
  });

  it("of nothing gives nothing, and sends nothing", async () => {
    await using mock = await startMock();
    assertEquals(await read(clientOf(mock).tasks.createMany([])), []);
    assertEquals((await mock.counters()).arrived, 0);
  });

  it("gives them in the order in which they complete", async () => {
    const { fetch } = instant((n) => [400, 200, 1][n] ?? 1);
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    const outcomes = await read(client.tasks.createMany(newTasks(3), { concurrency: 3 }));
    assertEquals(outcomes.map(({ index }) => index), [2, 1, 0]);
  });

  it("sends nothing before the first read", async () => {
    const { fetch, sent } = instant();
    const outcomes = new ScaleClient({ apiKey: "test_key", fetch }).tasks.createMany(newTasks(3));
    await delay(5);
    assertEquals(sent(), 0);
    assertEquals((await read(outcomes)).length, 3);
  });

  it("stream() gives the same outcomes, and its cancel ends the requests", async () => {
    const watched = watchedFetch(instant(() => 20).fetch);
    const client = new ScaleClient({ apiKey: "test_key", fetch: watched.fetch });
    const reader = client.tasks.createMany(newTasks(100), { concurrency: 4 }).stream().getReader();
    const { value } = await reader.read();
    assertEquals(value?.status, "created");
    await reader.cancel();
    assertEquals(watched.underWay(), 0);
    assertLessOrEqual(watched.sent(), 8);
    await delay(30);
  });

  it("onProgress is told after each outcome, and may throw", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    await client.tasks.create(TaskType.ImageAnnotation, newTask(1).params);
    const seen: CreateProgress[] = [];
    const items = [newTask(0), newTask(1), newTask(2, { attachment: undefined })];
    const outcomes = await read(client.tasks.createMany(items, {
      concurrency: 1,
      onProgress(progress): void {
        seen.push(progress);
        throw new Error("not the work's affair");
      },
    }));
    assertEquals(statuses(outcomes), ["created", "exists", "failed"]);
    assertEquals(seen, [
      { done: 1, created: 1, exists: 0, failed: 0 },
      { done: 2, created: 1, exists: 1, failed: 0 },
      { done: 3, created: 1, exists: 1, failed: 1 },
    ]);
  });

  it("what is no input is refused at once", () => {
    const client = new ScaleClient({ apiKey: "test_key" });
    for (const items of [undefined, null, "abc", {}, Promise.resolve([])] as unknown as NewTask[][]) {
      assertThrows(() => client.tasks.createMany(items), TypeError, "items: must be");
    }
  });

  it("an item that cannot be sent, or that Scale refuses, fails by itself", async () => {
    await using mock = await startMock();
    const items = [
      newTask(0),
      newTask(1, { unique_id: "" }),
      { type: "..", params: {} },
      newTask(3, { geometries: undefined }),
      null as unknown as NewTask,
      newTask(5),
    ];
    const outcomes = (await read(clientOf(mock).tasks.createMany(items))).sort((a, b) => a.index - b.index);
    assertEquals(statuses(outcomes), ["created", "failed", "failed", "failed", "failed", "created"]);
    const [, empty, dots, refused, none] = outcomes;
    for (const outcome of [empty, dots, none]) assertInstanceOf(outcome?.error, TypeError);
    assertInstanceOf(refused?.error, ScaleInvalidRequestError);
    assertEquals(await mock.countTasks(), 2);
  });

  it("without unique_id a lost answer fails the item, which may have been created, and is not repeated", async () => {
    await using mock = await startMock();
    await mock.fault({ when: { method: "POST" }, act: "drop", after: true });
    const items = [newTask(0, { unique_id: undefined }), newTask(1, { unique_id: undefined })];
    const outcomes = await read(clientOf(mock).tasks.createMany(items, { concurrency: 1 }));
    const [lost] = outcomes;
    assertEquals(statuses(outcomes), ["failed", "created"]);
    assertInstanceOf(lost?.error, ScaleConnectionError);
    assert(lost.error.maybeSent);
    assertEquals(await mock.countTasks(), 2);
  });
});

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
    assertEquals(outcomes.find(({ status }) => status === "exists")?.task?.task_id, task_id);
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

  it("that stands twice in the input is found before sending", async () => {
    await using mock = await startMock();
    const items = [newTask(0), newTask(1), newTask(2, { unique_id: "street-0" }), newTask(3, { unique_id: null })];
    const outcomes = await read(clientOf(mock).tasks.createMany([...items, newTask(4, { unique_id: null })]));
    assertEquals(statuses(outcomes), ["created", "created", "failed", "created", "created"]);
    const twice = outcomes.find(({ index }) => index === 2)?.error;
    assertInstanceOf(twice, TypeError);
    assertMatch(twice.message, /street-0/);
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

describe("tasks.createMany: ending early", () => {
  it("a pause that the service asks for and no call waits for ends the walk; the checkpoint goes on", async () => {
    await using mock = await startMock();
    await mock.fault({ when: { method: "POST" }, skip: 20, status: 429, headers: { "retry-after": "300" } });
    const items = Array.from({ length: 200 }, (_, i) => newTask(i));
    const walk = clientOf(mock).tasks.createMany(items);
    const first: CreateOutcome[] = [];
    const error = await assertRejects(async () => {
      for await (const outcome of walk) first.push(outcome);
    }, ScaleTooManyRequestsError);
    assertEquals([error.attempts, error.retryAfterMs !== undefined], [0, true]);
    assertLessOrEqual(first.length, 40);
    const rest = await read(clientOf(mock).tasks.createMany(items, { checkpoint: walk.checkpoint() }));
    assertEquals(first.length + rest.length, items.length);
    assertEquals(first.concat(rest).filter(({ status }) => status === "failed").length, 1);
    assertEquals(await mock.countTasks(), items.length - 1);
  });

  it("break ends the requests under way and returns the input's generator", async () => {
    const watched = watchedFetch(instant((n) => n < 3 ? 1 : 200).fetch);
    const client = new ScaleClient({ apiKey: "test_key", fetch: watched.fetch });
    let returned = false;
    function* items(): Generator<NewTask> {
      try {
        yield* newTasks(100);
      } finally {
        returned = true;
      }
    }
    let read = 0;
    for await (const _ of client.tasks.createMany(items(), { concurrency: 4 })) if (++read === 3) break;
    assertEquals(watched.underWay(), 0);
    await delay(1);
    assert(returned);
    const sent = watched.sent();
    await delay(210);
    assertEquals(watched.sent(), sent);
  });

  it("an abort rejects the walk with its reason, at once, and ends the requests and the input stream", async () => {
    const inner = instant();
    const watched = watchedFetch((request) => inner.sent() < 3 ? inner.fetch(request) : new Promise(() => {}));
    const client = new ScaleClient({ apiKey: "test_key", fetch: watched.fetch });
    const stop = new AbortController();
    const reason = new Error("enough");
    let canceled = false;
    let given = 0;
    const items = new ReadableStream<NewTask>({
      pull: (controller) => controller.enqueue(newTask(given++)),
      cancel: () => {
        canceled = true;
      },
    });
    let read = 0;
    const walk = async (): Promise<void> => {
      for await (const _ of client.tasks.createMany(items, { concurrency: 4, signal: stop.signal })) {
        if (++read === 3) setTimeout(() => stop.abort(reason), 5);
      }
    };
    assertStrictEquals(await assertRejects(walk), reason);
    assertEquals([read, watched.underWay()], [3, 0]);
    await until(() => canceled, "the input is canceled");
  });

  it("an abort while the input is waited for rejects the walk too", async () => {
    const client = new ScaleClient({ apiKey: "test_key", fetch: instant().fetch });
    const stop = new AbortController();
    const items = new ReadableStream<NewTask>();
    const walk = client.tasks.createMany(items, { signal: stop.signal })[Symbol.asyncIterator]();
    const reason = new Error("enough");
    setTimeout(() => stop.abort(reason), 5);
    assertStrictEquals(await assertRejects(() => walk.next()), reason);
    assertEquals(await assertRejects(() => walk.next()), reason);
  });

  it("an input that throws rejects the walk with that error, behind the outcomes of what was under way", async () => {
    const client = new ScaleClient({ apiKey: "test_key", fetch: instant(() => 10).fetch });
    const failure = new Error("row 5 is no row");
    function* items(): Generator<NewTask> {
      yield* newTasks(5);
      throw failure;
    }
    const outcomes: CreateOutcome[] = [];
    const walk = async (): Promise<void> => {
      for await (const outcome of client.tasks.createMany(items(), { concurrency: 3 })) outcomes.push(outcome);
    };
    assertStrictEquals(await assertRejects(walk), failure);
    assertEquals(statuses(outcomes), ["created", "created", "created", "created", "created"]);
  });
});

describe("tasks.createMany: checkpoint", () => {
  it("goes on after any number of crashes: one task for each item", async () => {
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

  it("that is none is refused at once: to begin anew could create everything twice", () => {
    const client = new ScaleClient({ apiKey: "test_key" });
    const wrong: unknown[] = [
      {},
      JSON.stringify({ next: 3, done: [] }),
      { next: 3 },
      { next: NaN, done: [] },
      { next: -1, done: [] },
      { done: 3, total: 9, windows: [] },
    ];
    for (const checkpoint of wrong) {
      const options = { checkpoint: checkpoint as BulkCheckpoint };
      assertThrows(() => client.tasks.createMany([], options), TypeError, "checkpoint: must be");
      assertThrows(() => client.tasks.cancelMany([], options), TypeError, "checkpoint: must be");
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
