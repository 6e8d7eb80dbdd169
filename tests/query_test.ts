import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { pairs, queryString } from "../src/query.ts";
import { anyText } from "./helpers/arbitraries.ts";

describe("queryString", () => {
  it("is empty where nothing is to be sent", () => {
    assertEquals(queryString(), "");
    assertEquals(queryString({}), "");
    assertEquals(queryString({ a: undefined, b: null, c: [], d: [null, undefined] }), "");
  });

  it("sends empty texts, zero and false", () => {
    assertEquals(queryString({ a: "", b: 0, c: false }), "?a=&b=0&c=false");
  });

  it("sends objects as JSON", () => {
    assertEquals(pairs({ a: { b: [1] }, c: [{}, "d"] }), [["a", '{"b":[1]}'], ["c", "{}"], ["c", "d"]]);
  });

  it("sends booleans as true and false, and arrays as a repeated key in their order", () => {
    assertEquals(queryString({ tags: ["b", "a", null, "b"], x: true }), "?tags=b&tags=a&tags=b&x=true");
  });

  it("sends a Date as toISOString and a text as it is", () => {
    const time = new Date("2024-01-02T03:04:05.678Z");
    assertEquals(new URLSearchParams(queryString({ time })).get("time"), "2024-01-02T03:04:05.678Z");
    const text = "2024-01-02 03:04:05.000000+02:00";
    assertEquals(new URLSearchParams(queryString({ text })).get("text"), text);
  });

  it("sends what libraries have for a Date as they write it, and refuses one that is invalid", () => {
    const moment = (text: string | null) => ({ toJSON: () => text });
    assertEquals(pairs({ created_after: moment("2024-01-02") }), [["created_after", "2024-01-02"]]);
    assertThrows(() => pairs({ created_after: moment(null) }), TypeError, "created_after: is an invalid Date");
    assertThrows(() => pairs({ created_after: Symbol("s") }), TypeError);
  });

  it("sends an object that writes itself as another as JSON", () => {
    assertEquals(pairs({ metadata: { toJSON: () => ({ herd: 7 }) } }), [["metadata", '{"herd":7}']]);
    assertThrows(() => pairs({ metadata: { toJSON: () => new Map() } }), TypeError, "metadata: must be a plain object");
  });

  it("refuses an invalid Date and a lone surrogate, and names the filter", () => {
    assertThrows(() => queryString({ created_after: new Date("x") }), TypeError, "created_after: is an invalid Date");
    assertThrows(() => queryString({ tags: ["a", "\ud800"] }), TypeError, "tags: must not hold a lone surrogate");
    assertThrows(() => queryString({ "\ud800": "a" }), TypeError, "must not hold a lone surrogate");
  });

  it("comes back from decoding as it was, whatever the texts", () => {
    const text = anyText.filter((text) => !/\p{Surrogate}/u.test(text));
    const query = fc.dictionary(text, fc.oneof(text, fc.array(text)), { noNullPrototype: true });
    fc.assert(fc.property(query, (query) => {
      const expected = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
      assertEquals([...new URLSearchParams(queryString(query))], expected);
    }));
  });
});
