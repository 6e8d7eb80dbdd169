import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { type CallbackData, ScaleError, TaskType } from "@scaleapi/sdk";
import {
  callbackEvent,
  callbackHandler,
  type CallbackHandlerOptions,
  isCallbackOf,
  ScaleCallbackError,
  type TaskCallback,
  verifyCallback,
  type VerifyCallbackOptions,
} from "@scaleapi/sdk/callbacks";
import fc from "fast-check";
import audited from "./fixtures/callback.json" with { type: "json" };
import failed from "./fixtures/callback_error.json" with { type: "json" };
import old from "./fixtures/callback_old.json" with { type: "json" };
import recalled from "./fixtures/callback_recall.json" with { type: "json" };
import { failureOf } from "./helpers/clients.ts";
import { streamOfChunks, watched } from "./helpers/streams.ts";
import { delay } from "./helpers/time.ts";

const authKey = "callback_key_Zq7";
const url = "https://hooks.example.com/scale";
const text = JSON.stringify(audited);

function post(body: BodyInit | null = text, key: string | null = authKey): Request {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (key !== null) headers["scale-callback-auth"] = key;
  const init: RequestInit & { duplex?: "half" } = { method: "POST", headers, body, duplex: "half" };
  return new Request(url, init);
}

function withBody(value: unknown): Request {
  return post(JSON.stringify(value));
}

function refusal(request: Request, options: Partial<VerifyCallbackOptions> = {}): Promise<ScaleCallbackError> {
  return failureOf(verifyCallback(request, { authKey, ...options }), ScaleCallbackError);
}

/** A handler that notes what its functions were given, and what it answered to some requests. */
async function answers(
  options: Partial<CallbackHandlerOptions>,
  ...requests: Request[]
): Promise<{ statuses: number[]; taken: TaskCallback[]; errors: unknown[] }> {
  const taken: TaskCallback[] = [];
  const errors: unknown[] = [];
  const handle = callbackHandler({
    authKey,
    onCallback: (callback) => taken.push(callback),
    onError: (error) => errors.push(error),
    ...options,
  });
  const statuses: number[] = [];
  for (const request of requests) {
    const response = await handle(request);
    assertEquals(await response.text(), "");
    statuses.push(response.status);
  }
  return { statuses, taken, errors };
}

