/**
 * Runs bundled test files in workerd, one Worker each, and writes what they report. Runs on Node.
 * Usage: node worker_host.mjs <folder with miniflare> <plan.json> <results.json>
 */

import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import process from "node:process";

const [modules, planPath, resultsPath] = process.argv.slice(2);
const require = createRequire(`${modules}/worker_host.mjs`);
const { Log, LogLevel, Miniflare } = require("miniflare");
const { compatibilityDate, version } = require("workerd");

/** Its value is `{ files: [{ name, path }], timeoutMs }`. */
const plan = JSON.parse(await readFile(planPath, "utf8"));

// All Workers in one process; where that does not start, because one of them does not load, a process for each.
const results = await runFiles(plan.files) ??
  Object.assign({}, ...await inTurn(plan.files, async (file) => await runFiles([file]) ?? failure(file)));
await writeFile(resultsPath, JSON.stringify({ version, compatibilityDate, results }));
process.exit(0);

/** The results of some files, in one workerd process; undefined if it does not start. */
// deno-lint-ignore explicit-function-return-type -- JavaScript, for Node
async function runFiles(files) {
  const miniflare = new Miniflare({
    log: new Log(LogLevel.ERROR),
    host: "127.0.0.1",
    port: 0,
    workers: await inTurn(files, async ({ name, path }) => ({
      name,
      compatibilityDate,
      serviceBindings: { SELF: name },
      modules: [{ type: "ESModule", path: `${name}.js`, contents: await readFile(path, "utf8") }],
    })),
  });
  try {
    await miniflare.ready;
    const results = {};
    for (const { name } of files) results[name] = await runFile(miniflare, name);
    return results;
  } catch (error) {
    console.error(error);
    return undefined;
  } finally {
    // A Worker that hangs must not keep the process.
    await Promise.race([miniflare.dispose().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 5_000))]);
  }
}

/** The results of one file, or the reason why there are none. */
// deno-lint-ignore explicit-function-return-type -- JavaScript, for Node
async function runFile(miniflare, name) {
  try {
    const worker = await miniflare.getWorker(name);
    const response = await worker.fetch("http://worker.invalid/tests", { signal: AbortSignal.timeout(plan.timeoutMs) });
    const text = await response.text();
    if (!response.ok) return { error: `The Worker answered ${response.status}: ${text}` };
    return { tests: JSON.parse(text) };
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}

// deno-lint-ignore explicit-function-return-type -- JavaScript, for Node
function failure({ name }) {
  return { [name]: { error: "workerd does not start with this file: run it alone to see its output" } };
}

// deno-lint-ignore explicit-function-return-type -- JavaScript, for Node
async function inTurn(items, work) {
  const done = [];
  for (const item of items) done.push(await work(item));
  return done;
}
