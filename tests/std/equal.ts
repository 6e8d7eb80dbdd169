/** The deep equality of `@std/assert`, for the adapters in this folder. */

type Compare = (a: unknown, b: unknown) => boolean;
type Keyed = ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>;

/** Classes whose instances are equal when their texts are. */
const comparedAsText: readonly unknown[] = [RegExp, URL, URLSearchParams, globalThis.Intl?.Locale];

const typedArray: unknown = Object.getPrototypeOf(Uint8Array);

/** Are `a` and `b` deeply equal? `0` equals `-0`, `NaN` equals `NaN`; prototypes must agree. */
export function equal(a: unknown, b: unknown): boolean {
  const seen = new Map<unknown, unknown>();

  function compare(a: unknown, b: unknown): boolean {
    if (sameValueZero(a, b)) return true;
    if (!isObject(a) || !isObject(b)) return false;
    if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
    if (!samePrototype(a, b)) return false;
    const bytes = compareBinary(a, b);
    if (bytes !== undefined) return bytes;
    if (a instanceof WeakMap || a instanceof WeakSet) {
      throw new TypeError(`Cannot compare ${a.constructor.name} instances`);
    }
    if (a instanceof WeakRef) return compare(a.deref(), (b as WeakRef<object>).deref());
    if (seen.get(a) === b) return true;
    if (Object.keys(a).length !== Object.keys(b).length) return false;
    seen.set(a, b);
    if (isKeyed(a) && isKeyed(b)) return compareKeyed(a, b, compare);
    return compareProperties(a, b, compare);
  }

  return compare(a, b);
}

function sameValueZero(a: unknown, b: unknown): boolean {
  return a === b || Object.is(a, b);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isPrimitive(value: unknown): boolean {
  return !isObject(value) && typeof value !== "function";
}

function isKeyed(value: object): value is Keyed {
  return value instanceof Map || value instanceof Set;
}

/** An object without a prototype counts as a plain one. */
function samePrototype(a: object, b: object): boolean {
  const [first, second] = [a, b].map((value) => Object.getPrototypeOf(value) ?? Object.prototype);
  return first === second;
}

/** Compares typed arrays and buffers; undefined for anything else. */
function compareBinary(a: object, b: object): boolean | undefined {
  if (typeof typedArray === "function" && a instanceof typedArray) {
    return sameElements(a as ArrayLike<unknown>, b as ArrayLike<unknown>);
  }
  if (isBuffer(a)) return sameElements(new Uint8Array(a), new Uint8Array(b as ArrayBufferLike));
  return undefined;
}

/** Not every runtime has shared buffers. */
function isBuffer(value: object): value is ArrayBufferLike {
  return value instanceof ArrayBuffer || (globalThis.SharedArrayBuffer && value instanceof SharedArrayBuffer);
}

function sameElements(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (!sameValueZero(a[i], b[i])) return false;
  }
  return true;
}

/** Maps and sets are equal whatever their order; keys that are objects are compared deeply. */
function compareKeyed(a: Keyed, b: Keyed, compare: Compare): boolean {
  if (a.size !== b.size) return false;
  const keys = [...a.keys()];
  if (keys.every(isPrimitive)) {
    return keys.every((key) => b.has(key) && (isSet(a) || isSet(b) || compare(a.get(key), b.get(key))));
  }
  const others = [...b.entries()];
  return [...a.entries()].every(([key, value]) =>
    others.some(([otherKey, otherValue]) =>
      compare(key, otherKey) && ((key === value && otherKey === otherValue) || compare(value, otherValue))
    )
  );
}

function isSet(value: Keyed): value is ReadonlySet<unknown> {
  return value instanceof Set;
}

function compareProperties(a: object, b: object, compare: Compare): boolean {
  const prototype = Object.getPrototypeOf(a);
  if (comparedAsText.includes(prototype?.constructor)) return String(a) === String(b);
  const plain = prototype === null || prototype === Object.prototype || prototype === Array.prototype;
  const keys = plain ? Reflect.ownKeys({ ...a, ...b }) : new Set([...inheritedKeys(a), ...inheritedKeys(b)]);
  for (const key of keys) {
    if (!compare(Reflect.get(a, key), Reflect.get(b, key))) return false;
    if (key in a !== key in b) return false;
  }
  return true;
}

/** Every key of an instance, getters and methods of its classes included. */
function inheritedKeys(value: object): (string | symbol)[] {
  const keys: (string | symbol)[] = [];
  let level: object | null = value;
  while (level !== null && level !== Object.prototype && level !== Array.prototype) {
    keys.push(...Reflect.ownKeys(level));
    level = Object.getPrototypeOf(level);
  }
  return keys;
}
