import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertLess, assertLessOrEqual, assertRejects } from "@std/assert";
import { type Page, ScaleClient, ScaleError, type Task } from "@scaleapi/sdk";
import { clientOf } from "./helpers/clients.ts";
import { delay, until } from "./helpers/time.ts";
import { startMock } from "./mock/mod.ts";

/** A service of some pages that take some time, and the moments at which they were asked for and came. */
function slowPages(pages: number, latencyMs: number): { client: ScaleClient; asked: number[]; came: number[] } {
  const asked: number[] = [];
  const came: number[] = [];
  const client = new ScaleClient({
    apiKey: "test_key",
    async fetch(request: Request): Promise<Response> {
      const page = Number(new URL(request.url).searchParams.get("next_token") ?? 0);
      asked.push(performance.now());
      await delay(latencyMs);
      came.push(performance.now());
      const has_more = page + 1 < pages;
      const docs = [0, 1, 2].map((i) => ({ task_id: `${page}-${i}`, type: "x", status: "pending" }));
      return Response.json({ docs, total: pages * 3, limit: 3, offset: 0, has_more, next_token: `${page + 1}` });
    },
  });
  return { client, asked, came };
}

describe("a large listing", () => {
  it("that stops at any page continues from its cursor, in another client: each task once, in order", async () => {
    await using mock = await startMock({ maxPageSize: 4, emptyPageEvery: 5 });
    await mock.seed({ tasks: 42, project: "p" });
    const expected = (await mock.tasks()).map((task) => String(task.task_id)).reverse();
    const filters = { project_name: "p" };
    let pages = 0;
    for await (const _ of clientOf(mock).tasks.list(filters).pages()) pages++;
    for (let stop = 1; stop < pages; stop++) {
      const ids: string[] = [];
      let cursor: string | undefined;
      let read = 0;
      for await (const page of clientOf(mock).tasks.list(filters).pages()) {
        ids.push(...page.items.map((task) => task.task_id));
        cursor = JSON.parse(JSON.stringify(page)).cursor;
        if (++read === stop) break;
      }
      assert(cursor !== undefined);
      for await (const task of clientOf(mock).tasks.list(filters, { cursor })) ids.push(task.task_id);
      assertEquals(ids, expected);
    }
  });

  it("whose walk fails at any page continues from the error's cursor: each task once, in order", async () => {
    await using mock = await startMock({ maxPageSize: 6 });
    await mock.seed({ tasks: 30, project: "p" });
    const expected = (await mock.tasks()).map((task) => String(task.task_id)).reverse();
    for (let page = 0; page < 5; page++) {
      await mock.fault({ skip: page, status: 400, body: { error: "no" } });
      const ids: string[] = [];
      const walk = async (): Promise<void> => {
        for await (const task of clientOf(mock).tasks.list({ project_name: "p" })) ids.push(task.task_id);
      };
      const { cursor } = await assertRejects(walk, ScaleError);
      assertEquals([ids.length, cursor === undefined], [page * 6, page === 0]);
      const rest = clientOf(mock).tasks.list({ project_name: "p" }, cursor === undefined ? {} : { cursor });
      for await (const task of rest) ids.push(task.task_id);
      assertEquals(ids, expected);
    }
  });

  for (const prefetch of [0, 1, 3]) {
    it(`is held back by a slow consumer: at most ${prefetch} + 2 pages are in memory`, async () => {
      const { client, asked } = slowPages(12, 1);
      let read = 0;
      for await (const page of client.tasks.list({}, { prefetch }).pages()) {
        assertEquals(page.items.length, 3);
        read++;
        await delay(8);
        // The page that is read, and those behind it.
        assertLessOrEqual(asked.length - read + 1, prefetch + 2);
      }
      assertEquals(read, 12);
    });
  }

  for (const prefetch of [0, 1, 3]) {
    it(`ends ${prefetch} pages after the one that was read, however long the consumer pauses`, async () => {
      const { client, asked } = slowPages(12, 1);
      const pages = client.tasks.list({}, { prefetch }).pages();
      for (let read = 1; read < 5; read++) {
        await pages.next();
        await until(() => asked.length >= read + prefetch, "the pages are asked for");
        await delay(20);
        assertEquals(asked.length, read + prefetch);
      }
      await pages.return?.();
    });
  }

  it("is fetched while the consumer works", async () => {
    const pages = 8;
    const { client, came } = slowPages(pages, 30);
    let read = 0;
    for await (const _ of client.tasks.list({}).pages()) {
      read++;
      await until(() => came.length > read || read === pages, "the next page comes before it is asked for");
    }
    assertEquals(read, pages);
  });

  for (const view of ["items", "pages", "stream"] as const) {
    it(`never keeps a fast consumer waiting for a page that could have been fetched: ${view}`, async () => {
      const { client, asked, came } = slowPages(8, 15);
      const list = client.tasks.list({});
      if (view === "stream") {
        const reader = list.stream().getReader();
        while (!(await reader.read()).done);
      } else {
        const walk: AsyncIterable<Task | Page<Task>> = view === "items" ? list : list.pages();
        for await (const _ of walk);
      }
      const idle = asked.slice(1).map((time, i) => time - (came[i] ?? 0)).sort((a, b) => a - b);
      assertLess(idle[3] ?? Infinity, 10);
      assertEquals(asked.length, 8);
    });
  }
});
