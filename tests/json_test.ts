import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { toJson } from "../src/json.ts";
import { cannedClient, failureOf } from "./helpers/clients.ts";

function box(left: number) {
  const annotations = [{ type: "box", left, top: 0, width: 1, height: 1 }] as const;
  return { attachment: "https://example.com/a.jpg", hypothesis: { annotations } };
}

describe("numbers in parameters", () => {
  it("that JSON cannot say are refused by name before anything is sent", async () => {
    const { client, sent } = cannedClient({ body: {} });
    for (const left of [NaN, Infinity, -Infinity, 5n as unknown as number]) {
      for (
        const call of [
          () => client.tasks.create("imageannotation", box(left)),
          () => client.batches.create({ project: "p", name: "b", metadata: { left } }),
          () => client.projects.create({ name: "p", type: "imageannotation", params: { left } }),
          () => client.files.upload(new Blob(["x"]), { metadata: { left } }),
          () => client.request({ method: "POST", path: "/v1/new", body: { left } }),
        ]
      ) {
        assertEquals((await failureOf(call(), TypeError)).message, `left: must not be the ${typeof left} ${left}`);
      }
    }
    for await (const outcome of client.tasks.createMany([{ type: "imageannotation", params: box(NaN) }])) {
      assertEquals([outcome.status, String(outcome.error)], ["failed", "TypeError: left: must not be the number NaN"]);
    }
    assertEquals(sent, []);
  });

  it("may be bigints that say themselves how they are written", () => {
    const id = Object.assign(Object(5n), { toJSON: () => "5" });
    assertEquals(toJson({ id }), '{"id":"5"}');
  });

  it("may be what a Date of the caller's own kind writes, also beside null", () => {
    const time = new class extends Date {
      override toJSON = (): string => 5 as unknown as string;
    }();
    assertEquals([toJson({ time }), toJson({ time, none: null })], ['{"time":5}', '{"time":5,"none":null}']);
  });

  it("may stand beside null", async () => {
    const { client, sent } = cannedClient({ body: { task_id: "t" } });
    await client.tasks.create("imageannotation", { ...box(-0), metadata: { note: null, text: "null" } });
    assertStringIncludes(JSON.stringify(sent[0]?.body), '"note":null');
  });
});

describe("times in parameters", () => {
  it("that are invalid are refused by name before anything is sent, where JSON would write null", async () => {
    const { client, sent } = cannedClient({ body: {} });
    const at = new Date("in March");
    for (
      const call of [
        () => client.tasks.setMetadata("t", { at }),
        () => client.batches.create({ project: "p", name: "b", metadata: { all: [{ at }] } }),
        () => client.files.upload(new Blob(["x"]), { metadata: { at } }),
        () => client.request({ method: "POST", path: "/v1/new", body: { at } }),
      ]
    ) {
      assertEquals((await failureOf(call(), TypeError)).message, "at: is an invalid Date");
    }
    assertEquals(sent, []);
  });

  it("are sent as toISOString writes them, also beside null", async () => {
    const { client, sent } = cannedClient({ body: { task_id: "t" } });
    await client.tasks.setMetadata("t", { at: new Date(0), all: [new Date(1)], note: null });
    assertEquals(sent[0]?.body, { at: "1970-01-01T00:00:00.000Z", all: ["1970-01-01T00:00:00.001Z"], note: null });
  });
});

describe("toJson", () => {
  it("never writes anything but the value, also where writing it fails at first", () => {
    let turn = 0;
    const value = {
      toJSON: () => {
        if (turn++ === 0) throw new Error("not yet");
        return { cows: 3 };
      },
    };
    assertEquals(toJson(value), '{"cows":3}');
  });

  it("writes what JSON.stringify writes, whatever the value, but for numbers that are not finite", () => {
    fc.assert(fc.property(fc.object({ values: [fc.double(), fc.string(), fc.constant(null)] }), (value) => {
      const numbers: number[] = [];
      JSON.stringify(value, (_, part) => {
        if (typeof part === "number") numbers.push(part);
        return part;
      });
      if (numbers.every(Number.isFinite)) assertEquals(toJson(value), JSON.stringify(value));
      else assertThrows(() => toJson(value), TypeError, "must not be the number");
    }));
  });
});
