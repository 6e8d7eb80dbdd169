/** What tests/loading_deno_test.ts runs: prints the globals that loading the package looks at, and making a client. */

const seen = new Set<string>();
for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
  if (!property.configurable) continue;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      seen.add(name);
      return property.get ? property.get.call(globalThis) : property.value;
    },
  });
}

/** What was seen until now. */
function takeSeen(): string[] {
  const names = [...seen];
  seen.clear();
  return names;
}

takeSeen();
const { ScaleClient } = await import("../mod.ts");
await import("../src/v2/mod.ts");
await import("../src/callbacks.ts");
const loading = takeSeen();
new ScaleClient({ apiKey: "test_dummy_key" });
const making = takeSeen();
console.log(JSON.stringify({ loading, making }));
