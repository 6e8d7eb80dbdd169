import { wellFormed } from "./path.ts";

/** @throws {TypeError} If the value is no string, empty, or holds a lone surrogate. */
export function checkText(name: string, value: unknown): void {
  wellFormed(name, value);
  if (!value) throw new TypeError(`${name}: must not be empty`);
}

/** @throws {TypeError} If the value is no array of strings that are not empty, or an empty one where `some` is set. */
export function checkTexts(name: string, values: unknown, some = true): void {
  if (!Array.isArray(values)) throw new TypeError(`${name}: must be an array of strings`);
  if (some && !values.length) throw new TypeError(`${name}: must not be empty`);
  for (const value of values) checkText(name, value);
}
