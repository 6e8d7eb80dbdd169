/** Runs recorded tests inside a Worker and answers with the results. Bundled; knows nothing but the language. */

import { workerScope } from "../../tests/worker_scope.ts";
import { withinLimit } from "./limit.ts";
import type { FlatTest } from "../../tests/std/flat_tests.ts";

/** What a Worker reports of one test. */
export interface WorkerResult {
  /** The full name of the test. */
  readonly name: string;
  /** Whether it was left out. */
  readonly ignored: boolean;
  /** What it said if it failed. */
  readonly failure?: string;
}

/** What a Worker is given. */
interface Bindings {
  /** The Worker itself. */
  readonly SELF: { fetch(request: Request): Promise<Response> };
}

/** Answers `/tests` by running the tests, and anything else by what a test serves: see tests/worker_scope.ts. */
export async function serveTests(
  request: Request,
  env: Bindings,
  tests: readonly FlatTest[],
  timeoutMs: number,
): Promise<Response> {
  if (new URL(request.url).pathname !== "/tests") {
    return await workerScope()?.handle?.(request) ?? new Response("No test serves requests here", { status: 404 });
  }
  const scope = workerScope();
  if (scope) scope.fetch = (request) => env.SELF.fetch(request);
  return await runTests(tests, timeoutMs);
}

/** Runs tests one after the other. */
async function runTests(tests: readonly FlatTest[], timeoutMs: number): Promise<Response> {
  const results: WorkerResult[] = [];
  for (const test of tests) results.push(await runTest(test, timeoutMs));
  return Response.json(results);
}

async function runTest({ name, ignore, run }: FlatTest, timeoutMs: number): Promise<WorkerResult> {
  if (ignore) return { name, ignored: true };
  let onUnhandled: ((event: PromiseRejectionEvent) => void) | undefined;
  const unhandled = new Promise<never>((_, reject) => {
    onUnhandled = ({ reason }) => reject(new Error(`Unhandled rejection: ${describe(reason)}`));
    addEventListener("unhandledrejection", onUnhandled);
  });
  try {
    await withinLimit(Promise.race([run(), unhandled]), timeoutMs);
    return { name, ignored: false };
  } catch (error) {
    return { name, ignored: false, failure: describe(error) };
  } finally {
    if (onUnhandled) removeEventListener("unhandledrejection", onUnhandled);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `Thrown: ${String(error)}`;
  return error.stack?.includes(error.message) ? error.stack : `${error.name}: ${error.message}\n${error.stack ?? ""}`;
}
