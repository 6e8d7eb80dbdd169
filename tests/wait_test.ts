import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertGreaterOrEqual, assertLess, assertStrictEquals } from "@std/assert";
import { parseRetryAfter } from "../src/retry.ts";
import { sleep, timeIsUp, withTimeLimit } from "../src/wait.ts";
import { delay, timed } from "./helpers/time.ts";

const never = (): Promise<never> => new Promise(() => {});

/** How a promise ended: what it was rejected with, or its value. */
function end(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((reason) => reason);
}

/** Counts the timers that are set from now on, and those that still run. */
function watchTimers() {
  const { setTimeout: real, clearTimeout: clear } = globalThis;
  const running = new Set<unknown>();
  let set = 0;
  globalThis.setTimeout = ((...args: Parameters<typeof real>) => {
    const timer = real(...args);
    set++;
    running.add(timer);
    return timer;
  }) as typeof real;
  globalThis.clearTimeout = (timer) => {
    running.delete(timer);
    clear(timer);
  };
  return {
    set: () => set,
    running: () => running.size,
    turn: () => new Promise<void>((resolve) => real(resolve, 0)),
    restore: () => Object.assign(globalThis, { setTimeout: real, clearTimeout: clear }),
  };
}

describe("withTimeLimit", () => {
  for (const name of ["alone", "with a signal"]) {
    it(`gives what the work gives, and ends it when its time is up: ${name}`, async () => {
      const outer = name === "alone" ? undefined : new AbortController().signal;
      assertEquals(await withTimeLimit(1000, outer, () => Promise.resolve(7)), 7);
      const failure = new Error("work");
      assertStrictEquals(await end(withTimeLimit(1000, outer, () => Promise.reject(failure))), failure);
      let inner: AbortSignal | undefined;
      const { ms, error } = await timed(() =>
        withTimeLimit(30, outer, (signal) => {
          inner = signal;
          return never();
        })
      );
      assertStrictEquals(error, timeIsUp());
      assertStrictEquals(inner?.reason, timeIsUp());
      assertGreaterOrEqual(ms, 25);
      assertStrictEquals(await end(withTimeLimit(-1, outer, never)), timeIsUp());
    });

    it(`of Infinity or of more than a timer can take does not end: ${name}`, async () => {
      const outer = name === "alone" ? undefined : new AbortController().signal;
      for (const ms of [Infinity, 2 ** 31, 2 ** 40]) {
        assertEquals(await withTimeLimit(ms, outer, () => delay(5)), undefined);
      }
    });
  }
});

describe("calls with one signal", () => {
  it("ends each call at its own time, in whatever order the calls came", async () => {
    const { signal } = new AbortController();
    const ended: number[] = [];
    const limits = [90, 30, 150, 60, 30, 120];
    await Promise.all(limits.map((ms) => end(withTimeLimit(ms, signal, never)).then(() => ended.push(ms))));
    assertEquals(ended, [...limits].sort((a, b) => a - b));
  });

  it("lets later calls have their time after earlier ones have ended", async () => {
    const { signal } = new AbortController();
    const first = withTimeLimit(40, signal, () => delay(5));
    const { ms, error } = await timed(() => first.then(() => withTimeLimit(60, signal, never)));
    assertStrictEquals(error, timeIsUp());
    assert(ms >= 59 && ms < 1000, `${ms}`);
  });

  it("ends all calls with the reason of its signal, waits too, and refuses later ones", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const reason = new Error("enough");
    const calls = [
      end(withTimeLimit(1000, signal, never)),
      end(withTimeLimit(Infinity, signal, never)),
      end(sleep(1000, signal)),
    ];
    controller.abort(reason);
    assertEquals(await Promise.all(calls), [reason, reason, reason]);
    assertStrictEquals(await end(withTimeLimit(1000, signal, () => Promise.resolve(7))), reason);
  });

  it("have one listener however many they are, and none after the last", async () => {
    const { signal } = new AbortController();
    const listeners: string[] = [];
    const { addEventListener: add, removeEventListener: remove } = signal;
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners.push("added");
      add.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners.push("removed");
      remove.apply(signal, args);
    };
    const gate = delay(5);
    await Promise.all(Array.from({ length: 50 }, (_, i) => withTimeLimit(60_000 + i, signal, () => gate)));
    assertEquals(listeners, ["added", "removed"]);
  });
});

