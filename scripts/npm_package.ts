/**
 * Makes the package as JSR serves it to npm users: JavaScript with declarations, ESM only.
 *
 *     deno run -A scripts/npm_package.ts [folder]
 */

import { fail } from "./test/arguments.ts";
import { lastLines, run } from "./test/process.ts";
import { entryPoints, readConfig, root } from "./test/project.ts";
import { installPackages } from "./test/tools.ts";

/** What stands in an entry of `exports`. */
interface Entry {
  readonly types: string;
  readonly default: string;
}

/** Writes the package into `folder`. */
export async function makeNpmPackage(folder: string): Promise<void> {
  const config = await readConfig();
  const modules = await installPackages(["typescript@5.9"]);
  const outcome = await run(`${modules}/.bin/tsc`, [
    ...entryPoints(config).map(([, path]) => path),
    "--rootDir",
    root,
    "--outDir",
    folder,
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
    "--target",
    "es2022",
    "--lib",
    "es2024,dom,dom.iterable,dom.asynciterable",
    // Without the types that lie where this is called from.
    "--typeRoots",
    `${root}/none`,
    "--declaration",
    "--rewriteRelativeImportExtensions",
    "--verbatimModuleSyntax",
    "--strict",
    "--exactOptionalPropertyTypes",
  ]);
  if (outcome.code !== 0) throw new Error(`tsc: ${lastLines(outcome)}`);
  const exports: Record<string, Entry> = {};
  for (const [name, path] of Object.entries(config.exports)) {
    const built = path.replace(/\.ts$/, "");
    exports[name] = { types: `${built}.d.ts`, default: `${built}.js` };
  }
  const { name, version } = config;
  const manifest = { name, version, license: "MIT", type: "module", exports };
  await Deno.writeTextFile(`${folder}/package.json`, JSON.stringify(manifest, undefined, 2) + "\n");
  for (const file of ["README.md", "LICENSE", "CHANGELOG.md"]) {
    await Deno.copyFile(`${root}/${file}`, `${folder}/${file}`);
  }
}

if (import.meta.main) {
  const [folder = `${root}/dist`, ...others] = Deno.args;
  const unknown = folder.startsWith("-") ? folder : others[0];
  if (unknown !== undefined) fail(`Cannot read the arguments: unknown ${unknown}, the only one is a folder`);
  await makeNpmPackage(folder);
  console.log(folder);
}
