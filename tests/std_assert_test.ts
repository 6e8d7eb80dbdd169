import { describe, it } from "@std/testing/bdd";
import {
  assert,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertNotStrictEquals,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";

class Point {
  x: number;
  #hidden: number;

  constructor(x: number, hidden = 0) {
    this.x = x;
    this.#hidden = hidden;
  }

  get hidden(): number {
    return this.#hidden;
  }
}

class Plain {
  x = 1;
}

/** Asserts that an assertion fails; with the real package too the message holds what the caller said. */
function assertFails(fn: () => unknown, text?: string): void {
  assertThrows(fn, AssertionError, text);
}

/** Asserts that two values differ for `assertEquals`, whichever comes first. */
function assertDiffer(a: unknown, b: unknown): void {
  assertNotEquals(a, b);
  assertNotEquals(b, a);
  assertFails(() => assertEquals(a, b));
}

describe("assertEquals", () => {
  it("takes NaN as equal to NaN, alone and inside", () => {
    assertEquals(NaN, NaN);
    assertEquals({ n: [NaN] }, { n: [NaN] });
    assertEquals(new Float64Array([NaN]), new Float64Array([NaN]));
    assertDiffer(NaN, 0);
  });

  it("takes 0 as equal to -0, alone and inside", () => {
    assertEquals(0, -0);
    assertEquals([0], [-0]);
    assertEquals(new Map([["n", 0]]), new Map([["n", -0]]));
  });

  it("compares primitives without converting them", () => {
    assertDiffer(1, "1");
    assertDiffer(1, 1n);
    assertDiffer(null, undefined);
    assertDiffer(0, false);
    assertEquals(10n, 10n);
  });

  it("compares dates by their time, invalid ones too", () => {
    assertEquals(new Date(5), new Date(5));
    assertEquals(new Date(NaN), new Date(NaN));
    assertDiffer(new Date(5), new Date(6));
    assertDiffer(new Date(5), 5);
  });

  it("compares maps whatever their order, and their keys deeply", () => {
    assertEquals(new Map([["a", 1], ["b", 2]]), new Map([["b", 2], ["a", 1]]));
    assertEquals(new Map([[{ k: 1 }, ["v"]]]), new Map([[{ k: 1 }, ["v"]]]));
    assertDiffer(new Map([["a", 1]]), new Map([["a", 2]]));
    assertDiffer(new Map([["a", 1]]), new Map([["a", 1], ["b", 2]]));
    assertDiffer(new Map([[{ k: 1 }, 1]]), new Map([[{ k: 2 }, 1]]));
  });

  it("compares sets whatever their order, and their values deeply", () => {
    assertEquals(new Set([1, 2]), new Set([2, 1]));
    assertEquals(new Set([{ a: 1 }]), new Set([{ a: 1 }]));
    assertDiffer(new Set([1, 2]), new Set([1, 3]));
    assertDiffer(new Set([{ a: 1 }]), new Set([{ a: 2 }]));
  });

  it("tells an undefined property from a missing one", () => {
    assertDiffer({ a: undefined }, {});
    assertDiffer({ a: undefined, b: 1 }, { b: 1, c: undefined });
    assertEquals({ a: undefined }, { a: undefined });
  });

  it("compares arrays by length and place", () => {
    assertEquals([1, [2, { a: 3 }]], [1, [2, { a: 3 }]]);
    assertDiffer([1, 2], [2, 1]);
    assertDiffer([1], [1, undefined]);
    assertDiffer([], {});
  });

  it("tells a hole in an array from undefined", () => {
    assertEquals(new Array(2), new Array(2));
    assertDiffer(new Array(2), [undefined, undefined]);
  });

  it("does not mind the order of properties", () => {
    assertEquals({ a: 1, b: 2 }, { b: 2, a: 1 });
  });

  it("compares symbol keys", () => {
    const key = Symbol("key");
    assertEquals({ [key]: 1 }, { [key]: 1 });
    assertDiffer({ [key]: 1 }, { [key]: 2 });
  });

  it("tells an instance of a class from a plain object, and classes from each other", () => {
    assertDiffer(new Plain(), { x: 1 });
    assertDiffer(new Plain(), new Point(1));
    assertEquals(new Plain(), new Plain());
  });

  it("takes an object without a prototype as a plain one", () => {
    assertEquals<unknown>(Object.assign(Object.create(null), { a: 1 }), { a: 1 });
  });

  it("compares the getters of instances", () => {
    assertEquals(new Point(1, 2), new Point(1, 2));
    assertDiffer(new Point(1, 2), new Point(1, 3));
  });

  it("compares errors by class and message", () => {
    const make = (message: string): Error => new TypeError(message);
    const [first, second] = ["same", "same"].map(make);
    assertEquals(first, second);
    const [one, other] = ["one", "other"].map(make);
    assertDiffer(one, other);
    const [type, range] = [TypeError, RangeError].map((Class) => new Class("same"));
    assertDiffer(type, range);
  });

  it("compares functions by identity", () => {
    const f = (): void => {};
    assertEquals(f, f);
    assertDiffer(f, (): void => {});
  });

  it("compares patterns and URLs by their text", () => {
    assertEquals(/a/g, /a/g);
    assertDiffer(/a/g, /a/i);
    assertEquals(new URL("http://a.test/x"), new URL("http://a.test/x"));
    assertDiffer(new URL("http://a.test/x"), new URL("http://a.test/y"));
  });

  it("compares bytes by type, length and value", () => {
    assertEquals(new Uint8Array([1, 2]), new Uint8Array([1, 2]));
    assertDiffer(new Uint8Array([1, 2]), new Uint8Array([1, 3]));
    assertDiffer(new Uint8Array([1]), new Uint8Array([1, 0]));
    assertDiffer(new Uint8Array([1]), new Int8Array([1]));
  });

  it("follows cycles", () => {
    const a: Record<string, unknown> = { n: 1 };
    const b: Record<string, unknown> = { n: 1 };
    a.self = a;
    b.self = b;
    assertEquals(a, b);
  });

  it("fails with what the caller says", () => {
    assertFails(() => assertEquals(1, 2, "counting"), "counting");
  });
});

describe("assertStrictEquals", () => {
  it("compares as Object.is does", () => {
    assertStrictEquals(NaN, NaN);
    assertFails(() => assertStrictEquals(0, -0));
    assertFails(() => assertStrictEquals<unknown>({}, {}));
    assertNotStrictEquals({}, {});
    assertFails(() => assertNotStrictEquals(1, 1));
  });
});

describe("assertObjectMatch", () => {
  it("ignores properties that are not asked for, at every depth", () => {
    assertObjectMatch({ a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } });
    assertObjectMatch({ list: [{ a: 1, b: 2 }, { a: 3 }] }, { list: [{ a: 1 }, { a: 3 }] });
  });

  it("fails on a value that differs or is missing", () => {
    assertFails(() => assertObjectMatch({ a: 1 }, { a: 2 }));
    assertFails(() => assertObjectMatch({ a: 1 }, { a: 1, b: 2 }));
    assertFails(() => assertObjectMatch({ list: [1] }, { list: [1, 2] }));
  });

  it("does not mind the classes of objects", () => {
    assertObjectMatch({ point: new Plain() }, { point: { x: 1 } });
  });

  it("takes a hole in an array for undefined", () => {
    assertObjectMatch({ list: new Array(2) }, { list: [undefined, undefined] });
  });
});

