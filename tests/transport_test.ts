import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertMatch, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type CallOptions,
  ScaleApiError,
  ScaleClient,
  type ScaleClientOptions,
  ScaleDeadlineError,
} from "@scaleapi/sdk";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { delay } from "./helpers/time.ts";
import { createMock, startMock } from "./mock/mod.ts";

const again = { "retry-after": "0" };
const ok = { body: [] };

describe("every request", () => {
  it("has the key and the user agent, and a content type only with a body", async () => {
    await using mock = createMock();
    const client = clientOf(mock, { apiKey: "test_key" });
    await client.projects.create({ name: "p", type: "categorization" });
    await client.projects.get("p");
    const [create, get] = await mock.requests();
    for (const arrival of [create, get]) {
      assertEquals(arrival?.auth, { scheme: "basic", user: "test_key", password: "" });
      assertMatch(arrival?.headers["user-agent"] ?? "", /^scaleapi-sdk\/\d+\.\d+\.\d+$/);
    }
    assertEquals(create?.headers["content-type"], "application/json");
    assertEquals(get?.headers["content-type"], undefined);
    assertEquals([get?.bodyKind, get?.bytes], ["none", 0]);
  });

  it("says what it accepts as the Python client does: in v2 JSON, in v1 what the runtime says", async () => {
    await using mock = await startMock();
    const client = clientOf(mock);
    await client.projects.list();
    await client.v2.projects.list();
    await client.v2.projects.list({}, { headers: { Accept: "text/plain" } });
    // workerd says nothing by itself, which means the same.
    assertEquals((await mock.requests()).map(({ headers }) => headers.accept ?? "*/*"), [
      "*/*",
      "application/json",
      "text/plain",
    ]);
  });

  it("without a body says over a socket that there is none", async () => {
    await using mock = await startMock();
    const { batches, studio, tasks } = clientOf(mock, { maxRetries: 0 });
    await Promise.allSettled([batches.finalize("b"), studio.batches.resetPriorities(), tasks.cancel("t")]);
    const arrivals = await mock.requests({ method: "POST" });
    assertEquals(arrivals.length, 3);
    for (const { headers, bytes } of arrivals) {
      assertEquals([headers["content-length"], headers["transfer-encoding"], bytes], ["0", undefined, 0]);
    }
  });

  it("has the source behind the user agent", async () => {
    const { client, sent } = cannedClient(ok, { source: "my-tool/1.0" });
    await client.projects.list();
    assertMatch(sent[0]?.headers["user-agent"] ?? "", /^scaleapi-sdk\/\S+ my-tool\/1\.0$/);
  });

  it("goes to api.scale.com, or where baseUrl says", async () => {
    const { client, sent } = cannedClient(ok);
    await client.projects.list();
    assertEquals([sent[0]?.origin, sent[0]?.path], ["https://api.scale.com", "/v1/projects"]);
    for (const baseUrl of ["http://127.0.0.1:8080/scale/", new URL("http://127.0.0.1:8080/scale")]) {
      const { client, sent } = cannedClient(ok, { baseUrl });
      await client.projects.list();
      assertEquals([sent[0]?.origin, sent[0]?.path], ["http://127.0.0.1:8080", "/scale/v1/projects"]);
    }
  });

  it("has the client's headers and the call's, which win", async () => {
    const { client, sent } = cannedClient(ok, { headers: { "X-One": "1", "x-two": "2" } });
    await client.projects.list({}, { headers: { "X-TWO": "two", "Accept": "text/plain" } });
    const { "x-one": one, "x-two": two, accept } = sent[0]?.headers ?? {};
    assertEquals([one, two, accept], ["1", "two", "text/plain"]);
  });

  it("is given to fetch as one Request, without a receiver, with redirects left alone", async () => {
    const calls: { self: unknown; args: unknown[] }[] = [];
    const client = new ScaleClient({
      apiKey: "test_key",
      fetch: function (this: unknown, ...args: [Request]) {
        calls.push({ self: this, args });
        return Promise.resolve(Response.json([]));
      },
    });
    await client.projects.list();
    const [call] = calls;
    assertEquals([calls.length, call?.self, call?.args.length], [1, undefined, 1]);
    const request = call?.args[0] as Request;
    assert(request instanceof Request);
    assertEquals(request.redirect, "manual");
  });

  it("may be answered by a fetch that is not asynchronous", async () => {
    const client = new ScaleClient({ apiKey: "test_key", fetch: () => Response.json([]) });
    assertEquals(await client.projects.list(), []);
  });
});

