/** Runs the bundled suite on Bun 1. */

import { bundleTests } from "./bundle.ts";
import { lastLines, run } from "./process.ts";
import type { Config } from "./project.ts";
import { readJunit, type Results, withExit } from "./results.ts";
import { exists, installedVersion, installPackages, MissingError } from "./tools.ts";

/** Runs test files on Bun, in one process. */
export async function runOnBun(files: readonly string[], config: Config, folder: string): Promise<Results> {
  const modules = await installPackages(["bun@1"]);
  const bundles = await bundleTests(files, "bun", config, folder);
  const report = `${folder}/bun.xml`;
  const outcome = await run(await findBun(modules), [
    "test",
    "--reporter=junit",
    `--reporter-outfile=${report}`,
    ...bundles,
  ], { cwd: folder, env: { NO_COLOR: "1" } });
  const xml = await Deno.readTextFile(report).catch(() => "");
  const version = await installedVersion(modules, "bun");
  return withExit({ version, ...readJunit(xml) }, outcome.code, lastLines(outcome));
}

/** The program itself: where npm ran the package's install script it is the package's command, else it lies beside. */
export async function findBun(modules: string): Promise<string> {
  const suffix = Deno.build.os === "windows" ? ".exe" : "";
  const candidates = [`${modules}/bun/bin/bun.exe`];
  for await (const { name } of Deno.readDir(`${modules}/@oven`)) {
    candidates.push(`${modules}/@oven/${name}/bin/bun${suffix}`);
  }
  for (const path of candidates) {
    if (await exists(path) && (await run(path, ["--version"])).code === 0) return path;
  }
  throw new MissingError("Cannot find Bun: no program of the package runs here");
}
