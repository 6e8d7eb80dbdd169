import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import {
  ScaleClient,
  ScaleConnectionError,
  ScaleDeadlineError,
  ScaleDuplicateResourceError,
  ScaleServiceUnavailableError,
  ScaleUnauthorizedError,
} from "@scaleapi/sdk";
import type { FileSource, UploadOptions, UploadProgress } from "../src/resources/files.ts";
import { streamOfChunks, watched } from "./helpers/streams.ts";
import { delay } from "./helpers/time.ts";
import { type Arrival, type ArrivedPart, type Mock, startMock } from "./mock/mod.ts";

const path = "/v1/files/upload";
const again = { status: 503, headers: { "retry-after": "0" } };

function clientOf(mock: Mock): ScaleClient {
  return new ScaleClient({ apiKey: mock.apiKey, baseUrl: mock.url });
}

/** The parts of the last upload that arrived. */
async function lastParts(mock: Mock): Promise<ArrivedPart[]> {
  const arrivals = await mock.requests({ path });
  return arrivals.at(-1)?.body as ArrivedPart[];
}

async function filePart(mock: Mock): Promise<ArrivedPart | undefined> {
  return (await lastParts(mock)).at(-1);
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

/** The same bytes in every way that a file can be given. */
function sources(bytes: Uint8Array<ArrayBuffer>): Record<string, () => FileSource> {
  const stream = (): ReadableStream<Uint8Array> => streamOfChunks(bytes.subarray(0, 10), bytes.subarray(10));
  const around = new Uint8Array([1, ...bytes, 2]);
  return {
    File: () => new File([bytes], "given.bin"),
    Blob: () => new Blob([bytes]),
    Uint8Array: () => bytes,
    "a part of an ArrayBuffer": () => around.subarray(1, -1),
    ArrayBuffer: () => bytes.buffer,
    ReadableStream: stream,
    "a function": () => stream,
    "an async function": () => () => Promise.resolve(stream()),
  };
}

describe("files.upload", () => {
  it("uploads whatever kind of file it is given, and returns what the service says of it", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    const bytes = randomBytes(100_000);
    for (const [kind, source] of Object.entries(sources(bytes))) {
      const file = await files.upload(source());
      assertEquals(file.size, 100_000, kind);
      assert(file.attachment_url.startsWith("scaledata://"), kind);
      const part = await filePart(mock);
      assertEquals(part?.sha256, await sha256(bytes), kind);
      assertEquals(part?.filename, kind === "File" ? "given.bin" : "file", kind);
      assertEquals(part?.type, undefined, kind);
    }
    assertEquals((await mock.files()).length, 8);
  });

  it("says the length of what is known, and sends a stream in chunks", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    await files.upload(new Uint8Array(1000));
    await files.upload(streamOfChunks(new Uint8Array(1000)));
    const [known, stream] = await mock.requests({ path }) as [Arrival, Arrival];
    assertEquals(known.headers["content-length"], String(known.bytes));
    assertEquals(known.headers["transfer-encoding"], undefined);
    assertEquals(stream.headers["transfer-encoding"], "chunked");
  });

  it("sends the fields first, then the file: metadata as JSON, arrays repeated, null and undefined not", async () => {
    await using mock = await startMock();
    await new ScaleClient({ apiKey: mock.apiKey, baseUrl: mock.url }).projects.create({
      name: "p",
      type: "annotation",
    });
    const { files } = clientOf(mock);
    const file = new File(["hi"], "a.txt", { type: "text/csv" });
    const params = {
      project_name: "p",
      display_name: null,
      reference_id: "r-1",
      metadata: { k: 1, é: ["\ud800"] },
      labels: ["x", "y"],
      n: 3,
      skip: undefined,
    };
    const { project_names } = await files.upload(file, params);
    assertEquals(project_names, ["p"]);
    const parts = await lastParts(mock);
    assertEquals(parts.map(({ name, text, type }) => [name, text, type]), [
      ["project_name", "p", undefined],
      ["reference_id", "r-1", undefined],
      ["metadata", '{"k":1,"é":["\\ud800"]}', undefined],
      ["labels", "x", undefined],
      ["labels", "y", undefined],
      ["n", "3", undefined],
      ["file", undefined, "text/csv"],
    ]);
    assertEquals(parts[6]?.disposition, 'form-data; name="file"; filename="a.txt"');
  });

  it("takes the name and type of a File, those of the options before them, and file as name where there is none", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    const seen = async (): Promise<unknown> => {
      const part = await filePart(mock);
      return [part?.filename, part?.type];
    };
    await files.upload(new File(["x"], "cow.png", { type: "image/png" }));
    assertEquals(await seen(), ["cow.png", "image/png"]);
    await files.upload(new File(["x"], "cow.png", { type: "image/png" }), {}, { filename: "b", type: "image/webp" });
    assertEquals(await seen(), ["b", "image/webp"]);
    await files.upload(new File(["x"], ""));
    assertEquals(await seen(), ["file", undefined]);
    // The end of a path is the name, as the official client has it: where the file was is nobody's business.
    for (const [path, name] of [["/farm/herd\n/cow.png", "cow.png"], ["a\\b.png", "a\\b.png"], ["cows/", "file"]]) {
      await files.upload(new File(["x"], path as string));
      assertEquals(await seen(), [name, undefined]);
    }
    await files.upload(new File(["x"], "cow.png"), {}, { filename: "herd/cow.png" });
    assertEquals(await seen(), ["herd/cow.png", undefined]);
    await files.upload(new Blob(["x"], { type: "image/gif" }));
    assertEquals(await seen(), ["file", "image/gif"]);
    await files.upload(function named() {
      return streamOfChunks();
    });
    assertEquals(await seen(), ["file", undefined]);
  });

  it("sends any bytes and any name unharmed, beside any text", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    const text = fc.string({ unit: "grapheme" });
    const name = fc.array(fc.constantFrom(..."a é漢🐄;=,/\\%'\"\r\n\0"), { minLength: 1, maxLength: 8 }).map((all) =>
      all.join("")
    );
    const bytes = fc.uint8Array({ maxLength: 400 }).map((bytes) => new Uint8Array(bytes));
    await fc.assert(
      fc.asyncProperty(bytes, name, text, fc.nat({ max: 3 }), async (bytes, filename, note, kind) => {
        const source = [bytes, new Blob([bytes]), streamOfChunks(bytes), () => streamOfChunks(bytes)][kind];
        await files.upload(source as FileSource, { note }, { filename });
        const [field, file] = await lastParts(mock) as [ArrivedPart, ArrivedPart];
        assertEquals(field.text, note);
        assertEquals(file.sha256, await sha256(bytes));
        const escaped = filename.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
          .replaceAll("\0", "%00").replace(/\\$/, "%5C");
        assertEquals(file.disposition, `form-data; name="file"; filename="${escaped}"`);
      }),
      { numRuns: 60 },
    );
  });

  it("tells onProgress how much of the file is on its way, of how much", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    const bytes = randomBytes(200_000);
    for (const [kind, source] of Object.entries(sources(bytes))) {
      const told: UploadProgress[] = [];
      await files.upload(source(), {}, { onProgress: (progress) => told.push(progress) });
      assertEquals((await filePart(mock))?.sha256, await sha256(bytes), kind);
      const total = /function|Stream/.test(kind) ? undefined : 200_000;
      assertEquals(told.at(-1), { sent: 200_000, total }, kind);
      assert(told.length >= 4 && told.every(({ sent }, i) => sent > (told[i - 1]?.sent ?? 0)), kind);
    }
  });

  it("tells onProgress the size that a stream is said to have, and goes on when onProgress throws", async () => {
    await using mock = await startMock();
    let total: number | undefined;
    const onProgress = (progress: UploadProgress): void => {
      total = progress.total;
      throw new Error("not your business");
    };
    await clientOf(mock).files.upload(streamOfChunks(new Uint8Array(5)), {}, { size: 5, onProgress });
    assertEquals(total, 5);
  });

  it("refuses more than 80 MB before anything is sent, and takes exactly that", async () => {
    const sent: Request[] = [];
    const client = new ScaleClient({
      apiKey: "test_key",
      fetch: (request) => {
        sent.push(request);
        return Response.json({ id: "1", attachment_url: "scaledata://1" });
      },
    });
    const error = await assertRejects(() => client.files.upload(new ArrayBuffer(80_000_001)), RangeError, "80 MB");
    assert(error.message.startsWith("file: "));
    await assertRejects(() => client.files.upload(new Blob(["abc"]), {}, { maxBytes: 2 }), RangeError, "2 bytes");
    await assertRejects(() => client.files.upload(() => streamOfChunks(), {}, { size: 80_000_001 }), RangeError);
    await assertRejects(() => client.files.upload(new Blob(), {}, { maxBytes: -1 }), RangeError, "maxBytes");
    assertEquals(sent.length, 0);
    await client.files.upload(new ArrayBuffer(80_000_000));
    await client.files.upload(new ArrayBuffer(80_000_001), {}, { maxBytes: Infinity });
    assertEquals(sent.length, 2);
  });

  it("stops a stream that passes maxBytes, cancels it, and leaves nothing behind", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    const { stream, canceled } = watched();
    const error = await assertRejects(
      () => files.upload(stream, {}, { maxBytes: 500_000 }),
      RangeError,
      "500000 bytes",
    );
    assertStrictEquals(await canceled, error);
    assertEquals(await mock.files(), []);
  });

  it("rejects with the very error of the stream, and does not send it again", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    const broken = new Error("disk on fire");
    const stream = (): ReadableStream<Uint8Array> => watched((n) => n < 20 ? "go on" : Promise.reject(broken)).stream;
    let opened = 0;
    const source = (): ReadableStream<Uint8Array> => {
      opened++;
      return stream();
    };
    assertStrictEquals(await assertRejects(() => files.upload(stream())), broken);
    assertStrictEquals(await assertRejects(() => files.upload(source)), broken);
    assertStrictEquals(await assertRejects(() => files.upload(() => Promise.reject(broken))), broken);
    assertStrictEquals(
      await assertRejects(() =>
        files.upload(() => {
          throw broken;
        })
      ),
      broken,
    );
    await assertRejects(
      () => files.upload(streamOfChunks("text" as unknown as Uint8Array)),
      TypeError,
      "file: must be a stream of Uint8Array",
    );
    assertEquals(opened, 1);
    assertEquals(await mock.files(), []);
  });

  it("sends all but a ReadableStream again, whole and counted anew", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    const bytes = randomBytes(100_000);
    for (const [kind, source] of Object.entries(sources(bytes))) {
      for (const watched of [false, true]) {
        const told: number[] = [];
        await mock.clearRequests();
        await mock.fault({ ...again, when: { path } });
        const options: UploadOptions = watched ? { onProgress: ({ sent }) => told.push(sent) } : {};
        const upload = files.upload(source(), {}, options);
        if (kind === "ReadableStream") {
          assertEquals((await assertRejects(() => upload, ScaleServiceUnavailableError)).attempts, 1);
        } else {
          await upload;
          assertEquals(told.filter((sent) => sent === 100_000).length, watched ? 2 : 0, kind);
        }
        const arrived = (await mock.requests({ path })).map(({ body }) => (body as ArrivedPart[])[0]?.sha256);
        assertEquals(arrived, Array(kind === "ReadableStream" ? 1 : 2).fill(await sha256(bytes)), kind);
      }
    }
  });

  it("keeps what was given: bytes that change during the call do not change the file", async () => {
    await using mock = await startMock();
    const bytes = randomBytes(1000);
    const digest = await sha256(bytes);
    for (const options of [{}, { onProgress: () => {} }]) {
      await mock.fault({ ...again, when: { path } });
      const copy = bytes.slice();
      const upload = clientOf(mock).files.upload(copy, {}, options);
      copy.fill(0);
      await upload;
      assertEquals((await filePart(mock))?.sha256, digest);
    }
  });

  it("cancels the stream when the call is aborted on the way, and rejects with the caller's reason", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    for (const again of [false, true]) {
      const controller = new AbortController();
      const { stream, canceled } = watched((n) => {
        if (n === 100) controller.abort(reason);
        return "go on";
      });
      const reason = new Error("changed my mind");
      const upload = files.upload(again ? () => stream : stream, {}, { signal: controller.signal });
      assertStrictEquals(await assertRejects(() => upload), reason);
      await canceled;
    }
    assertEquals(await mock.files(), []);
  });

  it("cancels a stream that was never read", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    const aborted = AbortSignal.abort(new Error("no"));
    const failing = new ScaleClient({ apiKey: () => Promise.reject(new Error("no key")), baseUrl: mock.url });
    const calls: ((stream: ReadableStream<Uint8Array>) => Promise<unknown>)[] = [
      (stream) => files.upload(stream, {}, { signal: aborted }),
      (stream) => files.upload(stream, {}, { filename: "\ud800" }),
      (stream) => files.upload(stream, {}, { size: 1e9 }),
      (stream) => files.upload(stream, {}, { timeoutMs: -1 }),
      (stream) => files.upload(stream, {}, { signal: new AbortController() as unknown as AbortSignal }),
      (stream) => failing.files.upload(stream),
    ];
    for (const call of calls) {
      const { stream, canceled, given } = watched();
      await assertRejects(() => call(stream));
      await canceled;
      assertEquals(given(), 0);
    }
    assertEquals(await mock.requests(), []);
  });

  it("cancels the stream when the service answers before it has the file, when it is gone, and when time is up", async () => {
    const refuse = (): Response => Response.json({ error: "no" }, { status: 401 });
    const early = new ScaleClient({ apiKey: "test_key", fetch: refuse });
    const first = watched();
    await assertRejects(() => early.files.upload(first.stream), ScaleUnauthorizedError);
    await first.canceled;

    const gone = await startMock();
    await gone.close();
    const second = watched();
    await assertRejects(() => clientOf(gone).files.upload(second.stream), ScaleConnectionError);
    await second.canceled;

    await using mock = await startMock();
    const third = watched();
    await assertRejects(() => clientOf(mock).files.upload(third.stream, {}, { timeoutMs: 100 }), ScaleDeadlineError);
    await third.canceled;
  });

  it("lets go of the stream of an attempt before it opens that of the next", async () => {
    const opened: ReturnType<typeof watched>[] = [];
    let left = 2;
    const client = new ScaleClient({
      apiKey: "test_key",
      fetch: async (request) => {
        const reader = request.body?.getReader();
        await reader?.read();
        await reader?.read();
        if (left--) return new Response(null, again);
        return Response.json({ id: "1", attachment_url: "scaledata://1" });
      },
    });
    await client.files.upload(async () => {
      await opened.at(-1)?.canceled;
      opened.push(watched());
      return opened.at(-1)?.stream ?? streamOfChunks();
    });
    assertEquals(opened.length, 3);
    await opened[2]?.canceled;
  });

  it("reads a stream no faster than it is sent", async () => {
    let taken = 0;
    const file = watched((n) => n < 3000 ? "go on" : "end");
    let ahead = 0;
    const client = new ScaleClient({
      apiKey: "test_key",
      fetch: async (request) => {
        const reader = request.body?.getReader();
        for (;;) {
          const next = await reader?.read();
          if (!next || next.done) break;
          taken += next.value.length;
          if (taken % 50_000 < 1000) await delay(1);
          ahead = Math.max(ahead, file.given() * 1000 - taken);
        }
        return Response.json({ id: "1", attachment_url: "scaledata://1" });
      },
    });
    await client.files.upload(file.stream);
    assert(taken > 3_000_000);
    assert(ahead < 200_000, `${ahead} bytes ahead`);
  });

  it("refuses what is no file, and a stream in use", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    for (const file of [undefined, null, "text", 1, {}, [1]]) {
      await assertRejects(() => files.upload(file as unknown as FileSource), TypeError, "file: must be");
    }
    const stream = streamOfChunks(new Uint8Array(3));
    await files.upload(stream);
    await assertRejects(() => files.upload(stream), TypeError, "file: is a stream in use");
    await assertRejects(() => files.upload(new Blob(), {}, { type: "a\r\nb" }), TypeError, "type:");
    await assertRejects(() => files.upload(new Blob(), {}, { filename: "\udc00" }), TypeError, "filename:");
    assertEquals((await mock.requests()).length, 1);
  });

  it("passes a 409 on, also when its own first attempt may have taken the reference_id", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    await files.upload(new Blob(["1"]), { reference_id: "a" });
    const error = await assertRejects(
      () => files.upload(new Blob(["2"]), { reference_id: "a" }),
      ScaleDuplicateResourceError,
      "already used for a different file",
    );
    assertEquals([error.attempts, error.maybeSent], [1, false]);

    await mock.fault({ status: 500, after: true, headers: { "retry-after": "0" }, when: { path } });
    const ours = await assertRejects(
      () => files.upload(new Blob(["3"]), { reference_id: "b" }),
      ScaleDuplicateResourceError,
    );
    assertEquals([ours.attempts, ours.maybeSent], [2, true]);
    assertEquals((await mock.files()).map(({ reference_id }) => reference_id), ["a", "b"]);
  });

  it("sends each attempt once where a reused connection is closed without an answer", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    for (const source of [() => new Blob(["x"]), () => () => streamOfChunks(new Uint8Array(3))]) {
      await mock.clearRequests();
      await files.upload(source());
      await mock.fault({ act: "drop", times: Infinity, when: { path } });
      let requests = 0;
      const client = new ScaleClient({
        apiKey: mock.apiKey,
        baseUrl: mock.url,
        maxRetries: 0,
        hooks: { onRequest: () => requests++ },
      });
      for (let i = 0; i < 5; i++) {
        assertInstanceOf(await client.files.upload(source()).catch((error) => error), ScaleConnectionError);
      }
      await mock.clearFaults();
      assertEquals([requests, (await mock.requests({ path })).length], [5, 6]);
    }
  });

  it("leaves no listener on the caller's signal", async () => {
    await using mock = await startMock();
    const { signal } = new AbortController();
    let listeners = 0;
    const watch = (name: "addEventListener" | "removeEventListener", change: number): void => {
      const original = signal[name].bind(signal) as (...args: unknown[]) => void;
      Object.defineProperty(signal, name, {
        value: (...args: unknown[]) => {
          listeners += change;
          original(...args);
        },
      });
    };
    watch("addEventListener", 1);
    watch("removeEventListener", -1);
    for (const file of [new Blob(["x"]), streamOfChunks(new Uint8Array(3))]) {
      await clientOf(mock).files.upload(file, {}, { signal });
    }
    assertEquals(listeners, 0);
  });
});

