/**
 * Builds a path from named values: `` path`/v1/task/${{ id }}/cancel` ``. Each value becomes exactly one segment:
 * everything but letters, digits and `_.-~` is percent-encoded.
 *
 * @throws {TypeError} If a value is no string, empty, `.`, `..`, or holds a lone surrogate.
 */
export function path(parts: TemplateStringsArray, ...values: Record<string, string>[]): string {
  let built = "";
  for (let i = 0; i < parts.length; i++) {
    built += parts[i];
    for (const name in values[i]) built += segment(name, values[i]?.[name]);
  }
  return built;
}

function segment(name: string, value: unknown): string {
  if (typeof value === "string" && /^\w+$/.test(value)) return value;
  checkName(name, value);
  return encodeURIComponent(value).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}

/**
 * Checks an id or a name.
 *
 * @throws {TypeError} If it is no string, empty, `.`, `..`, or holds a lone surrogate.
 */
export function checkName(name: string, value: unknown): asserts value is string {
  wellFormed(name, value);
  if (!value || value === "." || value === "..") {
    throw new TypeError(`${name}: must not be ${value ? `"${value}"` : "empty"}`);
  }
}

/**
 * @throws {TypeError} If the value is no string, or one that UTF-8 cannot carry.
 */
export function wellFormed(name: string, value: unknown): void {
  if (typeof value !== "string") throw new TypeError(`${name}: must be a string, got ${typeof value}`);
  if (/\p{Surrogate}/u.test(value)) throw new TypeError(`${name}: must not hold a lone surrogate`);
}
