/**
 * What does not run everywhere, and why: the one place for it.
 *
 * Files named `*_deno_test.ts` are about Deno (permissions, the module graph, the documentation) and run only there.
 */

/** The runtimes, by the names that `--runtime` takes. */
export type RuntimeId = "deno" | "bun" | "node20" | "node24" | "workerd";

/** A test, or a file of tests, that a runtime cannot run. */
export interface Exclusion {
  /** The file under tests/. */
  readonly file: string;
  /** The full name of the test, groups joined with ` > `; the whole file if absent. */
  readonly test?: string;
  /** Where it does not run. */
  readonly runtimes: readonly RuntimeId[];
  /** Why. */
  readonly reason: string;
}

/** Every exclusion. */
export const exclusions: readonly Exclusion[] = [
  {
    file: "leaks_test.ts",
    test: "connections > of calls that were aborted or timed out are closed: hang_body",
    runtimes: ["node20", "node24"],
    reason: "undici forgets the abort of a request that was collected as garbage; the call ends, the connection stays",
  },
];

/** Why a whole file does not run on a runtime; undefined if it does. */
export function fileExclusion(file: string, runtime: RuntimeId): string | undefined {
  if (file.endsWith("_deno_test.ts") && runtime !== "deno") return "about Deno itself";
  return exclusions.find((entry) => entry.file === file && !entry.test && entry.runtimes.includes(runtime))?.reason;
}

/** The tests of a file that do not run on a runtime. */
export function excludedTests(file: string, runtime: RuntimeId): Exclusion[] {
  return exclusions.filter((entry) => entry.file === file && entry.test && entry.runtimes.includes(runtime));
}
