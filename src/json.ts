/**
 * Writes a value as the JSON that is sent.
 *
 * @throws {TypeError} If it contains something that JSON cannot express. `JSON.stringify` would write null for a number
 * that is not finite and for an invalid `Date`, and does not say where a bigint is.
 */
export function toJson(value: unknown): string | undefined {
  try {
    const json = JSON.stringify(value);
    if (!json?.includes("null")) return json;
  } catch {
    // The replacer says where.
  }
  // With the replacer it takes longer, so it is only used after an error or a null, which may stand for something else.
  return JSON.stringify(value, strictReplacer);
}

function strictReplacer(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const given = this[name];
  if (given instanceof Date) jsonValue(name, given);
  if (typeof value === "bigint" || typeof value === "number" && !isFinite(value)) {
    throw new TypeError(`${name}: must not be the ${typeof value} ${value}`);
  }
  return value;
}

/**
 * The result of an object's `toJSON()`: for a `Date`, or a library's own kind of date, its time.
 *
 * @throws {TypeError} If that is null, as for an invalid `Date`.
 */
export function jsonValue(name: string, object: { toJSON(): unknown }): unknown {
  const value = object.toJSON();
  if (value === null) throw new TypeError(`${name}: is an invalid Date`);
  return value;
}
