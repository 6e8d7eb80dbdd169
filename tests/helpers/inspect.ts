/** What a runtime's own inspection of a value shows, and all other ways to make text of it. */
export async function shownTexts(value: unknown): Promise<string[]> {
  const { Deno, Bun, process } = globalThis as {
    Deno?: { inspect: (value: unknown, options: object) => string };
    Bun?: { inspect: (value: unknown, options: object) => string };
    process?: { getBuiltinModule?: (name: string) => { inspect: (value: unknown, options: object) => string } };
  };
  const all = { depth: 100, showHidden: true };
  const texts = [
    String(value),
    JSON.stringify(value) ?? "",
    String((value as Error | undefined)?.stack),
    walked(value),
  ];
  if (Deno) texts.push(Deno.inspect(value, all));
  if (Bun) texts.push(Bun.inspect(value, all));
  const util = process?.getBuiltinModule?.("node:util");
  if (util) texts.push(util.inspect(value, all));
  try {
    texts.push(JSON.stringify(structuredClone(value)));
  } catch {
    // Not everything can be cloned.
  }
  return await Promise.resolve(texts);
}

/** Everything that can be reached from a value, symbols, getters and prototypes included. */
function walked(value: unknown): string {
  const seen = new Set<unknown>();
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === "string") found.push(value);
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof Headers) found.push(JSON.stringify([...value]));
    for (const key of Reflect.ownKeys(value)) {
      found.push(String(key));
      try {
        visit(Reflect.get(value, key));
      } catch {
        // A getter that does not like to be called this way.
      }
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== Function.prototype) visit(prototype);
  };
  visit(value);
  return found.join("\n");
}
