import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { ScaleClient } from "@scaleapi/sdk";
import { cannedClient, clientOf } from "./helpers/clients.ts";
import { numbered } from "./helpers/numbered_listing.ts";
import { delay } from "./helpers/time.ts";
import { createMock, type Mock } from "./mock/mod.ts";

let mock: Mock;
let client: ScaleClient;

beforeAll(() => {
  mock = createMock();
});

afterAll(() => mock.close());

beforeEach(async () => {
  await mock.reset();
  await mock.configure({ maxPageSize: 3, emptyPageEvery: 0, repeatCursor: false, missingCursor: false });
  await mock.seed({ tasks: 7, project: "p", uniqueIdPrefix: "u", spreadMs: 7000 });
  client = clientOf(mock, { maxRetries: 0 });
});

/** The tasks of the mock, newest first, as a listing has them. */
async function expectedIds(): Promise<unknown[]> {
  return (await mock.tasks()).map(({ task_id }) => task_id).reverse();
}

function ids(tasks: readonly { task_id: string }[]): unknown[] {
  return tasks.map(({ task_id }) => task_id);
}

/** Reads a stream to its end. */
async function readAll<T>(stream: ReadableStream<T>): Promise<T[]> {
  const reader = stream.getReader();
  const all: T[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) all.push(next.value);
  return all;
}

