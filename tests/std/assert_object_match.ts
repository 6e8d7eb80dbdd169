/** `assertObjectMatch` of `@std/assert`. */

import { equal } from "./equal.ts";
import { difference } from "./format.ts";
import { AssertionError } from "./assertion_error.ts";

type Loose = Record<PropertyKey, unknown>;

/** Asserts that `expected` is a part of `actual`, at every depth; arrays are compared up to the shorter one. */
export function assertObjectMatch(
  actual: Record<PropertyKey, unknown>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  const have = common(actual, expected, new Map());
  const want = common(expected, expected, new Map());
  if (equal(have, want)) return;
  throw new AssertionError(`Values are not equal${msg ? `: ${msg}` : "."}\n${difference(have, want)}`);
}

/** What of `value` has a counterpart in `pattern`, as plain objects, arrays, maps and sets. */
function common(value: unknown, pattern: unknown, seen: Map<unknown, unknown>): unknown {
  if (!isObject(value) || !isObject(pattern) || value instanceof RegExp) return value;
  if (seen.get(value) === pattern) return value;
  seen.set(value, pattern);
  if (Array.isArray(value) && Array.isArray(pattern)) {
    const count = Math.min(value.length, pattern.length);
    return value.slice(0, count).map((item, index) => common(item, pattern[index], seen));
  }
  if (value instanceof Map && pattern instanceof Map) {
    const shared = [...value].filter(([key]) => pattern.has(key));
    return new Map(shared.map(([key, item]) => [key, common(item, pattern.get(key), seen)]));
  }
  if (value instanceof Set && pattern instanceof Set) return new Set([...value].filter((item) => pattern.has(item)));
  return commonProperties(value, pattern, seen);
}

function commonProperties(value: object, pattern: object, seen: Map<unknown, unknown>): Loose {
  const keys = Reflect.ownKeys(value);
  const wanted = Reflect.ownKeys(pattern);
  const shared = keys.filter((key) => wanted.includes(key));
  const unrelated = keys.length > 0 && wanted.length > 0 && shared.length === 0;
  const result: Loose = {};
  for (const key of unrelated ? keys : shared) {
    const item = Reflect.get(value, key);
    Object.defineProperty(result, key, {
      value: unrelated ? item : common(item, Reflect.get(pattern, key), seen),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return result;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
