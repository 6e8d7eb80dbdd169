/** Where `@std` comes from: its registry, or the adapters in tests/std/ on machines that cannot reach it. */

import { type Config, entryPoints, root } from "./project.ts";
import { run } from "./process.ts";

/** Which `@std` is in use. */
export type Std = "jsr" | "adapters";

const adapters: Record<string, string> = {
  "@std/assert": "assert.ts",
  "@std/testing/bdd": "testing_bdd.ts",
  "@std/encoding": "encoding.ts",
  "@std/encoding/base64": "encoding.ts",
  "@std/encoding/base64url": "encoding.ts",
  "@std/encoding/hex": "encoding.ts",
};

/** Asks whether `@std` can be loaded from its registry; `SCALE_STD=jsr` or `adapters` answers instead. */
export async function chooseStd(config: Config): Promise<Std> {
  const wanted = Deno.env.get("SCALE_STD");
  if (wanted === "jsr" || wanted === "adapters") return wanted;
  const specs = Object.entries(config.imports).filter(([name]) => name.startsWith("@std/")).map(([name, spec]) =>
    name === "@std/testing" ? `${spec}/bdd` : spec
  );
  const cache = ["cache", "--no-config", "--no-lock", "--quiet", ...specs];
  const { code } = await run(Deno.execPath(), cache, { cwd: await Deno.makeTempDir(), timeoutMs: 15_000 });
  return code === 0 ? "jsr" : "adapters";
}

/** Says which `@std` is in use. */
export function describeStd(std: Std): string {
  if (std === "jsr") return "@std: the packages from JSR on Deno, the adapters in tests/std elsewhere";
  const reason = Deno.env.get("SCALE_STD") === "adapters" ? "as SCALE_STD asks" : "JSR cannot be reached";
  return `@std: the adapters in tests/std (${reason})`;
}

/** The import names that bundles and the import map resolve to files: our entry points and the adapters. */
export function localImports(config: Config): Record<string, string> {
  const files = Object.entries(adapters).map(([name, file]) => [name, `${root}/tests/std/${file}`]);
  return Object.fromEntries([...entryPoints(config), ...files]);
}

/** The npm packages of deno.json: name to `npm:` specifier. */
export function npmImports({ imports }: Config): [name: string, spec: string][] {
  return Object.entries(imports).filter(([, spec]) => spec.startsWith("npm:"));
}

/** The import map that puts the adapters in. */
export function importMap(config: Config): { imports: Record<string, string> } {
  const imports: Record<string, string> = {};
  for (const [name, path] of Object.entries(localImports(config))) imports[name] = `file://${encodeURI(path)}`;
  for (const [name, spec] of npmImports(config)) {
    imports[name] = spec;
    imports[`${name}/`] = `${spec.replace("npm:", "npm:/")}/`;
  }
  return { imports };
}

/** The arguments that make Deno use `std`; writes the import map into `folder` if one is needed. */
export async function stdArguments(std: Std, config: Config, folder: string): Promise<string[]> {
  if (std === "jsr") return ["--no-lock"];
  const path = `${folder}/import_map.json`;
  await Deno.writeTextFile(path, JSON.stringify(importMap(config), undefined, 2));
  return [`--import-map=${path}`, "--no-lock"];
}
