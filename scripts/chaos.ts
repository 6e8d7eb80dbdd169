/**
 * The client against a service that fails at random: `deno task chaos [--seed N] [--tasks N] [--concurrency N]`.
 * Prints what happened, and fails unless everything that `tests/helpers/chaos.ts` promises held.
 */

import { RATES, runChaos } from "../tests/helpers/chaos.ts";
import { fail } from "./test/arguments.ts";

const options = { seed: Math.floor(Math.random() * 1e9) + 1, tasks: 10_000, concurrency: 16 };
for (let i = 0; i < Deno.args.length; i += 2) {
  const [arg, text] = Deno.args.slice(i, i + 2);
  const name = (["seed", "tasks", "concurrency"] as const).find((name) => arg === `--${name}`);
  if (!name) fail(`Cannot read the arguments: unknown option ${arg}`);
  options[name] = Number(text);
  if (!Number.isSafeInteger(options[name]) || options[name] < 1) fail(`${arg}: must be an integer from 1 up`);
}
const { seed, tasks, concurrency } = options;

console.log(`seed ${seed}, ${tasks} tasks, concurrency ${concurrency}`);
console.log(`share of requests by fault: ${JSON.stringify(RATES)}`);
const start = performance.now();
const { held, ...report } = await runChaos({ seed, tasks, concurrency, log: console.log });
console.log(report);
const again = `deno task chaos --seed ${seed} --tasks ${tasks} --concurrency ${concurrency}`;
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s; again: ${again}`);
console.log(held ? "Everything held." : "NOT everything held.");
Deno.exitCode = held ? 0 : 1;
