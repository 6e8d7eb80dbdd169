/** How long calls wait for one another, on a clock that stands still but for that. */

import { assert, assertEquals } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { type ScaleClient, ScaleServiceUnavailableError, ScaleTooManyRequestsError } from "@scaleapi/sdk";
import { cannedClient, failureOf } from "./helpers/clients.ts";
import { type StillClock, stillClock } from "./helpers/still_clock.ts";

describe("the length of a wait", () => {
  const ok = { body: [] };
  let clock: StillClock;

  beforeEach(() => {
    clock = stillClock();
    clock.now = 1000;
  });

  afterEach(() => clock.restore());

  /** A client that gets an answer at once, so that it sets timers for waits alone. */
  function make(answers: Parameters<typeof cannedClient>[0], hooks = {}): ReturnType<typeof cannedClient> {
    return cannedClient(answers, { timeoutMs: Infinity, hooks });
  }

  function refusal(status: number, retryAfter?: string) {
    return { status, body: {}, headers: retryAfter ? { "retry-after": retryAfter } : {} };
  }

  /** What is left of the pause for a call that has no time for one. */
  async function pauseOf(client: ScaleClient): Promise<number | undefined> {
    const error = await failureOf(client.projects.list({}, { totalTimeoutMs: 1 }), ScaleTooManyRequestsError);
    assertEquals([error.attempts, error.maybeSent], [0, false]);
    return error.retryAfterMs;
  }

  it("a 429 pauses for what Retry-After says, else for half a second", async () => {
    for (const [retryAfter, ms] of [["7", 7000], [undefined, 500]] as const) {
      const { client, sent } = make([refusal(429, retryAfter), ok]);
      await failureOf(client.projects.list({}, { maxRetries: 0 }), ScaleTooManyRequestsError);
      assertEquals([await pauseOf(client), sent.length], [ms, 1]);
    }
  });

  it("a 429 that asks for no wait pauses for none", async () => {
    const { client, sent } = make([refusal(429, "0"), ok]);
    await failureOf(client.projects.list({}, { maxRetries: 0 }), ScaleTooManyRequestsError);
    await client.projects.list({}, { totalTimeoutMs: 1 });
    assertEquals(sent.length, 2);
  });

  it("a 429 that asks for nothing pauses for as long as its own call waits", async () => {
    let pause: Promise<number | undefined> | undefined;
    const { client, sent } = make([refusal(429), ok], { onRetry: () => pause = pauseOf(client) });
    await client.projects.list();
    assertEquals([await pause, clock.waits, sent.length], [250, [250], 2]);
  });

  it("the longest of several pauses counts, in whatever order they come", async () => {
    for (const order of [["7", "60"], ["60", "7"]]) {
      const { client } = make(order.map((retryAfter) => refusal(429, retryAfter)));
      await Promise.allSettled(order.map(() => client.projects.list({}, { maxRetries: 0 })));
      assertEquals(await pauseOf(client), 60_000);
    }
  });

  it("a wait that takes all the time there is ends in the service's own error, also a moment early", async () => {
    for (const lateMs of [0, -3]) {
      clock.lateMs = lateMs;
      const { client, sent } = make([refusal(503, "1"), ok]);
      await failureOf(client.projects.list({}, { totalTimeoutMs: 1000 }), ScaleServiceUnavailableError);
      assertEquals(sent.length, 1);
    }
  });

  it("a call waits for room no longer than 8 s where what is on its way does not end", async () => {
    const stop = new AbortController();
    const at: number[] = [];
    const answers = [new Promise<Response>(() => {}), Response.json({}, refusal(429, "0")), Response.json([])];
    const fetch = () => answers[at.push(clock.now) - 1] as Response | Promise<Response>;
    const { client } = cannedClient([], { fetch, timeoutMs: Infinity });
    const first = failureOf(client.projects.list({}, { signal: stop.signal }), DOMException);
    await client.projects.list();
    assertEquals(at.slice(0, 2), [1000, 1000]);
    const waited = (at[2] ?? 0) - 1000;
    assert(waited > 8000 && waited <= 8500, `${waited}`);
    stop.abort();
    await first;
  });

  it("a call waits for room as long again after another one went on", async () => {
    clock.lateMs = 1;
    const stop = new AbortController();
    let begun = (): void => {};
    const begins = new Promise<void>((resolve) => begun = resolve);
    const hang = () => {
      begun();
      return new Promise<Response>(() => {});
    };
    const { client, sent } = make([refusal(429, "0"), hang, ok]);
    await failureOf(client.projects.list({}, { maxRetries: 0 }), ScaleTooManyRequestsError);
    clock.now += 7000;
    const first = failureOf(client.projects.list({}, { signal: stop.signal }), DOMException);
    await begins;
    clock.now += 7000;
    await failureOf(client.projects.list({}, { totalTimeoutMs: 500 }), ScaleTooManyRequestsError);
    assertEquals(sent.length, 2);
    stop.abort();
    await first;
  });
});
