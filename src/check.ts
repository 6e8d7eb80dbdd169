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

/**
 * Checks a limit: undefined, `Infinity`, or a number from `min` up, which must be an integer if `whole` is set.
 *
 * @throws {TypeError} If it is not a number.
 * @throws {RangeError} If it is out of range.
 */
export function checkLimit(name: string, value: unknown, min: number, whole = true): void {
  if (value === undefined) return;
  if (typeof value !== "number") throw new TypeError(`${name}: must be a number, got ${typeof value}`);
  if (!(value >= min) || (whole && !Number.isSafeInteger(value) && value !== Infinity)) {
    throw new RangeError(`${name}: must be ${whole ? "an integer" : "a number"} from ${min} up, got ${value}`);
  }
}

/**
 * @throws {TypeError} If the value is given, but is not one of the words.
 */
export function checkWord(name: string, value: unknown, ...words: string[]): void {
  if (value !== undefined && !words.includes(value as string)) {
    throw new TypeError(`${name}: must be one of ${words.join(", ")}`);
  }
}

/**
 * @throws {TypeError} If the list in a checkpoint is not an array.
 */
export function checkCheckpoint(list: unknown): void {
  if (!Array.isArray(list)) throw new TypeError("checkpoint: must come from the same call");
}

/** @throws {TypeError} If `fetch` would refuse or change the text: see the message. */
export function checkHeader(name: string, value: unknown): void {
  if (typeof value !== "string" || value !== value.trim() || /[^ -~\xa1-\xff]/.test(value)) {
    throw new TypeError(
      `${name}: must be a string without control characters, outer white space or anything beyond Latin-1`,
    );
  }
}
