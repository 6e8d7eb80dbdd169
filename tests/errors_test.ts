import { describe, it } from "@std/testing/bdd";
import {
  assert,
  assertEquals,
  assertFalse,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import * as sdk from "@scaleapi/sdk";
import {
  ScaleApiError,
  ScaleConnectionError,
  ScaleDeadlineError,
  ScaleError,
  ScaleInvalidRequestError,
  ScaleResourceNotFoundError,
  ScaleTooManyRequestsError,
} from "@scaleapi/sdk";
import { cannedClient, failureOf } from "./helpers/clients.ts";

const classes: readonly (readonly [number, typeof ScaleApiError, retryable: boolean])[] = [
  [400, sdk.ScaleInvalidRequestError, false],
  [401, sdk.ScaleUnauthorizedError, false],
  [402, sdk.ScaleNotEnabledError, false],
  [403, ScaleApiError, false],
  [404, sdk.ScaleResourceNotFoundError, false],
  [408, ScaleApiError, true],
  [409, sdk.ScaleDuplicateResourceError, false],
  [413, ScaleApiError, false],
  [422, ScaleApiError, false],
  [429, sdk.ScaleTooManyRequestsError, true],
  [500, sdk.ScaleInternalError, true],
  [502, ScaleApiError, true],
  [503, sdk.ScaleServiceUnavailableError, true],
  [504, sdk.ScaleTimeoutError, true],
  [524, ScaleApiError, true],
];

describe("errors that Scale answers with", () => {
  for (const [status, type, retryable] of classes) {
    it(`${status} is a ${type.name}`, async () => {
      const body = { status_code: status, error: `words for ${status}` };
      const { client, sent } = cannedClient({ status, body, headers: { "x-request-id": "req_7" } }, { maxRetries: 0 });
      const error = await failureOf(client.tasks.get("t"), type);
      assertInstanceOf(error, ScaleApiError);
      assertInstanceOf(error, ScaleError);
      assertInstanceOf(error, Error);
      assertEquals(error.name, type.name);
      assertEquals(error.message, `GET /v1/task/t: ${status} words for ${status}`);
      assertEquals(String(error), `${type.name}: ${error.message}`);
      const { detail, requestId, attempts } = error;
      assertEquals([error.status, detail, requestId, attempts], [status, `words for ${status}`, "req_7", 1]);
      assertEquals(error.body, body);
      assertEquals(error.headers.get("x-request-id"), "req_7");
      assertEquals(error.retryable, retryable);
      assertEquals(sent.length, 1);
    });
  }

  it("count the requests that were sent", async () => {
    const { client, sent } = cannedClient({ status: 503, body: {}, headers: { "retry-after": "0" } });
    const error = await failureOf(client.tasks.get("t"), sdk.ScaleServiceUnavailableError);
    assertEquals([error.attempts, sent.length], [4, 4]);
  });

  it("of a 429 carry what Retry-After asked for", async () => {
    const { client } = cannedClient({ status: 429, body: {}, headers: { "retry-after": "7" } }, { maxRetries: 0 });
    const error = await failureOf(client.tasks.get("t"), ScaleTooManyRequestsError);
    assertEquals(error.retryAfterMs, 7000);
  });

  it("say the method and the path, without the query and the body", async () => {
    const { client } = cannedClient({ status: 400, body: { error: "no" } });
    const listing = await failureOf(client.tasks.list({ project_name: "secret" }).toArray(), ScaleInvalidRequestError);
    assertEquals(listing.message, "GET /v1/tasks: 400 no");
    const params = { instruction: "secret" };
    const create = await failureOf(client.tasks.create("categorization", params), ScaleInvalidRequestError);
    assertEquals(create.message, "POST /v1/task/categorization: 400 no");
    assertFalse(JSON.stringify(create).includes("secret"));
  });
});

describe("an error's stack", () => {
  const refused = { status: 404, body: { error: "no" } };

  it("includes the lines that made the call", async () => {
    const { client } = cannedClient([{ body: { task_id: "t" } }, refused]);
    const { client: all } = cannedClient(refused);
    const task = await client.tasks.get("t");
    const calls: (() => Promise<unknown>)[] = [
      () => all.tasks.get("t"),
      () => all.tasks.create("categorization", { unique_id: "u" }),
      () => all.v2.batches.pause({ batch_id: "b" }),
      () => all.request({ path: "/v1/x" }),
      () => task.cancel(),
    ];
    for (const call of calls) {
      const callerOfAll = async (): Promise<unknown> => await call();
      const { stack } = await failureOf(callerOfAll(), ScaleResourceNotFoundError);
      assert(stack?.includes("callerOfAll"), stack);
    }
  });
});

describe("ScaleApiError.detail", () => {
  async function detailOf(answer: { text: string } | { body: unknown }): Promise<string> {
    const { client } = cannedClient({ status: 400, ...answer });
    return (await failureOf(client.projects.list(), ScaleInvalidRequestError)).detail;
  }

  it("is the body's error", async () => {
    const words = 'Parameter is invalid, reason: "attachments" is required';
    assertEquals(await detailOf({ body: { status_code: 400, error: words } }), words);
  });

  it("is the body's text where it has no error text", async () => {
    assertEquals(await detailOf({ text: "<html>Bad gateway</html>" }), "<html>Bad gateway</html>");
    assertEquals(await detailOf({ text: '{"message": "x"}' }), '{"message": "x"}');
    assertEquals(await detailOf({ text: '{"error": {"a": 1}}' }), '{"error": {"a": 1}}');
    assertEquals(await detailOf({ text: '{"error": ""}' }), '{"error": ""}');
    for (const text of ["null", "[]", "7", '"words"']) assertEquals(await detailOf({ text }), text);
  });

  it("has U+FFFD in place of malformed UTF-8", async () => {
    const { client } = cannedClient(() => new Response(new Uint8Array([0x6e, 0xff, 0x6f]), { status: 400 }));
    assertEquals((await failureOf(client.projects.list(), ScaleInvalidRequestError)).detail, "n\ufffdo");
  });

  it("is that text cut at 500 characters", async () => {
    assertEquals(await detailOf({ text: "x".repeat(501) }), "x".repeat(500));
  });

  it("is the status text where there is no body", async () => {
    const { client } = cannedClient(() => new Response(null, { status: 404, statusText: "Not Found" }));
    const error = await failureOf(client.projects.list(), ScaleResourceNotFoundError);
    assertEquals([error.detail, error.body], ["Not Found", ""]);
  });

  it("is the status text too where the body breaks", async () => {
    const body = () => new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) });
    const { client, sent } = cannedClient(() => new Response(body(), { status: 404, statusText: "Not Found" }));
    const error = await failureOf(client.projects.list(), ScaleResourceNotFoundError);
    assertEquals([error.detail, error.maybeSent, sent.length], ["Not Found", false, 1]);
  });

  it("is empty where there is no status text either, as in HTTP/2: the message ends with the status", async () => {
    // Workers put the usual words in the place of none.
    const wordless = (): Response =>
      Object.defineProperty(new Response(null, { status: 404 }), "statusText", { value: "" });
    const { client } = cannedClient(wordless);
    const error = await failureOf(client.projects.list(), ScaleResourceNotFoundError);
    assertEquals([error.detail, error.message], ["", "GET /v1/projects: 404"]);
  });
});