describe("verifyCallback: the key", () => {
  it("gives the callback as it came, unknown fields included", async () => {
    const sent = { ...audited, invented: [1, { deep: null }], "ключ": "ü" };
    assertEquals<unknown>(await verifyCallback(withBody(sent), { authKey }), sent);
  });

  it("takes any one of several keys, wherever it stands", async () => {
    const keys = ["one_key", "two_key", "three_key"];
    for (const key of keys) {
      assertEquals((await verifyCallback(post(text, key), { authKey: keys })).task_id, audited.task_id);
    }
    assertEquals((await refusal(post(text, "one_key,two_key"), { authKey: keys })).status, 401);
  });

  it("refuses a missing, empty, wrong, longer, shorter or repeated one", async () => {
    const wrong = [
      null,
      "",
      "wrong",
      `${authKey}x`,
      authKey.slice(0, -1),
      authKey.toUpperCase(),
      `${authKey}, ${authKey}`,
    ];
    for (const key of wrong) {
      const error = await refusal(post(text, key));
      assertEquals([error.status, error.message, error.issues], [401, "callback refused: missing or wrong key", []]);
      assertInstanceOf(error, ScaleError);
      assertEquals(error.name, "ScaleCallbackError");
    }
  });

  it("takes a missing key for no word", async () => {
    for (const authKey of ["null", "undefined"]) {
      assertEquals((await refusal(post(text, null), { authKey })).status, 401);
    }
  });

  it("takes a key only if it is one of the configured keys", async () => {
    const key = fc.stringMatching(/^[!-~]{1,40}$/);
    await fc.assert(
      fc.asyncProperty(key, fc.array(key, { minLength: 1, maxLength: 4 }), async (given, keys) => {
        const taken = await verifyCallback(post(text, given), { authKey: keys }).then(() => true, () => false);
        assertEquals(taken, keys.includes(given));
      }),
      { numRuns: 50 },
    );
  });

  it("is looked at before the body: a refused body is cancelled without a byte of it read", async () => {
    const body = watched();
    const request = post(body.stream, "wrong");
    assertEquals((await refusal(request)).status, 401);
    await body.canceled;
    // Some runtimes take a chunk to have it at hand; none goes on.
    assert(body.given() <= 1, `${body.given()} chunks were read`);
  });

  it("is compared with every configured key, in hashes, whichever fits", async () => {
    const { subtle } = crypto;
    const hashed: string[] = [];
    const digest = subtle.digest;
    Object.defineProperty(subtle, "digest", {
      configurable: true,
      writable: true,
      value: (name: string, data: Uint8Array<ArrayBuffer>) => {
        hashed.push(`${name} ${new TextDecoder().decode(data)}`);
        return digest.call(subtle, name, data);
      },
    });
    try {
      for (const given of ["a", "b", "c"]) {
        await verifyCallback(post(text, given), { authKey: ["a", "b"] }).catch(() => {});
        assertEquals(hashed.splice(0), [`SHA-256 ${given}`, "SHA-256 a", "SHA-256 b"]);
      }
    } finally {
      Reflect.deleteProperty(subtle, "digest");
    }
  });

  it("may be several words", async () => {
    const authKey = "the key of the dashboard";
    assertEquals((await verifyCallback(post(text, authKey), { authKey })).task_id, audited.task_id);
  });

  it("must be configured: none, an empty one and one with outer white space are a TypeError, at once", async () => {
    const bad: unknown[] = [undefined, null, "", [], [""], ["key", ""], " key", "key\n", "key ", "a\tkey", "ключ", 7, [
      authKey,
      undefined,
    ]];
    for (const value of bad) {
      const options = { authKey: value as string, onCallback: () => {} };
      const { message } = assertThrows(() => callbackHandler(options), TypeError, "authKey: must be");
      assert(!message.includes("key\n") && !message.includes(authKey), message);
      await assertRejects(() => verifyCallback(post(), options), TypeError, "authKey: must be");
    }
  });
});