describe("apiKey", () => {
  it("as a function is asked before every attempt, also asynchronously", async () => {
    const keys = ["test_a", "test_b", "test_c"];
    let asked = 0;
    const apiKey = () => Promise.resolve(keys[asked++] ?? "");
    const { client, sent } = cannedClient([{ status: 503, body: {}, headers: again }, ok], { apiKey });
    await client.projects.list();
    await client.projects.list();
    assertEquals(sent.map(({ headers }) => headers.authorization), keys.map((key) => `Basic ${btoa(`${key}:`)}`));
  });

  it("that throws or gives no key ends the call with that error, and nothing is sent", async () => {
    const cause = new Error("no vault");
    const throwing = cannedClient(ok, { apiKey: () => Promise.reject(cause) });
    assertStrictEquals(await throwing.client.projects.list().catch((error) => error), cause);
    for (const key of ["", "a\nb", undefined as unknown as string]) {
      const { client, sent } = cannedClient(ok, { apiKey: () => key });
      await failureOf(client.projects.list(), TypeError);
      assertEquals(sent, []);
    }
    assertEquals(throwing.sent, []);
  });

  it("that never comes is bounded by timeoutMs, and nothing was sent", async () => {
    const { client, sent } = cannedClient(ok, { apiKey: () => new Promise<string>(() => {}), timeoutMs: 5 });
    const error = await failureOf(client.projects.list(), ScaleDeadlineError);
    assertEquals([error.maybeSent, sent.length], [false, 0]);
  });

  it("is refused where it is empty, has white space or control characters, or goes beyond Latin-1", () => {
    for (const apiKey of ["", " ", "a b", "a\n", "\ta", "a\0", "a\x7f", "ключ", "a\u2028", "🔑"]) {
      assertThrows(() => new ScaleClient({ apiKey }), TypeError, "apiKey");
    }
    for (const apiKey of [undefined, null, 7, {}]) {
      assertThrows(() => new ScaleClient({ apiKey } as unknown as ScaleClientOptions), TypeError, "apiKey");
    }
  });

  it("may hold colons, bars and Latin-1 letters", async () => {
    const { client, sent } = cannedClient(ok, { apiKey: "live_a:b|tést" });
    await client.projects.list();
    assertEquals(sent[0]?.headers.authorization, `Basic ${btoa("live_a:b|tést:")}`);
  });
});

