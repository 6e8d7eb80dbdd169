import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertLess, assertStrictEquals } from "@std/assert";
import { type ScaleClient, ScaleTooManyRequestsError } from "@scaleapi/sdk";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
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

describe("Retry-After", () => {
  it("is waited for in full", async () => {
    await mock.fault({ status: 503, headers: { "retry-after": "0.3" } });
    await client.projects.list();
    const [first, second] = await mock.requests();
    assert((second?.at ?? 0) - (first?.at ?? 0) >= 290);
  });
});

describe("a 429", () => {
  it("holds back every call of the client until its time has come", async () => {
    const own = clientOf(mock);
    await mock.fault({ when: { path: "projects" }, status: 429, headers: { "retry-after": "0.4" } });
    const first = own.projects.list();
    await until(async () => (await mock.requests())[0]?.status === 429, "the first call is answered 429");
    await delay(20);
    await Promise.all([first, own.batches.list().toArray(), own.tasks.count(), own.teammates.list()]);
    const [refused, ...later] = await mock.requests();
    assertEquals([refused?.status, later.length], [429, 4]);
    for (const { at, path } of later) {
      assert(at - (refused?.at ?? 0) >= 390, `${path} after ${at - (refused?.at ?? 0)} ms`);
    }
  });

  it("also holds back a call that is waiting for its key", async () => {
    let give = (_: string): void => {};
    let asked = 0;
    const apiKey = () => ++asked === 2 ? new Promise<string>((resolve) => give = resolve) : mock.apiKey;
    const own = clientOf(mock, { apiKey });
    await mock.fault({ when: { path: "projects" }, status: 429, headers: { "retry-after": "0.4" } });
    const calls = [own.projects.list(), own.tasks.count()];
    await until(async () => (await mock.requests())[0]?.status === 429, "the first call is answered 429");
    await delay(20);
    give(mock.apiKey);
    await Promise.all(calls);
    const [refused, ...later] = await mock.requests();
    assertEquals([refused?.status, later.length], [429, 2]);
    for (const { at, path } of later) {
      assert(at - (refused?.at ?? 0) >= 390, `${path} after ${at - (refused?.at ?? 0)} ms`);
    }
  });

  it("does not hold back another client", async () => {
    const own = clientOf(mock);
    await mock.fault({ when: { path: "projects" }, status: 429, headers: { "retry-after": "60" } });
    await own.projects.list({}, { maxRetries: 0 }).catch(() => {});
    const { ms } = await timed(() => client.batches.list().toArray());
    assertLess(ms, soonMs);
  });

  it("holds back calls even if its own call is not repeated", async () => {
    const own = clientOf(mock);
    await mock.fault({ status: 429, headers: { "retry-after": "0.3" } });
    await failureOf(own.projects.list({}, { maxRetries: 0 }), ScaleTooManyRequestsError);
    await own.projects.list();
    const [first, second] = await mock.requests();
    assert((second?.at ?? 0) - (first?.at ?? 0) >= 290);
  });

  it("whose pause exceeds a call's deadline fails it at once with Scale's error, and nothing is sent", async () => {
    const own = clientOf(mock);
    await mock.fault({ status: 429, headers: { "retry-after": "60" }, body: { error: "slow down" } });
    await failureOf(own.projects.list({}, { maxRetries: 0 }), ScaleTooManyRequestsError);
    await mock.clearRequests();
    const start = performance.now();
    const error = await failureOf(own.batches.get("b", { totalTimeoutMs: 1000 }), ScaleTooManyRequestsError);
    assertLess(performance.now() - start, soonMs);
    assertEquals([error.detail, error.attempts, error.maybeSent], ["slow down", 0, false]);
    assert((error.retryAfterMs ?? 0) > 55_000 && (error.retryAfterMs ?? 0) <= 60_000, `${error.retryAfterMs}`);
    assert(error.message.startsWith("GET /v1/batches/b: 429 slow down"), error.message);
    assertEquals(await mock.requests(), []);
  });

  it("that keeps a call from its next attempt does not hide that the first may have been acted on", async () => {
    let asked = 0;
    const apiKey = async () => {
      // Before the second attempt another call is refused.
      if (++asked === 2) await failureOf(client.batches.get("b", { maxRetries: 0 }), ScaleTooManyRequestsError);
      return "test_key";
    };
    const { client, sent } = cannedClient([
      { status: 500, body: {}, headers: { "retry-after": "0" } },
      { status: 429, body: {}, headers: { "retry-after": "500" } },
    ], { apiKey });
    const error = await failureOf(client.tasks.cancel("t"), ScaleTooManyRequestsError);
    assertEquals([error.attempts, error.maybeSent, sent.length], [1, true, 2]);
  });
});

