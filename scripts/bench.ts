/**
 * How fast the SDK is, as ratios to hand-written loops of plain `fetch` and `JSON.parse` without any checks, on the
 * same server, in one run, on Deno, Bun and Node: `deno task bench [row ...] [--quick] [--runtime deno,bun,node]`.
 *
 * Every row is the median of alternating rounds (at least 5, with `--quick` 3 of less work), in a process of its own.
 * Where there is no latency both run for four seconds before that: in its first second a process is still compiling, of
 * which checks and objects are more (on Node the small list came to 0.83 then, where it is 1.00 afterwards). The server
 * is another process, which answers from pages that are made once, so that with two cores it is not the bottleneck.
 * Absolute times are printed to see that; they say more about the machine than about the SDK. Ends with 1 where a goal
 * is missed.
 *
 * @module
 */

import type { Found, Order } from "./bench/client.ts";
import type { TaskSets } from "./bench/server.ts";
import { median } from "./bench/median.ts";
import { benchTypes } from "./bench/types.ts";
import { benchUpload } from "./bench/upload.ts";
import { benchValidators } from "./bench/validators.ts";
import { fail, readArguments } from "./test/arguments.ts";
import { findBun } from "./test/bun.ts";
import { withFolder } from "./test/leftovers.ts";
import { findNode } from "./test/node.ts";
import { lastLines, run } from "./test/process.ts";
import { root } from "./test/project.ts";
import { startServer } from "./test/server.ts";
import { installPackages, MissingError } from "./test/tools.ts";

/** A line of the table. */
interface Line {
  readonly work: string;
  readonly where: string;
  readonly goal: string;
  readonly found: string;
  readonly missed: boolean;
  readonly note: string;
}

/** A row that is measured by `bench/client.ts`. */
interface Row {
  readonly name: string;
  readonly work: string;
  readonly goal?: number;
  /** Where the goal holds; everywhere by default. */
  readonly only?: string;
  readonly unit?: "µs" | "MiB";
  /** How often it is measured, instead of 5 times: more where a round takes a moment only. */
  readonly rounds?: number;
}

/**
 * Where the time goes was found with V8's profiler (`node:inspector`, also on Deno) and Bun's `--cpu-prof`; figures are
 * microseconds on the machine that the README's table comes from, of Deno where nothing else is said.
 */
const rows: readonly Row[] = [
  // A page takes the plain loop 600: 270 of them parse and read, 280 wait for the server. The SDK adds 25 for the objects
  // (Object.assign; setting the prototype instead takes V8 twice that and JavaScriptCore a fifth), 10 for the check, 10
  // for 100 steps of the iterator, 25 for the call with its signal and its time limit. It takes the token out of a page's
  // text, begins the next request, and parses while that is on its way, which makes up for it. Deno needs three turns of
  // the event loop to send what was begun: one of them brought nothing, none of them was the same as no look-ahead.
  { name: "small", work: "list 10,000 tasks of 0.9 kB by item", goal: 0.9, rounds: 15 },
  // Parsing is nine tenths. A TextDecoder that is told to be fatal takes Deno seven times as long as one that is not:
  // answers are decoded leniently, and once more where U+FFFD appears.
  { name: "large", work: "list 10,000 tasks of 6 kB by item", goal: 0.95, rounds: 15 },
  { name: "consumer", work: "list 10,000, 40 ms latency, 20 ms of work a page", goal: 1.4 },
  // 100 pages over 8 windows are 13 rounds at best. Finding where to cut takes three more, and the last windows do not
  // end at the same time.
  { name: "export", work: "export 10,000, 8 windows, 40 ms latency", goal: 6 },
  { name: "bunched", work: "the same, nine of ten created in 1 % of the time" },
  // A call takes the plain loop 100 to 200, nearly all of it in fetch and waiting. By instructions on Deno, where one is
  // 298,000: each further header takes 6,500, looking at two headers of the answer 10,000, the client's own code 13,000,
  // spread over promises and objects; a timer that is set and cleared around the fetch took 23,000 (on Bun 1,000). One
  // that the next call takes over costs 7,000 on either, for the steps of waiting for that call. On Node a signal and
  // manual redirects alone, in the plain loop, come to 0.86; on Deno and Bun all that fetch is asked for comes to 0.96.
  // The next request of a sequence finds the server's thread awake or asleep, which makes such figures jump.
  { name: "get", work: "get 2,000 times in a row", goal: 0.9, rounds: 15 },
  // A call takes the plain pool 60: making the Blob and taking it down again are 10 of them, fetch with its reading 35.
  // On Deno, which gives each Blob a random id, a ReadableStream in its place takes 17 less, but travels without a
  // content-length, which not every service reads; the body of a Response takes no longer than a text, and is sent twice
  // like one. On Bun a plain pool with a signal, manual redirects and bytes in place of text comes to 0.85 of one without.
  // The calls of a pool share a listener, and each takes over the timer of the one before; with one of each for every
  // call they took 10 more.
  { name: "create", work: "createMany of 2,000, concurrency 16, beside Blobs", goal: 0.95, rounds: 15 },
  { name: "overhead", work: "time added to a call, instant fetch", goal: 25, only: "deno", unit: "µs" },
  // Two pages at a time, where the plain loop has one.
  { name: "memory", work: "memory over the plain loop, listing 200,000", goal: 20, unit: "MiB" },
  // On Node the Requests that a given fetch gets wait for a full collection, which answers that come at once put off:
  // after 100,000 creates the heap was 398 MiB, and 7 when it was told to collect. Over a socket it stayed at 150 MiB.
  { name: "flat", work: "memory growth over a million items of createMany", unit: "MiB" },
];

