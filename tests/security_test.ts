import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertFalse, assertInstanceOf } from "@std/assert";
import {
  ScaleApiError,
  ScaleClient,
  type ScaleClientOptions,
  ScaleError,
  ScaleInvalidRequestError,
  ScaleValidationError,
} from "@scaleapi/sdk";
import { type CannedAnswer, cannedFetch } from "./helpers/canned_fetch.ts";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { shownTexts } from "./helpers/inspect.ts";
import { type Mock, startMock } from "./mock/mod.ts";

const key = "test_secret|key:51";
const secrets = [key, btoa(`${key}:`), btoa(key), encodeURIComponent(key)];
let mock: Mock;

beforeAll(async () => {
  mock = await startMock();
});

afterAll(() => mock.close());

beforeEach(() => mock.reset());

describe("the key", () => {
  const hang = () => new Promise<Response>(() => {});
  const again = { "retry-after": "0" };
  /** A service that repeats what it was sent. */
  const echo = (status: number, json: boolean) => (request: Request) => {
    const authorization = request.headers.get("authorization");
    const words = `you sent ${[...request.headers]} ${authorization} and ${key}`;
    const headers = { ...again, "x-echo": `${authorization} ${key}` };
    return json ? Response.json({ error: words }, { status, headers }) : new Response(words, { status, headers });
  };
  const failures: readonly (readonly [string, CannedAnswer, Partial<ScaleClientOptions>?])[] = [
    ["a plain no", { status: 400, body: { error: "no" } }],
    ["a wrong key", { status: 401, body: { error: "no key" } }],
    ["a service that repeats it as JSON", echo(400, true)],
    ["a service that repeats it as text", echo(502, false)],
    ["a service that repeats it in a success", echo(200, false)],
    ["a connection that fails", { close: true }],
    ["a time limit", hang, { timeoutMs: 5, maxRetries: 0 }],
    ["a total time limit", hang, { totalTimeoutMs: 5 }],
    ["an answer of the wrong shape", { body: { task_id: 7 } }],
    ["an answer that is not JSON", { text: "<html>" }],
    ["an answer that is too large", { text: " ".repeat(100) }, { maxResponseBytes: 10 }],
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example.com" } })],
    ["a 429 that holds the client back", { status: 429, body: {}, headers: { "retry-after": "121" } }],
    ["a 409", { status: 409, body: { error: "taken" } }],
    ["a request id that repeats it", { status: 400, body: {}, headers: { "x-request-id": `for ${key}` } }],
  ];

  for (const [name, answer, options] of failures) {
    it(`is in no error and no hook: ${name}`, async () => {
      const told: unknown[] = [];
      const tell = (info: unknown) => told.push(info);
      const hooks = { onRequest: tell, onResponse: tell, onRetry: tell, onInvalidResponse: tell };
      const { fetch } = cannedFetch(answer);
      const client = new ScaleClient({ apiKey: key, fetch, hooks, maxRetries: 1, ...options });
      for (
        const call of [() => client.tasks.get("t"), () => client.tasks.create("chat", {}), () => client.projects.list()]
      ) {
        told.push(await call().catch((error) => error));
      }
      assert(told.some((one) => one instanceof ScaleError));
      for (const one of told) {
        for (const text of await shownTexts(one)) {
          for (const secret of secrets) assertFalse(text.includes(secret), text);
        }
      }
    });
  }

  it("is not in what a wrong shape or an error was parsed to, however JSON wrote it", async () => {
    const odd = 'test_"secret"\\key';
    const answers: readonly [CannedAnswer, unknown][] = [
      [{ body: { task_id: 7, echo: [odd, { deep: `Bearer ${odd}` }] } }, {
        task_id: 7,
        echo: ["[key]", { deep: "Bearer [key]" }],
      }],
      [{ status: 400, body: { error: `no: ${odd}`, echo: odd } }, { error: "no: [key]", echo: "[key]" }],
    ];
    for (const [answer, expected] of answers) {
      const error = await cannedClient(answer, { apiKey: odd }).client.tasks.get("t").catch((error) => error);
      assertEquals(error instanceof ScaleValidationError ? error.raw : error.body, expected);
      for (const text of await shownTexts(error)) assertFalse(text.includes("secret"), text);
    }
  });

  it("is not in what a wrong shape or an error was parsed to, however else it was written", async () => {
    const odd = '/test_"é?\\key';
    for (const form of [odd, btoa(`${odd}:`)]) {
      for (const written of [JSON.stringify(form).slice(1, -1), encodeURIComponent(form)]) {
        const text = `{"error":"no: ${written}","task_id":7}`;
        for (const status of [200, 400]) {
          const { client } = cannedClient({ status, text, headers: { "x-echo": written } }, { apiKey: odd });
          const error = await client.tasks.get("t").catch((error) => error);
          const parsed = error instanceof ScaleValidationError ? error.raw : error.body;
          assertEquals(parsed, { error: "no: [key]", task_id: 7 }, text);
          if (status === 400) assertEquals([error.detail, error.headers.get("x-echo")], ["no: [key]", "[key]"]);
        }
      }
    }
  });

  it("is in no words, value or name of an answer, whichever signs JSON has escaped, and how", async () => {
    const numbered = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
    const ways: readonly ((text: string) => string)[] = [
      (text) => text.replaceAll("/", "\\/"),
      (text) => text.replace(/[^\w]/g, numbered),
      (text) => text.replace(/./g, (sign) => numbered(sign).toUpperCase().replace("U", "u")),
      (text) => encodeURIComponent(text).replaceAll("%", "\\u0025"),
    ];
    for (const apiKey of ["live_a/b+c=d|\u00e9_key", "live_~~~???:::key"]) {
      for (const form of [apiKey, btoa(`${apiKey}:`)]) {
        for (const way of ways) {
          const { client } = cannedClient([
            { status: 400, text: `{"error":"no: ${way(form)}!"}` },
            { status: 400, text: `{"message":"no: ${way(form)}!"}` },
            { text: `{"${way(form)}":[7]}` },
          ], { apiKey });
          const said = await failureOf(client.tasks.get("t"), ScaleInvalidRequestError);
          assertEquals([said.detail, said.body], ["no: [key]!", { error: "no: [key]!" }]);
          const text = await failureOf(client.tasks.get("t"), ScaleInvalidRequestError);
          assertEquals([text.detail, text.body], ['{"message":"no: [key]!"}', { message: "no: [key]!" }]);
          const name = await failureOf(client.studio.assignments.list(), ScaleValidationError);
          assertEquals([name.raw, name.issues[0]?.path], [{ "[key]": [7] }, ["[key]", 0]]);
        }
      }
    }
  });

  it("is looked for in JSON that headers hold too, and text without it is left as it came", async () => {
    const held = '{ "words": "\\u4e2d\\/" }';
    const headers = {
      "x-error": held,
      "x-echo": `Bearer ${key}`,
      "x-json": `{"key":"${key.replace("_", "\\u005f")}"}`,
    };
    const { client } = cannedClient({ status: 400, text: held, headers }, { apiKey: key });
    const error = await failureOf(client.tasks.get("t"), ScaleInvalidRequestError);
    assertEquals([error.detail, error.body], [held, { words: "\u4e2d/" }]);
    const shown = ["x-error", "x-echo", "x-json"].map((name) => error.headers.get(name));
    assertEquals(shown, [held, "Bearer [key]", '{"key":"[key]"}']);
  });

  it("is not in an answer that has it as it is, with signs that JSON and URLs write otherwise", async () => {
    const odd = '/test_"é?\\key';
    const { client } = cannedClient({ status: 400, text: `no: ${odd}`, headers: { "x-echo": odd } }, { apiKey: odd });
    const error = await failureOf(client.tasks.get("t"), ScaleInvalidRequestError);
    assertEquals([error.detail, error.body, error.headers.get("x-echo")], ["no: [key]", "no: [key]", "[key]"]);
  });

  it("is not in the path of a mismatch, where an answer has it as a name", async () => {
    for (const name of [key, btoa(`${key}:`), `Bearer ${key}`]) {
      const { client } = cannedClient({ body: { [name]: [7] } }, { apiKey: key });
      const error = await failureOf(client.studio.assignments.list(), ScaleValidationError);
      const shown = name.replace(/\S+$/, "[key]");
      assertEquals([error.issues.map(({ path }) => path), error.raw], [[[shown, 0]], { [shown]: [7] }]);
      assertEquals(
        error.message,
        `GET /v1/studio/assignments: answer.${shown}.0: expected string, received number`,
      );
      for (const text of await shownTexts(error)) {
        for (const secret of secrets) assertFalse(text.includes(secret), text);
      }
    }
  });

  it("is not in a page that has no token for what follows", async () => {
    const page = { docs: [], total: 1, limit: 1, offset: 0, has_more: true };
    const { client } = cannedClient({ body: { ...page, echo: key } }, { apiKey: key });
    const error = await failureOf(client.tasks.list().first(), ScaleValidationError);
    assertEquals(error.message, "GET /v1/tasks: has_more without next_token");
    assertEquals(error.raw, { ...page, echo: "[key]" });
  });

  it("of a few characters does not take words apart: only its encoded form is hidden", async () => {
    const answer = { status: 400, body: { error: `t1234 is not ok, ${btoa("t1234:")}` } };
    const error = await failureOf(
      cannedClient(answer, { apiKey: "t1234" }).client.tasks.get("t"),
      ScaleInvalidRequestError,
    );
    assertEquals(error.detail, "t1234 is not ok, [key]");
  });

  it("is hidden from eight characters on", async () => {
    for (const [apiKey, detail] of [["t123456", "no: t123456"], ["t1234567", "no: [key]"]] as const) {
      const { client } = cannedClient({ status: 400, body: { error: `no: ${apiKey}` } }, { apiKey });
      assertEquals((await failureOf(client.tasks.get("t"), ScaleInvalidRequestError)).detail, detail);
    }
  });

  it("is in no error about a bad key or a bad argument", async () => {
    for (const apiKey of [`${key} `, `${key}\n`, `${key}ключ`]) {
      let error: unknown;
      try {
        new ScaleClient({ apiKey });
      } catch (thrown) {
        error = thrown;
      }
      assertInstanceOf(error, TypeError);
      const later = await cannedClient({ body: [] }, { apiKey: () => apiKey }).client.projects.list().catch((e) => e);
      for (const one of [error, later]) {
        for (const text of await shownTexts(one)) assertFalse(text.includes("secret"), text);
      }
    }
  });

  it("is in no error of a connection that is cut over a socket", async () => {
    // Some runtimes repeat a read by themselves.
    for (const act of ["drop", "cut", "hang"] as const) {
      await mock.fault({ act, times: Infinity });
      const client = clientOf(mock, { apiKey: key, maxRetries: 0, timeoutMs: 100 });
      const error = await client.projects.list().catch((error) => error);
      assertInstanceOf(error, ScaleError);
      for (const text of await shownTexts(error)) {
        for (const secret of secrets) assertFalse(text.includes(secret), text);
      }
      await mock.clearFaults();
    }
  });

  it("of a call does not stay in what comes next: each attempt has its own", async () => {
    const keys = ["test_one", "test_two"];
    const { client, sent } = cannedClient([{ status: 503, body: {}, headers: { "retry-after": "0" } }, { body: [] }], {
      apiKey: () => keys.shift() ?? "",
    });
    await client.projects.list();
    assertEquals(sent.map(({ headers }) => headers.authorization), [
      `Basic ${btoa("test_one:")}`,
      `Basic ${btoa("test_two:")}`,
    ]);
  });
});

describe("a redirect", () => {
  it("is never followed, neither to another service nor to the same one, whatever the status and the method", async () => {
    await using other = await startMock();
    const client = clientOf(mock);
    let calls = 0;
    for (const status of [301, 302, 303, 307, 308]) {
      for (const location of [`${other.url}/v1/projects`, `${mock.url}/v1/projects`, "/v1/projects"]) {
        await mock.fault({ act: "redirect", status, headers: { location }, times: 2 });
        for (const call of [() => client.projects.list(), () => client.projects.create({ name: "p", type: "chat" })]) {
          const error = await failureOf(call(), ScaleApiError);
          assertEquals([error.status, error.attempts], [status, 1]);
          assertEquals(error.headers.get("location"), location);
          calls++;
        }
      }
    }
    assertEquals([(await mock.requests()).length, (await other.requests()).length], [calls, 0]);
  });
});
