/**
 * A value as the JSON that is sent.
 *
 * @throws {TypeError} If JSON has no word for a number in it: it would write null for one that is not finite, and does
 * not say where a bigint stands.
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

function sayable(name: string, value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "number" && !isFinite(value)) {
    throw new TypeError(`${name}: must not be the ${typeof value} ${value}`);
  }
  return value;
}
