import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { ScaleError } from "@scaleapi/sdk";
import {
  callbackHandler,
  ScaleCallbackError,
  verifyCallback,
  type VerifyCallbackOptions,
} from "@scaleapi/sdk/callbacks";
import fc from "fast-check";
import audited from "./fixtures/callback.json" with { type: "json" };
import { failureOf } from "./helpers/clients.ts";
import { streamOfChunks, watched } from "./helpers/streams.ts";
import { delay } from "./helpers/time.ts";
import { authKey, post, text, withBody } from "./helpers/callback_requests.ts";

/** Why `verifyCallback` refuses a request. */
function refusal(request: Request, options: Partial<VerifyCallbackOptions> = {}): Promise<ScaleCallbackError> {
  return failureOf(verifyCallback(request, { authKey, ...options }), ScaleCallbackError);
}

describe("verifyCallback: the key", () => {
  it("gives the callback as it came, unknown fields included", async () => {
    const sent = { ...audited, invented: [1, { deep: null }], "ключ": "ü" };
    assertEquals<unknown>(await verifyCallback(withBody(sent), { authKey }), sent);
  });

  it("takes any one of several keys, wherever it is in the list", async () => {
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

  it("refuses a wrong one, and a body too large, also where the body fails when it is cancelled", async () => {
    const body = () =>
      new ReadableStream({
        pull: (controller) => controller.enqueue(new TextEncoder().encode(text)),
        cancel: () => Promise.reject(new Error("gone")),
      });
    assertEquals((await refusal(post(body(), "wrong"))).status, 401);
    assertEquals((await refusal(post(body()), { maxBodyBytes: 10 })).status, 413);
    // A rejection that nobody handles is told in a later turn.
    await delay(0);
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

  it("is taken only where the whole hash is the same, not its first or its last byte", async () => {
    const hash = async (key: string) =>
      new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
    const right = await hash(authKey);
    for (const at of [0, right.length - 1]) {
      let i = 0;
      while ((await hash(`wrong${i}`))[at] !== right[at]) i++;
      assertEquals((await refusal(post(text, `wrong${i}`))).status, 401);
    }
  });

  it("may be several words", async () => {
    const authKey = "the key of the dashboard";
    assertEquals((await verifyCallback(post(text, authKey), { authKey })).task_id, audited.task_id);
  });

  it("must be configured: no key, an empty one and one with surrounding white space are a TypeError, at once", async () => {
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

  it("may have 10 MiB by default to the byte", async () => {
    const whole = `{"task_id":"t"}`.padEnd(10 * 1024 * 1024);
    assertEquals((await verifyCallback(post(whole), { authKey })).task_id, "t");
    assertEquals((await refusal(post(`${whole} `))).message, "callback refused: body of more than 10485760 bytes");
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
