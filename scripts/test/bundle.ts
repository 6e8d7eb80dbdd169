/** Bundles test files for the runtimes that cannot load them as they are. */

import { excludedTests, type RuntimeId } from "./exclusions.ts";
import { localImports, npmImports } from "./import_map.ts";
import { lastLines, run } from "./process.ts";
import { type Config, root } from "./project.ts";
import { installPackages } from "./tools.ts";

/** How long a single test may take, in milliseconds. */
const testTimeoutMs = 60_000;

/** What turns the recorded tests of a file into tests of the runtime's own runner. */
const tails: Record<"bun" | "node" | "workerd", string> = {
  bun: `import { test } from "bun:test";
for (const { name, ignore, run } of tests) (ignore ? test.skip : test)(name, run, ${testTimeoutMs});`,
  node: `import { test } from "node:test";
import { withinLimit } from "${root}/scripts/test/limit.ts";
let left = tests.filter(({ ignore }) => !ignore).length;
// A connection that is still open keeps the process, not the tests: the leak checks are Deno's.
const ended = () => --left === 0 && setTimeout(() => process.exit(), 1000).unref();
for (const { name, ignore, run } of tests) {
  test(name, { skip: ignore }, () => withinLimit(run(), ${testTimeoutMs}).finally(ended));
}`,
  workerd: `import { serveTests } from "${root}/scripts/test/in_worker.ts";
export default { fetch: (request, env) => serveTests(request, env, tests, ${testTimeoutMs}) };`,
};

/** Bundles each test file, with its dependencies and the adapters, into `folder`; returns the paths in order. */
export async function bundleTests(
  files: readonly string[],
  runtime: RuntimeId,
  config: Config,
  folder: string,
): Promise<string[]> {
  const dependencies = await installPackages(npmImports(config).map(([, spec]) => spec.slice("npm:".length)));
  const tools = await installPackages(["esbuild@0.25"]);
  const kind = runtime === "node20" || runtime === "node24" ? "node" : runtime === "bun" ? "bun" : "workerd";
  const entries = `${folder}/entries`;
  await Deno.mkdir(entries, { recursive: true });
  await Promise.all(files.map((file) => Deno.writeTextFile(`${entries}/${file}`, entry(file, runtime, tails[kind]))));
  const paths = kind === "workerd" ? { ...localImports(config), ...await withoutNode(folder) } : localImports(config);
  await Deno.writeTextFile(`${folder}/tsconfig.json`, tsconfig(paths));
  const outcome = await run(`${tools}/.bin/esbuild`, [
    ...files.map((file) => `${entries}/${file}`),
    "--bundle",
    "--format=esm",
    "--target=es2022",
    "--platform=neutral",
    "--main-fields=module,main",
    `--conditions=${kind === "workerd" ? "workerd,worker,browser,import" : `${kind},import`}`,
    ...(kind === "workerd" ? [] : ["--external:node:*", "--external:bun:*"]),
    "--sourcemap=inline",
    "--sources-content=false",
    "--keep-names",
    // The bundle is the main module; the examples in it are not.
    "--define:import.meta.main=false",
    "--log-level=warning",
    `--tsconfig=${folder}/tsconfig.json`,
    `--outdir=${folder}`,
    `--outbase=${entries}`,
  ], { cwd: root, env: { NODE_PATH: dependencies } });
  if (outcome.code !== 0) throw new Error(`Cannot bundle the tests for ${runtime}: ${lastLines(outcome)}`);
  return files.map((file) => `${folder}/${file.replace(/\.ts$/, ".js")}`);
}

/** A file that fails while it is loaded becomes a failing test. */
function entry(file: string, runtime: RuntimeId, tail: string): string {
  const excluded = excludedTests(file, runtime).map(({ test }) => test);
  return `import { recordedTests } from "${root}/tests/std/register.ts";
const excluded = ${JSON.stringify(excluded)};
const isIn = ({ name }, test) => \`\${name} > \`.startsWith(\`\${test} > \`);
const tests = [];
try {
  await import("${root}/tests/${file}");
  const known = recordedTests();
  const unknown = excluded.filter((test) => !known.some((one) => isIn(one, test)));
  if (unknown.length > 0) throw new Error("Cannot exclude what is not there: " + unknown.join(", "));
  tests.push(...known.filter((one) => !excluded.some((test) => isIn(one, test))));
} catch (error) {
  tests.push({ name: "${file}", ignore: false, run: () => Promise.reject(error) });
}
${tail}
`;
}

function tsconfig(files: Record<string, string>): string {
  const paths = Object.fromEntries(Object.entries(files).map(([name, path]) => [name, [path]]));
  return JSON.stringify({ compilerOptions: { paths, target: "es2022", useDefineForClassFields: true } }, undefined, 2);
}

/**
 * Workers have no `node:` modules, and a bundle that imports one does not start: code that is loaded on demand where
 * there is Node finds an empty module instead.
 */
async function withoutNode(folder: string): Promise<Record<string, string>> {
  const path = `${folder}/no_node.cjs`;
  await Deno.writeTextFile(path, "module.exports = {};\n");
  return { "node:*": path };
}
