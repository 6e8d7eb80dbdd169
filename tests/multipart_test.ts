import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Frame, frame, sending } from "../src/multipart.ts";
import { anyText } from "./helpers/arbitraries.ts";
import { streamOfChunks } from "./helpers/streams.ts";
import { delay } from "./helpers/time.ts";

const wellFormedText = anyText.filter((text) => !/\p{Surrogate}/u.test(text));

/** The body of a frame around nothing, with the boundary shown as `*`. */
function written(...[fields, filename, type]: Parameters<typeof frame>): string {
  const made = frame(fields, filename, type);
  const boundary = made.type.split("boundary=")[1] ?? "";
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return (decoder.decode(made.head) + decoder.decode(made.tail)).replaceAll(boundary, "*");
}

describe("frame", () => {
  it("writes the fields in their order, and the file after them", () => {
    const text = written({ project_name: "p", labels: ["x", "y"], n: 3, flag: true, skip: null }, "a.txt", undefined);
    const field = (name: string, value: string): string =>
      `--*\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    assertEquals(
      text,
      field("project_name", "p") + field("labels", "x") + field("labels", "y") + field("n", "3") +
        field("flag", "true") +
        `--*\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n\r\n--*--\r\n`,
    );
  });

  it("writes an object as JSON text and a text as it is, line ends included", () => {
    const text = written({ metadata: { k: [1, "é"] }, note: "a\nb\rc\r\n" }, "f", undefined);
    assert(text.includes(`name="metadata"\r\n\r\n{"k":[1,"é"]}\r\n--*`), text);
    assert(text.includes(`name="note"\r\n\r\na\nb\rc\r\n\r\n--*`), text);
  });

  it("writes the media type if there is one, and refuses one that is not a header value", () => {
    assert(written({}, "f", "image/png").includes(`filename="f"\r\nContent-Type: image/png\r\n\r\n`));
    assert(!written({}, "f", "").includes("Content-Type"));
    for (const type of ["a/b\r\nx: y", "a/b\0", " a/b", "ü\u0100"]) {
      assertThrows(() => frame({}, "f", type), TypeError, "type: must be");
    }
  });

  it("makes quotes, CR, LF, NUL and a last backslash harmless, and nothing else", () => {
    const expected = `name="file"; filename="a%22b%0D%0Ac%00\\d%5C"\r\n\r\n`;
    assert(written({}, 'a"b\r\nc\0\\d\\', undefined).includes(expected));
    assert(written({}, "my cat (1) é漢🐄%22.png", undefined).includes(`filename="my cat (1) é漢🐄%22.png"`));
    assert(written({ 'a"\r\nb': "1" }, "f", undefined).includes(`name="a%22%0D%0Ab"\r\n\r\n1`));
  });

  it("refuses lone surrogates", () => {
    assertThrows(() => frame({}, "\ud800", undefined), TypeError, "filename: must not hold a lone surrogate");
    assertThrows(() => frame({ note: "\udc00" }, "f", undefined), TypeError, "note: must not hold a lone surrogate");
    assertThrows(() => frame({ "\ud800": "" }, "f", undefined), TypeError, "must not hold a lone surrogate");
  });

  it("keeps any name within its quotes and its line", () => {
    fc.assert(fc.property(wellFormedText, wellFormedText, (name, filename) => {
      const lines = written({ [name]: "" }, filename, undefined).split("\r\n");
      assertEquals(lines.length, 10);
      assertMatch(lines[1] ?? "", /^Content-Disposition: form-data; name="(?:[^"\r\n\0\\]|\\[^"])*"$/);
      assertMatch(
        lines[5] ?? "",
        /^Content-Disposition: form-data; name="file"; filename="(?:[^"\r\n\0\\]|\\[^"])*"$/,
      );
    }));
  });

  it("has a new boundary every time, of characters that need no quotes", () => {
    const [one, other] = [frame({}, "f", undefined).type, frame({}, "f", undefined).type];
    assertMatch(one, /^multipart\/form-data; boundary=[a-z0-9-]{8,70}$/);
    assertNotEquals(one, other);
  });
});

/** What `sending` takes: made when a test runs, since a Worker has no random values before that. */
function around(): Frame {
  return frame({}, "f", undefined);
}

describe("sending", () => {
  it("sends chunks of any size, empty ones left out, in pieces of at most 64 KiB", async () => {
    const sizes = fc.array(fc.oneof(fc.constantFrom(0, 65_535, 65_536, 65_537, 200_000), fc.nat({ max: 2000 })), {
      maxLength: 6,
    });
    const outer = around();
    const overhead = outer.head.length + outer.tail.length;
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const told: number[] = [];
        const { body } = sending(
          outer,
          () => streamOfChunks(...sizes.map((size) => new Uint8Array(size))),
          (bytes) => told.push(bytes),
          () => {},
        );
        const size = sizes.reduce((sum, size) => sum + size, 0);
        assertEquals((await new Response(body).arrayBuffer()).byteLength, size + overhead);
        assertEquals(told.reduce((sum, bytes) => sum + bytes, 0), size);
        assert(told.every((bytes) => bytes > 0 && bytes <= 65_536));
      }),
      { numRuns: 30 },
    );
  });

  it("neither opens nor reads anything before it is read itself, and stays no more than a piece ahead", async () => {
    let opened = 0;
    let pulls = 0;
    const { body, release } = sending(
      around(),
      () => {
        opened++;
        return new ReadableStream({
          pull(controller): void {
            pulls++;
            controller.enqueue(new Uint8Array(1000));
          },
        }, { highWaterMark: 0 });
      },
      () => {},
      () => {},
    );
    await delay(5);
    assertEquals([opened, pulls], [0, 0]);
    const reader = body.getReader();
    for (let i = 0; i < 4; i++) await reader.read();
    await delay(5);
    assertEquals([opened, pulls], [1, 3]);
    reader.releaseLock();
    release();
  });

  it("does not end as if it were whole when it is released while it waits for the file", async () => {
    const canceled: unknown[] = [];
    const { body, release } = sending(
      around(),
      () => new ReadableStream({ cancel: (reason) => void canceled.push(reason) }),
      () => {},
      () => {},
    );
    const reader = body.getReader();
    await reader.read();
    const next = reader.read().then(() => "read", (error) => error);
    await Promise.resolve();
    await delay(5);
    release("why");
    assertEquals(await next, "why");
    assertEquals(canceled, ["why"]);
  });

  it("cancels a file that is opened only after it was released", async () => {
    let canceled = false;
    let open = (_: ReadableStream<Uint8Array>): void => {};
    const opening = new Promise<ReadableStream<Uint8Array>>((resolve) => open = resolve);
    let asked = (): void => {};
    const asking = new Promise<void>((resolve) => asked = resolve);
    const { body, release } = sending(
      around(),
      () => {
        asked();
        return opening;
      },
      () => {},
      () => {},
    );
    const reader = body.getReader();
    await reader.read();
    const next = reader.read().catch(() => {});
    await asking;
    release();
    open(
      new ReadableStream({
        cancel(): void {
          canceled = true;
        },
      }),
    );
    await next;
    await delay(5);
    assert(canceled);
  });
});
