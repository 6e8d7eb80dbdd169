import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertGreaterOrEqual, assertLess, assertStrictEquals } from "@std/assert";
import { parseRetryAfter } from "../src/retry.ts";
import { crowdController, limited, sleep, TIME_IS_UP } from "../src/wait.ts";
import { delay, timed } from "./helpers/time.ts";

const never = (): Promise<never> => new Promise(() => {});

/** How a promise ended: what it was rejected with, or its value. */
function end(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((reason) => reason);
}

describe("limited", () => {
  for (const name of ["alone", "in a crowd"]) {
    it(`gives what the work gives, and ends it when its time is up: ${name}`, async () => {
      const outer = name === "alone" ? undefined : crowdController().signal;
      assertEquals(await limited(1000, outer, () => Promise.resolve(7)), 7);
      const failure = new Error("work");
      assertStrictEquals(await end(limited(1000, outer, () => Promise.reject(failure))), failure);
      let inner: AbortSignal | undefined;
      const { ms, error } = await timed(() =>
        limited(30, outer, (signal) => {
          inner = signal;
          return never();
        })
      );
      assertStrictEquals(error, TIME_IS_UP);
      assertStrictEquals(inner?.reason, TIME_IS_UP);
      assertGreaterOrEqual(ms, 25);
      assertStrictEquals(await end(limited(-1, outer, never)), TIME_IS_UP);
    });

    it(`of Infinity or of more than a timer can take does not end: ${name}`, async () => {
      const outer = name === "alone" ? undefined : crowdController().signal;
      for (const ms of [Infinity, 2 ** 31, 2 ** 40]) assertEquals(await limited(ms, outer, () => delay(5)), undefined);
    });
  }
});

describe("a crowd", () => {
  it("ends each call at its own time, in whatever order the calls came", async () => {
    const { signal } = crowdController();
    const ended: number[] = [];
    const limits = [90, 30, 150, 60, 30, 120];
    await Promise.all(limits.map((ms) => end(limited(ms, signal, never)).then(() => ended.push(ms))));
    assertEquals(ended, [...limits].sort((a, b) => a - b));
  });

  it("lets later calls have their time after earlier ones have ended", async () => {
    const { signal } = crowdController();
    const first = limited(40, signal, () => delay(5));
    const { ms, error } = await timed(() => first.then(() => limited(60, signal, never)));
    assertStrictEquals(error, TIME_IS_UP);
    assert(ms >= 60 && ms < 1000, `${ms}`);
  });

  it("ends all calls with the reason of its signal, waits too, and refuses later ones", async () => {
    const controller = crowdController();
    const { signal } = controller;
    const reason = new Error("enough");
    const calls = [end(limited(1000, signal, never)), end(limited(Infinity, signal, never)), end(sleep(1000, signal))];
    controller.abort(reason);
    assertEquals(await Promise.all(calls), [reason, reason, reason]);
    assertStrictEquals(await end(limited(1000, signal, () => Promise.resolve(7))), reason);
  });

  it("has one listener and one timer however many calls there are, and no timer after the last", async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = crowdController();
    const add = signal.addEventListener;
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add.apply(signal, args);
    };
    const real = globalThis.setTimeout;
    const timers = new Set<unknown>();
    const clear = globalThis.clearTimeout;
    let set = 0;
    globalThis.setTimeout = ((...args: Parameters<typeof real>) => {
      const timer = real(...args);
      set++;
      timers.add(timer);
      return timer;
    }) as typeof real;
    globalThis.clearTimeout = (timer) => {
      timers.delete(timer);
      clear(timer);
    };
    try {
      const gate = new Promise<void>((resolve) => controller.signal.addEventListener("abort", () => resolve()));
      const calls = Array.from({ length: 50 }, (_, i) => limited(60_000 + i, signal, () => gate));
      assertEquals([set, timers.size, listeners], [1, 1, 1]);
      controller.abort();
      await Promise.all(calls);
      assertEquals(timers.size, 0);
    } finally {
      globalThis.setTimeout = real;
      globalThis.clearTimeout = clear;
    }
  });
});

describe("sleep", () => {
  it("waits", async () => {
    const { ms } = await timed(() => sleep(20));
    assertGreaterOrEqual(ms, 15);
    assertLess(ms, 2000);
  });

  it("sets a timer for the longest wait that a service can ask for", async () => {
    const real = globalThis.setTimeout;
    const set: unknown[] = [];
    globalThis.setTimeout = ((...args: Parameters<typeof real>) => {
      set.push(args[1]);
      return real(...args);
    }) as typeof real;
    const controller = new AbortController();
    try {
      const ms = parseRetryAfter("9999999999", 0) as number;
      const waiting = end(sleep(ms, controller.signal));
      controller.abort("enough");
      assertEquals([await waiting, set.includes(ms)], ["enough", true]);
    } finally {
      globalThis.setTimeout = real;
    }
  });
});
