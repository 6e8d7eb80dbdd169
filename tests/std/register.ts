/** Where tests go when they are described: to `Deno.test` on Deno, elsewhere on a list that the runtime's runner reads. */

import { flatten, type FlatTest } from "./flat_tests.ts";
import { type Context, type Options, runHooks, runTest, Suite, type Test } from "./suite.ts";

const recorded = new Suite("", {});

/** Registers a top-level group or test. */
export function register(node: Suite | Test): void {
  if (typeof Deno === "undefined") return recorded.add(node);
  // Deno fails a run in which anything is marked `only`: nobody leaves it behind.
  const only = node instanceof Suite && node.focused ? { only: true } : {};
  Deno.test({ ...pickOptions(node.options), ...only, name: node.name, fn: (t) => runOnDeno(node, [], {}, t) });
}

/** What was registered where there is no `Deno.test`: one test for each `it`, to be run in this order. */
export function recordedTests(): FlatTest[] {
  return flatten(recorded);
}

async function runOnDeno(
  node: Suite | Test,
  groups: readonly Suite[],
  context: Context,
  t: Deno.TestContext,
): Promise<void> {
  if (!(node instanceof Suite)) return await runTest(node, groups, { ...context });
  const shared = { ...context };
  await runHooks(node.hooks.beforeAll, shared);
  try {
    for (const child of node.children) {
      const { ignore, sanitizeOps, sanitizeResources, sanitizeExit } = child.options;
      const options = pickOptions({ ignore, sanitizeOps, sanitizeResources, sanitizeExit });
      await t.step({ ...options, name: child.name, fn: (t) => runOnDeno(child, [...groups, node], shared, t) });
    }
  } finally {
    await runHooks(node.hooks.afterAll, shared);
  }
}

/** Only what was given: Deno takes the rest from its configuration. */
function pickOptions(options: { [Name in keyof Options]: Options[Name] | undefined }): Options {
  const { ignore, only, sanitizeOps, sanitizeResources, sanitizeExit } = options;
  const entries = Object.entries({ ignore, only, sanitizeOps, sanitizeResources, sanitizeExit });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
