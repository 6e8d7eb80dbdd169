import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { IdSet } from "../src/id_set.ts";

/** Ids as people make them: each of these patterns is near to a weakness of some hash. */
const patterns: Record<string, (i: number) => string> = {
  "a prefix and a number": (i) => `street-${i}`,
  "padded numbers": (i) => `row_${String(i).padStart(12, "0")}`,
  "object ids": (i) => "65e7270353c5ab0f4d" + i.toString(16).padStart(6, "0"),
  "the same number three times": (i) => `${i}-${i}-${i}`,
  "URLs": (i) => `https://files.example.com/${i % 1000}/${Math.floor(i / 1000)}.jpg`,
  "bits": (i) => i.toString(2).padStart(24, "0"),
  "code units that differ in high bits only": (i) =>
    String.fromCharCode((i & 63) << 10, (i >> 6 & 63) << 10, i >> 12 << 10),
};

describe("IdSet.add", () => {
  it("says whether a text is new", () => {
    const ids = new IdSet();
    assert(ids.add("a"));
    assert(!ids.add("a"));
    for (const text of ["", "A", "aa", "\0", "\0\0", "ü", "🐄", "漢"]) {
      assert(ids.add(text), text);
      assert(!ids.add(text), text);
    }
    assert(!ids.add("a"));
  });

  for (const [name, make] of Object.entries(patterns)) {
    it(`takes no two of 250,000 for the same: ${name}`, () => {
      const ids = new IdSet();
      let wrong = 0;
      for (let i = 0; i < 250_000; i++) if (!ids.add(make(i))) wrong++;
      assertEquals(wrong, 0);
      for (let i = 0; i < 250_000; i += 997) assert(!ids.add(make(i)));
    });
  }
});
