import { checkName } from "./check.ts";

/**
 * Builds a path from named values: `` path`/v1/task/${{ id }}/cancel` ``. Each value becomes exactly one segment:
 * everything but letters, digits and `_.-~` is percent-encoded.
 *
 * @throws {TypeError} If a value is not a string, is empty, `.` or `..`, or contains a lone surrogate.
 */
export function path(parts: TemplateStringsArray, ...values: Record<string, string>[]): string {
  let built = parts[0] as string;
  let i = 0;
  for (const named of values) {
    for (const name in named) {
      const value = named[name];
      checkName(name, value);
      built += /[^\w.~-]/.test(value)
        ? encodeURIComponent(value).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase())
        : value;
    }
    built += parts[++i];
  }
  return built;
}