describe("an abort", () => {
  const waits: readonly (readonly [string, readonly Fault[]])[] = [
    ["the wait for headers", [{ act: "hang", times: null }]],
    ["the wait for a body", [{ act: "hang_body", times: null }]],
    ["the wait for an error's body", [{ act: "hang_body", status: 500, times: null }]],
    ["the wait before a retry", [{ status: 503, headers: { "retry-after": "60" } }]],
    ["the wait after a 429", [{ status: 429, headers: { "retry-after": "60" } }]],
    ["the look-up after a 409", [
      { when: { method: "POST" }, status: 500, headers: { "retry-after": "0" } },
      { when: { method: "POST" }, status: 409 },
      { when: { method: "GET" }, act: "hang", times: null },
    ]],
    ["the wait before the look-up is repeated", [
      { when: { method: "POST" }, status: 500, headers: { "retry-after": "0" } },
      { when: { method: "POST" }, status: 409 },
      { when: { method: "GET" }, status: 503, headers: { "retry-after": "60" } },
    ]],
  ];

  for (const [name, faults] of waits) {
    it(`ends ${name} at once with the caller's reason, and nothing is sent after it`, async () => {
      for (const fault of faults) await mock.fault(fault);
      const own = clientOf(mock);
      const controller = new AbortController();
      const reason = new Error("mine");
      const call = timed(() => own.batches.create({ project: "p", name: "b" }, { signal: controller.signal }));
      const sends = faults.length;
      await until(
        async () => (await mock.requests()).filter(({ status }) => status !== null).length === sends,
        "all is sent",
      );
      await delay(50);
      const start = performance.now();
      controller.abort(reason);
      const { error } = await call;
      assertLess(performance.now() - start, soonMs);
      assertStrictEquals(error, reason);
      await delay(50);
      assertEquals((await mock.requests()).length, sends);
    });
  }

  it("ends the pause of a call that another call's 429 holds back", async () => {
    const own = clientOf(mock);
    await mock.fault({ status: 429, headers: { "retry-after": "60" } });
    await own.projects.list({}, { maxRetries: 0 }).catch(() => {});
    const controller = new AbortController();
    setTimeout(() => controller.abort("mine"), 30);
    const { ms, error } = await timed(() => own.projects.list({}, { signal: controller.signal }));
    assertEquals(error, "mine");
    assertLess(ms, soonMs);
    assertEquals((await mock.requests()).length, 1);
  });

  it("before the call is what it throws, even if a 429 asks for more than calls wait for", async () => {
    const { client } = cannedClient({ status: 429, body: {}, headers: { "retry-after": "500" } });
    await failureOf(client.projects.list(), ScaleTooManyRequestsError);
    const { error } = await timed(() => client.projects.list({}, { signal: AbortSignal.abort("mine") }));
    assertEquals(error, "mine");
    const upload = await timed(() => client.files.upload(new Blob(["x"]), {}, { signal: AbortSignal.abort("mine") }));
    assertEquals(upload.error, "mine");
  });

  it("by the onRequest hook keeps the request from the caller's fetch", async () => {
    const controller = new AbortController();
    const hooks = { onRequest: () => controller.abort("mine") };
    const { client, sent } = cannedClient({ body: { task_id: "t" } }, { hooks });
    const { error } = await timed(() => client.tasks.create("imageannotation", {}, { signal: controller.signal }));
    assertEquals([error, sent.length], ["mine", 0]);
  });

  it("ends the wait for a key", async () => {
    const controller = new AbortController();
    const { client } = cannedClient({ body: [] }, { apiKey: () => new Promise<string>(() => {}) });
    setTimeout(() => controller.abort("mine"), 10);
    const { error } = await timed(() => client.projects.list({}, { signal: controller.signal }));
    assertEquals(error, "mine");
  });
});
