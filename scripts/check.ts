/**
 * Everything that is checked without running the tests: `deno task check [part of a step's name ...]`. Contributors and
 * CI run the same thing. Type checks use `@std` from JSR, or the adapters in tests/std/ where it cannot be reached.
 */

import { chooseStd, stdArguments } from "./test/import_map.ts";
import { withFolder } from "./test/leftovers.ts";
import { lastLines, run } from "./test/process.ts";
import { type Config, documents, entryPoints, readConfig, root } from "./test/project.ts";

/** A command that must succeed. */
interface Step {
  readonly name: string;
  readonly args: readonly string[];
}

/** Where code is. */
const code = ["mod.ts", "src", "tests", "scripts", "examples"];

/** Files whose examples talk to no service. */
const pure = [
  "src/enums.ts",
  "src/unique_id.ts",
  "src/task_types/*.ts",
  "src/v2/enums.ts",
  "src/v2/expand.ts",
  "src/callbacks/error.ts",
  "src/callbacks/event.ts",
  "src/callbacks/task_callback.ts",
  "src/callbacks/verify.ts",
];

function steps(std: readonly string[], config: Config): Step[] {
  const entries = entryPoints(config).map(([, path]) => path);
  return [
    { name: "format", args: ["fmt", "--check"] },
    { name: "lint", args: ["lint"] },
    { name: "types, doc examples included", args: ["check", "--doc", ...std, ...code] },
    { name: "types of the documents' examples", args: ["check", "--doc-only", ...std, ...documents()] },
    { name: "examples that need no service run", args: ["test", "--doc", "--no-check", ...std, ...pure] },
    { name: "generated code is current", args: ["run", "-A", "scripts/generate.ts", "--check"] },
    { name: "documentation is complete", args: ["doc", "--lint", ...entries] },
    { name: "package can be published", args: ["publish", "--dry-run", "--allow-dirty", "--quiet"] },
    { name: "size", args: ["run", "-A", "scripts/size.ts", "--gate"] },
  ];
}

/** Runs a step and prints what became of it. */
async function runStep({ name, args }: Step): Promise<boolean> {
  const start = performance.now();
  const outcome = await run(Deno.execPath(), args, { cwd: root, env: { NO_COLOR: "1" } });
  const time = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  console.log(`${outcome.code === 0 ? "ok    " : "FAILED"}  ${name} (${time})`);
  if (outcome.code !== 0) console.log(`deno ${args.join(" ")}\n${lastLines(outcome, 80)}\n`);
  return outcome.code === 0;
}

async function main(filters: readonly string[]): Promise<number> {
  const config = await readConfig();
  const std = await chooseStd(config);
  return await withFolder("check", async (folder) => {
    const all = steps(await stdArguments(std, config, folder), config);
    const wanted = all.filter(({ name }) => filters.length === 0 || filters.some((part) => name.includes(part)));
    if (wanted.length === 0) {
      console.error(`Cannot check ${filters.join(", ")}: the steps are ${all.map(({ name }) => name).join("; ")}`);
      return 2;
    }
    const failed: string[] = [];
    for (const step of wanted) if (!await runStep(step)) failed.push(step.name);
    console.log(failed.length === 0 ? "All checks passed" : `${failed.length} failed: ${failed.join(", ")}`);
    return failed.length === 0 ? 0 : 1;
  });
}

Deno.exit(await main(Deno.args));
