/**
 * A value as the JSON that is sent.
 *
 * @throws {TypeError} If a number in it is not finite: JSON would have null for it.
 */
export function toJson(value: unknown): string | undefined {
  const json = JSON.stringify(value);
  // A second look at every value takes longer than writing it, and has something to find only where there is a null.
  if (json?.includes("null")) JSON.stringify(value, finite);
  return json;
}

function finite(name: string, value: unknown): unknown {
  if (typeof value === "number" && !isFinite(value)) throw new TypeError(`${name}: must be finite, got ${value}`);
  return value;
}
