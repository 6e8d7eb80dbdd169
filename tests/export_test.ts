import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertGreater, assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import { type Bulk, type ExportCheckpoint, ndjson, type ScaleClient, type Task, type TaskFilters } from "@scaleapi/sdk";
import { parseTime } from "../src/export_window.ts";
import { clientOf } from "./helpers/clients.ts";
import { createMock, type Mock, startMock } from "./mock/mod.ts";
import { assertEachOnce, idsOf, seeded, start } from "./helpers/exports.ts";

/** Of 120 pending tasks each so many, one is left to be completed later, the oldest first; the others are completed. */
async function completing(
  mock: Mock,
  spreadMs: number,
  every: number,
): Promise<{ client: ScaleClient; expected: string[]; later: string[] }> {
  await mock.seed({ tasks: 120, project: "p", mode: "live", status: "pending", spreadMs });
  const all = (await mock.tasks({ mode: "live" })).map((task) => String(task.task_id));
  const expected = all.filter((_, i) => i % every !== 0);
  await mock.completeTasks({ ids: expected });
  const client = clientOf(mock, { apiKey: mock.liveKey });
  return { client, expected, later: all.filter((_, i) => i % every === 0).reverse() };
}

describe("tasks.export: each task exactly once", () => {
  const times = {
    even: [{ tasks: 150, spreadMs: 150_000 }],
    bunched: [{ tasks: 150, spreadMs: 150_000, bunched: 0.9 }],
    "at the same millisecond": [{ tasks: 150, spreadMs: 0 }],
    "of two crowded moments far apart": [{ tasks: 70, spreadMs: 2 }, { tasks: 80, spreadMs: 3, from: start + 4e10 }],
    "few a page": [{ tasks: 3, spreadMs: 3 }],
    none: [],
  };
  for (const [name, groups] of Object.entries(times)) {
    it(`times ${name}`, async () => {
      await using mock = await startMock({ maxPageSize: 7 });
      for (const { from = start, ...group } of groups as { tasks: number; spreadMs: number; from?: number }[]) {
        await mock.seed({ ...group, from: new Date(from).toISOString(), project: "p" });
      }
      const client = clientOf(mock);
      const expected = await seeded(mock, "p");
      for (const windows of [1, 3, 8]) {
        assertEachOnce(await idsOf(client.tasks.export({ project_name: "p" }, { windows })), expected);
      }
    });
  }

  it("also past empty pages", async () => {
    await using mock = await startMock({ maxPageSize: 7, emptyPageEvery: 3 });
    await mock.seed({ tasks: 150, project: "p" });
    const ids = await idsOf(clientOf(mock).tasks.export({ project_name: "p" }));
    assertEachOnce(ids, await seeded(mock, "p"));
  });

  it("asks for little more than the pages, however the times lie", async () => {
    await using mock = await startMock({ maxPageSize: 10 });
    for (const [project, bunched, most] of [["even", 0, 125], ["bunched", 0.9, 150]] as const) {
      await mock.seed({ tasks: 1000, project, bunched });
      await mock.clearRequests();
      await idsOf(clientOf(mock).tasks.export({ project_name: project }));
      assertLessOrEqual((await mock.counters()).arrived, most);
      const asked = (await mock.requests()).map(({ queryRaw }) => queryRaw);
      assertEquals(new Set(asked).size, asked.length);
    }
  });
});

/** Tasks at any times, a service of any habits, and a reader that stops now and then. */
const worlds = fc.record({
  groups: fc.array(
    fc.record({ tasks: fc.integer({ min: 1, max: 25 }), gapMs: fc.nat({ max: 30 }), spreadMs: fc.nat({ max: 40 }) }),
    { maxLength: 4 },
  ),
  pageSize: fc.integer({ min: 1, max: 6 }),
  start: fc.constantFrom("inclusive" as const, "exclusive" as const),
  end: fc.constantFrom("inclusive" as const, "exclusive" as const),
  windows: fc.integer({ min: 1, max: 6 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  after: fc.option(fc.nat({ max: 100 }), { nil: undefined }),
  before: fc.option(fc.nat({ max: 100 }), { nil: undefined }),
  stops: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 5 }),
});

/** Whether a task is within what was asked for, by the service's habits. */
function isWithin(
  time: number,
  { after, before, start: low, end: high }: typeof worlds extends fc.Arbitrary<infer W> ? W : never,
): boolean {
  const isLow = after === undefined || (low === "inclusive" ? time >= start + after : time > start + after);
  return isLow && (before === undefined || (high === "inclusive" ? time <= start + before : time < start + before));
}

