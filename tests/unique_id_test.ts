import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { uniqueId } from "@scaleapi/sdk";

/** The same value, with the fields of its objects the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([name, field]) => [name, turned(field)]));
}

describe("uniqueId", () => {
  it("is the same on every run and every runtime", async () => {
    assertEquals(await uniqueId("cows", { url: "https://example.com/cow.jpg" }), "844158cd43173c4841fe44da8dfb5d62");
    assertEquals(await uniqueId("cows", "ü 漢 🐄"), "2556ecb023828213c8372e59e3fc2c90");
  });

  it("is 32 hex digits", async () => {
    for (const row of [null, undefined, "", 0, [], {}, { a: 1 }]) {
      assertMatch(await uniqueId("p", row), /^[\da-f]{32}$/);
    }
  });

  it("does not depend on the order of fields, at any depth", async () => {
    await fc.assert(fc.asyncProperty(fc.json().map((text): unknown => JSON.parse(text)), async (row) => {
      assertEquals(await uniqueId("p", turned(row)), await uniqueId("p", row));
    }));
    const one = { b: { d: [{ f: 1, e: 2 }], c: 3 }, a: 4 };
    assertEquals(await uniqueId("p", one), await uniqueId("p", { a: 4, b: { c: 3, d: [{ e: 2, f: 1 }] } }));
  });

  it("differs where the project, a value, a name, the order of a list or a type differs", async () => {
    const rows = [{ a: 1 }, { a: "1" }, { b: 1 }, [1, 2], [2, 1], [[1], 2], "a", ["a"], { a: null }, {}, 1, "1", true];
    const ids = await Promise.all([
      ...rows.map((row) => uniqueId("p", row)),
      ...rows.map((row) => uniqueId("q", row)),
      uniqueId("p,", "a"),
    ]);
    assertEquals(new Set(ids).size, ids.length);
    assertNotEquals(await uniqueId('p","a', 1), await uniqueId("p", ["a", 1]));
  });

  it("takes what JSON would write: a Date as its text, undefined fields left out", async () => {
    const time = new Date(0);
    assertEquals(await uniqueId("p", { time }), await uniqueId("p", { time: time.toISOString(), none: undefined }));
    await assertRejects(() => uniqueId("p", 1n), TypeError);
  });
});
