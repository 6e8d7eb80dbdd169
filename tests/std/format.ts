/** How the adapters in this folder show values in their messages. */

const indent = "  ";

/** A value as readable text: keys sorted, one entry a line, cycles marked. */
export function format(value: unknown, margin = "", above: readonly unknown[] = []): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "function") return `[function ${value.name}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if (above.includes(value)) return "[circular]";
  const inner = margin + indent;
  const show = (part: unknown): string => format(part, inner, [...above, value]);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp || value instanceof URL) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}${block(properties(value, show), "{}", margin)}`;
  if (Array.isArray(value)) return block(value.map(show), "[]", margin);
  if (ArrayBuffer.isView(value)) return `${className(value)}[${bytes(value)}]`;
  if (value instanceof Set) return `Set ${block([...value].map(show), "{}", margin)}`;
  if (value instanceof Map) {
    return `Map ${block([...value].map(([key, part]) => `${show(key)} => ${show(part)}`), "{}", margin)}`;
  }
  const name = className(value);
  return (name === "Object" ? "" : `${name} `) + block(properties(value, show), "{}", margin);
}

/** Both values, and the lines in which they differ. */
export function difference(actual: unknown, expected: unknown): string {
  const [have, want] = [format(actual).split("\n"), format(expected).split("\n")];
  let start = 0;
  while (start < have.length && start < want.length && have[start] === want[start]) start++;
  let end = 0;
  while (end < have.length - start && end < want.length - start && have.at(-1 - end) === want.at(-1 - end)) end++;
  const lines = [
    ...have.slice(Math.max(0, start - 3), start).map((line) => `    ${line}`),
    ...have.slice(start, have.length - end).map((line) => `-   ${line}`),
    ...want.slice(start, want.length - end).map((line) => `+   ${line}`),
    ...have.slice(have.length - end, have.length - end + 3).map((line) => `    ${line}`),
  ];
  return `\n    [Diff] Actual / Expected\n\n${lines.join("\n")}\n`;
}

function properties(value: object, show: (part: unknown) => string): string[] {
  return Reflect.ownKeys(value)
    .filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))
    .sort((a, b) => String(a) < String(b) ? -1 : 1)
    .map((key) => `${String(key)}: ${show(Reflect.get(value, key))}`);
}

function block(parts: readonly string[], brackets: string, margin: string): string {
  if (parts.length === 0) return brackets;
  const inner = margin + indent;
  return `${brackets[0]}\n${parts.map((part) => `${inner}${part},\n`).join("")}${margin}${brackets[1]}`;
}

function className(value: object): string {
  return Object.getPrototypeOf(value)?.constructor?.name ?? "Object";
}

function bytes(view: ArrayBufferView): string {
  return [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)].slice(0, 64).join(", ");
}