describe("ScaleClient options", () => {
  function make(options: Record<string, unknown>): ScaleClient {
    return new ScaleClient({ apiKey: "test_key", ...options });
  }

  it("fetch and validation: what is no function, or no way to validate, is refused", () => {
    assertThrows(() => make({ fetch: {} }), TypeError, "fetch: must be a function");
    const message = "validation: must be one of lenient, strict, off";
    for (const validation of ["strcit", "", null]) assertThrows(() => make({ validation }), TypeError, message);
  });

  it("baseUrl: http is refused but for loopback addresses", () => {
    for (
      const baseUrl of [
        "http://api.scale.com",
        "http://10.0.0.1",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://notlocalhost",
        "http://[::2]",
        "ftp://localhost",
        "file:///etc",
        "api.scale.com",
        "",
      ]
    ) assertThrows(() => make({ baseUrl }), TypeError, "baseUrl");
    for (const baseUrl of ["http://localhost:1", "http://127.0.0.1", "http://127.1.2.3", "http://[::1]:8"]) {
      make({ baseUrl });
    }
  });

  it("baseUrl: one with credentials, a query, a fragment or the version is refused", () => {
    const https = "https://api.scale.com";
    for (
      const baseUrl of ["https://u:p@h", "https://u@h", `${https}?a=b`, `${https}#a`, `${https}/v1`, `${https}/v2/`]
    ) {
      assertThrows(() => make({ baseUrl }), TypeError, "baseUrl");
    }
  });

  it("limits: those out of range are refused by name", () => {
    for (const name of ["timeoutMs", "totalTimeoutMs", "maxRetries", "maxResponseBytes"]) {
      for (const value of [-1, NaN, -Infinity]) assertThrows(() => make({ [name]: value }), RangeError, name);
      assertThrows(() => make({ [name]: "7" }), TypeError, name);
    }
    for (const maxRetries of [0.5, 2 ** 60]) assertThrows(() => make({ maxRetries }), RangeError, "maxRetries");
    make({ timeoutMs: Infinity, totalTimeoutMs: Infinity, maxRetries: Infinity, maxResponseBytes: Infinity });
  });

  it("source and headers: those that cannot be sent, and authorization, are refused", () => {
    for (const bad of ["a\r\nb: c", "a\0", "a\x7f", "€", "\ud800", " a", "a\t"]) {
      assertThrows(() => make({ source: bad }), TypeError, "source");
      assertThrows(() => make({ headers: { "x-a": bad } }), TypeError, "x-a");
    }
    assertThrows(() => make({ headers: { "x-a": 7 } }), TypeError, "x-a");
    for (const name of ["", "a b", "a:b", "a\n", "ü"]) {
      assertThrows(() => make({ headers: { [name]: "b" } }), TypeError);
    }
    assertThrows(() => make({ headers: { Authorization: "Basic eA==" } }), TypeError, "authorization");
  });

  it("are taken when the client is made: changing the object later changes nothing", async () => {
    const options: ScaleClientOptions = { apiKey: "test_a", maxRetries: 0, fetch: () => Response.json([]) };
    const client = new ScaleClient(options);
    options.apiKey = "test_b";
    options.fetch = () => Promise.reject(new Error("the wrong fetch"));
    assertEquals(await client.projects.list(), []);
  });
});

describe("the options of a call", () => {
  it("signal: what is none is refused, and neither a timer nor a request is begun", async () => {
    const { client, sent } = cannedClient({ body: [] });
    const signal = new AbortController() as unknown as AbortSignal;
    const options = { signal, timeoutMs: 5, totalTimeoutMs: 5 };
    const calls: (() => Promise<unknown>)[] = [
      () => client.projects.list({}, options),
      () => client.tasks.waitFor("t", options),
      () => client.files.upload(new Blob(["x"]), {}, options),
      async () => await client.tasks.list({}, options).toArray(),
      async () => await client.tasks.export({}, options)[Symbol.asyncIterator]().next(),
      async () => await client.tasks.createMany([], options)[Symbol.asyncIterator]().next(),
      async () => await client.tasks.cancelMany(["t"], options)[Symbol.asyncIterator]().next(),
    ];
    for (const call of calls) await assertRejects(call, TypeError, "signal");
    await delay(20);
    assertEquals(sent, []);
  });

  it("are taken when the call begins: changing the object later changes nothing", async () => {
    const { client, sent } = cannedClient([{ status: 503, body: {}, headers: { "retry-after": "0.05" } }, ok]);
    const headers = { "x-row": "1" };
    const options: CallOptions = { headers };
    const call = client.projects.list({}, options);
    headers["x-row"] = "3";
    Object.assign(options, { signal: AbortSignal.abort(), headers: { "x-row": "2" } });
    await call;
    assertEquals(sent.map(({ headers }) => headers["x-row"]), ["1", "1"]);
  });

  it("limits of a listing and of bulk work are checked when it is made", () => {
    const { client, sent } = cannedClient({ body: [] });
    const options = { timeoutMs: -1 };
    assertThrows(() => client.tasks.list({}, options), RangeError, "timeoutMs");
    assertThrows(() => client.tasks.export({}, options), RangeError, "timeoutMs");
    assertThrows(() => client.tasks.createMany([], options), RangeError, "timeoutMs");
    assertEquals(sent, []);
  });

  it("a time limit of 0 sends nothing", async () => {
    const { client, sent } = cannedClient({ body: [] });
    for (const options of [{ timeoutMs: 0 }, { totalTimeoutMs: 0 }]) {
      const error = await failureOf(client.projects.list({}, options), ScaleDeadlineError);
      assertEquals([error.attempts, error.maybeSent, sent.length], [0, false, 0]);
    }
  });
});

