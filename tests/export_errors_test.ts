import { describe, it } from "@std/testing/bdd";
import {
  assert,
  assertEquals,
  assertGreater,
  assertLessOrEqual,
  assertMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import {
  type ExportCheckpoint,
  ScaleClient,
  ScaleError,
  ScaleInvalidRequestError,
  ScaleValidationError,
  type Task,
} from "@scaleapi/sdk";
import { clientOf } from "./helpers/clients.ts";
import { delay } from "./helpers/time.ts";
import { watchedFetch } from "./helpers/watched_fetch.ts";
import { startMock } from "./mock/mod.ts";
import { assertEachOnce, idsOf, seeded, start } from "./helpers/exports.ts";

describe("tasks.export: progress and errors", () => {
  it("onProgress counts up to the total, also over a crash, and may throw", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 100, project: "p" });
    const seen: number[] = [];
    const options = {
      onProgress({ done, total }: { done: number; total: number }): void {
        assertEquals(total, 100);
        seen.push(done);
        throw new Error("not the export's affair");
      },
    };
    const first = clientOf(mock).tasks.export({ project_name: "p" }, options);
    let read = 0;
    for await (const _ of first) if (++read === 42) break;
    await idsOf(clientOf(mock).tasks.export({ project_name: "p" }, { ...options, checkpoint: first.checkpoint() }));
    assertEquals(seen, [...seen].sort((a, b) => a - b));
    assertEquals(seen.at(-1), 100);
  });

  it("a checkpoint stays small: it names only what was given of the last time in each window", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 100, project: "p", spreadMs: 100_000 });
    const tasks = clientOf(mock).tasks.export({ project_name: "p" }, { windows: 4 });
    let read = 0;
    for await (const _ of tasks) {
      const { windows } = tasks.checkpoint();
      assertLessOrEqual(windows.length, 4);
      assert(windows.every(({ skip }) => skip.length <= 1));
      // Nothing of it is lost on the way through JSON.
      assertEquals(JSON.parse(JSON.stringify(windows)), windows);
      for (const { to, after, below } of windows) {
        assert([to, after].every((time) => time === null || time > 0), `${to} ${after}`);
        assert(after === null ? below === 0 : below > 0, `${after} ${below}`);
      }
      if (++read === 60) break;
    }
  });

  it("a checkpoint among many tasks of one time gives none of them again", async () => {
    await using mock = await startMock();
    await mock.seed({ tasks: 1500, project: "p", spreadMs: 0 });
    const first = clientOf(mock).tasks.export({ project_name: "p" });
    const ids: string[] = [];
    for await (const { task_id } of first) if (ids.push(task_id) === 1250) break;
    const checkpoint = JSON.parse(JSON.stringify(first.checkpoint())) as ExportCheckpoint;
    ids.push(...await idsOf(clientOf(mock).tasks.export({ project_name: "p" }, { checkpoint })));
    assertEachOnce(ids, await seeded(mock, "p"));
  });

  it("a request that fails ends the walk after what came, and the checkpoint continues it", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 200, project: "p" });
    await mock.fault({ when: { path: "^/v1/tasks$" }, skip: 12, status: 400, body: { error: "no" } });
    const expected = await seeded(mock, "p");
    const tasks = clientOf(mock).tasks.export({ project_name: "p" }, { windows: 4 });
    const ids: string[] = [];
    await assertRejects(async () => {
      for await (const { task_id } of tasks) ids.push(task_id);
    }, ScaleInvalidRequestError);
    assertEquals(await tasks[Symbol.asyncIterator]().next(), { done: true, value: undefined });
    assertGreater(ids.length, 5 * 5);
    assertEquals(tasks.checkpoint().done, ids.length);
    const checkpoint = JSON.parse(JSON.stringify(tasks.checkpoint())) as ExportCheckpoint;
    ids.push(...await idsOf(clientOf(mock).tasks.export({ project_name: "p" }, { checkpoint })));
    assertEachOnce(ids, expected);
  });

  it("no request begins after one that failed, though what came is still read", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 200, project: "p" });
    await mock.fault({ when: { path: "^/v1/tasks$" }, skip: 3, status: 400, body: { error: "no" } });
    const tasks = clientOf(mock).tasks.export({ project_name: "p" }, { windows: 4, concurrency: 1 });
    await assertRejects(async () => {
      for await (const _ of tasks) await delay(10);
    }, ScaleInvalidRequestError);
    assertEquals((await mock.requests()).length, 4);
  });

  it("a service that is busy now and then is waited for", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 100, project: "p" });
    await mock.fault({ skip: 3, times: 3, status: 429, headers: { "retry-after": "0" } });
    assertEquals((await idsOf(clientOf(mock).tasks.export({ project_name: "p" }))).length, 100);
  });

  it("a service that takes two requests at once is not asked for more for long, and gives everything", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 300, project: "p" });
    let underWay = 0;
    const watched = watchedFetch(async (request) => {
      underWay++;
      try {
        await delay(3);
        if (underWay <= 2) return await mock.fetch(request);
        return Response.json({ error: "slow down" }, { status: 429, headers: { "retry-after": "0" } });
      } finally {
        underWay--;
      }
    });
    const client = clientOf(mock, { fetch: watched.fetch });
    assertEachOnce(await idsOf(client.tasks.export({ project_name: "p" })), await seeded(mock, "p"));
    assertGreater(watched.peak(), 2);
    assertLessOrEqual(Math.max(...watched.history.slice(40)), 4);
  });

  it("a first page without tasks is neither the end nor a new start", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 20, project: "p" });
    let first = 0;
    const fetch = (request: Request): Promise<Response> | Response => {
      const url = new URL(request.url);
      if (url.searchParams.get("next_token") === "behind") url.searchParams.delete("next_token");
      else if (!url.searchParams.has("end_time")) {
        assertEquals(++first, 1);
        return Response.json({ docs: [], total: 20, limit: 5, offset: 0, has_more: true, next_token: "behind" });
      }
      return mock.fetch(new Request(url, request));
    };
    assertEachOnce(
      await idsOf(clientOf(mock, { fetch }).tasks.export({ project_name: "p" })),
      await seeded(mock, "p"),
    );
  });

  it("a service that says no total is read in one window where answers are not checked", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 50, project: "p" });
    const fetch = async (request: Request): Promise<Response> => {
      const { total: _, ...page } = await (await mock.fetch(request)).json();
      return Response.json(page);
    };
    const client = clientOf(mock, { fetch, validation: "off" });
    assertEachOnce(await idsOf(client.tasks.export({ project_name: "p" })), await seeded(mock, "p"));
  });

  it("a cursor that comes twice is an error, never an endless walk", async () => {
    await using mock = await startMock({ maxPageSize: 5, repeatCursor: true });
    await mock.seed({ tasks: 50, project: "p" });
    await assertRejects(() => idsOf(clientOf(mock).tasks.export({ project_name: "p" })), ScaleError, "cursor");
  });

  for (const created_at of [null, "soon"]) {
    it(`a task whose created_at is ${created_at} is an error after what came: it has no place in a window`, async () => {
      await using mock = await startMock({ maxPageSize: 5 });
      await mock.seed({ tasks: 40, project: "p", from: new Date(start).toISOString(), spreadMs: 40 });
      const expected = await seeded(mock, "p");
      const odd = expected[3] ?? "";
      await mock.updateTask(odd, { created_at });
      const ids: string[] = [];
      const error = await assertRejects(async () => {
        for await (const task of clientOf(mock).tasks.export({ project_name: "p" })) ids.push(task.task_id);
      }, ScaleValidationError);
      assertMatch(error.message, new RegExp(`${odd}: created_at`));
      assertEquals((error.raw as Task).task_id, odd);
      assertEquals(new Set(ids).size, ids.length);
      assertGreater(ids.length, 0);
    });
  }

  it("a last page that cannot be used is not the end: its window stays in the checkpoint", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 20, project: "p", from: new Date(start).toISOString(), spreadMs: 60_000 });
    let last: Promise<void> | undefined;
    const fetch = async (request: Request): Promise<Response> => {
      const page = await (await mock.fetch(request)).json();
      if (page.has_more) return Response.json(page);
      page.docs.at(-1).created_at = "soon";
      last = delay(20);
      return Response.json(page);
    };
    const tasks = clientOf(mock, { fetch }).tasks.export({ project_name: "p" }, { windows: 1 });
    const ids: string[] = [];
    await assertRejects(async () => {
      for await (const { task_id } of tasks) {
        ids.push(task_id);
        // Of the page before, some are read when the last one is there.
        if (ids.length > 12) await (last ?? delay(20));
      }
    }, ScaleValidationError);
    const checkpoint = JSON.parse(JSON.stringify(tasks.checkpoint())) as ExportCheckpoint;
    ids.push(...await idsOf(clientOf(mock).tasks.export({ project_name: "p" }, { checkpoint })));
    assertEachOnce(ids, await seeded(mock, "p"));
  });

  it("refuses an invalid checkpoint", () => {
    const client = new ScaleClient({ apiKey: "test_key" });
    for (const checkpoint of [{}, "", "{}", { next: 3, done: [] }] as unknown as ExportCheckpoint[]) {
      assertThrows(() => client.tasks.export({}, { checkpoint }), TypeError, "checkpoint: must come");
    }
  });

  it("refuses limited_response and senseless numbers at once", () => {
    const client = new ScaleClient({ apiKey: "test_key" });
    assertThrows(() => client.tasks.export({ limited_response: true }), TypeError, "created_at, which it leaves out");
    for (const bad of [0, -1, 1.5, NaN]) {
      assertThrows(() => client.tasks.export({}, { windows: bad }), RangeError, "windows");
      assertThrows(() => client.tasks.export({}, { concurrency: bad }), RangeError, "concurrency");
    }
  });
});