describe("tasks.export: whatever the times and the bounds of the service", () => {
  it("each task once, created_after and created_before as the service has them, over any crashes", async () => {
    await using mock = createMock({ record: false });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { groups, pageSize, start: low, end: high, windows, concurrency, after, before, stops } = world;
        await mock.configure({ bounds: { start: low, end: high }, maxPageSize: pageSize });
        await mock.reset();
        const project = `p${run++}`;
        let at = start;
        for (const { tasks, gapMs, spreadMs } of groups) {
          await mock.seed({ tasks, spreadMs, from: new Date(at).toISOString(), project });
          at += spreadMs + gapMs;
        }
        const expected = (await mock.tasks())
          .filter((task) => task.project === project && isWithin(Date.parse(String(task.created_at)), world))
          .map((task) => String(task.task_id));
        const filters: TaskFilters = {
          project_name: project,
          created_after: after === undefined ? undefined : new Date(start + after),
          created_before: before === undefined ? undefined : new Date(start + before).toISOString(),
        };
        const ids: string[] = [];
        let checkpoint: ExportCheckpoint | undefined;
        for (const stop of [...stops, Infinity]) {
          const tasks = clientOf(mock).tasks.export(filters, { windows, concurrency, checkpoint });
          let read = 0;
          for await (const task of tasks) {
            ids.push(task.task_id);
            if (++read === stop) break;
          }
          checkpoint = JSON.parse(JSON.stringify(tasks.checkpoint())) as ExportCheckpoint;
          assertEquals(checkpoint.done, ids.length);
        }
        assertEachOnce(ids, expected);
        assertEquals(checkpoint?.windows, []);
      }),
      { numRuns: 60 },
    );
  });

  for (const rowTokens of [false, true]) {
    const how = rowTokens ? "rows" : "a task";
    it(`tasks that are created meanwhile neither lose nor double others: tokens stand for ${how}`, async () => {
      await using mock = await startMock({ maxPageSize: 5, rowTokens });
      await mock.seed({ tasks: 100, project: "p", spreadMs: 100_000 });
      const expected = await seeded(mock, "p");
      const ids: string[] = [];
      let checkpoint: ExportCheckpoint | undefined;
      for (const stop of [30, 30, Infinity]) {
        const tasks = clientOf(mock).tasks.export({ project_name: "p" }, { windows: 4, checkpoint });
        let read = 0;
        for await (const task of tasks) {
          ids.push(task.task_id);
          if (++read === stop) break;
          if (read % 5 === 0) await mock.seed({ tasks: 2, project: "p", spreadMs: 0 });
        }
        checkpoint = JSON.parse(JSON.stringify(tasks.checkpoint())) as ExportCheckpoint;
      }
      assertEquals(new Set(ids).size, ids.length);
      assertEachOnce(ids.filter((id) => expected.includes(id)), expected);
    });
  }

  it("tasks that come to match meanwhile do not double others where tokens stand for rows", async () => {
    await using mock = await startMock({ maxPageSize: 5, rowTokens: true });
    const { client, expected, later } = await completing(mock, 120_000, 3);
    const ids: string[] = [];
    for await (const { task_id } of client.tasks.export({ project_name: "p", status: "completed" }, { windows: 2 })) {
      ids.push(task_id);
      if (ids.length % 3 === 0) await mock.completeTasks({ ids: later.splice(0, 1) });
    }
    assertEquals(new Set(ids).size, ids.length);
    assertEachOnce(ids.filter((id) => expected.includes(id)), expected);
  });

  for (const [windows, spreadMs] of [[1, 120_000], [3, 120_000], [1, 600], [3, 600]] as const) {
    it(`nor do more of them than a page holds: ${windows} windows, 120 tasks within ${spreadMs} ms`, async () => {
      await using mock = await startMock({ maxPageSize: 5, rowTokens: true });
      const { client, expected, later } = await completing(mock, spreadMs, 2);
      const ids: string[] = [];
      let checkpoint: ExportCheckpoint | undefined;
      for (const stop of [25, Infinity]) {
        const filters = { project_name: "p", status: "completed" };
        const tasks = client.tasks.export(filters, { windows, checkpoint });
        let read = 0;
        for await (const { task_id } of tasks) {
          ids.push(task_id);
          if (++read === stop) break;
          if (read % 10 === 0) await mock.completeTasks({ ids: later.splice(0, 12) });
        }
        checkpoint = tasks.checkpoint();
      }
      assertEquals(new Set(ids).size, ids.length);
      assertEachOnce(ids.filter((id) => expected.includes(id)), expected);
    });
  }

  it("nor do tasks that are created meanwhile at the very time that is read", async () => {
    await using mock = await startMock({ maxPageSize: 5, rowTokens: true });
    const moment = { project: "p", from: new Date(start).toISOString(), spreadMs: 0 };
    await mock.seed({ ...moment, tasks: 60 });
    const expected = await seeded(mock, "p");
    const ids: string[] = [];
    for await (const { task_id } of clientOf(mock).tasks.export({ project_name: "p" })) {
      ids.push(task_id);
      if (ids.length % 4 === 0 && ids.length < 40) await mock.seed({ ...moment, tasks: 7 });
    }
    assertEquals(new Set(ids).size, ids.length);
    assertEachOnce(ids.filter((id) => expected.includes(id)), expected);
  });

  it("many old tasks after few recent ones are found without asking for times before 1970", async () => {
    await using mock = await startMock({ maxPageSize: 10 });
    const year = 365 * 86_400_000;
    const old = new Date(start - 5 * year).toISOString();
    await mock.seed({ tasks: 3000, project: "p", from: old, spreadMs: 86_400_000 });
    await mock.seed({ tasks: 20, project: "p", from: new Date(start - 4 * year).toISOString(), spreadMs: 4 * year });
    await mock.clearRequests();
    assertEachOnce(await idsOf(clientOf(mock).tasks.export({ project_name: "p" })), await seeded(mock, "p"));
    assertLessOrEqual((await mock.counters()).arrived, 400);
    for (const { query } of await mock.requests()) {
      const end = new Map(query).get("end_time");
      assert(end === undefined || Date.parse(end) >= 0, end);
    }
  });

  it("sends the caller's own times as they are", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 100, project: "p", from: new Date(start).toISOString(), spreadMs: 99_000 });
    const created_after = "2024-03-05T00:00:09.500000";
    const created_before = "2024-03-05T00:01:09.000999";
    const filters = { project_name: "p", created_after, created_before };
    const ids = await idsOf(clientOf(mock).tasks.export(filters));
    assertEachOnce(ids, (await seeded(mock, "p")).slice(10, 70));
    let own = 0;
    for (const { query } of await mock.requests()) {
      const { start_time, end_time } = Object.fromEntries(query);
      assertEquals(start_time, created_after);
      if (end_time === created_before) own++;
      else assert(parseTime(end_time) < parseTime(created_before));
    }
    assertGreater(own, 0);
  });

  it("asks for nothing later than the caller's own bound, also within its millisecond", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 12, project: "p", from: new Date(start).toISOString(), spreadMs: 0 });
    const created_before = "2024-03-05T00:00:00.000500";
    const ids = await idsOf(clientOf(mock).tasks.export({ project_name: "p", created_before }));
    assertEachOnce(ids, await seeded(mock, "p"));
    const bounds = (await mock.requests()).map(({ query }) => new Map(query).get("end_time"));
    assertEquals(new Set(bounds), new Set([created_before]));
  });

  it("takes a time without a zone for UTC, as the service does", () => {
    const time = Date.UTC(2024, 2, 5, 14, 7, 31, 482);
    for (const text of ["2024-03-05T14:07:31.482", "2024-03-05 14:07:31.482Z", "2024-03-05T15:07:31.482+01:00"]) {
      assertEquals(parseTime(text), time);
    }
    assertEquals([parseTime("2024-03-05"), parseTime(new Date(time))], [start, time]);
    assertEquals([parseTime(undefined), parseTime("soon")], [NaN, NaN]);
  });
});

