/**
 * Writes `src/generated/` from the schemas of `src/schemas/`: documented interfaces, and validators that import nothing.
 *
 * ```sh
 * deno task generate          # write
 * deno task generate --check  # fail where the files are not what would be written
 * ```
 *
 * @module
 */

import { hot, v1, v2 } from "../src/schemas/mod.ts";
import { type Module, render } from "./generate/render.ts";
import { staleFiles } from "./generate/stale.ts";

const folder = new URL("../src/generated/", import.meta.url);

const modules: readonly Module[] = [
  { space: "", file: "types.ts", schemas: v1 },
  { space: "v2", file: "v2_types.ts", schemas: v2 },
];

/** Formats TypeScript as `deno fmt` does in this repository. */
async function format(text: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext=ts", "--line-width=120", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  if (!success) throw new Error(`Cannot format the output: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** The text of every generated file by name, formatted. */
async function generate(): Promise<Map<string, string>> {
  const runtime = await Deno.readTextFile(new URL("generate/runtime.ts", import.meta.url));
  const files = new Map<string, string>();
  for (const [name, text] of render(modules, hot, runtime)) files.set(name, await format(text));
  return files;
}

async function read(name: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(new URL(name, folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== "--check");
  if (unknown !== undefined) {
    console.error(`Cannot read the arguments: unknown option ${unknown}, the only one is --check`);
    return 2;
  }
  const files = await generate();
  const stale = await staleFiles(files, read);
  if (stale.length === 0) {
    console.log("src/generated/ is up to date");
    return 0;
  }
  if (args.length > 0) {
    console.error(`Stale in src/generated/: ${stale.join(", ")}; run \`deno task generate\``);
    return 1;
  }
  for (const name of stale) await Deno.writeTextFile(new URL(name, folder), files.get(name) ?? "");
  console.log(`Wrote src/generated/: ${stale.join(", ")}`);
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