describe("calls one after the other", () => {
  it("have one timer, and none once the event loop has turned", async () => {
    const timers = watchTimers();
    try {
      for (let i = 0; i < 20; i++) {
        assertEquals(await withTimeLimit(60_000 + i, undefined, () => Promise.resolve(i)), i);
      }
      assertEquals([timers.set(), timers.running()], [1, 1]);
      await timers.turn();
      assertEquals(timers.running(), 0);
      await withTimeLimit(60_000, undefined, () => Promise.resolve());
      assertEquals(timers.set(), 2);
    } finally {
      timers.restore();
    }
    await delay(0);
  });

  it("have each its own limit, whether the one before had less or more", async () => {
    for (const before of [20, 60_000, Infinity]) {
      await withTimeLimit(before, undefined, () => Promise.resolve());
      const { ms, error } = await timed(() => withTimeLimit(60, undefined, never));
      assertStrictEquals(error, timeIsUp());
      assert(ms >= 59 && ms < 2000, `${ms}`);
    }
  });

  it("end by their timers, if a test fakes the timers but not the clock", async () => {
    const { setTimeout: real } = globalThis;
    globalThis.setTimeout = ((ring: () => void) => real(ring, 1)) as typeof real;
    try {
      let rung = false;
      sleep(60_000).then(async () => {
        await withTimeLimit(30_000, undefined, () => Promise.resolve());
        rung = await end(withTimeLimit(60_000, undefined, never)) === timeIsUp();
      });
      for (let i = 0; i < 100 && !rung; i++) await new Promise((resolve) => real(resolve, 5));
      assert(rung);
    } finally {
      globalThis.setTimeout = real;
    }
  });

  it("do not lose their limit to one that ends late, after its time was up", async () => {
    let settle = (): void => {};
    const late = withTimeLimit(10, undefined, () => new Promise<void>((resolve) => settle = resolve));
    assertStrictEquals(await end(late), timeIsUp());
    const next = end(withTimeLimit(30, undefined, never));
    settle();
    assertStrictEquals(await next, timeIsUp());
  });

  it("have as many timers as there are side by side", async () => {
    const timers = watchTimers();
    try {
      const lane = async (): Promise<void> => {
        for (let i = 0; i < 10; i++) await withTimeLimit(60_000, undefined, () => Promise.resolve());
      };
      await Promise.all([lane(), lane(), lane()]);
      assertEquals(timers.set(), 3);
      await timers.turn();
      assertEquals(timers.running(), 0);
    } finally {
      timers.restore();
    }
  });

  it("have each its own limit where they meet", async () => {
    const limits = [120, 30, 60_000, 60, 90];
    const ended: number[] = [];
    await Promise.all(limits.map(async (ms) => {
      await withTimeLimit(60_000, undefined, () => Promise.resolve());
      if (ms > 1000) return;
      assertStrictEquals(await end(withTimeLimit(ms, undefined, never)), timeIsUp());
      ended.push(ms);
    }));
    assertEquals(ended, [30, 60, 90, 120]);
  });
});

describe("sleep", () => {
  it("waits", async () => {
    const { ms } = await timed(() => sleep(20));
    assertGreaterOrEqual(ms, 15);
    assertLess(ms, 2000);
  });

  it("ends with its signal also where that ended because the time of an attempt was up", async () => {
    const controller = new AbortController();
    const waiting = end(sleep(60_000, controller.signal));
    controller.abort(timeIsUp());
    assertStrictEquals(await waiting, timeIsUp());
    assertStrictEquals(await end(sleep(60_000, controller.signal)), timeIsUp());
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
