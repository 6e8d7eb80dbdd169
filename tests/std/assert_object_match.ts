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
  const have = commonProperties(actual, expected, new Map());
  const want = commonProperties(expected, expected, new Map());
  if (equal(have, want)) return;
  throw new AssertionError(`Values are not equal${msg ? `: ${msg}` : "."}\n${difference(have, want)}`);
}

/** What of `value` has a counterpart in `pattern`, as plain objects, arrays, maps and sets. */
function common(value: unknown, pattern: unknown, seen: Map<unknown, unknown>): unknown {
  if (!isObject(value) || !isObject(pattern) || value instanceof RegExp || value instanceof Date) return value;
  if (Array.isArray(value) && Array.isArray(pattern)) {
    if (wasSeen(value, pattern, seen)) return value;
    const length = Math.min(value.length, pattern.length);
    return Array.from({ length }, (_, index) => common(value[index], pattern[index], seen));
  }
  if (value instanceof Map && pattern instanceof Map) {
    const shared = [...value].filter(([key]) => pattern.has(key));
    return new Map(shared.map(([key, item]) => [key, commonProperties(item, pattern.get(key), seen)]));
  }
  if (value instanceof Set && pattern instanceof Set) return new Set([...value].filter((item) => pattern.has(item)));
  return commonProperties(value, pattern, seen);
}

/** Of two objects their common properties, whatever their classes. */
function commonProperties(value: unknown, pattern: unknown, seen: Map<unknown, unknown>): unknown {
  if (!isObject(value) || !isObject(pattern) || wasSeen(value, pattern, seen)) return value;
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

/** Whether a cycle has led back to the same two; notes them. */
function wasSeen(value: object, pattern: object, seen: Map<unknown, unknown>): boolean {
  if (seen.get(value) === pattern) return true;
  seen.set(value, pattern);
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
