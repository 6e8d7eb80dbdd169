/**
 * A value as the JSON that is sent.
 *
 * @throws {TypeError} If JSON has no word for something in it: it would write null for a number that is not finite or an
 * invalid `Date`, and does not say where a bigint stands.
 */
export function toJson(value: unknown): string | undefined {
  try {
    const json = JSON.stringify(value);
    if (!json?.includes("null")) return json;
  } catch {
    // The second look says where.
  }
  // It takes longer than the first, and has something to find only where there is a null or an error.
  return JSON.stringify(value, sayable);
}

function sayable(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const given = this[name];
  if (given instanceof Date) written(name, given);
  if (typeof value === "bigint" || typeof value === "number" && !isFinite(value)) {
    throw new TypeError(`${name}: must not be the ${typeof value} ${value}`);
  }
  return value;
}

/**
 * What an object that writes itself as JSON writes: a `Date`, or a library's own kind of one, its time.
 *
 * @throws {TypeError} If that is null.
 */
export function written(name: string, object: { toJSON(): unknown }): unknown {
  const value = object.toJSON();
  if (value === null) throw new TypeError(`${name}: is an invalid Date`);
  return value;
}
