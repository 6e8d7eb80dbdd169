/** Where `@std` comes from: its registry, or the adapters in tests/std/ on machines that cannot reach it. */

import { type Config, entryPoints, root } from "./project.ts";
import { lastLines, run } from "./process.ts";

/** Which `@std` is in use. */
export type Std = "jsr" | "adapters";

const adapters: Record<string, string> = {
  "@std/assert": "assert.ts",
  "@std/testing/bdd": "testing_bdd.ts",
  "@std/encoding": "encoding.ts",
};

/** Chooses JSR if it gives the packages, and prints what was chosen; `SCALE_STD=jsr` or `adapters` chooses instead. */
export async function chooseStd(config: Config): Promise<Std> {
  const wanted = Deno.env.get("SCALE_STD") || undefined;
  if (wanted !== undefined && wanted !== "jsr" && wanted !== "adapters") {
    throw new Error(`Cannot read SCALE_STD: it is ${wanted}, neither jsr nor adapters`);
  }
  const refusal = wanted ? undefined : await askJsr(config);
  const std = wanted ?? (refusal === undefined ? "jsr" : "adapters");
  const reason = refusal ?? (wanted ? `SCALE_STD=${wanted}` : "");
  const text = std === "jsr" ? "the packages from JSR on Deno, the adapters elsewhere" : "the adapters in tests/std";
  console.log(`@std: ${text}${reason ? ` (${reason})` : ""}`);
  return std;
}

/** Why JSR does not give the packages; undefined if it does. */
async function askJsr(config: Config): Promise<string | undefined> {
  const specs = Object.entries(config.imports).filter(([name]) => name.startsWith("@std/")).map(([name, spec]) =>
    name === "@std/testing" ? `${spec}/bdd` : spec
  );
  const args = ["cache", "--no-config", "--no-lock", "--quiet", ...specs];
  const outcome = await run(Deno.execPath(), args, { env: { NO_COLOR: "1" }, timeoutMs: 15_000 });
  if (outcome.code === 0) return undefined;
  return /^error: (.+)/m.exec(outcome.stderr)?.[1] ?? lastLines(outcome, 1);
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
function importMap(config: Config): { imports: Record<string, string> } {
  const imports: Record<string, string> = {};
  for (const [name, path] of Object.entries(localImports(config))) imports[name] = fileUrl(path);
  for (const [name, spec] of npmImports(config)) {
    imports[name] = spec;
    imports[`${name}/`] = `${spec.replace("npm:", "npm:/")}/`;
  }
  return { imports };
}

/** A path as a `file:` URL, whatever the folders are called. */
function fileUrl(path: string): string {
  return `file://${encodeURI(path).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
}

/** The arguments that make Deno use `std`; writes the import map into `folder` if one is needed. */
export async function stdArguments(std: Std, config: Config, folder: string): Promise<string[]> {
  if (std === "jsr") return ["--no-lock"];
  const path = `${folder}/import_map.json`;
  await Deno.writeTextFile(path, JSON.stringify(importMap(config), undefined, 2));
  return [`--import-map=${path}`, "--no-lock"];
}
