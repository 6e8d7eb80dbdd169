/**
 * Checks a string, which may be empty.
 *
 * @throws {TypeError} If the value is not a string, or contains a lone surrogate, which UTF-8 cannot express.
 */
export function checkString(name: string, value: unknown): void {
  if (typeof value !== "string") throw new TypeError(`${name}: must be a string, got ${typeof value}`);
  if (!value.isWellFormed()) throw new TypeError(`${name}: must not hold a lone surrogate`);
}

/**
 * @throws {TypeError} If the value is not a string, is empty, or contains a lone surrogate.
 */
export function checkText(name: string, value: unknown): asserts value is string {
  checkString(name, value);
  if (!value) throw new TypeError(`${name}: must not be empty`);
}

/**
 * Checks an id or a name.
 *
 * @throws {TypeError} If it is not a string, is empty, `.` or `..`, or contains a lone surrogate.
 */
export function checkName(name: string, value: unknown): asserts value is string {
  checkText(name, value);
  if (/^\.\.?$/.test(value)) throw new TypeError(`${name}: must not be "${value}"`);
}

/**
 * Checks that a value is a plain object, and returns it. The namespace of a module (`import * as`) is one too.
 *
 * @throws {TypeError} If it is something else: no object at all, or a list, a `Map`, a promise, a signal and the like.
 */
export function checkObject<T>(value: T, name = "params"): T {
  if (/^.object (Object|Module)/.test({}.toString.call(value))) return value;
  throw new TypeError(`${name}: must be a plain object`);
}

/**
 * @throws {TypeError} If a value is not an array of non-empty strings.
 */
export function checkTexts(named: Record<string, unknown>): void {
  for (const name in named) {
    const values = named[name];
    if (!Array.isArray(values)) throw new TypeError(`${name}: must be an array of strings`);
    for (const value of values) checkText(name, value);
  }
}
