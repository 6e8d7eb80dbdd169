/**
 * Runs the test suite on every runtime: `deno task test [part of a file name ...] [--runtime deno,bun]`.
 *
 * Deno runs the sources; Bun, Node 20, Node 24 and workerd run bundles of them, each in the runtime's own test runner.
 * Runtimes and tools are fetched from npm by version and kept in a cache folder outside the repository. With
 * `CI=true` a runtime that cannot be had is a failure, otherwise it is left out, which is said.
 */

import { fail, readArguments } from "./test/arguments.ts";
import { runOnBun } from "./test/bun.ts";
import { runOnDeno } from "./test/deno.ts";
import { type RuntimeId, runtimeOf } from "./test/exclusions.ts";
import { chooseStd, type Std } from "./test/import_map.ts";
import { withFolder } from "./test/leftovers.ts";
import { runOnNode } from "./test/node.ts";
import { type Config, readConfig, testFiles } from "./test/project.ts";
import { exclusionReport, failureReport, progress, type Run, table, totals } from "./test/report.ts";
import { addResults, type Results } from "./test/results.ts";
import { MissingError } from "./test/tools.ts";
import { runOnWorkerd } from "./test/workerd.ts";

const allRuntimes: readonly RuntimeId[] = ["deno", "bun", "node20", "node24", "workerd"];

/** What runs at the same time: two that use one core each and mostly wait, or one that uses two. */
const turns: readonly (readonly RuntimeId[])[] = [["deno"], ["bun", "workerd"], ["node20"], ["node24"]];

async function runOn(
  runtime: RuntimeId,
  files: readonly string[],
  std: Std,
  config: Config,
): Promise<Results> {
  return await withFolder(runtime, async (folder) => {
    switch (runtime) {
      case "deno":
        return await runOnDeno(files, std, config, folder);
      case "bun":
        return await runOnBun(files, config, folder);
      case "node20":
        return await runOnNode(20, files, config, folder);
      case "node24":
        return await runOnNode(24, files, config, folder);
      case "workerd":
        return await runOnWorkerd(files, config, folder);
    }
  });
}

async function timed(runtime: RuntimeId, files: readonly string[], std: Std, config: Config): Promise<Run> {
  const start = performance.now();
  let results: Run["results"];
  try {
    results = await runOn(runtime, files, std, config);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    results = error instanceof MissingError ? { missing: message } : addResults("-", [didNotRun(message)]);
  }
  const run: Run = { runtime, results, elapsedMs: performance.now() - start };
  console.log(progress(run));
  return run;
}

function didNotRun(message: string): Omit<Results, "version"> {
  return { passed: 0, ignored: 0, failures: [{ name: "the run", message }] };
}

async function main(): Promise<void> {
  const { names: filters, runtimes: wanted } = readArguments(Deno.args, allRuntimes, []);
  const runtimes = allRuntimes.filter((runtime) => wanted.length === 0 || wanted.includes(runtime));
  const config = await readConfig();
  const known = await testFiles();
  const files = known.filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)));
  if (files.length === 0) fail(`Cannot run the tests: no file under tests/ matches ${filters.join(", ")}`);
  const std = await chooseStd(config);

  const ended: Run[] = [];
  for (const turn of turns) {
    const runs = runtimes.filter((runtime) => turn.includes(runtime)).flatMap((runtime) => {
      const own = files.filter((file) => (runtimeOf(file) ?? runtime) === runtime);
      return own.length > 0 ? [timed(runtime, own, std, config)] : [];
    });
    ended.push(...await Promise.all(runs));
  }
  const runs = runtimes.flatMap((runtime) => ended.filter((run) => run.runtime === runtime));

  const missing = runs.filter(({ results }) => "missing" in results);
  const strict = Deno.env.get("CI") === "true";
  console.log(`\n${failureReport(runs)}`);
  for (const { runtime, results } of missing) {
    if ("missing" in results) console.log(`${strict ? "FAILED" : "SKIPPED"}: ${runtime}: ${results.missing}\n`);
  }
  console.log(exclusionReport(runtimes, files));
  console.log(`${table(runs)}\n`);
  const { passed, failed } = totals(runs);
  const allFailed = failed + (strict ? missing.length : 0);
  console.log(`${passed} passed, ${allFailed} failed`);
  Deno.exit(allFailed > 0 || passed === 0 ? 1 : 0);
}

await main();