describe("Listing", () => {
  it("sends nothing before the first read, however it is looked at", async () => {
    const listing = client.tasks.list({ project_name: "p" });
    listing[Symbol.asyncIterator]();
    listing.pages();
    const stream = listing.stream();
    await delay(20);
    assertEquals(await mock.requests(), []);
    await stream.cancel();
    assertEquals(await mock.requests(), []);
  });

  it("gives each item once, in the service's order, in every view", async () => {
    const expected = await expectedIds();
    const listing = client.tasks.list({ project_name: "p" });
    const walked = [];
    for await (const task of listing) walked.push(task);
    assertEquals(ids(walked), expected);
    const paged = [];
    for await (const page of listing.pages()) paged.push(...page.items);
    assertEquals(ids(paged), expected);
    assertEquals(ids(await readAll(listing.stream())), expected);
    assertEquals(ids(await listing.toArray()), expected);
    assertEquals((await listing.first())?.task_id as unknown, expected[0]);
    assertEquals(await listing.total(), 7);
  });

  it("walks from the beginning every time, also side by side", async () => {
    const listing = client.tasks.list({ project_name: "p" });
    assertEquals(ids(await listing.toArray()), await expectedIds());
    await mock.seed({ tasks: 1, project: "p" });
    const [one, two] = await Promise.all([listing.toArray(), listing.toArray()]);
    assertEquals([ids(one), ids(two)], [await expectedIds(), await expectedIds()]);
  });

  it("begins every walk at the cursor it was made with, even if the caller's options change", async () => {
    const options: { cursor?: string } = {};
    const { listing } = numbered(3, options);
    for await (const { cursor } of listing.pages()) {
      if (cursor === undefined) break;
      options.cursor = cursor;
    }
    assertEquals([await listing.total(), await listing.first()], [6, "1a"]);
  });

  it("sends the filters with every page, and the service's token as it was", async () => {
    await client.tasks.list({ project_name: "p", status: "completed", limit: 3 }).toArray();
    const queries = (await mock.requests()).map(({ query }) => Object.fromEntries(query));
    assertEquals(
      queries.map(({ project, status, limit }) => [project, status, limit]),
      Array(3).fill(["p", "completed", "3"]),
    );
    const tokens = queries.map(({ next_token }) => next_token);
    assertEquals([tokens[0], new Set(tokens).size], [undefined, 3]);
    assert(tokens[1]?.startsWith("t+/&="), tokens[1]);
  });

  it("of no items is empty in every view", async () => {
    const listing = client.tasks.list({ project_name: "none" });
    for await (const task of listing) throw new Error(`unexpected ${task.task_id}`);
    assertEquals([await listing.toArray(), await listing.first(), await listing.total()], [[], undefined, 0]);
    assertEquals(await readAll(listing.stream()), []);
    const pages = [];
    for await (const { items, total, cursor } of listing.pages()) pages.push({ items, total, cursor });
    assertEquals(pages, [{ items: [], total: 0, cursor: undefined }]);
  });

  it("goes past empty pages in every view", async () => {
    await mock.configure({ maxPageSize: 1, emptyPageEvery: 2 });
    const expected = await expectedIds();
    const listing = client.tasks.list({ project_name: "p" });
    assertEquals(ids(await listing.toArray()), expected);
    assertEquals(ids(await readAll(listing.stream())), expected);
    const sizes = [];
    for await (const page of listing.pages()) sizes.push(page.items.length);
    assertEquals(sizes, [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    assertEquals(ids(await listing.toArray({ limit: 2 })), expected.slice(0, 2));
  });
});

describe("Listing.pages", () => {
  it("have their items, the total, the wire page, and a cursor but for the last", async () => {
    const pages = [];
    for await (const page of client.tasks.list({ project_name: "p" }).pages()) pages.push(page);
    assertEquals(pages.map(({ items, total }) => [items.length, total]), [[3, 7], [3, 7], [1, 7]]);
    assertEquals(pages.map(({ cursor }) => typeof cursor), ["string", "string", "undefined"]);
    assertEquals(pages.map(({ raw }) => [raw.has_more, raw.total, raw.next_token]), [
      [true, 7, pages[0]?.cursor],
      [true, 7, pages[1]?.cursor],
      [false, 7, undefined],
    ]);
  });

  it("give a cursor from which another client continues, of tasks and of batches", async () => {
    for (let i = 0; i < 5; i++) await client.batches.create({ project: "p", name: `b${i}` });
    const tasks = (await client.tasks.list().pages().next()).value.cursor;
    const batches = (await client.batches.list().pages().next()).value.cursor;
    assertEquals([typeof tasks, typeof batches], ["string", "string"]);
    const other = clientOf(mock);
    const rest = await other.tasks.list({}, { cursor: tasks }).toArray();
    assertEquals(ids(rest), (await expectedIds()).slice(3));
    const names = (await other.batches.list({}, { cursor: batches }).toArray()).map(({ name }) => name);
    const all = (await other.batches.list().toArray()).map(({ name }) => name);
    assertEquals(names, all.slice(3));
    assertEquals(all.length, 5);
  });
});

describe("Listing.toArray, first and total", () => {
  it("ask for no more than is wanted", async () => {
    const listing = client.tasks.list({ project_name: "p" });
    assertEquals(ids(await listing.toArray({ limit: 2 })), (await expectedIds()).slice(0, 2));
    await listing.first();
    await listing.total();
    const limits = (await mock.requests()).map(({ query }) => new Map(query).get("limit"));
    assertEquals(limits, ["2", "1", "1"]);
  });

  it("fetch no page ahead, whatever prefetch says", async () => {
    const { listing, asked } = numbered(9, { prefetch: 3 });
    assertEquals(await listing.toArray({ limit: 3 }), ["1a", "1b", "2a"]);
    assertEquals(await listing.first(), "1a");
    await delay(5);
    assertEquals(asked, [1, 2, 1]);
  });

  it("leave a page size that was given alone, and never ask for more than 100", async () => {
    await client.tasks.list({ limit: 3 }).toArray({ limit: 2 });
    await client.tasks.list().toArray({ limit: 1000 });
    const limits = (await mock.requests()).map(({ query }) => new Map(query).get("limit"));
    assertEquals([limits[0], ...new Set(limits.slice(1))], ["3", "100"]);
  });

  it("take a limit from 0 up: 0 sends nothing, one beyond the end gives all", async () => {
    const listing = client.tasks.list();
    assertEquals(await listing.toArray({ limit: 0 }), []);
    assertEquals(await mock.requests(), []);
    assertEquals((await listing.toArray({ limit: 8 })).length, 7);
    assertEquals((await listing.toArray({ limit: 7 })).length, 7);
    for (const limit of [-1, 0.5, NaN]) await assertRejects(() => listing.toArray({ limit }), RangeError, "limit");
  });

  it("total of batches is what the service says, of others it is counted", async () => {
    for (let i = 0; i < 5; i++) await client.batches.create({ project: "p", name: `b${i}` });
    await mock.clearRequests();
    assertEquals(await client.batches.list().total(), 5);
    assertEquals((await mock.requests()).length, 1);
    assertEquals(await numbered(4).listing.total(), 8);
    // From a cursor on, what is counted is what is left; what the service says is all.
    assertEquals(await client.batches.list({}, { cursor: "3" }).total(), 5);
    assertEquals(await numbered(4, { cursor: "3" }).listing.total(), 4);
  });

  it("without a number as total, the items are counted, where answers are not checked", async () => {
    for (const total of [null, "1", undefined]) {
      const body = { docs: [{ task_id: "a" }, { task_id: "b" }], total, has_more: false };
      const { client } = cannedClient({ body }, { validation: "off" });
      assertEquals(await client.tasks.list().total(), 2);
    }
  });
});

describe("filters of a listing", () => {
  it("refuse a page size that is not an integer from 1 to 100, at once", () => {
    for (const list of [client.tasks.list, client.batches.list] as ((filters: { limit: number }) => unknown)[]) {
      for (const limit of [0, -1, 101, 1.5, NaN, Infinity]) {
        assertThrows(
          () => list.call(list === client.tasks.list ? client.tasks : client.batches, { limit }),
          RangeError,
          "limit",
        );
      }
    }
  });

  it("refuse the service's cursors, and name the option", () => {
    for (const name of ["next_token", "offset"]) {
      assertThrows(() => client.tasks.list({ [name]: "7" }), TypeError, "cursor");
      assertThrows(() => client.batches.list({ [name]: "7" }), TypeError, "cursor");
    }
  });

  it("refuse a prefetch that is not an integer from 0 up", () => {
    for (const prefetch of [-1, 0.5, NaN]) {
      assertThrows(() => client.tasks.list({}, { prefetch }), RangeError, "prefetch");
    }
  });
});