describe("retrying", () => {
  it("sends up to four requests by default, as many as maxRetries says, or one", async () => {
    for (const [maxRetries, expected] of [[undefined, 4], [0, 1], [1, 2], [6, 7]] as const) {
      const { client, sent } = cannedClient({ status: 503, body: {}, headers: again });
      const error = await client.projects.list({}, maxRetries === undefined ? {} : { maxRetries }).catch((e) => e);
      assertEquals([error.attempts, sent.length], [expected, expected]);
    }
  });

  it("sends the same request again, body included", async () => {
    const { client, sent } = cannedClient([{ status: 500, body: {}, headers: again }, { close: true }, {
      body: { name: "p", type: "chat", created_at: "x", param_history: [] },
    }]);
    await client.projects.create({ name: "p", type: "chat" });
    assertEquals(sent.length, 3);
    assertEquals(sent[1], sent[0]);
    assertEquals(sent[2], sent[0]);
  });

  it("reads every body that is sent, once", async () => {
    const { client } = cannedClient([{ status: 503, body: { error: "busy" }, headers: again }, ok]);
    assertEquals(await client.projects.list(), []);
  });

  it("does not serialize what was changed after the call began", async () => {
    const params = { name: "p", type: "chat", params: { instruction: "before" } };
    const answer = { body: { name: "p", type: "chat", created_at: "x", param_history: [] } };
    const { client, sent } = cannedClient([{ status: 503, body: {}, headers: again }, answer]);
    const call = client.projects.create(params);
    params.params.instruction = "after";
    await call;
    const sentTexts = sent.map(({ body }) => (body as typeof params).params.instruction);
    assertEquals(sentTexts, ["before", "before"]);
  });

  it("takes no 3xx for something that passes", async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const headers = { location: "https://elsewhere.example.com/v1/projects", ...again };
      const { client, sent } = cannedClient(() => new Response(null, { status, headers }));
      const error = await failureOf(client.projects.list(), ScaleApiError);
      assertEquals([error.status, error.retryable, sent.length], [status, false, 1]);
    }
  });
});

