import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertFalse, assertInstanceOf } from "@std/assert";
import {
  ScaleApiError,
  ScaleClient,
  type ScaleClientOptions,
  ScaleError,
  ScaleInternalError,
  ScaleInvalidRequestError,
  ScaleResponseTooLargeError,
  ScaleValidationError,
} from "@scaleapi/sdk";
import { type CannedAnswer, cannedFetch } from "./helpers/canned_fetch.ts";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { shownTexts } from "./helpers/inspect.ts";
import { trackedBody } from "./helpers/tracked_body.ts";
import { type Fault, type Mock, startMock } from "./mock/mod.ts";

const key = "test_secret|key:51";
const secrets = [key, btoa(`${key}:`), btoa(key), encodeURIComponent(key)];

const task = {
  task_id: "t",
  type: "chat",
  status: "pending",
  created_at: "2024-01-02T03:04:05.678Z",
  instruction: "",
  params: {},
  metadata: {},
};
const taskText = JSON.stringify(task);

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
    for (const fault of [{ act: "drop" }, { act: "cut" }, { act: "hang" }] as Fault[]) {
      await mock.fault(fault);
      const client = clientOf(mock, { apiKey: key, maxRetries: 0, timeoutMs: 100 });
      const error = await client.projects.list().catch((error) => error);
      assertInstanceOf(error, ScaleError);
      for (const text of await shownTexts(error)) {
        for (const secret of secrets) assertFalse(text.includes(secret), text);
      }
    }
  });

  it("of a call does not stay behind in what comes next: each attempt has its own", async () => {
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

describe("an answer", () => {
  const answer = (text: string, status = 200) => cannedClient({ text, status }, { maxRetries: 0 }).client;

  it("with __proto__ or constructor leaves Object.prototype as it was, in a success and in an error", async () => {
    const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    for (const name of ["__proto__", "constructor", "prototype"]) {
      const evil = `"${name}":{"polluted":1,"prototype":{"polluted":1}}`;
      await answer(`{${evil},${taskText.slice(1)}`).tasks.get("t");
      await answer(`{"docs":[{${evil},${taskText.slice(1)}],"total":1,"limit":1,"offset":0,"has_more":false,${evil}}`)
        .tasks
        .list().toArray();
      await answer(`{"status":"completed","completed":1,${evil}}`).batches.status("b");
      await answer(`{"ada@example.com":["p"],"${name}":["p"]}`).studio.assignments.list();
      const error = await failureOf(answer(`{"error":"no",${evil}}`, 500).tasks.get("t"), ScaleInternalError);
      assertEquals(error.detail, "no");
      assertEquals(({} as { polluted?: number }).polluted, undefined);
    }
    assertEquals(JSON.stringify(Object.getOwnPropertyNames(Object.prototype)), before);
  });

  it("of 100,000 levels is a value or a typed error, in a success and in an error", async () => {
    for (const [open, close] of [["[", "]"], ['{"a":', "}"]] as const) {
      const deep = open.repeat(100_000) + (open === "[" ? "" : "1") + close.repeat(100_000);
      const got = await answer(`${taskText.slice(0, -1)},"deep":${deep}}`).tasks.get("t").catch((error) => error);
      assert(got instanceof ScaleValidationError || got.task_id === "t");
      const whole = await answer(deep).tasks.get("t").catch((error) => error);
      assertInstanceOf(whole, ScaleValidationError);
      const error = await failureOf(answer(deep, 500).tasks.get("t"), ScaleInternalError);
      assertEquals(error.detail.length, 500);
    }
  });

  it("with huge numbers is a value or a typed error", async () => {
    const got = await answer(`${taskText.slice(0, -1)},"n":12345678901234567890,"e":1e999}`).tasks.get("t");
    assertEquals([got.n, got.e], [12345678901234567890, Infinity]);
    const page = '{"docs":[],"total":1e999,"limit":1e308,"offset":-1,"has_more":false}';
    const total = await answer(page).tasks.count().catch((error) => error);
    assert(total === Infinity || total instanceof ScaleValidationError, String(total));
  });

  it("with duplicate keys has the last one's value", async () => {
    assertEquals((await answer(`${taskText.slice(0, -1)},"status":"completed"}`).tasks.get("t")).status, "completed");
  });

  it("with a byte order mark is read", async () => {
    assertEquals((await answer(`\ufeff${taskText}`).tasks.get("t")).task_id, "t");
    const error = await failureOf(answer('\ufeff{"error":"no"}', 500).tasks.get("t"), ScaleInternalError);
    assertEquals(error.detail, "no");
  });

  it("that is no UTF-8 is a typed error, or the error of its status", async () => {
    const bytes = new TextEncoder().encode(taskText.replace('"t"', '"?"'));
    bytes[bytes.indexOf("?".charCodeAt(0))] = 0xff;
    const success = cannedClient(() => new Response(bytes.slice()));
    const error = await failureOf(success.client.tasks.get("t"), ScaleValidationError);
    assertEquals(error.raw, taskText.replace('"t"', '"\ufffd"'));
    const failed = cannedClient(() => new Response(bytes.slice(), { status: 500 }), { maxRetries: 0 });
    await failureOf(failed.client.tasks.get("t"), ScaleInternalError);
  });

  it("cut in the middle of a character is put together from its chunks", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...task, instruction: "ü🐄漢" }));
    const { client } = cannedClient(() => {
      let at = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at < bytes.length) controller.enqueue(bytes.slice(at, ++at));
          else controller.close();
        },
      });
      return new Response(body);
    });
    assertEquals((await client.tasks.get("t")).instruction, "ü🐄漢");
  });
});