const allRuntimes: readonly string[] = ["deno", "bun", "node"];

interface Runtime {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

async function findRuntime(name: string): Promise<Runtime> {
  if (name === "deno") return { name, command: Deno.execPath(), args: ["run", "--no-config", "--quiet", "-A"] };
  if (name === "bun") return { name, command: await findBun(await installPackages(["bun@1"])), args: [] };
  return { name, command: (await findNode(20)).command, args: [] };
}

async function bundle(folder: string): Promise<string> {
  const esbuild = `${await installPackages(["esbuild@0.25"])}/.bin/esbuild`;
  const file = `${folder}/client.mjs`;
  const args = ["--bundle", "--format=esm", "--target=es2022", "--external:node:*", `--outfile=${file}`];
  const outcome = await run(esbuild, [`${root}/scripts/bench/client.ts`, ...args, "--log-level=warning"]);
  if (outcome.code !== 0) throw new Error(`Cannot bundle the client: ${lastLines(outcome)}`);
  return file;
}

/** Measures one thing in a process of its own. */
async function measure({ command, args }: Runtime, file: string, order: Order): Promise<Found> {
  const outcome = await run(command, [...args, file, JSON.stringify(order)], { timeoutMs: 1_200_000 });
  if (outcome.code !== 0) throw new Error(`Cannot measure ${order.row}: ${lastLines(outcome, 8)}`);
  return JSON.parse(outcome.stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** The peaks of two processes, one after the other. */
async function memory(runtime: Runtime, file: string, order: Order): Promise<Found> {
  const found: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < order.rounds; round++) {
    plain.push((await measure(runtime, file, { ...order, row: "memoryPlain" })).ratio);
    found.push((await measure(runtime, file, { ...order, row: "memorySdk" })).ratio);
  }
  const differences = found.map((mib, i) => mib - (plain[i] ?? NaN));
  const note = `${median(plain).toFixed(0)} MiB plain, ${median(found).toFixed(0)} SDK`;
  return { ratio: median(differences), note };
}

function toLine({ work, goal, only, unit }: Row, runtime: string, { ratio, plainMs, sdkMs, note }: Found): Line {
  const isGoal = goal !== undefined && (only ?? runtime) === runtime;
  const bound = unit ? `<= ${goal} ${unit}` : `>= ${goal}`;
  const times = plainMs === undefined || unit ? [] : [`${plainMs.toFixed(0)} ms plain, ${sdkMs?.toFixed(0)} SDK`];
  return {
    work,
    where: runtime,
    goal: isGoal ? bound : "",
    found: unit ? `${ratio.toFixed(1)} ${unit}` : ratio.toFixed(2),
    missed: isGoal && !(unit ? ratio <= goal : ratio >= goal),
    note: [...times, ...note === undefined ? [] : [note]].join("; "),
  };
}

function fixedLine(work: string, where: string, goal: string, found: string, missed: boolean, note = ""): Line {
  return { work, where, goal, found, missed, note };
}

/** What is measured by a script of its own, on one runtime. */
interface Other {
  readonly on: string;
  readonly measure: (quick: boolean) => Line[] | Promise<Line[]>;
}

const others: Record<string, Other> = {
  validators: {
    on: "deno",
    measure() {
      return benchValidators().map(({ name, timesValibot, shareOfParse }) => {
        const note = `${(shareOfParse * 100).toFixed(1)} % of JSON.parse`;
        return fixedLine(
          `validator beside Valibot, ${name}`,
          "deno",
          "",
          `${timesValibot.toFixed(0)} times`,
          false,
          note,
        );
      });
    },
  },
  upload: {
    on: "deno",
    async measure() {
      const { throughputRatio, extraMiB, sdkMiBps } = await benchUpload();
      const note = `${sdkMiBps.toFixed(0)} MiB/s`;
      return [
        fixedLine(
          "upload 1 GiB beside a bare fetch",
          "deno",
          ">= 0.9",
          throughputRatio.toFixed(2),
          throughputRatio < 0.9,
          note,
        ),
        fixedLine(
          "memory over an idle process, uploading",
          "deno",
          "<= 64 MiB",
          `${extraMiB.toFixed(1)} MiB`,
          extraMiB > 64,
        ),
      ];
    },
  },
  types: {
    on: "node",
    async measure(quick) {
      const { ratio, typedMs, anyMs } = await benchTypes(quick ? 3 : 7);
      const note = `${typedMs.toFixed(0)} ms beside ${anyMs.toFixed(0)}`;
      return [fixedLine("tsc of one typed create beside any", "node", "<= 1.5", ratio.toFixed(2), ratio > 1.5, note)];
    },
  },
};

function print(lines: readonly Line[]): void {
  const cells = lines.map((
    { work, where, goal, found, missed, note },
  ) => [work, where, goal, found, missed ? "MISSED" : "", note]);
  const all = [["work", "on", "goal", "found", "", ""], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of all) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}

/** The rows that `bench/client.ts` measures, on each runtime, beside a server that answers from what is made once. */
async function measureRows(
  wanted: readonly Row[],
  runtimes: readonly string[],
  quick: boolean,
  folder: string,
): Promise<Line[]> {
  const share = quick ? 0.2 : 1;
  const sets: TaskSets = {
    small: { tasks: 10_000, bytes: 900, latencyMs: 0 },
    large: { tasks: 10_000, bytes: 6000, latencyMs: 0 },
    far: { tasks: 10_000 * share, bytes: 900, latencyMs: 40 },
    bunched: { tasks: 10_000 * share, bytes: 900, latencyMs: 40, bunched: 0.9 },
    huge: { tasks: 200_000 * share, bytes: 900, latencyMs: 0 },
  };
  const args = ["run", "--no-config", "--quiet", "-A", `${root}/scripts/bench/server.ts`, JSON.stringify(sets)];
  const server = await startServer(Deno.execPath(), args);
  const urls = JSON.parse(server.line);
  const lines: Line[] = [];
  try {
    const file = await bundle(folder);
    for (const name of runtimes) {
      try {
        const runtime = await findRuntime(name);
        for (const row of wanted) {
          const order: Order = { row: row.name, urls, rounds: quick ? 3 : row.rounds ?? 5, share };
          const found = row.name === "memory"
            ? await memory(runtime, file, order)
            : await measure(runtime, file, order);
          const line = toLine(row, name, found);
          console.log(`${name}: ${line.work}: ${line.found}${line.missed ? " MISSED" : ""} (${line.note})`);
          lines.push(line);
        }
      } catch (error) {
        if (!(error instanceof MissingError)) throw error;
        console.log(`${name}: left out: ${error.message}`);
      }
    }
  } finally {
    await server.close();
  }
  return lines;
}

async function main(): Promise<void> {
  const { names, runtimes, flags } = readArguments(Deno.args, allRuntimes, ["--quick"]);
  const known = [...rows.map(({ name }) => name), ...Object.keys(others)];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) fail(`Cannot measure ${unknown.join(", ")}: the rows are ${known.join(", ")}`);
  const quick = flags.has("--quick");
  const isWanted = (name: string): boolean => names.length === 0 || names.includes(name);
  const wanted = rows.filter(({ name }) => isWanted(name));
  const where = runtimes.length > 0 ? runtimes : allRuntimes;
  const lines = wanted.length > 0
    ? await withFolder("bench", (folder) => measureRows(wanted, where, quick, folder))
    : [];
  for (const [name, other] of Object.entries(others)) {
    if (isWanted(name) && where.includes(other.on)) lines.push(...await other.measure(quick));
  }
  console.log();
  print(lines);
  const missed = lines.filter((line) => line.missed).length;
  console.log(`\n${lines.filter(({ goal }) => goal).length - missed} goals met, ${missed} missed`);
  Deno.exit(missed ? 1 : 0);
}

await main();
