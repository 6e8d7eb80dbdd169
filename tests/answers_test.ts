import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { ScaleInternalError, ScaleResponseTooLargeError, ScaleValidationError } from "@scaleapi/sdk";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { trackedBody } from "./helpers/tracked_body.ts";
import { type Mock, startMock } from "./mock/mod.ts";

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

  it("that is not UTF-8 is a typed error, or the error of its status", async () => {
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

  it("takes an answer of exactly so many bytes, but not of one more", async () => {
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
