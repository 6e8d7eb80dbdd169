/** Groups of tests as a flat list, for runners that know no groups or nest them in other ways. */

import { type Context, runHooks, runTest, Suite, type Test } from "./suite.ts";

/** One `it`, with everything around it. */
export interface FlatTest {
  /** The names of its groups and its own, joined with ` > `. */
  readonly name: string;
  /** Whether it is left out. */
  readonly ignore: boolean;
  /** Runs it, and the `beforeAll` and `afterAll` of groups that begin or end with it. */
  readonly run: () => Promise<void>;
}

/** Every test under `root`, in the order in which they must run. */
export function flatten(root: Suite): FlatTest[] {
  return flattenGroup(new Group(root, undefined), "");
}

function flattenGroup(group: Group, prefix: string): FlatTest[] {
  return group.suite.children.flatMap((child) => {
    const name = prefix + child.name;
    if (child.options.ignore) return [{ name, ignore: true, run: () => Promise.resolve() }];
    if (child instanceof Suite) return flattenGroup(new Group(child, group), `${name} > `);
    group.addTest();
    return [{ name, ignore: false, run: () => group.run(child) }];
  });
}

/** A group while its tests run one after the other: knows its first and its last test. */
class Group {
  readonly suite: Suite;
  readonly #parent: Group | undefined;
  #left = 0;
  #opened: Promise<Context> | undefined;

  constructor(suite: Suite, parent: Group | undefined) {
    this.suite = suite;
    this.#parent = parent;
  }

  /** Counts a test in, here and in the groups around. */
  addTest(): void {
    this.#left++;
    this.#parent?.addTest();
  }

  /** Runs a test of this group. */
  async run(test: Test): Promise<void> {
    try {
      const context = await this.#open();
      await runTest(test, this.#path(), { ...context });
    } finally {
      await this.#testEnded();
    }
  }

  /** Runs `beforeAll` of the groups around and of this one, once; its failure fails every test. */
  #open(): Promise<Context> {
    this.#opened ??= this.#openOnce();
    return this.#opened;
  }

  async #openOnce(): Promise<Context> {
    const context: Context = this.#parent ? { ...await this.#parent.#open() } : {};
    await runHooks(this.suite.hooks.beforeAll, context);
    return context;
  }

  /** Runs `afterAll` of the groups that ended with this test, the innermost first. */
  async #testEnded(): Promise<void> {
    try {
      if (--this.#left === 0) {
        const context = await this.#opened?.catch(() => undefined);
        if (context) await runHooks(this.suite.hooks.afterAll, context);
      }
    } finally {
      if (this.#parent) await this.#parent.#testEnded();
    }
  }

  #path(): readonly Suite[] {
    return this.#parent ? [...this.#parent.#path(), this.suite] : [this.suite];
  }
}