describe("ScaleConnectionError", () => {
  it("has what fetch threw as its cause, and the number of requests", async () => {
    const cause = new TypeError("refused");
    const { client, sent } = cannedClient(() => Promise.reject(cause), { maxRetries: 0 });
    const error = await failureOf(client.tasks.get("t"), ScaleConnectionError);
    assertStrictEquals(error.cause, cause);
    assertEquals([error.attempts, sent.length], [1, 1]);
    assertEquals(error.message, "GET /v1/task/t: connection failed");
  });

  it("is what a fetch's own error response becomes", async () => {
    const { client, sent } = cannedClient(() => Response.error(), { maxRetries: 1 });
    const read = await failureOf(client.tasks.get("t"), ScaleConnectionError);
    const create = await failureOf(client.tasks.create("categorization", {}), ScaleConnectionError);
    assertEquals([read.attempts, create.attempts, sent.length], [2, 1, 3]);
    assertEquals([read.maybeSent, create.maybeSent], [true, true]);
  });

  it("says that a request which was sent may have been acted on, and advises where repeating is not safe", async () => {
    const { client, sent } = cannedClient({ close: true }, { maxRetries: 0 });
    const read = await failureOf(client.tasks.get("t"), ScaleConnectionError);
    const create = await failureOf(client.tasks.create("categorization", {}), ScaleConnectionError);
    assertEquals([read.maybeSent, create.maybeSent], [true, true]);
    assert(create.message.includes("may have been acted on"), create.message);
    assertEquals(sent.length, 2);
  });

  it("is not a ScaleApiError; a ScaleDeadlineError is a ScaleConnectionError", async () => {
    const { client } = cannedClient(() => new Promise<Response>(() => {}), { timeoutMs: 0.5, maxRetries: 0 });
    const error = await failureOf(client.tasks.get("t"), ScaleDeadlineError);
    assertInstanceOf(error, ScaleConnectionError);
    assertFalse(error as ScaleError instanceof ScaleApiError);
    assertEquals([error.name, error.message], ["ScaleDeadlineError", "GET /v1/task/t: no complete answer within 1 ms"]);
  });
});

