import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStrictEquals } from "@std/assert";
import {
  ScaleClient,
  ScaleConnectionError,
  ScaleDeadlineError,
  ScaleDuplicateResourceError,
  ScaleServiceUnavailableError,
  ScaleUnauthorizedError,
} from "@scaleapi/sdk";
import type { FileSource, UploadOptions } from "../src/resources/files.ts";
import { clientOf } from "./helpers/clients.ts";
import { streamOfChunks, watched } from "./helpers/streams.ts";
import { delay } from "./helpers/time.ts";
import { type ArrivedPart, startMock } from "./mock/mod.ts";
import { sha256 } from "./mock/multipart.ts";
import { again, filePart, path, randomBytes, sources } from "./helpers/uploads.ts";

describe("files.upload: streams, attempts and ends", () => {
  it("stops a stream that exceeds maxBytes, cancels it, and creates no file", async () => {
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

  it("sends all but a ReadableStream again, whole and counted from 0", async () => {
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

  it("gives no further piece of a stream that never waits once the call is aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    let given = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(source): void {
        if (++given === 10) controller.abort(reason);
        if (given < 1000) source.enqueue(new Uint8Array(1000));
        else source.close();
      },
    }, { highWaterMark: 0 });
    let arrived = 0;
    const fetch = async (request: Request): Promise<Response> => {
      const reader = request.body?.getReader();
      for (let next; (next = await reader?.read()) && !next.done;) arrived += next.value.length;
      return Response.json({ id: "1", attachment_url: "scaledata://1" });
    };
    const { files } = new ScaleClient({ apiKey: "test_key", fetch });
    assertStrictEquals(await assertRejects(() => files.upload(stream, {}, { signal: controller.signal })), reason);
    assert(arrived < 20_000, `${arrived} bytes arrived`);
  });

  it("begins no attempt once the call is aborted, and heeds no signal that its options get later", async () => {
    const sources = [() => new Blob(["cow"]), () => () => new Blob(["cow"]).stream()];
    for (const source of sources) {
      const controller = new AbortController();
      const sent: boolean[] = [];
      const fetch = async (request: Request): Promise<Response> => {
        sent.push(controller.signal.aborted);
        await request.text();
        if (sent.length === 1) return new Response("", { status: 503, headers: { "retry-after": "0.02" } });
        return Response.json({ id: "1", attachment_url: "scaledata://1" });
      };
      const own = (onRetry?: () => void) => new ScaleClient({ apiKey: "test_key", fetch, hooks: { onRetry } }).files;
      const abort = () => setTimeout(() => controller.abort("mine"), 20);
      await own(abort).upload(source(), {}, { signal: controller.signal }).catch(() => {});
      assert(!sent.includes(true), sent.join());
      sent.length = 0;
      const options: UploadOptions = { signal: new AbortController().signal };
      const upload = own().upload(source(), {}, options);
      options.signal = AbortSignal.abort("of another upload");
      assertEquals((await upload).id, "1");
    }
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

  it("cancels the stream of an attempt before it opens that of the next", async () => {
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

  it("refuses what is not a file, and a locked stream", async () => {
    await using mock = await startMock();
    const { files } = clientOf(mock);
    for (const file of [undefined, null, "text", 1, {}, [1]]) {
      await assertRejects(() => files.upload(file as unknown as FileSource), TypeError, "file: must be");
    }
    const stream = streamOfChunks(new Uint8Array(3));
    await files.upload(stream);
    await assertRejects(() => files.upload(stream), TypeError, "file: stream is locked");
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
