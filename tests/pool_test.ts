import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertLessOrEqual, assertRejects, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { Bulk } from "../src/bulk.ts";
import { type BulkOptions, type Indexed, isItems, type Items, Pool } from "../src/pool.ts";
import { delay } from "./helpers/time.ts";

interface Done extends Indexed {
  readonly item: number;
}

/** A pool that notes what is under way. */
function pool(
  items: Items<number>,
  options: BulkOptions,
  work: (item: number) => Promise<void>,
): { walk: Bulk<Done, unknown>; peak: () => number; running: () => number } {
  let running = 0;
  let peak = 0;
  const source = new Pool<number, Done>(
    items,
    async (item, index, { signal }) => {
      peak = Math.max(peak, ++running);
      try {
        await work(item);
        signal?.throwIfAborted();
        return { index, item };
      } finally {
        running--;
      }
    },
    () => {},
    options,
  );
  return { walk: new Bulk(source), peak: () => peak, running: () => running };
}

describe("Pool", () => {
  it("gives each item's outcome once, within its bounds, whatever the speed of the input, the work and the reader", async () => {
    const speeds = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 25 }),
        fc.integer({ min: 1, max: 5 }),
        speeds,
        speeds,
        speeds,
        async (count, concurrency, input, work, reader) => {
          const turn = (speeds: readonly number[], i: number): Promise<void> | undefined => {
            const ms = speeds[i % speeds.length];
            return ms ? delay(ms - 1) : undefined;
          };
          let pulled = 0;
          async function* items(): AsyncGenerator<number> {
            for (let i = 0; i < count; i++) {
              await turn(input, i);
              pulled++;
              yield i * 10;
            }
          }
          const { walk, peak } = pool(items(), { concurrency }, async (item) => await turn(work, item / 10));
          const seen: number[] = [];
          for await (const { index, item } of walk) {
            assertEquals(item, index * 10);
            seen.push(index);
            await turn(reader, seen.length);
            assertLessOrEqual(pulled - seen.length, 2 * concurrency);
          }
          assertLessOrEqual(peak(), concurrency);
          assertEquals(seen.sort((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
          assertEquals(walk.checkpoint(), { next: count, done: [] });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("works on six items at once by default", async () => {
    const { walk, peak } = pool(Array(20).keys(), {}, () => delay(1));
    for await (const _ of walk);
    assertEquals(peak(), 6);
  });

  it("gives outcomes in the order in which they came, however late they are read", async () => {
    const { walk } = pool([0, 1, 2, 3], {}, () => Promise.resolve());
    const seen: number[] = [];
    for await (const { index } of walk) {
      seen.push(index);
      await delay(1);
    }
    assertEquals(seen, [0, 1, 2, 3]);
  });

  it("its checkpoint tells what was read, not what is done", async () => {
    const { walk } = pool([0, 1, 2, 3, 4, 5], { concurrency: 3 }, (item) => delay(item === 0 ? 40 : 1));
    const reader = walk[Symbol.asyncIterator]();
    assertEquals(walk.checkpoint(), { next: 0, done: [] });
    assertEquals((await reader.next()).value, { index: 1, item: 1 });
    await delay(10);
    assertEquals(walk.checkpoint(), { next: 0, done: [1] });
    const seen: number[] = [];
    for (let read; !(read = await reader.next()).done;) seen.push(read.value.index);
    assertEquals(seen.sort(), [0, 2, 3, 4, 5]);
    assertEquals(walk.checkpoint(), { next: 6, done: [] });
  });

  it("reads that do not wait for each other each get an outcome", async () => {
    const { walk } = pool([1, 2, 3], { concurrency: 2 }, () => delay(1));
    const reader = walk[Symbol.asyncIterator]();
    const reads = await Promise.all(Array.from({ length: 5 }, () => reader.next()));
    assertEquals(reads.map(({ done }) => done), [false, false, false, true, true]);
    assertEquals(reads.slice(0, 3).map(({ value }) => value?.index).sort(), [0, 1, 2]);
  });

  it("work that fails ends the walk after what was under way", async () => {
    const failure = new Error("the work itself");
    const { walk } = pool([0, 1, 2, 3, 4, 5], { concurrency: 2 }, async (item) => {
      await delay(1);
      if (item === 2) throw failure;
    });
    const seen: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const { index } of walk) seen.push(index);
    };
    assertStrictEquals(await assertRejects(reading), failure);
    assertEquals(seen.slice(0, 2).sort(), [0, 1]);
    assert(seen.length < 5);
  });

  it("begins no work on what its input gives after work has failed", async () => {
    let late = (): void => {};
    async function* items(): AsyncGenerator<number> {
      yield 0;
      await new Promise<void>((resolve) => late = resolve);
      yield 1;
    }
    const begun: number[] = [];
    const { walk } = pool(items(), { concurrency: 2 }, async (item) => {
      begun.push(item);
      await delay(1);
      throw new Error("the work itself");
    });
    await assertRejects(() => walk[Symbol.asyncIterator]().next(), Error, "the work itself");
    late();
    await delay(5);
    assertEquals(begun, [0]);
  });

  it("returns its input when work fails too", async () => {
    let returned = false;
    function* items(): Generator<number> {
      try {
        for (let i = 0;; i++) yield i;
      } finally {
        returned = true;
      }
    }
    const { walk } = pool(items(), { concurrency: 2 }, (item) => {
      return item < 5 ? delay(1) : Promise.reject(new Error("the work itself"));
    });
    await assertRejects(async () => {
      for await (const _ of walk);
    }, Error);
    assert(returned);
  });

  it("cancels a stream that it was given also where it is left before the first read", async () => {
    const leaves = [
      (walk: Bulk<Done, unknown>) => walk.stream().cancel(),
      (walk: Bulk<Done, unknown>) => walk[Symbol.asyncIterator]().return?.(),
      (walk: Bulk<Done, unknown>, stop: AbortController) => {
        stop.abort("mine");
        return walk[Symbol.asyncIterator]().next().catch(() => {});
      },
    ];
    for (const leave of leaves) {
      let canceled = 0;
      const stop = new AbortController();
      const items = new ReadableStream<number>({ cancel: () => void canceled++ });
      await leave(pool(items, { signal: stop.signal }, () => delay(1)).walk, stop);
      await delay(1);
      assertEquals(canceled, 1);
    }
  });

  it("as a stream counts only what was read, at whatever moment that is cancelled", async () => {
    for (let turns = 0; turns < 20; turns++) {
      const { walk } = pool([1], {}, () => Promise.resolve());
      const reader = walk.stream().getReader();
      const read = reader.read();
      for (let i = 0; i < turns; i++) await null;
      await reader.cancel();
      assertEquals(walk.checkpoint(), { next: (await read).done ? 0 : 1, done: [] });
    }
  });

  it("gives nothing after it was left, and counts nothing of it", async () => {
    const { walk } = pool([1, 2, 3], { concurrency: 3 }, () => delay(1));
    const reader = walk[Symbol.asyncIterator]();
    await reader.next();
    await delay(10);
    await reader.return?.();
    assertEquals(await reader.next(), { done: true, value: undefined });
    assertEquals(walk.checkpoint(), { next: 1, done: [] });
  });

  it("waits for no input that hangs when it is left", async () => {
    async function* items(): AsyncGenerator<number> {
      yield 1;
      await new Promise(() => {});
    }
    const { walk } = pool(items(), {}, () => delay(1));
    for await (const _ of walk) break;
    assertEquals(await walk[Symbol.asyncIterator]().next(), { done: true, value: undefined });
  });

  it("leaves no listener on the caller's signal", async () => {
    const stop = new AbortController();
    let listeners = 0;
    const { signal } = stop;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    const known = new Set<unknown>();
    signal.addEventListener = (...args: Parameters<typeof add>): void => {
      known.add(args[1]);
      add(...args);
      listeners = known.size;
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
      if (args[0] === "abort") known.delete(args[1]);
      remove(...args);
      listeners = known.size;
    };
    const { walk } = pool([1, 2, 3, 4, 5], { signal, concurrency: 2 }, () => delay(1));
    for await (const _ of walk);
    assertEquals(listeners, 0);
    const left = pool([1, 2, 3, 4, 5], { signal, concurrency: 2 }, () => delay(1));
    for await (const _ of left.walk) break;
    await delay(5);
    assertEquals([listeners, left.running()], [0, 0]);
  });
});

describe("isItems", () => {
  it("tells items from filters", () => {
    for (const items of [[], new Set(), new ReadableStream(), (function* () {})(), (async function* () {})()]) {
      assert(isItems(items));
    }
    assert(!isItems({ project_name: "p" }));
  });
});