describe("maybeSent", () => {
  const create = { instruction: "x" };

  for (const status of [500, 502, 504, 408]) {
    it(`holds for a create without unique_id that ended in ${status}, which is not sent again`, async () => {
      const { client, sent } = cannedClient({ status, body: { error: "no" }, headers: { "retry-after": "0" } });
      const error = await client.tasks.create("categorization", create).catch((error) => error);
      assertInstanceOf(error, ScaleApiError);
      assertEquals([error.maybeSent, error.status, sent.length], [true, status, 1]);
      assert(error.message.includes("may have been acted on"), error.message);
    });
  }

  for (const status of [429, 503]) {
    it(`does not hold for a create without unique_id that ended in ${status}, which is sent again`, async () => {
      const { client, sent } = cannedClient({ status, body: { error: "no" }, headers: { "retry-after": "0" } });
      const error = await client.tasks.create("categorization", create).catch((error) => error);
      assertInstanceOf(error, ScaleApiError);
      assertEquals([error.maybeSent, sent.length], [false, 4]);
      assertFalse(error.message.includes("acted on"));
    });
  }

  it("does not hold for a 400", async () => {
    const { client } = cannedClient({ status: 400, body: { error: "no" } });
    const error = await failureOf(client.tasks.create("categorization", create), ScaleInvalidRequestError);
    assertEquals(error.maybeSent, false);
  });

  it("holds when any attempt was ambiguous, whatever the last one ended in", async () => {
    const again = { "retry-after": "0" };
    const { client, sent } = cannedClient([
      { status: 500, body: {}, headers: again },
      { status: 400, body: { error: "no" } },
    ]);
    const params = { ...create, unique_id: "u" };
    const error = await failureOf(client.tasks.create("categorization", params), ScaleInvalidRequestError);
    assertEquals([error.maybeSent, sent.length, error.attempts], [true, 2, 2]);
  });

  it("holds after an ambiguous attempt where the next one is not sent: the key does not come", async () => {
    let asked = 0;
    const apiKey = () => asked++ ? new Promise<string>(() => {}) : "test_key";
    const { client, sent } = cannedClient({ status: 500, body: {}, headers: { "retry-after": "0" } }, { apiKey });
    const params = { ...create, unique_id: "u" };
    const error = await failureOf(client.tasks.create("categorization", params, { timeoutMs: 20 }), ScaleDeadlineError);
    assertEquals([error.maybeSent, sent.length, error.attempts], [true, 1, 1]);
  });

  it("does not hold where nothing was sent: the key does not come", async () => {
    const { client, sent } = cannedClient({ body: {} }, { apiKey: () => new Promise<string>(() => {}) });
    const error = await failureOf(client.tasks.create("categorization", create, { timeoutMs: 20 }), ScaleDeadlineError);
    assertEquals([error.maybeSent, sent.length, error.attempts], [false, 0, 0]);
    assertEquals(error.message, "POST /v1/task/categorization: no complete answer within 20 ms");
  });

  it("holds after an ambiguous attempt where the next one is not sent: a 429 holds the client back", async () => {
    const limits = { timeoutMs: 1000, totalTimeoutMs: 30_000 };
    const { client, sent } = cannedClient([
      { status: 500, body: {}, headers: { "retry-after": "0.1" } },
      { status: 429, body: {}, headers: { "retry-after": "60" } },
    ]);
    const call = client.tasks.create("categorization", { ...create, unique_id: "u" }, limits).catch((error) => error);
    await client.projects.list({}, { maxRetries: 0 }).catch(() => {});
    const error = await call;
    assertInstanceOf(error, ScaleTooManyRequestsError);
    assertEquals([error.maybeSent, sent.length, error.attempts], [true, 2, 1]);
  });
});

