/** The waits of every `waitFor`, on a clock that stands still but for them. */

import { assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { ScaleDeadlineError, ScaleError } from "@scaleapi/sdk";
import { poll, type WaitOptions } from "../src/poll.ts";
import { type StillClock, stillClock } from "./helpers/still_clock.ts";

type Polled = { status: string };

let clock: StillClock;

beforeEach(() => {
  clock = stillClock();
});

afterEach(() => clock.restore());

/** Needs so many polls, each of which takes `tookMs`. */
async function pollTimes(times: number, options: WaitOptions<Polled>, tookMs = 0): Promise<Polled> {
  let polls = 0;
  const read = (): Promise<Polled> => {
    clock.now += tookMs;
    return Promise.resolve({ status: ++polls < times ? "pending" : "done" });
  };
  return await poll("it", read, ({ status }) => status === "done", options);
}

describe("the pauses between two polls", () => {
  it("grow by half each time, up to twelve times the first", async () => {
    assertEquals((await pollTimes(10, { pollMs: 1000 })).status, "done");
    assertEquals(clock.waits, [1000, 1500, 2250, 3375, 5062.5, 7593.75, 11390.625, 12000, 12000]);
  });

  it("are five seconds at first", async () => {
    await pollTimes(2, {});
    assertEquals(clock.waits, [5000]);
  });

  it("lie within a quarter of that, by chance", async () => {
    clock.chance = 0;
    await pollTimes(3, { pollMs: 1000 });
    clock.chance = 1;
    await pollTimes(3, { pollMs: 1000 });
    assertEquals(clock.waits, [750, 1125, 1250, 1875]);
  });

  it("end in time for a last poll before totalTimeoutMs is over", async () => {
    const error = await pollTimes(Infinity, { pollMs: 1000, totalTimeoutMs: 10_000 }).catch((error) => error);
    assertInstanceOf(error, ScaleDeadlineError);
    assertEquals(clock.waits, [1000, 1500, 2250, 3375, 1775]);
    assertEquals([error.attempts, error.last], [6, { status: "pending" }]);
  });

  it("leave a poll twice the time that the one before took", async () => {
    const error = await pollTimes(Infinity, { pollMs: 1000, totalTimeoutMs: 5000 }, 300).catch((error) => error);
    assertInstanceOf(error, ScaleDeadlineError);
    assertEquals(clock.waits, [1000, 1500, 900]);
  });

  it("leave half of what is left where that is less", async () => {
    const error = await pollTimes(Infinity, { pollMs: 1000, totalTimeoutMs: 100 }).catch((error) => error);
    assertInstanceOf(error, ScaleDeadlineError);
    assertEquals(clock.waits, [50]);
  });

  it("are no longer than a timer can be", async () => {
    await pollTimes(4, { pollMs: 2e9 });
    assertEquals(clock.waits, [2e9, 2_147_483_647, 2_147_483_647]);
  });

  it("may be parts of a millisecond", async () => {
    await pollTimes(3, { pollMs: 0.5 });
    assertEquals(clock.waits, [0.5, 0.75]);
  });
});

describe("the time limit of a wait", () => {
  /** Polls in vain: gives the error, and what was left of the time at each poll. The second rejects with `failure`. */
  async function inVain(options: WaitOptions<Polled>, failure?: Error): Promise<[unknown, number[]]> {
    const given: number[] = [];
    const error = await poll(
      "it",
      ({ totalTimeoutMs = NaN }) => {
        given.push(totalTimeoutMs);
        return failure && given.length > 1 ? Promise.reject(failure) : Promise.resolve({ status: "pending" });
      },
      () => false,
      options,
    ).catch((error) => error);
    return [error, given];
  }

  it("is there at once where the time is 0", async () => {
    const [error, given] = await inVain({ totalTimeoutMs: 0 });
    assertInstanceOf(error, ScaleDeadlineError);
    assertEquals([error.last, given], [{ status: "pending" }, [0]]);
  });

  it("leaves a poll that begins after it 0 ms, never less", async () => {
    clock.lateMs = 500;
    const [error, given] = await inVain({ pollMs: 1000, totalTimeoutMs: 1200 });
    assertInstanceOf(error, ScaleDeadlineError);
    assertEquals([error.attempts, given], [2, [1200, 0]]);
  });

  it("does not hide the error of a poll that begins after it", async () => {
    clock.lateMs = 500;
    const refused = new ScaleError("refused");
    const [error] = await inVain({ pollMs: 1000, totalTimeoutMs: 1200 }, refused);
    assertStrictEquals(error, refused);
  });
});