describe("assertThrows", () => {
  it("returns what was thrown", () => {
    const error = new RangeError("too far");
    assertStrictEquals(assertThrows(() => raise(error)), error);
    assertStrictEquals(assertThrows(() => raise(error), RangeError, "far"), error);
    assertStrictEquals(assertThrows(() => raise("text")), "text");
  });

  it("fails on another class, another message, a value that is no error, and when nothing is thrown", () => {
    assertFails(() => assertThrows(() => raise(new RangeError("too far")), TypeError));
    assertFails(() => assertThrows(() => raise(new RangeError("too far")), RangeError, "near"));
    assertFails(() => assertThrows(() => raise("text"), Error));
    assertFails(() => assertThrows(() => {}));
    assertFails(() => assertThrows(() => {}, "it should"), "it should");
  });

  it("takes instances of subclasses", () => {
    assertThrows(() => raise(new RangeError("too far")), Error, "too");
  });
});

describe("assertRejects", () => {
  it("resolves with the reason", async () => {
    const error = new RangeError("too far");
    assertStrictEquals(await assertRejects(() => Promise.reject(error)), error);
    assertStrictEquals(await assertRejects(() => Promise.reject(error), RangeError, "far"), error);
  });

  it("fails on another class, another message, and when nothing is rejected", async () => {
    const reject = (): Promise<never> => Promise.reject(new RangeError("too far"));
    await assertRejects(() => assertRejects(reject, TypeError), AssertionError);
    await assertRejects(() => assertRejects(reject, RangeError, "near"), AssertionError);
    await assertRejects(() => assertRejects(() => Promise.resolve(1)), AssertionError);
  });

  it("fails on a function that throws before it returns a promise", async () => {
    await assertRejects(() => assertRejects(() => raise(new Error("at once"))), AssertionError);
  });
});

describe("the smaller assertions", () => {
  it("assert and assertFalse look at truth", () => {
    assert(1);
    assertFalse("");
    assertFails(() => assert(0));
    assertFails(() => assertFalse("text"));
  });

  it("assertExists refuses null and undefined only", () => {
    assertExists(0);
    assertExists("");
    assertFails(() => assertExists(null));
    assertFails(() => assertExists(undefined));
  });

  it("the comparisons compare", () => {
    assertGreater(2, 1);
    assertGreaterOrEqual(2, 2);
    assertLess(1, 2);
    assertLessOrEqual(2, 2);
    assertFails(() => assertGreater(2, 2));
    assertFails(() => assertGreaterOrEqual(1, 2));
    assertFails(() => assertLess(2, 2));
    assertFails(() => assertLessOrEqual(2, 1));
    assertFails(() => assertLess(NaN, 1));
  });

  it("assertInstanceOf looks at the class", () => {
    assertInstanceOf(new RangeError("x"), Error);
    assertFails(() => assertInstanceOf(new Error("x"), RangeError));
    assertFails(() => assertInstanceOf(null, Object));
  });

  it("assertIsError looks at class and message", () => {
    assertIsError(new RangeError("too far"), RangeError, "far");
    assertIsError(new RangeError("too far"), Error, /^too/);
    assertFails(() => assertIsError("text"));
    assertFails(() => assertIsError(new Error("too far"), Error, "near"));
  });

  it("the text assertions look at texts", () => {
    assertMatch("abc", /b/);
    assertNotMatch("abc", /x/);
    assertStringIncludes("abc", "bc");
    assertFails(() => assertMatch("abc", /x/));
    assertFails(() => assertNotMatch("abc", /b/));
    assertFails(() => assertStringIncludes("abc", "x"));
  });

  it("assertArrayIncludes compares deeply, in any order", () => {
    assertArrayIncludes([{ a: 1 }, { a: 2 }], [{ a: 2 }]);
    assertFails(() => assertArrayIncludes([{ a: 1 }], [{ a: 2 }]));
  });

  it("fail and unreachable always throw", () => {
    assertFails(() => fail("said"), "said");
    assertFails(() => unreachable());
  });
});

function raise(reason: unknown): never {
  throw reason;
}