describe("the caller's abort", () => {
  it("rethrows the caller's own reason, whatever it is", async () => {
    for (const reason of [new Error("mine"), "text", 7, undefined]) {
      const controller = new AbortController();
      controller.abort(reason);
      const { client, sent } = cannedClient({ body: {} });
      const thrown = await client.tasks.get("t", { signal: controller.signal }).catch((error) => error);
      assertStrictEquals(thrown, controller.signal.reason);
      assertEquals(sent, []);
    }
  });
});

describe("bad arguments", () => {
  it("reject with a TypeError or RangeError before anything is sent", async () => {
    const { client, sent } = cannedClient({ body: {} });
    const none = undefined as unknown as string;
    await assertRejects(() => client.tasks.get(""), TypeError, "id");
    await assertRejects(() => client.tasks.get(none), TypeError, "id");
    await assertRejects(() => client.tasks.create("", {}), TypeError, "type");
    await assertRejects(() => client.tasks.create("categorization", { unique_id: "" }), TypeError, "unique_id");
    await assertRejects(() => client.tasks.create("categorization", { unique_id: "\ud800" }), TypeError, "unique_id");
    await assertRejects(() => client.tasks.updateUniqueId("t", ""), TypeError, "uniqueId");
    await assertRejects(() => client.tasks.updateUniqueId("t", none), TypeError, "uniqueId");
    await assertRejects(() => client.tasks.cancel(".."), TypeError, "id");
    await assertRejects(() => client.tasks.setTags("t", "tag" as unknown as string[]), TypeError, "tags");
    await assertRejects(() => client.batches.create({ project: "", name: "b" }), TypeError, "project");
    await assertRejects(() => client.batches.create({ project: "p", name: "" }), TypeError, "name");
    await assertRejects(() => client.projects.create({ name: "", type: "categorization" }), TypeError, "name");
    await assertRejects(() => client.projects.get("."), TypeError, "name");
    await assertRejects(() => client.projects.create({ name: "..", type: "categorization" }), TypeError, "name");
    await assertRejects(() => client.batches.create({ project: "p", name: "." }), TypeError, "name");
    await assertRejects(() => client.tasks.get("t", { timeoutMs: -1 }), RangeError, "timeoutMs");
    await assertRejects(() => client.tasks.get("t", { totalTimeoutMs: NaN }), RangeError, "totalTimeoutMs");
    await assertRejects(() => client.tasks.get("t", { maxRetries: 1.5 }), RangeError, "maxRetries");
    const headers = { "x-a": "a\r\nb" };
    await assertRejects(() => client.tasks.get("t", { headers }), TypeError, "headers");
    assertEquals(sent, []);
  });

  it("have in the message the name that the caller gave, not the wire's", async () => {
    const { client, sent } = cannedClient({ body: {} });
    const created_after = new Date("yesterday");
    const words = "created_after: is an invalid Date";
    assertThrows(() => client.tasks.list({ created_after }), TypeError, words);
    assertThrows(() => client.tasks.export({ created_after }), TypeError, words);
    assertThrows(() => client.batches.list({ created_after }), TypeError, words);
    await assertRejects(() => client.tasks.count({ created_after }), TypeError, words);
    const project_name = "\ud800";
    assertThrows(() => client.tasks.list({ project_name }), TypeError, "project_name: must not hold a lone surrogate");
    assertEquals(sent, []);
  });
});
