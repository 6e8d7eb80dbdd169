import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { ndjson } from "@scaleapi/sdk";
import { clientOf } from "./helpers/clients.ts";
import { startMock } from "./mock/mod.ts";

function streamOf(...values: unknown[]): ReadableStream<unknown> {
  return new ReadableStream({
    start(controller): void {
      for (const value of values) controller.enqueue(value);
      controller.close();
    },
  });
}

describe("ndjson", () => {
  it("turns each object into a line of UTF-8", async () => {
    const values = [{ a: 1 }, { text: "two\nlines, ü 漢 🐄 \u2028" }, [], "text", 1, null, { nested: { b: [true] } }];
    const reader = streamOf(...values).pipeThrough(ndjson()).getReader();
    const lines: string[] = [];
    for (let read; !(read = await reader.read()).done;) {
      assertInstanceOf(read.value, Uint8Array);
      lines.push(new TextDecoder().decode(read.value));
    }
    assertEquals(lines, values.map((value) => JSON.stringify(value) + "\n"));
  });

  it("writes of an error its name, its message and its own fields", async () => {
    const error = Object.assign(new TypeError("no"), { code: 7 });
    const text = await new Response(streamOf({ index: 0, error }).pipeThrough(ndjson())).text();
    assertEquals(JSON.parse(text), { index: 0, error: { code: 7, name: "TypeError", message: "no" } });
  });

  it("of nothing gives nothing", async () => {
    assertEquals(await new Response(streamOf().pipeThrough(ndjson())).text(), "");
  });

  it("fails where a value cannot be written as JSON", async () => {
    for (const value of [1n, undefined, Symbol(), () => 1]) {
      await assertRejects(() => new Response(streamOf(value).pipeThrough(ndjson())).text(), TypeError);
    }
  });

  it("makes a listing the body of a response, whose cancel ends the listing", async () => {
    await using mock = await startMock({ maxPageSize: 10 });
    await mock.seed({ tasks: 30, project: "p" });
    const tasks = clientOf(mock).tasks.list({ project_name: "p" });
    const text = await new Response(tasks.stream().pipeThrough(ndjson())).text();
    const lines = text.split("\n");
    assertEquals([lines.length, lines.at(-1)], [31, ""]);
    assertEquals(JSON.parse(lines[0] ?? ""), (await tasks.first())?.toJSON());
    await mock.clearRequests();
    const response = new Response(tasks.stream().pipeThrough(ndjson()));
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    assertEquals((await mock.counters()).arrived <= 3, true);
  });
});
