import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { ScaleClient, ScaleDuplicateResourceError } from "@scaleapi/sdk";
import type { FileSource, UploadProgress } from "../src/resources/files.ts";
import { clientOf } from "./helpers/clients.ts";
import { streamOfChunks } from "./helpers/streams.ts";
import { type Arrival, type ArrivedPart, startMock } from "./mock/mod.ts";
import { sha256 } from "./mock/multipart.ts";
import { filePart, lastParts, path, randomBytes, sources } from "./helpers/uploads.ts";

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