describe("files.import", () => {
  it("sends the URL with what is said of the file", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    const file = await files.import("s3://bucket/key with space.jpg", { reference_id: "a", metadata: { k: 1 } });
    assert(file.attachment_url.startsWith("scaledata://"));
    await files.import("https://example.com/cow.jpg");
    await files.import("https://example.com/cow.jpg", { project_name: null, display_name: undefined });
    const [full, bare, none] = await mock.requests({ path: "/v1/files/import" }) as [Arrival, Arrival, Arrival];
    assertEquals(full.body, { file_url: "s3://bucket/key with space.jpg", reference_id: "a", metadata: { k: 1 } });
    assertEquals(bare.body, { file_url: "https://example.com/cow.jpg" });
    assertEquals(none.body, { file_url: "https://example.com/cow.jpg", project_name: null });
  });

  it("refuses an empty URL before anything is sent", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    await assertRejects(() => files.import(""), TypeError, "fileUrl: must not be empty");
    await assertRejects(() => files.import(undefined as unknown as string), TypeError, "fileUrl: must be a string");
    assertEquals(await mock.requests(), []);
  });

  it("is sent again after any failure, and passes a 409 on", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    await mock.fault({ status: 500, headers: { "retry-after": "0" } });
    await files.import("https://example.com/cow.jpg", { reference_id: "a" });
    await assertRejects(
      () => files.import("https://example.com/cow.jpg", { reference_id: "a" }),
      ScaleDuplicateResourceError,
    );
    assertEquals((await mock.requests()).map(({ status }) => status), [500, 200, 409]);
  });
});
