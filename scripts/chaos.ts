/**
 * The client against a service that fails at random: `deno task chaos [--seed N] [--tasks N] [--concurrency N]`.
 * Prints what happened, and fails unless everything that `tests/helpers/chaos.ts` promises held.
 */

import { RATES, runChaos } from "../tests/helpers/chaos.ts";

function option(name: string, otherwise: number): number {
  const at = Deno.args.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(Deno.args[at + 1]);
  if (!Number.isSafeInteger(value) || value < 1) {
    console.error(`--${name}: must be an integer from 1 up`);
    Deno.exit(2);
  }
  return value;
}

const seed = option("seed", Math.floor(Math.random() * 1e9) + 1);
const tasks = option("tasks", 10_000);
const concurrency = option("concurrency", 16);

console.log(`seed ${seed}, ${tasks} tasks, concurrency ${concurrency}`);
console.log(`share of requests by fault: ${JSON.stringify(RATES)}`);
const start = performance.now();
const { held, ...report } = await runChaos({ seed, tasks, concurrency, log: console.log });
console.log(report);
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s; again: deno task chaos --seed ${seed}`);
console.log(held ? "Everything held." : "NOT everything held.");
Deno.exitCode = held ? 0 : 1;
