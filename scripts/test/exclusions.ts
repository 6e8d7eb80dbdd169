/**
 * What does not run everywhere, and why: the one place for it.
 *
 * Files named `*_deno_test.ts` are about Deno (permissions, the module graph, the documentation) and run only there;
 * likewise `*_bun_test.ts`.
 */

/** The runtimes, by the names that `--runtime` takes. */
export type RuntimeId = "deno" | "bun" | "node20" | "node24" | "workerd";

/** A test, or a group of tests, that a runtime cannot run. */
export interface Exclusion {
  /** The file under tests/. */
  readonly file: string;
  /** The full name of the test or of its group, groups joined with ` > `. */
  readonly test: string;
  /** Where it does not run; Deno runs everything that is not about another runtime. */
  readonly runtimes: readonly Exclude<RuntimeId, "deno">[];
  /** Why. */
  readonly reason: string;
}

/** Every exclusion. */
export const exclusions: readonly Exclusion[] = [
  {
    file: "callbacks_socket_test.ts",
    test: "callbackHandler over a socket",
    runtimes: ["workerd"],
    reason: "a Worker cannot listen",
  },
  {
    file: "errors_test.ts",
    test: "an error's stack",
    runtimes: ["bun"],
    reason: "JavaScriptCore's stacks end at a promise that another one settles",
  },
  {
    file: "leaks_test.ts",
    test: "connections > of calls that were aborted or timed out are closed: hang_body",
    runtimes: ["node20", "node24"],
    reason: "undici forgets the abort of a request that was collected as garbage; the call ends, the connection stays",
  },
];

/** The one runtime that a file is about; undefined for a file that runs everywhere. */
export function runtimeOf(file: string): "deno" | "bun" | undefined {
  if (file.endsWith("_deno_test.ts")) return "deno";
  return file.endsWith("_bun_test.ts") ? "bun" : undefined;
}

/** The tests and groups of a file that do not run on a runtime. */
export function excludedTests(file: string, runtime: RuntimeId): Exclusion[] {
  return exclusions.filter((entry) => entry.file === file && entry.runtimes.some((name) => name === runtime));
}
