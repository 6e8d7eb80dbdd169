/** The waits of every `waitFor`, on a clock that stands still but for them. */

import { assertEquals, assertInstanceOf } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { ScaleDeadlineError } from "@scaleapi/sdk";
import { poll, type WaitOptions } from "../src/poll.ts";

type Looked = { status: string };

const { setTimeout, Math: { random } } = globalThis;
const now = Object.getOwnPropertyDescriptor(performance, "now");
let clock = 0;
let chance = 0.5;
let waits: number[] = [];

beforeEach(() => {
  clock = 0;
  chance = 0.5;
  waits = [];
  Math.random = () => chance;
  Object.defineProperty(performance, "now", { value: () => clock, configurable: true, writable: true });
  globalThis.setTimeout = ((ring: () => void, ms: number) =>
    setTimeout(() => {
      waits.push(ms);
      clock += ms;
      ring();
    }, 0)) as typeof setTimeout;
});

afterEach(() => {
  globalThis.setTimeout = setTimeout;
  Math.random = random;
  if (now) Object.defineProperty(performance, "now", now);
  else delete (performance as { now?: unknown }).now;
});

/** Looks so many times before it is over; each look takes so long. */
async function look(times: number, options: WaitOptions<Looked>, tookMs = 0): Promise<Looked> {
  let looks = 0;
  const read = (): Promise<Looked> => {
    clock += tookMs;
    return Promise.resolve({ status: ++looks < times ? "pending" : "done" });
  };
  return await poll("it", read, ({ status }) => status === "done", options);
}

describe("the waits between two looks", () => {
  it("grow by half each time, up to twelve times the first", async () => {
    assertEquals((await look(10, { pollMs: 1000 })).status, "done");
    assertEquals(waits, [1000, 1500, 2250, 3375, 5062.5, 7593.75, 11390.625, 12000, 12000]);
  });

  it("are five seconds at first", async () => {
    await look(2, {});
    assertEquals(waits, [5000]);
  });

  it("lie within a quarter of that, by chance", async () => {
    chance = 0;
    await look(3, { pollMs: 1000 });
    chance = 1;
    await look(3, { pollMs: 1000 });
    assertEquals(waits, [750, 1125, 1250, 1875]);
  });

  it("end in time for a last look before totalTimeoutMs is over", async () => {
    const error = await look(Infinity, { pollMs: 1000, totalTimeoutMs: 10_000 }).catch((error) => error);
    assertInstanceOf(error, ScaleDeadlineError);
    assertEquals(waits, [1000, 1500, 2250, 3375, 1775]);
    assertEquals([error.attempts, error.last], [6, { status: "pending" }]);
  });

  it("leave a look twice the time that the one before took", async () => {
    const error = await look(Infinity, { pollMs: 1000, totalTimeoutMs: 5000 }, 300).catch((error) => error);
    assertInstanceOf(error, ScaleDeadlineError);
    assertEquals(waits, [1000, 1500, 900]);
  });

  it("leave half of what is left where that is less", async () => {
    const error = await look(Infinity, { pollMs: 1000, totalTimeoutMs: 100 }).catch((error) => error);
    assertInstanceOf(error, ScaleDeadlineError);
    assertEquals(waits, [50]);
  });
});
