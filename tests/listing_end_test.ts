import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertFalse, assertRejects, assertStrictEquals } from "@std/assert";
import type { ScaleClient } from "@scaleapi/sdk";
import type { Listing } from "../src/listing.ts";
import { cannedClient, clientOf } from "./helpers/clients.ts";
import { numbered } from "./helpers/numbered_listing.ts";
import { delay, until } from "./helpers/time.ts";
import { createMock, type Mock, startMock } from "./mock/mod.ts";

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

describe("ending a walk early", () => {
  it("by break, a thrown error, return or cancel ends the request under way", async () => {
    const ends: ((listing: Listing<string>) => Promise<unknown>)[] = [
      async (listing) => {
        for await (const _ of listing) break;
      },
      async (listing) => {
        for await (const _ of listing.pages()) break;
      },
      (listing) =>
        assertRejects(async () => {
          for await (const _ of listing) throw new Error("mine");
        }, "mine" as never),
      async (listing) => {
        const reader = listing.stream().getReader();
        await reader.read();
        await reader.cancel();
      },
      (listing) => listing.toArray({ limit: 1 }),
      (listing) => listing.first(),
    ];
    for (const [i, end] of ends.entries()) {
      let signal: AbortSignal | undefined;
      const { listing, asked } = numbered(5, { prefetch: 2 }, (page, given) => {
        signal = given;
        return page > 1 ? new Promise((_, reject) => given?.addEventListener("abort", () => reject(given.reason))) : 0;
      });
      await end(listing).catch(() => {});
      assertEquals(signal?.aborted, true, `way ${i}`);
      const before = asked.length;
      await delay(2);
      assertEquals(asked.length, before);
    }
  });

  it("before the first read sends nothing", async () => {
    const { listing, asked } = numbered(3);
    await listing[Symbol.asyncIterator]().return?.();
    await listing.pages().return?.();
    await listing.stream().cancel();
    assertEquals(asked, []);
  });

  it("before the first read makes that one give the end, and sends nothing", async () => {
    const { listing, asked } = numbered(3);
    for (const walk of [listing[Symbol.asyncIterator](), listing.pages()]) {
      await walk.return?.();
      assertEquals(await walk.next(), { done: true, value: undefined });
    }
    assertEquals(asked, []);
  });

  it("makes further reads give the end", async () => {
    const { listing } = numbered(3);
    const items = listing[Symbol.asyncIterator]();
    await items.next();
    assertEquals(await items.return?.(), { done: true, value: undefined });
    assertEquals(await items.next(), { done: true, value: undefined });
    assertEquals(await items.next(), { done: true, value: undefined });
  });

  it("while a read waits makes further reads give the end too", async () => {
    const { listing } = numbered(3);
    const items = listing[Symbol.asyncIterator]();
    for (let i = 0; i < 2; i++) await items.next();
    await delay(1);
    await Promise.all([items.next(), items.return?.()]);
    assertEquals(await items.next(), { done: true, value: undefined });
  });

  it("closes the connection of the request under way", async () => {
    await using server = await startMock({ maxPageSize: 3 });
    await server.seed({ tasks: 7 });
    await server.fault({ skip: 1, act: "hang", times: null });
    for await (const _ of clientOf(server).tasks.list()) {
      await until(async () => (await server.requests()).length === 2, "the second page is asked for");
      break;
    }
    await until(async () => (await server.counters()).openConnections <= 1, "the connection is closed");
    assertEquals((await server.requests()).length, 2);
  });
});

describe("an abort of a listing's signal", () => {
  it("before the first read throws its reason, and nothing is sent", async () => {
    const controller = new AbortController();
    const listing = client.tasks.list({}, { signal: controller.signal });
    controller.abort("mine");
    for (const walk of [() => listing.toArray(), () => listing.first(), () => listing.total()]) {
      assertEquals(await walk().catch((error) => error), "mine");
    }
    assertEquals(await listing.stream().getReader().read().catch((error) => error), "mine");
    assertEquals(await mock.requests(), []);
  });

  it("right after the first read throws its reason at once, also where nothing is fetched ahead", async () => {
    const { client } = cannedClient(() => new Promise<Response>(() => {}));
    for (
      const read of [
        (listing: Listing<unknown>) => listing.first(),
        (listing: Listing<unknown>) => listing.total(),
        (listing: Listing<unknown>) => listing.pages().next(),
        (listing: Listing<unknown>) => listing.toArray(),
      ]
    ) {
      for (const prefetch of [0, 1]) {
        const controller = new AbortController();
        const reading = read(client.tasks.list({}, { prefetch, signal: controller.signal }));
        controller.abort("mine");
        assertEquals(await reading.catch((error) => error), "mine");
      }
    }
  });

  it("ends a request under way and throws its reason", async () => {
    await mock.fault({ skip: 1, act: "hang" });
    const controller = new AbortController();
    const reason = new Error("mine");
    const got: string[] = [];
    const walk = (async () => {
      for await (const { task_id } of client.tasks.list({}, { signal: controller.signal })) {
        if (got.push(task_id) === 3) setTimeout(() => controller.abort(reason), 5);
      }
    })();
    assertStrictEquals(await walk.catch((error) => error), reason);
    assertFalse("cursor" in reason, "the caller's own reason is left as it is");
    assertEquals([got.length, (await mock.requests()).length], [3, 2]);
  });

  it("between two pages throws its reason on the next read", async () => {
    const controller = new AbortController();
    const pages = client.tasks.list({}, { signal: controller.signal, prefetch: 0 }).pages();
    await pages.next();
    controller.abort("mine");
    assertEquals(await pages.next().catch((error) => error), "mine");
    assertEquals((await mock.requests()).length, 1);
  });

  it("throws its reason on the next read, whatever was fetched ahead", async () => {
    const controller = new AbortController();
    const { listing, asked } = numbered(9, { signal: controller.signal, prefetch: 2 });
    const pages = listing.pages();
    await pages.next();
    await until(() => asked.length === 3, "three pages to be asked for");
    await delay(2);
    controller.abort("mine");
    assertEquals(await pages.next().catch((error) => error), "mine");
    assertEquals(asked, [1, 2, 3]);
  });
});

describe("an abort in the middle of a page", () => {
  for (const view of ["items", "stream"] as const) {
    it(`throws its reason on the next read: ${view}`, async () => {
      const controller = new AbortController();
      const { listing } = numbered(3, { signal: controller.signal });
      const items = listing[Symbol.asyncIterator]();
      const reader = listing.stream().getReader();
      const read = async () => (view === "items" ? await items.next() : await reader.read()).value;
      assertEquals(await read(), "1a");
      controller.abort("mine");
      assertEquals(await read().catch((error) => error), "mine");
    });
  }
});

describe("Listing.stream", () => {
  it("can be piped, and cancelled in the middle of a page", async () => {
    const { listing, asked } = numbered(100, { prefetch: 1 });
    const taken: string[] = [];
    await listing.stream().pipeThrough(
      new TransformStream<string, string>({
        transform(item, controller) {
          controller.enqueue(item.toUpperCase());
          if (item === "2a") controller.terminate();
        },
      }),
    ).pipeTo(new WritableStream({ write: (item) => void taken.push(item) }));
    assertEquals(taken, ["1A", "1B", "2A"]);
    assert(asked.length <= 5, `${asked.length}`);
  });

  it("fetches no faster than it is read", async () => {
    const { listing, asked } = numbered(100, { prefetch: 1 });
    const reader = listing.stream().getReader();
    await reader.read();
    await delay(10);
    assert(asked.length <= 3, `${asked.length}`);
    await reader.cancel();
  });
});
