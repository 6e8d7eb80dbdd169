import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertInstanceOf, assertLess } from "@std/assert";
import {
  ScaleApiError,
  ScaleClient,
  ScaleDeadlineError,
  type ScaleHooks,
  ScaleInternalError,
  ScaleInvalidRequestError,
  ScaleServiceUnavailableError,
  ScaleTooManyRequestsError,
} from "@scaleapi/sdk";
import { clientOf, failureOf } from "./helpers/clients.ts";
import { delay, timed, until } from "./helpers/time.ts";
import { type Fault, type Mock, startMock } from "./mock/mod.ts";

/** Far below any of the waits that are ended early, far above what a busy machine takes. */
const soonMs = 2000;
let mock: Mock;
let client: ScaleClient;

beforeAll(async () => {
  mock = await startMock();
  client = clientOf(mock);
});

afterAll(() => mock.close());

beforeEach(() => mock.reset());

const stalls: readonly (readonly [string, Fault])[] = [
  ["no answer", { act: "hang" }],
  ["a late answer", { act: "pass", delayMs: 5000 }],
  ["a body that stops", { act: "hang_body" }],
  ["a slow body", { act: "slow_body", delayMs: 5000 }],
];

describe("timeoutMs", () => {
  for (const [name, fault] of stalls) {
    it(`bounds an attempt: ${name}`, async () => {
      await mock.fault(fault);
      const { ms, error } = await timed(() => client.projects.list({}, { timeoutMs: 200, maxRetries: 0 }));
      assertInstanceOf(error, ScaleDeadlineError);
      assertEquals(error.message, "GET /v1/projects: no complete answer within 200 ms");
      assertEquals([error.maybeSent, error.attempts], [true, 1]);
      assertLess(ms, soonMs);
    });

    it(`limits each attempt, and a read is repeated: ${name}`, async () => {
      // Not the path of the test above, whose request may still be on its way.
      const path = "/tasks$";
      await mock.fault({ ...fault, when: { path } });
      let attempts = 0;
      const onResponse = (info: { attempts: number }) => attempts = info.attempts;
      assertEquals(await client.tasks.count({}, { timeoutMs: 1_000, onResponse }), 0);
      assertEquals([attempts, (await mock.requests({ path })).length], [2, 2]);
    });
  }

  it("of 0 ends at once", async () => {
    await mock.fault({ act: "hang" });
    const { ms, error } = await timed(() => client.projects.list({}, { timeoutMs: 0, maxRetries: 0 }));
    assertInstanceOf(error, ScaleDeadlineError);
    assertLess(ms, soonMs);
  });

  it("of Infinity and beyond what setTimeout can take does not end a call", async () => {
    for (const timeoutMs of [Infinity, 2 ** 31, 1e300]) {
      await mock.fault({ act: "pass", delayMs: 30 });
      await client.projects.list({}, { timeoutMs, totalTimeoutMs: timeoutMs, maxRetries: 0 });
    }
  });
});

describe("an answer whose status decides, and whose body does not come in time", () => {
  /** A client that gets such answers one after another, before any time can be up, and how many it got. */
  function stalled(...statuses: number[]): { client: ScaleClient; sent: () => number } {
    let sent = 0;
    const fetch = (): Response => {
      const status = statuses[sent++];
      if (!status) throw new TypeError("fetch failed");
      return new Response(new ReadableStream(), { status, headers: { "retry-after": "0" } });
    };
    return { client: new ScaleClient({ apiKey: "test_key", fetch, timeoutMs: 20 }), sent: () => sent };
  }

  for (const [status, method] of [[400, "POST"], [404, "GET"], [409, "PUT"], [302, "DELETE"]] as const) {
    it(`ends a call with the error of its status, and is not repeated: ${status}`, async () => {
      const { client, sent } = stalled(status, 200);
      const error = await client.request({ method, path: "/v1/x" }).catch((error) => error);
      assertInstanceOf(error, ScaleApiError);
      assertEquals([error.status, error.attempts, error.maybeSent, sent()], [status, 1, false, 1]);
      assert(error.message.startsWith(`${method} /v1/x: ${status}`), error.message);
    });
  }

  for (const status of [429, 503]) {
    it(`says that nothing was done where it is ${status}: what must not be done twice is sent again`, async () => {
      const { client, sent } = stalled(status, status, 400);
      const error = await failureOf(client.tasks.create("chat", {}), ScaleInvalidRequestError);
      assertEquals([error.attempts, error.maybeSent, sent()], [3, false, 3]);
    });
  }

  it("leaves open what became of a task without unique_id where it is 500", async () => {
    const error = await failureOf(stalled(500, 400).client.tasks.create("chat", {}), ScaleInternalError);
    assertEquals([error.attempts, error.maybeSent], [1, true]);
  });

  it("ends a call with the error of its status also where totalTimeoutMs is what is up", async () => {
    const call = stalled(503).client.projects.list({}, { totalTimeoutMs: 10 });
    const error = await failureOf(call, ScaleServiceUnavailableError);
    assertEquals([error.attempts, error.maybeSent], [1, false]);
  });

  it("does not end the attempt that comes after it", async () => {
    let sent = 0;
    const fetch = () => sent++ ? new Promise<Response>(() => {}) : new Response(new ReadableStream(), { status: 500 });
    const client = new ScaleClient({ apiKey: "test_key", fetch, timeoutMs: 20, maxRetries: 1 });
    const error = await failureOf(client.projects.list(), ScaleDeadlineError);
    assertEquals(error.attempts, 2);
  });

  it("is a success if its body is not needed", async () => {
    const seen: number[] = [];
    const onResponse = ({ status }: { status: number }) => seen.push(status);
    await stalled(200).client.tasks.audit("t", { accepted: true }, { onResponse });
    assertEquals(seen, [200]);
  });

  it("over a socket too", async () => {
    await mock.fault({ act: "hang_body", status: 400 });
    const error = await failureOf(client.tasks.create("chat", {}, { timeoutMs: 1_000 }), ScaleInvalidRequestError);
    assertEquals([error.attempts, error.maybeSent, (await mock.requests()).length], [1, false, 1]);
  });
});

