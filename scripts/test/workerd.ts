/**
 * Runs the bundled suite in workerd, through miniflare: no account and no network. On Node 24, wherever it runs: for
 * Node 20 npm has an old workerd only, and Workers run on the newest.
 */

import { bundleTests } from "./bundle.ts";
import { stdArguments } from "./import_map.ts";
import type { WorkerResult } from "./in_worker.ts";
import { lastLines, run } from "./process.ts";
import { findNode } from "./node.ts";
import { type Config, root } from "./project.ts";
import { addResults, type Failure, type Results } from "./results.ts";
import { type Server, startServer } from "./server.ts";
import { exists, installPackages } from "./tools.ts";

/** How long all tests of a file may take. */
const fileTimeoutMs = 180_000;

/** What a file's Worker reported, or why it reported nothing. */
type FileReport = { tests: WorkerResult[] } | { error: string };

/** Runs test files in workerd, a Worker each; their mock servers run outside, in a process of their own. */
export async function runOnWorkerd(files: readonly string[], config: Config, folder: string): Promise<Results> {
  const node = await findNode(24);
  const modules = await installPackages(["miniflare@4"], node.command);
  const bundles = await bundleTests(files, "workerd", config, folder);
  const mockHost = await startMockHost(config, folder);
  try {
    const globals = `globalThis.MOCK_HOST = ${JSON.stringify(mockHost.line)}; globalThis.WORKER_SCOPE = {};\n`;
    for (const path of bundles) await prepend(path, globals);
    const workers = bundles.map((path, index) => ({ name: workerName(files[index]), path }));
    const plan = { files: workers, timeoutMs: fileTimeoutMs };
    const [planPath, resultsPath] = [`${folder}/plan.json`, `${folder}/results.json`];
    await Deno.writeTextFile(planPath, JSON.stringify(plan));
    const host = `${root}/scripts/test/worker_host.mjs`;
    // Miniflare leaves folders behind where temporary ones are.
    const outcome = await run(node.command, [host, modules, planPath, resultsPath], {
      cwd: folder,
      env: { TMPDIR: folder },
    });
    if (!await exists(resultsPath)) throw new Error(`Cannot run workerd: ${lastLines(outcome)}`);
    const { version, results } = JSON.parse(await Deno.readTextFile(resultsPath));
    const parts = files.map((file) => readFile(file, results[workerName(file)], lastLines(outcome)));
    return addResults(version, parts);
  } finally {
    await mockHost.close();
  }
}

function readFile(file: string, report: FileReport, output: string): Omit<Results, "version"> {
  if ("error" in report) {
    return { passed: 0, ignored: 0, failures: [{ name: file, message: `${report.error}\n${output}` }] };
  }
  const failures = report.tests.flatMap(({ name, failure }): Failure[] =>
    failure === undefined ? [] : [{ name, message: failure }]
  );
  const ignored = report.tests.filter((test) => test.ignored).length;
  return { passed: report.tests.length - failures.length - ignored, ignored, failures };
}

/** Starts the process that opens mock servers for tests in a Worker, which cannot listen. */
async function startMockHost(config: Config, folder: string): Promise<Server> {
  const args = ["run", "--allow-all", "--no-check", "--quiet", ...await stdArguments("adapters", config, folder)];
  return await startServer(Deno.execPath(), [...args, `${root}/tests/mock/host.ts`], root);
}

function workerName(file = ""): string {
  return file.replace(/\.ts$/, "");
}

async function prepend(path: string, line: string): Promise<void> {
  await Deno.writeTextFile(path, line + await Deno.readTextFile(path));
}