describe("maxResponseBytes", () => {
  for (const act of ["gzip_bomb", "huge"] as const) {
    it(`ends an answer that is larger when decoded, and does not ask again: ${act}`, async () => {
      await mock.fault({ act, bytes: 50 * 2 ** 20, times: null });
      const client = clientOf(mock, { maxResponseBytes: 2 ** 20 });
      const error = await failureOf(client.tasks.list().toArray(), ScaleResponseTooLargeError);
      assertEquals(error.maxBytes, 2 ** 20);
      assertEquals(error.message, "GET /v1/tasks: answer of more than 1048576 bytes");
      assertEquals((await mock.requests()).length, 1);
    });

    it(`of an error only cuts its body: ${act}`, async () => {
      await mock.fault({ act, bytes: 50 * 2 ** 20, status: 500, times: null });
      const client = clientOf(mock, { maxErrorBytes: 1000, maxRetries: 0 });
      const error = await failureOf(client.tasks.list().toArray(), ScaleInternalError);
      assertEquals([error.detail.length, String(error.body).length], [500, 1000]);
    });

    it(`takes an answer that is not larger: ${act}`, async () => {
      await mock.fault({ act, bytes: 300_000 });
      assertEquals(await clientOf(mock, { maxResponseBytes: 400_000 }).tasks.list().toArray(), []);
    });
  }

  it("takes an answer of exactly so many bytes, and none of one more", async () => {
    const { length } = taskText;
    for (const chunks of [[taskText], [...taskText]]) {
      const exact = cannedClient(() => trackedBody(chunks).response, { maxResponseBytes: length });
      assertEquals((await exact.client.tasks.get("t")).task_id, "t");
      const less = cannedClient(() => trackedBody(chunks).response, { maxResponseBytes: length - 1 });
      await failureOf(less.client.tasks.get("t"), ScaleResponseTooLargeError);
    }
  });

  it("holds whatever content-length says", async () => {
    const short = () => new Response(taskText, { headers: { "content-length": "10" } });
    await failureOf(cannedClient(short, { maxResponseBytes: 20 }).client.tasks.get("t"), ScaleResponseTooLargeError);
    const refused = () => new Response("x".repeat(100), { status: 400, headers: { "content-length": "10" } });
    const error = await cannedClient(refused, { maxErrorBytes: 20 }).client.tasks.get("t").catch((error) => error);
    assertEquals(error.body, "x".repeat(20));
  });

  it("reads no further than it must", async () => {
    const endless = trackedBody({
      *[Symbol.iterator]() {
        for (;;) yield " ".repeat(1000);
      },
    });
    const { client } = cannedClient(() => endless.response, { maxResponseBytes: 10_000 });
    const error = await failureOf(client.tasks.create("chat", {}), ScaleResponseTooLargeError);
    assertEquals([error.maybeSent, endless.state()], [true, "cancelled"]);
    assert(endless.taken() <= 12_000, `${endless.taken()}`);
  });

  it("does not trust a content-length", async () => {
    const init = { headers: { "content-length": "20000000" } };
    const { client } = cannedClient(() => trackedBody([taskText], init).response, { maxResponseBytes: 1000 });
    assertEquals((await client.tasks.get("t")).task_id, "t");
    const small = { headers: { "content-length": "10", "content-encoding": "gzip" } };
    const bomb = cannedClient(() => trackedBody([" ".repeat(2000)], small).response, { maxResponseBytes: 1000 });
    await failureOf(bomb.client.tasks.get("t"), ScaleResponseTooLargeError);
  });
});
