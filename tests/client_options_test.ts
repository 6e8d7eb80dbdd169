import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { type CallOptions, ScaleClient, type ScaleClientOptions, ScaleDeadlineError, ScaleError } from "@scaleapi/sdk";
import { cannedClient, failureOf } from "./helpers/clients.ts";
import { delay } from "./helpers/time.ts";

const again = { "retry-after": "0" };
const ok = { body: [] };

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

  it("that fails with an error of ours leaves open what an earlier attempt did", async () => {
    for (const [status, maybeSent] of [[500, true], [503, false]] as const) {
      let asked = 0;
      const apiKey = () => {
        if (++asked === 2) throw new ScaleError("no vault");
        return "test_key";
      };
      const { client } = cannedClient({ status, body: {}, headers: { "retry-after": "0" } }, { apiKey });
      const error = await failureOf(client.batches.create({ project: "p", name: "b" }), ScaleError);
      assertEquals([error.message, error.maybeSent], ["no vault", maybeSent]);
    }
  });

  it("that never comes is bounded by timeoutMs, and nothing was sent", async () => {
    const { client, sent } = cannedClient(ok, { apiKey: () => new Promise<string>(() => {}), timeoutMs: 5 });
    const error = await failureOf(client.projects.list(), ScaleDeadlineError);
    assertEquals([error.maybeSent, sent.length], [false, 0]);
  });

  it("that comes after the call has ended is not used", async () => {
    let come = (_: string): void => {};
    const told: unknown[] = [];
    const hooks = { onRequest: (info: unknown) => told.push(info) };
    const apiKey = () => new Promise<string>((resolve) => come = resolve);
    const { client, sent } = cannedClient(ok, { apiKey, hooks, timeoutMs: 5 });
    const error = await failureOf(client.projects.list(), ScaleDeadlineError);
    come("test_late");
    await delay(1);
    assertEquals([sent, told, error.attempts], [[], [], 0]);
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

  it("fetch and validation: anything but a function, or one of the three words, is refused", () => {
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
        "http://127.0.0.1:8@example.com",
        "http://127...",
        "http://localhost.example.com",
        "http://notlocalhost",
        "http://[::2]",
        "http://proxy.example.com/https://api.scale.com",
        "http://proxy.example.com/http://localhost/",
        "ftp://localhost",
        "file:///etc",
        "api.scale.com",
        "",
      ]
    ) assertThrows(() => make({ baseUrl }), TypeError, "baseUrl");
    const loopback = ["localhost:1", "scale.localhost", "a.b.localhost:8", "127.0.0.1", "127.1.2.3", "[::1]:8"];
    for (const host of loopback) make({ baseUrl: `http://${host}` });
  });

  it("baseUrl: one with credentials, a query, a fragment or the version is refused", () => {
    const https = "https://api.scale.com";
    for (
      const baseUrl of [
        "https://u:p@h",
        "https://u@h",
        `${https}?a=b`,
        `${https}#a`,
        `${https}?`,
        `${https}/v1`,
        `${https}/v2/`,
      ]
    ) {
      assertThrows(() => make({ baseUrl }), TypeError, "baseUrl");
    }
    for (const path of ["/v1/scale", "/v10", "/av1"]) make({ baseUrl: https + path });
  });

  it("limits: those out of range are refused by name", () => {
    for (const name of ["timeoutMs", "totalTimeoutMs", "maxRetries", "maxResponseBytes", "maxErrorBytes"]) {
      for (const value of [-1, NaN, -Infinity]) assertThrows(() => make({ [name]: value }), RangeError, name);
      assertThrows(() => make({ [name]: "7" }), TypeError, name);
    }
    for (const maxRetries of [0.5, 2 ** 60]) assertThrows(() => make({ maxRetries }), RangeError, "maxRetries");
    make({ timeoutMs: 0.5, totalTimeoutMs: 0.5 });
    make({ timeoutMs: Infinity, totalTimeoutMs: Infinity, maxRetries: Infinity, maxResponseBytes: Infinity });
  });

  it("source and headers: those that cannot be sent, and authorization, are refused", () => {
    for (const bad of ["a\r\nb: c", "a\0", "a\x7f", "€", "\ud800", " a", "a\t"]) {
      assertThrows(() => make({ source: bad }), TypeError, "source");
      assertThrows(() => make({ headers: { "x-a": bad } }), TypeError, "x-a");
    }
    assertThrows(() => make({ headers: { "x-a": 7 } }), TypeError, "x-a");
    for (const name of ["", "a b", "a:b", "a\n", "ü"]) {
      assertThrows(() => make({ headers: { [name]: "b" } }), TypeError, `"${name}" is not a header name`);
    }
    make({ headers: { "!#$%&'*+-.^_`|~09azAZ": "b" } });
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
  it("signal: anything but a signal is refused before a timer or a request is started", async () => {
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