describe("totalTimeoutMs", () => {
  it("bounds attempts and waits together", async () => {
    await mock.fault({ act: "hang", times: null });
    const limits = { timeoutMs: 100, totalTimeoutMs: 250, maxRetries: 100 };
    const { ms, error } = await timed(() => client.projects.list({}, limits));
    assertInstanceOf(error, ScaleDeadlineError);
    assertLess(ms, soonMs);
    assert(error.attempts <= 3, `${error.attempts} attempts`);
  });

  it("shorter than timeoutMs bounds the attempt and its body", async () => {
    await mock.fault({ act: "hang_body" });
    const { ms, error } = await timed(() => client.projects.list({}, { totalTimeoutMs: 60 }));
    assertInstanceOf(error, ScaleDeadlineError);
    assertLess(ms, soonMs);
  });

  it("that Retry-After would exceed fails the call at once with Scale's own error", async () => {
    for (const [status, type] of [[429, ScaleTooManyRequestsError], [503, ScaleServiceUnavailableError]] as const) {
      const own = clientOf(mock);
      await mock.clearRequests();
      await mock.fault({ status, headers: { "retry-after": "60" } });
      const start = performance.now();
      const error = await failureOf(own.projects.list({}, { totalTimeoutMs: 30_000 }), type);
      assertLess(performance.now() - start, soonMs);
      assertEquals([error.retryAfterMs, error.attempts, (await mock.requests()).length], [60_000, 1, 1]);
    }
  });

  it("is 120 s for a wait where there is none", async () => {
    await mock.fault({ status: 503, headers: { "retry-after": "121" } });
    const { ms, error } = await timed(() => client.projects.list());
    assertInstanceOf(error, ScaleServiceUnavailableError);
    assertLess(ms, soonMs);
  });

  it("that the backoff would exceed fails the call with Scale's own error", async () => {
    await mock.fault({ status: 500, times: null });
    // An attempt that is under way at the deadline ends in a ScaleDeadlineError; that is seldom, not never.
    let status: number | undefined;
    while (status !== 500) {
      const { ms, error } = await timed(() => client.projects.list({}, { totalTimeoutMs: 150, maxRetries: 1000 }));
      status = (error as { status?: number }).status;
      if (!(error instanceof ScaleDeadlineError)) assertEquals(status, 500);
      assertLess(ms, soonMs);
    }
  });

  it("bounds the look-up after a 409 too", async () => {
    await mock.fault({ when: { method: "POST" }, status: 500, headers: { "retry-after": "0" } });
    await mock.fault({ when: { method: "POST" }, status: 409 });
    await mock.fault({ when: { method: "GET" }, act: "hang", times: null });
    const params = { unique_id: "u", attachment: "https://example.com/a.jpg" };
    const { ms, error } = await timed(() => client.tasks.create("chat", params, { totalTimeoutMs: 200 }));
    assertEquals((error as { status?: number }).status, 409);
    assertInstanceOf((error as Error).cause, ScaleDeadlineError);
    assertLess(ms, soonMs);
  });

  it("leaves the look-up what the attempts did not take", async () => {
    await mock.fault({ when: { method: "POST" }, status: 500, headers: { "retry-after": "0" }, delayMs: 600 });
    await mock.fault({ when: { method: "POST" }, status: 409 });
    await mock.fault({ when: { method: "GET" }, act: "hang", times: null });
    const params = { unique_id: "u", attachment: "https://example.com/a.jpg" };
    const { error } = await timed(() => client.tasks.create("chat", params, { totalTimeoutMs: 1_200 }));
    const [, ms] = /within (\d+) ms/.exec(String((error as Error).cause)) ?? [];
    assertLess(Number(ms), 620);
  });
});

