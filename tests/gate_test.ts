import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { assertEquals, assertRejects } from "@std/assert";
import { Call } from "../src/call.ts";
import { ScaleTooManyRequestsError } from "../src/errors.ts";
import { Gate } from "../src/gate.ts";
import { type StillClock, stillClock } from "./helpers/still_clock.ts";

describe("Gate", () => {
  let clock: StillClock;
  beforeEach(() => {
    clock = stillClock();
    clock.now = 1_000;
    clock.lateMs = 1;
  });
  afterEach(() => clock.restore());

  const call = () => new Call<unknown>({ path: "/v1/tasks" }, {}, { totalTimeoutMs: 5_000 });
  const refusal = () =>
    new ScaleTooManyRequestsError("GET /v1/tasks", {
      status: 429,
      detail: "slow down",
      body: {},
      headers: new Headers(),
      attempts: 1,
      retryAfterMs: 0,
    });

  it("lets one in at a time after a 429, also when an attempt from before it ends late", async () => {
    const gate = new Gate();
    await gate.enter(call());
    gate.close(refusal());
    // Long enough for the attempt under way to be forgotten.
    clock.now += 60_000;
    await gate.enter(call());
    gate.leave();
    gate.leave();
    await gate.enter(call());
    const { attempts, retryAfterMs } = await assertRejects(() => gate.enter(call()), ScaleTooManyRequestsError);
    assertEquals([attempts, retryAfterMs], [0, 0]);
  });

  it("is closed for as long as the 429 asks, and says what is left of that", async () => {
    const gate = new Gate();
    assertEquals(gate.closed, false);
    gate.close(Object.assign(refusal(), { retryAfterMs: 20_000 }));
    clock.now += 1_000;
    assertEquals(gate.closed, true);
    const { retryAfterMs } = await assertRejects(() => gate.enter(call()), ScaleTooManyRequestsError, "429 slow down");
    assertEquals(retryAfterMs, 19_000);
    clock.now += 19_000;
    assertEquals(gate.closed, false);
    await gate.enter(call());
  });
});