describe("hooks", () => {
  it("are told of every request, answer and wait, without query, body or key", async () => {
    const told: [string, Record<string, unknown>][] = [];
    const hook = (name: string) => (info: unknown) => told.push([name, { ...info as object }]);
    const hooks = { onRequest: hook("request"), onResponse: hook("response"), onRetry: hook("retry") };
    const busy = { status: 429, body: {}, headers: { ...again, "x-request-id": "req_1" } };
    const { client } = cannedClient([busy, { close: true }, ok], { hooks });
    await client.projects.list({ archived: false });
    for (const [, info] of told) {
      if ("ms" in info) info.ms = typeof info.ms;
      if ("delayMs" in info) info.delayMs = typeof info.delayMs;
    }
    const of = (attempt: number) => ({ method: "GET", path: "/v1/projects", attempt });
    assertEquals(told, [
      ["request", of(1)],
      ["response", { ...of(1), status: 429, ms: "number", requestId: "req_1" }],
      ["retry", { ...of(1), status: 429, delayMs: "number" }],
      ["request", of(2)],
      ["retry", { ...of(2), status: undefined, delayMs: "number" }],
      ["request", of(3)],
      ["response", { ...of(3), status: 200, ms: "number", requestId: undefined }],
    ]);
  });

  it("that throw, reject or are no functions do not break the call", async () => {
    const thrown = () => {
      throw new Error("hook");
    };
    const rejected = () => Promise.reject(new Error("hook"));
    for (const broken of [thrown, rejected, "none" as unknown as () => void]) {
      const hooks = { onRequest: broken, onResponse: broken, onRetry: broken, onInvalidResponse: broken };
      const { client } = cannedClient([{ status: 503, body: {}, headers: again }, ok], { hooks });
      assertEquals(await client.projects.list({}, { onResponse: broken }), []);
    }
  });

  it("keep their receiver", async () => {
    class Recorder {
      told: string[] = [];
      onRequest(): void {
        this.told.push("request");
      }
      onResponse(): void {
        this.told.push("response");
      }
      onRetry(): void {
        this.told.push("retry");
      }
      onInvalidResponse(): void {
        this.told.push("invalid");
      }
    }
    const hooks = new Recorder();
    const drifted = { body: { task_id: "t", type: "x", status: "pending", tags: "no array" } };
    const { client } = cannedClient([{ status: 503, body: {}, headers: { "retry-after": "0" } }, drifted], { hooks });
    await client.tasks.get("t");
    assertEquals(hooks.told, ["request", "response", "retry", "request", "response", "invalid"]);
  });
});

describe("a call's onResponse", () => {
  it("is given the metadata of the answer that the call returns, once", async () => {
    const told: unknown[] = [];
    const answer = { body: [], headers: { "x-request-id": "req_2", "x-more": "yes" } };
    const { client } = cannedClient([{ status: 503, body: {}, headers: again }, answer]);
    await client.projects.list({}, {
      onResponse: (info) => told.push({ ...info, headers: info.headers.get("x-more") }),
    });
    assertEquals(told, [{ status: 200, headers: "yes", requestId: "req_2", attempts: 2 }]);
  });

  it("is given that of the look-up where this found the object, with all requests counted", async () => {
    const task = { type: "chat", status: "pending", created_at: "x", instruction: "", params: {}, metadata: {} };
    const page = { docs: [{ task_id: "t", ...task }], total: 1, limit: 100, offset: 0, has_more: false };
    const answers = [{ status: 500, body: {}, headers: again }, { status: 409, body: {} }, { body: page }];
    const { client, sent } = cannedClient(answers);
    const told: unknown[] = [];
    const onResponse = ({ status, attempts }: { status: number; attempts: number }) => told.push([status, attempts]);
    await client.tasks.create("chat", { unique_id: "u" }, { onResponse });
    assertEquals([told, sent.length], [[[200, 3]], 3]);
  });
});

describe("audit and setOntology", () => {
  it("give nothing back and take any success, whatever its body", async () => {
    for (const answer of [{ text: "OK" }, { text: "" }, { body: { a: 1 } }, { status: 204, text: "" }]) {
      const response = () => new Response("status" in answer ? null : "text" in answer ? answer.text : "{}", answer);
      const { client, sent } = cannedClient(response);
      assertEquals(await client.tasks.audit("t", { accepted: true, comments: "fine" }), undefined);
      assertEquals(await client.projects.setOntology("p", { ontology: ["a"], name: "n" }), undefined);
      assertEquals(sent.map(({ path, body }) => [path, body]), [
        ["/v1/task/t/audit", { accepted: true, comments: "fine" }],
        ["/v1/projects/p/setOntology", { ontology: ["a"], name: "n" }],
      ]);
    }
  });

  it("audit is never sent again after an ambiguous failure", async () => {
    for (const failure of [{ close: true } as const, { status: 500, body: {}, headers: again }]) {
      const { client, sent } = cannedClient(failure);
      await assertRejects(() => client.tasks.audit("t", { accepted: false }));
      assertEquals(sent.length, 1);
    }
  });
});
