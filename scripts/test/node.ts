/** Runs the bundled suite on Node. */

import { bundleTests } from "./bundle.ts";
import type { RuntimeId } from "./exclusions.ts";
import { lastLines, run } from "./process.ts";
import type { Config } from "./project.ts";
import { readJunit, type Results, withExit } from "./results.ts";
import { installPackages, MissingError } from "./tools.ts";

/** Runs test files on Node, a process each. */
export async function runOnNode(
  major: 20 | 24,
  files: readonly string[],
  config: Config,
  folder: string,
): Promise<Results> {
  const { command, version } = await findNode(major);
  const runtime: RuntimeId = major === 20 ? "node20" : "node24";
  const bundles = await bundleTests(files, runtime, config, folder);
  const report = `${folder}/node.xml`;
  const outcome = await run(command, [
    "--enable-source-maps",
    "--test",
    "--test-concurrency=2",
    "--test-reporter=junit",
    `--test-reporter-destination=${report}`,
    ...bundles,
  ], { cwd: folder, env: { NO_COLOR: "1" } });
  const xml = await Deno.readTextFile(report).catch(() => "");
  return withExit({ version, ...readJunit(xml) }, outcome.code, lastLines(outcome));
}

/** The npm package that is a Node for this platform. */
function nodePackage(major: number): string {
  return `${nodeName()}@${major}`;
}

function nodeName(): string {
  const os = Deno.build.os === "windows" ? "win" : Deno.build.os;
  return `node-${os}-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;
}

/** The machine's own Node if it is of that line, else the one npm has for this platform. */
export async function findNode(major: number): Promise<{ command: string; version: string }> {
  const own = await nodeVersion("node");
  if (own?.startsWith(`${major}.`)) return { command: "node", version: own };
  const modules = await installPackages([nodePackage(major)]);
  const command = `${modules}/${nodeName()}/bin/node${Deno.build.os === "windows" ? ".exe" : ""}`;
  const version = await nodeVersion(command);
  if (!version) throw new MissingError(`Cannot run Node ${major}: ${command} does not start`);
  return { command, version };
}

async function nodeVersion(command: string): Promise<string | undefined> {
  const { code, stdout } = await run(command, ["--version"]);
  return code === 0 ? stdout.trim().replace(/^v/, "") : undefined;
}
