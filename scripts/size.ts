/**
 * Minified and gzipped size of what a bundle gets: `deno task size`. Prints the same figure of other clients from npm
 * and the time of importing and constructing; `--gate` prints our own sizes only. Fails where one is over its ceiling,
 * which is what has been reached: lower it when the bundle gets smaller, towards the goal.
 */

import { median } from "./bench/median.ts";
import { fail } from "./test/arguments.ts";
import { withFolder } from "./test/leftovers.ts";
import { root } from "./test/project.ts";
import { lastLines, run } from "./test/process.ts";
import { installPackages } from "./test/tools.ts";

/** A bundle of ours, and in bytes, gzipped: what it should come to, and what it may not pass. */
interface Ours {
  readonly name: string;
  readonly code: string;
  readonly goal: number;
  readonly ceiling: number;
}

const ours: readonly Ours[] = [
  {
    name: "ScaleClient alone",
    code: `export { ScaleClient } from "${root}/mod.ts";`,
    goal: 9 * 1024,
    ceiling: 17.625 * 1024,
  },
  {
    name: "everything",
    code: `export * from "${root}/mod.ts"; export * as v2 from "${root}/src/v2/mod.ts";
export * from "${root}/src/callbacks.ts";`,
    goal: 12 * 1024,
    ceiling: 20.46875 * 1024,
  },
  {
    name: "./callbacks alone",
    code: `export * from "${root}/src/callbacks.ts";`,
    goal: 2 * 1024,
    ceiling: 1.9375 * 1024,
  },
];

const peers: readonly [spec: string, code: string][] = [
  ["ky@1", `export { default } from "ky";`],
  ["openai@6", `export { default } from "openai";`],
  ["stripe@23", `export { default } from "stripe";`],
  ["scaleapi@2", `export * from "scaleapi";`],
];

/** Bundles code and gives its size, minified and then gzipped; throws where it does not bundle for `platform`. */
async function measure(
  code: string,
  modules?: string,
  platform: "browser" | "node" = "browser",
): Promise<[number, number]> {
  return await withFolder("size", async (folder) => {
    await Deno.writeTextFile(`${folder}/entry.ts`, code);
    const outcome = await run(esbuild, [
      `${folder}/entry.ts`,
      "--bundle",
      "--minify",
      "--format=esm",
      "--target=es2022",
      `--platform=${platform}`,
      `--conditions=${platform === "node" ? platform : "workerd,worker,browser"}`,
      "--log-level=error",
      `--outfile=${folder}/out.js`,
    ], { env: modules ? { NODE_PATH: modules } : {} });
    if (outcome.code !== 0) throw new Error(`Cannot bundle ${code}: ${lastLines(outcome)}`);
    const bytes = await Deno.readFile(`${folder}/out.js`);
    const zipped = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
    return [bytes.length, (await new Response(zipped).arrayBuffer()).byteLength];
  });
}

/** Milliseconds that a fresh process takes for some code, the median of many runs beside those of an empty script. */
async function startUp(): Promise<number> {
  const code = ["", `import { ScaleClient } from "${root}/mod.ts"; new ScaleClient({ apiKey: "test_key" });`];
  return await withFolder("start", async (folder) => {
    const files = [`${folder}/empty.ts`, `${folder}/client.ts`];
    for (const [i, file] of files.entries()) await Deno.writeTextFile(file, code[i] ?? "");
    const extra: number[] = [];
    for (let round = 0; round < 21; round++) {
      const times: number[] = [];
      for (const file of files) {
        const start = performance.now();
        const outcome = await run(Deno.execPath(), ["run", "--no-check", "--no-lock", "--no-config", file]);
        times.push(performance.now() - start);
        if (outcome.code !== 0) throw new Error(`Cannot time the start: ${lastLines(outcome)}`);
      }
      extra.push((times[1] ?? 0) - (times[0] ?? 0));
    }
    return median(extra);
  });
}

function row(name: string, [minified, zipped]: [number, number], note = ""): string {
  const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
  return `${name.padEnd(22)} ${kib(minified).padStart(10)} ${kib(zipped).padStart(10)}  ${note}`.trimEnd();
}

const [unknown] = Deno.args.filter((arg) => arg !== "--gate");
if (unknown !== undefined) fail(`Cannot read the arguments: unknown option ${unknown}, the only one is --gate`);
const gate = Deno.args.length > 0;
const esbuild = `${await installPackages(["esbuild@0.25"])}/.bin/esbuild`;
let over = 0;
console.log(`${"bundle".padEnd(22)} ${"minified".padStart(10)} ${"gzip".padStart(10)}`);
for (const { name, code, goal, ceiling } of ours) {
  const sizes = await measure(code);
  const fits = sizes[1] <= ceiling;
  if (!fits) over++;
  const note = `goal ${goal / 1024} KiB${sizes[1] > goal ? ", not reached" : ""}`;
  console.log(row(name, sizes, fits ? note : `${note}; OVER the ceiling of ${ceiling / 1024} KiB`));
}
if (!gate) {
  const modules = await installPackages(peers.map(([spec]) => spec));
  for (const [spec, code] of peers) {
    const sizes = await measure(code, modules).catch(() => undefined);
    const note = sizes ? "" : "for Node: does not bundle for Workers";
    console.log(row(spec, sizes ?? await measure(code, modules, "node"), note));
  }
  console.log(`import and construct: ${(await startUp()).toFixed(1)} ms over an empty script (goal 3 ms)`);
}
Deno.exitCode = over ? 1 : 0;
