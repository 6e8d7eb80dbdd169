/** What the run prints. */

import { exclusions, type RuntimeId, runtimeOf } from "./exclusions.ts";
import type { Failure, Results } from "./results.ts";

/** What became of one runtime. */
export interface Run {
  /** Which. */
  readonly runtime: RuntimeId;
  /** Its results, or why it has none. */
  readonly results: Results | { readonly missing: string };
  /** How long it took, preparation included. */
  readonly elapsedMs: number;
}

/** One line as soon as a runtime is done. */
export function progress({ runtime, results, elapsedMs }: Run): string {
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  if ("missing" in results) return `${runtime}: not run (${firstLine(results.missing)})`;
  return `${runtime} ${results.version}: ${results.passed} passed, ${results.failures.length} failed, ${seconds}`;
}

/** The failures of every runtime, with their messages. */
export function failureReport(runs: readonly Run[]): string {
  return runs.flatMap(({ runtime, results }) =>
    failuresOf(results).map(({ name, message }) => `FAILED on ${runtime}: ${name}\n${indent(message)}\n`)
  ).join("\n");
}

/** What was left out and why. */
export function exclusionReport(runtimes: readonly RuntimeId[], files: readonly string[]): string {
  const lines = exclusions.filter(({ file }) => files.includes(file)).flatMap(({ file, test, reason, ...rest }) => {
    const concerned = rest.runtimes.filter((runtime) => runtimes.includes(runtime));
    return concerned.length === 0 ? [] : [`  ${concerned.join(", ")}: ${file} > ${test}: ${reason}`];
  });
  for (const [owner, name] of [["deno", "Deno"], ["bun", "Bun"]] as const) {
    const own = files.filter((file) => runtimeOf(file) === owner);
    if (own.length === 0 || runtimes.every((runtime) => runtime === owner)) continue;
    lines.push(`  everything but ${owner}: ${own.join(", ")}: about ${name} itself`);
  }
  return lines.length === 0 ? "" : `Not run everywhere:\n${lines.join("\n")}\n`;
}

/** The table of all runs. */
export function table(runs: readonly Run[]): string {
  const rows = runs.map(({ runtime, results, elapsedMs }) => {
    const time = `${(elapsedMs / 1000).toFixed(1)} s`;
    if ("missing" in results) return [runtime, "missing", "-", "-", "-", time];
    const { version, passed, ignored, failures } = results;
    return [runtime, version, `${passed}`, `${failures.length}`, `${ignored}`, time];
  });
  const all = [["runtime", "version", "passed", "failed", "ignored", "time"], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) => row.map((cell, column) => align(cell, widths[column] ?? 0, column)).join("  ")).join("\n");
}

/** How many tests passed and failed, over all runtimes. */
export function totals(runs: readonly Run[]): { passed: number; failed: number } {
  const passed = runs.reduce((sum, { results }) => sum + ("missing" in results ? 0 : results.passed), 0);
  const failed = runs.reduce((sum, { results }) => sum + failuresOf(results).length, 0);
  return { passed, failed };
}

function failuresOf(results: Run["results"]): readonly Failure[] {
  return "missing" in results ? [] : results.failures;
}

function align(cell: string, width: number, column: number): string {
  return column < 2 ? cell.padEnd(width) : cell.padStart(width);
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

function indent(text: string): string {
  return text.split("\n").map((line) => `  ${line}`).join("\n");
}
