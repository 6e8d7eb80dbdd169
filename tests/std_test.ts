/** Pins what the suite relies on of `@std`: it passes with the adapters in tests/std/ and with the packages from JSR. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assertEquals, assertThrows, fail } from "@std/assert";
import { decodeBase64, decodeHex, encodeBase64, encodeHex } from "@std/encoding";

describe("encoding", () => {
  it("encodeBase64 and decodeBase64 take text and bytes, with padding", () => {
    assertEquals(encodeBase64("key:"), "a2V5Og==");
    assertEquals(encodeBase64(new Uint8Array([255, 254, 0])), "//4A");
    assertEquals(decodeBase64("//4A"), new Uint8Array([255, 254, 0]));
    assertEquals(encodeBase64("é"), "w6k=");
    assertThrows(() => decodeBase64("*"));
    assertThrows(() => decodeBase64("//4\n"), TypeError);
  });

  it("encodeHex and decodeHex take text and bytes", () => {
    assertEquals(encodeHex(new Uint8Array([0, 255])), "00ff");
    assertEquals(decodeHex("00fF"), new Uint8Array([0, 255]));
    assertThrows(() => decodeHex("0"));
    assertThrows(() => decodeHex("zz"));
  });
});

describe("bdd", () => {
  const log: string[] = [];

  describe("hooks", () => {
    beforeAll(() => void log.push("all+"));
    beforeEach(() => void log.push("each+"));
    afterEach(() => void log.push("each-"));
    afterAll(() => void log.push("all-"));

    it("run around the first test", () => void log.push("first"));

    describe("of an inner group", () => {
      beforeAll(() => void log.push("inner all+"));
      beforeEach(() => void log.push("inner each+"));
      afterEach(() => void log.push("inner each-"));
      afterAll(() => void log.push("inner all-"));

      it("run inside those of the outer one", () => void log.push("second"));
      it.skip("do not run around a test that is skipped", () => fail("ran"));
      it({ name: "do not run around a test that is ignored", ignore: true, fn: () => fail("ran") });
    });
  });

  it("runs hooks in the order of their groups, beforeAll and afterAll once", () => {
    assertEquals(log, [
      "all+",
      "each+",
      "first",
      "each-",
      "inner all+",
      "each+",
      "inner each+",
      "second",
      "inner each-",
      "each-",
      "inner all-",
      "all-",
    ]);
  });

  describe.skip("a group that is skipped", () => {
    it("does not run", () => fail("ran"));
  });

  describe("this", () => {
    beforeAll(function (this: { list: string[]; n?: number }) {
      this.list = ["all"];
    });
    beforeEach(function (this: { list: string[]; n?: number }) {
      this.n = (this.n ?? 0) + 1;
    });
    for (const which of ["the first", "the second"]) {
      it(`of ${which} test is a copy of the group's own`, function (this: { list: string[]; n?: number }) {
        assertEquals(this, { list: ["all"], n: 1 });
        this.n = 9;
      });
    }
  });

  const flat = describe("a group without a function");

  it(flat, "takes tests that name it", () => {});

  it("waits for promises", async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
  });
});