describe("tasks.export: views", () => {
  it("stream() through ndjson() gives a line for each task", async () => {
    await using mock = await startMock({ maxPageSize: 20 });
    await mock.seed({ tasks: 100, project: "p" });
    const tasks: Bulk<Task, ExportCheckpoint> = clientOf(mock).tasks.export({ project_name: "p" });
    const text = await new Response(tasks.stream().pipeThrough(ndjson())).text();
    const lines = text.trimEnd().split("\n").map((line): Task => JSON.parse(line));
    assertEachOnce(lines.map((task) => task.task_id), await seeded(mock, "p"));
  });

  it("a stream that onProgress cancels loses no task to the checkpoint", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 40, project: "p" });
    const onProgress = (): void => void reader.cancel();
    const first = clientOf(mock).tasks.export({ project_name: "p" }, { windows: 1, onProgress });
    const reader = first.stream().getReader();
    const ids: string[] = [];
    for (let read; !(read = await reader.read()).done;) ids.push(read.value.task_id);
    const checkpoint = first.checkpoint();
    assertEquals(checkpoint.done, ids.length);
    ids.push(...await idsOf(clientOf(mock).tasks.export({ project_name: "p" }, { checkpoint })));
    assertEachOnce(ids, await seeded(mock, "p"));
  });

  it("reads that do not wait for each other each get a task", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 12, project: "p" });
    const tasks = clientOf(mock).tasks.export({ project_name: "p" })[Symbol.asyncIterator]();
    const reads = await Promise.all(Array.from({ length: 14 }, () => tasks.next()));
    assertEquals(reads.filter(({ done }) => done).length, 2);
    assertEquals(new Set(reads.map(({ value }) => value?.task_id)).size, 13);
  });
});
