import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ScaleApiError, ScaleClient, ScaleDuplicateResourceError } from "@scaleapi/sdk";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
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

  it("without a body says so over a socket", async () => {
    await using mock = await startMock();
    const { batches, studio, tasks } = clientOf(mock, { maxRetries: 0 });
    await Promise.allSettled([batches.finalize("b"), studio.batches.resetPriorities(), tasks.cancel("t")]);
    const arrivals = await mock.requests({ method: "POST" });
    assertEquals(arrivals.length, 3);
    for (const { headers, bytes } of arrivals) {
      assertEquals([headers["content-length"], headers["transfer-encoding"], bytes], ["0", undefined, 0]);
    }
  });

  it("has the source after the user agent", async () => {
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

  it("has the client's headers and the call's, which take precedence", async () => {
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

  it("does not take a 3xx for a temporary failure", async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const headers = { location: "https://elsewhere.example.com/v1/projects", ...again };
      const { client, sent } = cannedClient(() => new Response(null, { status, headers }));
      const error = await failureOf(client.projects.list(), ScaleApiError);
      assertEquals([error.status, error.retryable, sent.length], [status, false, 1]);
    }
  });
});

describe("hooks", () => {
  it("receive every request, answer and wait, without query, body or key", async () => {
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
  it("receives the metadata of the answer that the call returns, once", async () => {
    const told: unknown[] = [];
    const answer = { body: [], headers: { "x-request-id": "req_2", "x-more": "yes" } };
    const { client } = cannedClient([{ status: 503, body: {}, headers: again }, answer]);
    await client.projects.list({}, {
      onResponse: (info) => told.push({ ...info, headers: info.headers.get("x-more") }),
    });
    assertEquals(told, [{ status: 200, headers: "yes", requestId: "req_2", attempts: 2 }]);
  });

  it("receives that of the look-up that found the object, with all requests counted", async () => {
    const task = { type: "chat", status: "pending", created_at: "x", instruction: "", params: {}, metadata: {} };
    const page = { docs: [{ task_id: "t", ...task }], total: 1, limit: 100, offset: 0, has_more: false };
    const answers = [{ status: 500, body: {}, headers: again }, { status: 409, body: {} }, { body: page }];
    const { client, sent } = cannedClient(answers);
    const told: unknown[] = [];
    const onResponse = ({ status, attempts }: { status: number; attempts: number }) => told.push([status, attempts]);
    await client.tasks.create("chat", { unique_id: "u" }, { onResponse });
    assertEquals([told, sent.length], [[[200, 3]], 3]);
  });

  it("receives nothing of a look-up that did not find it, since the call returns no answer", async () => {
    const page = { docs: [], total: 0, limit: 100, offset: 0, has_more: false };
    const { client, sent } = cannedClient([{ status: 500, body: {}, headers: again }, { status: 409 }, { body: page }]);
    const told: unknown[] = [];
    const call = client.tasks.create("chat", { unique_id: "u" }, { onResponse: (info) => told.push(info) });
    await failureOf(call, ScaleDuplicateResourceError);
    assertEquals([told, sent.length], [[], 3]);
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
