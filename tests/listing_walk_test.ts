import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { type ScaleClient, ScaleError, ScaleInternalError, ScaleValidationError } from "@scaleapi/sdk";
import { Listing } from "../src/listing.ts";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { numbered } from "./helpers/numbered_listing.ts";
import { delay, until } from "./helpers/time.ts";
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

describe("prefetch", () => {
  for (const prefetch of [0, 1, 3] as const) {
    it(`of ${prefetch}: fetches so many pages ahead, and never more than one beyond them`, async () => {
      for (const view of ["pages", "stream"] as const) {
        const { listing, asked } = numbered(20, { prefetch });
        const perPage = view === "pages" ? 1 : 2;
        const pages = listing.pages();
        const reader = listing.stream().getReader();
        const read = () => view === "pages" ? pages.next() : reader.read();
        for (let page = 1; page <= 12; page++) {
          for (let i = 0; i < perPage; i++) await read();
          await delay(1);
          const ahead = asked.length - page;
          assert(ahead >= prefetch && ahead <= prefetch + 1, `${view}: ${ahead} pages ahead of page ${page}`);
          if (prefetch === 0) assertEquals(ahead, 0);
        }
        await (view === "pages" ? pages.return?.() : reader.cancel());
      }
    });
  }

  it("may exceed the number of pages: every page comes, and none is requested twice", async () => {
    for (const cursor of [undefined, "1"]) {
      for (const prefetch of [2, 3, 4, 5, Infinity]) {
        const { listing, asked } = numbered(4, { prefetch, ...cursor && { cursor } });
        const got: string[] = [];
        for await (const { items } of listing.pages()) {
          got.push(...items);
          await delay(1);
        }
        assertEquals(got, ["1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b"]);
        assertEquals(asked, [1, 2, 3, 4]);
      }
    }
  });

  it("is one page by default", async () => {
    const { listing, asked } = numbered(20);
    const pages = listing.pages();
    await pages.next();
    await delay(1);
    assert(asked.length >= 2 && asked.length <= 3, `${asked.length}`);
    await pages.return?.();
  });

  it("fetches while a page is being read", async () => {
    const { listing, asked } = numbered(3, { prefetch: 1 });
    const items = listing[Symbol.asyncIterator]();
    await items.next();
    await until(() => asked.length >= 2, "the second page is asked for while the first is read");
    await items.return?.();
  });
});

describe("an error in mid-walk", () => {
  function failing(prefetch: number): Listing<string> {
    return numbered(6, { prefetch }, (page) => {
      if (page === 3) throw new ScaleError("page 3");
    }).listing;
  }

  for (const prefetch of [0, 1, 5]) {
    it(`comes after all that came before it, and carries the cursor to continue from (prefetch ${prefetch})`, async () => {
      const got: string[] = [];
      const error = await failureOf(
        (async () => {
          for await (const item of failing(prefetch)) {
            got.push(item);
            await delay(1);
          }
        })(),
        ScaleError,
      );
      assertEquals([error.message, error.cursor], ["page 3", "3"]);
      assertEquals(got, ["1a", "1b", "2a", "2b"]);
      const streamed: string[] = [];
      const reader = failing(prefetch).stream().getReader();
      await assertRejects(async () => {
        for (;;) streamed.push((await reader.read()).value ?? "");
      }, ScaleError);
      assertEquals(streamed, got);
    });
  }

  it("of the service: a walk with the cursor gives the rest", async () => {
    await mock.fault({ skip: 1, status: 500 });
    const got: unknown[] = [];
    const error = await failureOf(
      (async () => {
        for await (const { task_id } of client.tasks.list()) got.push(task_id);
      })(),
      ScaleInternalError,
    );
    assertEquals(got.length, 3);
    const rest = await client.tasks.list({}, { cursor: error.cursor ?? "" }).toArray();
    assertEquals([...got, ...ids(rest)], await expectedIds());
  });

  it("on the first page carries no cursor, or the one that was given", async () => {
    await mock.fault({ status: 500, times: 2 });
    assertEquals((await failureOf(client.tasks.list().toArray(), ScaleInternalError)).cursor, undefined);
    const given = await failureOf(client.tasks.list({}, { cursor: "t" }).toArray(), ScaleInternalError);
    assertEquals(given.cursor, "t");
  });

  it("of a call that gives nothing before its end carries the cursor that it began with", async () => {
    for (const cursor of [undefined, "2"]) {
      const { listing } = numbered(6, cursor ? { cursor } : {}, (page) => {
        if (page === 4) throw new ScaleError("page 4");
      });
      for (const call of [() => listing.toArray(), () => listing.toArray({ limit: 9 }), () => listing.total()]) {
        assertEquals((await failureOf(call(), ScaleError)).cursor, cursor);
      }
    }
  });

  it("ends the walk: what is read after it is the end", async () => {
    const items = failing(1)[Symbol.asyncIterator]();
    for (let i = 0; i < 4; i++) await items.next();
    await assertRejects(() => items.next(), ScaleError);
    assertEquals(await items.next(), { done: true, value: undefined });
  });
});

