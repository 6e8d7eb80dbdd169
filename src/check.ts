/**
 * Checks a text that may be empty.
 *
 * @throws {TypeError} If the value is no string, or one that UTF-8 cannot carry.
 */
export function wellFormed(name: string, value: unknown): void {
  if (typeof value !== "string") throw new TypeError(`${name}: must be a string, got ${typeof value}`);
  if (!value.isWellFormed()) throw new TypeError(`${name}: must not hold a lone surrogate`);
}

/** @throws {TypeError} If the value is no string, empty, or holds a lone surrogate. */
export function checkText(name: string, value: unknown): asserts value is string {
  wellFormed(name, value);
  if (!value) throw new TypeError(`${name}: must not be empty`);
}

/**
 * Checks an id or a name.
 *
 * @throws {TypeError} If it is no string, empty, `.`, `..`, or holds a lone surrogate.
 */
export function checkName(name: string, value: unknown): asserts value is string {
  checkText(name, value);
  if (/^\.\.?$/.test(value)) throw new TypeError(`${name}: must not be "${value}"`);
}

/**
 * Checks an object, and gives it. What `import * as` gives is as good as one.
 *
 * @throws {TypeError} If the value is none, or one like a list, a `Map`, a promise or a signal.
 */
export function plain<T>(value: T, name = "params"): T {
  if (/^.object (Object|Module)/.test({}.toString.call(value))) return value;
  throw new TypeError(`${name}: must be a plain object`);
}

/** @throws {TypeError} If a value is no array of strings that are not empty. */
export function checkTexts(named: Record<string, unknown>): void {
  for (const name in named) {
    const values = named[name];
    if (!Array.isArray(values)) throw new TypeError(`${name}: must be an array of strings`);
    for (const value of values) checkText(name, value);
  }
}