describe("verifyCallback: the body", () => {
  it("may have maxBodyBytes bytes and no more, counted while it is read", async () => {
    const bytes = new TextEncoder().encode(text);
    const half = Math.floor(bytes.length / 2);
    const parts = (): ReadableStream<Uint8Array> => streamOfChunks(bytes.subarray(0, half), bytes.subarray(half));
    const { task_id } = await verifyCallback(post(parts()), { authKey, maxBodyBytes: bytes.length });
    assertEquals(task_id, audited.task_id);
    const error = await refusal(post(parts()), { maxBodyBytes: bytes.length - 1 });
    assertEquals(error.status, 413);
    assertStringIncludes(error.message, `more than ${bytes.length - 1} bytes`);
  });

  it("may have 10 MiB by default; a longer one is cancelled, whatever content-length says", async () => {
    const body = watched();
    const request = post(body.stream);
    const lying = new Proxy(request, {
      get(target, name) {
        if (name === "headers") return new Headers({ "scale-callback-auth": authKey, "content-length": "10" });
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    assertEquals((await refusal(lying)).status, 413);
    await body.canceled;
    const limit = 10 * 1024 * 1024;
    assert(body.given() * 1000 > limit && body.given() * 1000 < limit + 100_000, `${body.given()} chunks were read`);
  });

  it("must be JSON in UTF-8", async () => {
    const bodies: (BodyInit | null)[] = [
      null,
      "",
      "{",
      "no",
      `${text}x`,
      new Uint8Array([0x22, 0xff, 0x22]),
      "[".repeat(100_000),
    ];
    for (const body of bodies) {
      const error = await refusal(post(body));
      assertEquals([error.status, error.message], [400, "callback refused: body is not JSON, or broke off"]);
    }
  });

  it("may be cut anywhere on its way, within a character too, and may begin with a byte order mark", async () => {
    const sent = { task_id: "ü€😀", task: { task_id: "ü€😀" } };
    const bytes = new TextEncoder().encode(`\ufeff${JSON.stringify(sent)}`);
    for (let size = 1; size < 6; size++) {
      const chunks = Array.from(
        { length: Math.ceil(bytes.length / size) },
        (_, i) => bytes.slice(i * size, (i + 1) * size),
      );
      assertEquals<unknown>(await verifyCallback(post(streamOfChunks(...chunks)), { authKey }), sent);
    }
  });

  it("is refused with 400 if it breaks off", async () => {
    const stream = new ReadableStream<Uint8Array>({
      pull(controller): void {
        controller.error(new Error("the connection is gone"));
      },
    }, { highWaterMark: 0 });
    assertEquals((await refusal(post(stream))).status, 400);
  });

  it("that was read before is a TypeError, not a refusal", async () => {
    const request = post();
    await request.text();
    await assertRejects(() => verifyCallback(request, { authKey }), TypeError, "request: its body was already read");
  });

  it("must be an object with a task_id; all else may be missing, null or of another kind", async () => {
    for (const value of [null, [], "callback", 7, {}, { task_id: 7 }, { task: audited.task }]) {
      const error = await refusal(withBody(value));
      assertEquals(error.status, 400);
      assert(error.issues.length > 0);
    }
    assertEquals(
      (await refusal(withBody({}))).message,
      "callback refused: body.task_id: expected string, received undefined",
    );
    const odd = { task_id: "t", status: 1, response: "none", task: { task_id: "t", audits: "all" } };
    for (const value of [{ task_id: "t" }, { task_id: "t", task: null, response: null, status: null }, odd]) {
      assertEquals<unknown>(await verifyCallback(withBody(value), { authKey }), value);
    }
  });

  it("is checked to the last field with validation: strict, and not at all with off", async () => {
    const odd = { ...audited, task: { ...audited.task, tags: ["a", 1] } };
    const error = await refusal(withBody(odd), { validation: "strict" });
    assertEquals(error.message, "callback refused: body.task.tags.1: expected string, received number");
    assertEquals(error.issues.map((issue) => issue.path), [["task", "tags", 1]]);
    assertEquals<unknown>(await verifyCallback(withBody(audited), { authKey, validation: "strict" }), audited);
    assertEquals<unknown>(await verifyCallback(withBody([1]), { authKey, validation: "off" }), [1]);
  });

  it("has a limit of at least 1, else there is a RangeError", async () => {
    for (const maxBodyBytes of [0, -1, NaN]) {
      const options = { authKey, maxBodyBytes, onCallback: () => {} };
      assertThrows(() => callbackHandler(options), RangeError, "maxBodyBytes: must be");
      await assertRejects(() => verifyCallback(post(), options), RangeError, "maxBodyBytes: must be");
    }
  });

  it("never makes verifyCallback fail with anything but ScaleCallbackError", async () => {
    const body = fc.oneof(fc.json(), fc.string(), fc.uint8Array().map((bytes) => new Uint8Array(bytes)));
    await fc.assert(
      fc.asyncProperty(body, async (body) => {
        await verifyCallback(post(body), { authKey, maxBodyBytes: 100 }).catch((error) => {
          assertInstanceOf(error, ScaleCallbackError);
          assert(error.status === 400 || error.status === 413);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe("callbackEvent", () => {
  function event(body: Record<string, unknown>): string {
    return callbackEvent({ task_id: "t", ...body });
  }

  it("tells the documented events apart, in bodies with and without a status", () => {
    assertEquals([audited, failed, old, recalled].map(event), ["audited", "error", "completed", "recalled"]);
    const audit = { audit_result: "fixed", audit_source: "scale" };
    assertEquals(event({ ...audited, task: { ...audited.task, audits: null } }), "completed");
    assertEquals(event({ ...old, task: { ...old.task, audits: [audit] } }), "audited");
    assertEquals(event({ ...old, task: { ...old.task, audits: [] } }), "completed");
    assertEquals(event({ task: { task_id: "t", status: "pending", audits: [audit] } }), "recalled");
  });

  it("goes by the response where there is no status at all", () => {
    assertEquals(event({ response: { error: "Attachment is gone." } }), "error");
    assertEquals(event({ response: { annotations: [] } }), "unknown");
    assertEquals(event({ status: "completed", response: { error: null } }), "completed");
    assertEquals(event({ status: "on_hold", response: { error: "a field of the type" } }), "unknown");
    assertEquals(event({ status: "canceled" }), "unknown");
    assertEquals(event({}), "unknown");
  });

  it("has an answer for any body that verifyCallback lets through", () => {
    const known = ["completed", "error", "audited", "recalled", "unknown"];
    const part = fc.oneof(
      fc.anything(),
      fc.record({ status: fc.anything(), audits: fc.anything(), error: fc.anything() }),
    );
    fc.assert(fc.property(part, part, part, (status, response, task) => {
      assert(known.includes(event({ status, response, task })));
    }));
  });
});

describe("TaskCallback", () => {
  it("is typed by the type of its task", async () => {
    const callback = await verifyCallback(post(), { authKey });
    const data: CallbackData = callback;
    assertEquals(data.task_id, audited.task_id);
    let shapes = -1;
    if (callback.task?.type === TaskType.ImageAnnotation) shapes = callback.task.response?.annotations?.length ?? -1;
    assertEquals(shapes, 1);
    // @ts-expect-error Before the type is known, a field of the response is unknown.
    assertEquals(callback.task?.response?.annotations?.length, 1);
    const { response } = callback;
    assertEquals<unknown>(response?.annotations, audited.response.annotations);
  });

  it("is narrowed as a whole by isCallbackOf", async () => {
    const callback = await verifyCallback(post(), { authKey });
    assertEquals(isCallbackOf(callback, "categorization"), false);
    assertEquals(isCallbackOf({ task_id: "t" }, "categorization"), false);
    assert(isCallbackOf(callback, TaskType.ImageAnnotation));
    const labels: (string | undefined)[] | undefined = callback.response?.annotations?.map(({ label }) => label);
    assertEquals([labels, callback.task?.response?.annotations?.length], [["bicycle"], 1]);
    const narrow: TaskCallback<"imageannotation"> = callback;
    assertEquals(narrow.task?.type, "imageannotation");
  });
});

describe("callbackHandler", () => {
  it("answers 200 only after onCallback has resolved", async () => {
    let finish = (): void => {};
    const gate = new Promise<void>((resolve) => finish = resolve);
    let answered = false;
    const answer = callbackHandler({ authKey, onCallback: () => gate })(post()).then((response) => {
      answered = true;
      return response.status;
    });
    await delay(20);
    assertEquals(answered, false);
    finish();
    assertEquals(await answer, 200);
  });

  it("answers 401, 413 and 400 as verifyCallback refuses, tells onError, and does not call onCallback", async () => {
    const requests = [post(text, null), post(text, "wrong"), post(`"${"x".repeat(2000)}"`), post("{"), withBody({})];
    const { statuses, taken, errors } = await answers({ maxBodyBytes: 1500 }, ...requests);
    assertEquals([statuses, taken], [[401, 401, 413, 400, 400], []]);
    assertEquals(errors.map((error) => (error as ScaleCallbackError).status), statuses);
  });

  it("answers 405 to any other method, and says which one it wants", async () => {
    const handle = callbackHandler({ authKey, onCallback: () => {} });
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]) {
      const body = method === "PUT" ? text : null;
      const response = await handle(new Request(url, { method, body, headers: { "scale-callback-auth": authKey } }));
      assertEquals([response.status, response.headers.get("allow")], [405, "POST"]);
      assertEquals((await handle(new Request(url, { method, body }))).status, 401);
    }
  });

  it("answers 500 where onCallback or seen throws or rejects, even with a ScaleCallbackError", async () => {
    const thrown = [new Error("disk full"), new ScaleCallbackError(401, "not mine"), undefined, "text"];
    for (const error of thrown) {
      const fails = (): never => {
        throw error;
      };
      const rejects = (): Promise<never> => Promise.reject(error);
      for (const options of [{ onCallback: fails }, { onCallback: rejects }, { seen: fails }, { seen: rejects }]) {
        const { statuses, errors } = await answers(options, post());
        assertEquals([statuses, errors], [[500], [error]]);
      }
    }
  });

  it("answers 200 without onCallback where seen says true, and only then", async () => {
    const asked: unknown[] = [];
    const seen = (taskId: string, callback: TaskCallback): boolean => {
      asked.push([taskId, callback.status]);
      return asked.length > 1;
    };
    const { statuses, taken } = await answers({ seen }, post(), post());
    assertEquals([statuses, taken.length], [[200, 200], 1]);
    assertEquals(asked, [[audited.task_id, "completed"], [audited.task_id, "completed"]]);
    const later = await answers({ seen: () => Promise.resolve(true) }, post());
    assertEquals([later.statuses, later.taken], [[200], []]);
    const odd = await answers({ seen: (() => ({ value: null })) as unknown as () => boolean }, post());
    assertEquals(odd.taken.length, 1);
  });

  it("lets a failed callback be done when it is repeated", async () => {
    const done = new Set<string>();
    let calls = 0;
    const { statuses } = await answers(
      {
        seen: (taskId) => done.has(taskId),
        onCallback({ task_id }) {
          if (++calls === 1) throw new Error("busy");
          done.add(task_id);
        },
      },
      post(),
      post(),
      post(),
    );
    assertEquals([statuses, calls], [[500, 200, 200], 2]);
  });

  it("never throws: not when onError fails, not when it is given no request", async () => {
    const fails = (): never => {
      throw new Error("from onError");
    };
    for (const onError of [fails, () => Promise.reject(new Error("from onError"))]) {
      const { statuses } = await answers({ onError, onCallback: fails }, post(), post(text, "wrong"));
      assertEquals(statuses, [500, 401]);
    }
    const response = await callbackHandler({ authKey, onCallback: () => {}, onError: () => {} })(
      undefined as unknown as Request,
    );
    assertEquals(response.status, 500);
  });

  it("fails closed where the options are changed later", async () => {
    const options = { authKey, onCallback: () => {}, onError: () => {} };
    const handle = callbackHandler(options);
    options.authKey = "";
    for (const key of ["", authKey]) assertEquals((await handle(post(text, key))).status, 500);
  });

  it("calls its functions as methods of the options", async () => {
    class Receiver {
      readonly authKey = authKey;
      readonly taken: string[] = [];
      seen(taskId: string): boolean {
        return this.taken.includes(taskId);
      }
      onCallback({ task_id }: TaskCallback): void {
        this.taken.push(task_id);
      }
    }
    const receiver = new Receiver();
    const handle = callbackHandler(receiver);
    assertEquals([(await handle(post())).status, (await handle(post())).status], [200, 200]);
    assertEquals(receiver.taken, [audited.task_id]);
  });

  it("keeps the key out of every error, answer and line on the console", async () => {
    const lines: unknown[] = [];
    const { error: print } = console;
    console.error = (...parts) => lines.push(...parts);
    try {
      const fails = (): never => {
        throw new Error("disk full");
      };
      const handle = callbackHandler({ authKey: [authKey, "other_key_Zq7"], onCallback: fails });
      const requests = [
        post(),
        post("{"),
        post(text, "wrong_Zq7"),
        post("{", "other_key_Zq7"),
        withBody({ task_id: 1 }),
      ];
      for (const request of requests) {
        const response = await handle(request);
        lines.push([...response.headers].join(), await response.text());
      }
      assertEquals(lines.filter((line) => line instanceof Error).map(String), ["Error: disk full"]);
      for (const request of [post("{"), post(text, "wrong_Zq7"), withBody({ task_id: 1 })]) {
        lines.push(await refusal(request));
      }
    } finally {
      console.error = print;
    }
    for (const line of lines) {
      const all = line instanceof Error ? `${line.stack} ${JSON.stringify({ ...line })} ${line.cause}` : String(line);
      assert(!all.includes("Zq7"), all);
    }
  });
});