describe("a service that loses its place", () => {
  it("repeats a cursor: an error after the pages that came, never a silent end", async () => {
    await mock.configure({ repeatCursor: true });
    const got: unknown[] = [];
    const error = await failureOf(
      (async () => {
        for await (const { task_id } of client.tasks.list()) got.push(task_id);
      })(),
      ScaleError,
    );
    assertEquals(got, (await expectedIds()).slice(0, 6));
    assert(error.message.includes("cursor"), error.message);
    assertEquals(typeof error.cursor, "string");
  });

  it("gives cursors in a circle: an error", async () => {
    const circle = new Listing<number>((cursor) => {
      const page = Number(cursor ?? 0);
      return Promise.resolve({ items: [page], total: 9, cursor: String((page + 1) % 3 || 3), raw: {} });
    });
    const got: number[] = [];
    await failureOf(
      (async () => {
        for await (const item of circle) got.push(item);
      })(),
      ScaleError,
    );
    assertEquals(got, [0, 1, 2, 3]);
  });

  it("says that there is more, but not where: an error", async () => {
    await mock.configure({ missingCursor: true });
    const error = await failureOf(client.tasks.list().toArray(), ScaleValidationError);
    assert(error.message.includes("next_token"), error.message);
    assertEquals((error.raw as { docs: unknown[] }).docs.length, 3);
  });

  it("gives tokens that are not strings: numbers are used as strings, and a repeated object is an error", async () => {
    for (const walk of [(c: ScaleClient) => c.tasks.list(), (c: ScaleClient) => c.v2.batches.list()]) {
      const page = (next_token: unknown, more = true) => ({
        body: { docs: [], batches: [], total: 2, limit: 1, offset: 0, has_more: more, next_token },
      });
      const { client, sent } = cannedClient([page(7), page(undefined, false)]);
      const cursors: unknown[] = [];
      for await (const { cursor } of walk(client).pages()) cursors.push(cursor);
      assertEquals(cursors, ["7", undefined]);
      assert(sent[1]?.query.some(([name, value]) => name === "next_token" && value === "7"));
      const lost = cannedClient([page({ a: 1 }), page({ a: 1 }), page(undefined, false)]);
      const error = await failureOf(walk(lost.client).toArray(), ScaleError);
      assert(error.message.includes("cursor"), error.message);
    }
  });

  it("says that there are more batches, but gives a page without place: an error, no endless walk", async () => {
    const page = { docs: [], totalDocs: 9, limit: 0, offset: 0, has_more: true };
    const { client, sent } = cannedClient({ body: page });
    await failureOf(client.batches.list().toArray(), ScaleError);
    assert(sent.length <= 2, `${sent.length}`);
  });
});

describe("reads that do not wait for each other", () => {
  it("are answered in their order, each item once", async () => {
    const { listing } = numbered(4, {}, () => delay(1));
    const items = listing[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 11 }, () => items.next()));
    assertEquals(results.map(({ value }) => value), [
      ...["1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b"],
      ...[undefined, undefined, undefined],
    ]);
    assertEquals(results.map(({ done }) => done), [...Array(8).fill(false), ...Array(3).fill(true)]);
  });

  it("of pages are answered in their order too", async () => {
    const { listing } = numbered(3, {}, () => delay(1));
    const pages = listing.pages();
    const results = await Promise.all([pages.next(), pages.next(), pages.next(), pages.next()]);
    assertEquals(results.map(({ value }) => value?.items[0]), ["1a", "2a", "3a", undefined]);
  });

  it("do not hang when one of them fails", async () => {
    const { listing } = numbered(3, { prefetch: 0 }, (page) => {
      if (page === 2) throw new ScaleError("page 2");
    });
    const items = listing[Symbol.asyncIterator]();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => items.next()));
    assertEquals(results.map(({ status }) => status), [
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    const failed = results[2] as PromiseRejectedResult;
    assertInstanceOf(failed.reason, ScaleError);
  });
});