describe("a fetch that listens to its signal", () => {
  it("receives the reason, an error like that of AbortSignal.timeout", async () => {
    const seen: string[] = [];
    const fetch = ({ signal }: Request) =>
      new Promise<Response>((_, reject) => {
        signal.addEventListener("abort", () => {
          seen.push(`${signal.reason.name} (${signal.reason})`);
          reject(signal.reason);
        });
      });
    const client = new ScaleClient({ apiKey: "test_key", fetch, maxRetries: 0 });
    await failureOf(client.projects.list({}, { timeoutMs: 20 }), ScaleDeadlineError);
    await failureOf(client.projects.list({}, { totalTimeoutMs: 20 }), ScaleDeadlineError);
    assertEquals(seen, Array(2).fill("TimeoutError (TimeoutError: time is up)"));
  });
});

describe("a fetch that ignores its signal", () => {
  function deaf(): { client: ScaleClient; answer: (response: Response) => void; calls: () => number } {
    const waiting: ((response: Response) => void)[] = [];
    const fetch = () => new Promise<Response>((resolve) => waiting.push(resolve));
    return {
      client: new ScaleClient({ apiKey: "test_key", fetch }),
      answer: (response) => waiting.shift()?.(response),
      calls: () => waiting.length,
    };
  }

  it("cannot hold a call beyond its timeout or an abort", async () => {
    const timedOut = deaf();
    const late = await timed(() => timedOut.client.projects.list({}, { timeoutMs: 20, maxRetries: 0 }));
    assertInstanceOf(late.error, ScaleDeadlineError);
    const controller = new AbortController();
    setTimeout(() => controller.abort("mine"), 20);
    const aborted = await timed(() => deaf().client.projects.list({}, { signal: controller.signal }));
    assertEquals(aborted.error, "mine");
    assertLess(Math.max(late.ms, aborted.ms), soonMs);
  });

  it("has its late answer cancelled", async () => {
    const { client, answer } = deaf();
    await timed(() => client.projects.list({}, { timeoutMs: 20, maxRetries: 0 }));
    let cancelled = 0;
    const body = new ReadableStream({ cancel: () => void cancelled++ }, { highWaterMark: 0 });
    answer(new Response(body));
    await until(() => cancelled === 1, "the late answer is cancelled");
  });

  it("does not have its late answer taken for that of a later attempt", async () => {
    const told: (readonly [string, attempt: number])[] = [];
    let answer = (_: Response): void => {};
    let sent = 0;
    const fetch = () => new Promise<Response>((resolve) => ++sent === 1 ? answer = resolve : undefined);
    const hooks: ScaleHooks = {
      onRequest: ({ attempt }) => {
        told.push(["onRequest", attempt]);
        if (attempt === 2) answer(new Response(new ReadableStream(), { status: 400 }));
      },
      onResponse: ({ attempt }) => told.push(["onResponse", attempt]),
    };
    const client = new ScaleClient({ apiKey: "test_key", fetch, hooks, timeoutMs: 30, maxRetries: 1 });
    const error = await failureOf(client.projects.list(), ScaleDeadlineError);
    assertEquals(error.attempts, 2);
    assertEquals(told, [["onRequest", 1], ["onRequest", 2], ["onResponse", 1]]);
  });

  it("does not call onResponse for an answer whose body ends late", async () => {
    const seen: number[] = [];
    let end = (): void => {};
    let sent = 0;
    const fetch = () => {
      if (++sent > 1) return Response.json([]);
      const body = new ReadableStream({
        start(controller) {
          end = () => {
            controller.enqueue(new TextEncoder().encode("[]"));
            controller.close();
          };
        },
      });
      return new Response(body, { headers: { "content-length": "2" } });
    };
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    await client.projects.list({}, { timeoutMs: 20, onResponse: ({ attempts }) => seen.push(attempts) });
    end();
    await delay(20);
    // On a busy machine the second attempt may run into its limit too.
    assertEquals(seen.length, 1);
    assert(seen[0] !== 1);
  });

  it("has a body that ignores the signal cancelled too", async () => {
    const { client, answer, calls } = deaf();
    const call = timed(() => client.projects.list({}, { timeoutMs: 50, maxRetries: 0 }));
    await until(() => calls() === 1, "the request is sent");
    let cancelled = 0;
    answer(new Response(new ReadableStream({ cancel: () => void cancelled++ })));
    const { error, ms } = await call;
    assertInstanceOf(error, ScaleDeadlineError);
    assertLess(ms, soonMs);
    await until(() => cancelled === 1, "the body is cancelled");
  });
});
