import { describe, it } from "@std/testing/bdd";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertLessOrEqual,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  type CreateOutcome,
  type CreateProgress,
  type Items,
  type NewTask,
  ScaleClient,
  ScaleConnectionError,
  ScaleInvalidRequestError,
  ScaleTooManyRequestsError,
  TaskType,
} from "@scaleapi/sdk";
import { clientOf } from "./helpers/clients.ts";
import { delay, until } from "./helpers/time.ts";
import { watchedFetch } from "./helpers/watched_fetch.ts";
import { startMock } from "./mock/mod.ts";
import { instant, newTask, newTasks, read, statuses } from "./helpers/new_tasks.ts";

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

  it("onProgress is called after each outcome, and may throw", async () => {
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

  it("anything but an iterable or a stream is refused at once", () => {
    const client = new ScaleClient({ apiKey: "test_key" });
    const message = "items: must be an iterable, an async iterable or a stream";
    for (const items of [undefined, null, "abc", {}, Promise.resolve([])] as unknown as NewTask[][]) {
      assertEquals(assertThrows(() => client.tasks.createMany(items), TypeError).message, message);
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
    assertEquals(outcomes.map(({ item }) => item), items);
    const [, empty, dots, refused, none] = outcomes;
    for (const outcome of [empty, dots, none]) assertInstanceOf(outcome?.error, TypeError);
    assertEquals((none?.error as TypeError).message, "item: must be a plain object");
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

describe("tasks.createMany: ending early", () => {
  it("a pause longer than calls wait for ends the walk, and the checkpoint continues it", async () => {
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

  it("after a break a second walk gives nothing, and leaves the checkpoint as it is", async () => {
    await using mock = await startMock();
    const walk = clientOf(mock).tasks.createMany(newTasks(10), { concurrency: 1 });
    for await (const _ of walk) break;
    assertEquals(await read(walk), []);
    assertEquals(walk.checkpoint().next, 1);
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

  const hanging: Record<string, () => Items<NewTask>> = {
    stream: () => new ReadableStream<NewTask>(),
    "async iterable": () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }),
  };
  for (const [kind, items] of Object.entries(hanging)) {
    it(`an abort while the input is waited for rejects the walk too: ${kind}`, async () => {
      const client = new ScaleClient({ apiKey: "test_key", fetch: instant().fetch });
      const stop = new AbortController();
      const walk = client.tasks.createMany(items(), { signal: stop.signal })[Symbol.asyncIterator]();
      const reason = new Error("enough");
      setTimeout(() => stop.abort(reason), 5);
      assertStrictEquals(await assertRejects(() => walk.next()), reason);
      assertEquals(await assertRejects(() => walk.next()), reason);
    });
  }

  it("break returns the input, even if that throws, and what was under way fails unseen", async () => {
    const client = new ScaleClient({ apiKey: "test_key", fetch: instant((n) => n < 1 ? 1 : 20).fetch });
    let returned = 0;
    const source = newTasks(20);
    const items: Iterable<NewTask> = {
      [Symbol.iterator]: () => ({
        next: () => source.next(),
        return() {
          returned++;
          throw new Error("the file is gone");
        },
      }),
    };
    const walk = client.tasks.createMany(items, { concurrency: 4 })[Symbol.asyncIterator]();
    assertEquals((await walk.next()).value?.status, "created");
    await walk.return?.();
    assertEquals(await walk.next(), { done: true, value: undefined });
    await until(() => returned === 1, "the input is let go of");
    await delay(30);
  });

  it("an input that throws rejects the walk with that error, after the outcomes of what was under way", async () => {
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
