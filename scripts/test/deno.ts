/** Runs the suite on Deno, from its sources. */

import type { Std } from "./import_map.ts";
import { stdArguments } from "./import_map.ts";
import { lastLines, run } from "./process.ts";
import { type Config, root } from "./project.ts";
import { type Failure, readJunit, type Results, withExit } from "./results.ts";

/** Runs test files on the Deno that runs this script, with all permissions and the sanitizers of deno.json. */
export async function runOnDeno(files: readonly string[], std: Std, config: Config, folder: string): Promise<Results> {
  const report = `${folder}/deno.xml`;
  const outcome = await run(Deno.execPath(), [
    "test",
    "--no-check",
    "--allow-all",
    "--quiet",
    "--parallel",
    ...await stdArguments(std, config, folder),
    `--junit-path=${report}`,
    ...files.map((file) => `tests/${file}`),
  ], { cwd: root, env: { NO_COLOR: "1", DENO_JOBS: "2" } });
  const results = readJunit(await Deno.readTextFile(report).catch(() => ""));
  const failures = [...uncaughtErrors(outcome.stdout), ...results.failures];
  return withExit({ version: Deno.version.deno, ...results, failures }, outcome.code, lastLines(outcome));
}

/** Errors outside of any test, such as at import: the report leaves them out. */
function uncaughtErrors(output: string): Failure[] {
  const blocks = output.matchAll(/^(\S+) \(uncaught error\)\n(error: (?:.+\n)+)/gm);
  return Array.from(blocks, ([, name = "", message = ""]) => ({ name, message: message.trim() }));
}
