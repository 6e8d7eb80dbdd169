/** Groups of tests and the order in which they, and the hooks around them, run. */

/** The body of a test. */
export type TestFunction = (this: Context) => void | Promise<void>;

/** Runs around tests. */
export type Hook = (this: Context) => void | Promise<void>;

/** The `this` of tests and hooks: each group and each test gets a copy of its parent's. */
export type Context = Record<PropertyKey, unknown>;

/** When a hook runs. */
export type HookName = "beforeAll" | "afterAll" | "beforeEach" | "afterEach";

/** What Deno takes, and the others take as far as they can. */
export interface Options {
  /** Leave it out. */
  ignore?: boolean;
  /** Leave the others out. */
  only?: boolean;
  /** Fail if an async operation is still running at its end. */
  sanitizeOps?: boolean;
  /** Fail if a resource is still open at its end. */
  sanitizeResources?: boolean;
  /** Fail if it ends the process. */
  sanitizeExit?: boolean;
}

/** A test. */
export interface Test {
  /** Its own name, without those of its groups. */
  readonly name: string;
  /** How it runs. */
  readonly options: Options;
  /** What it does. */
  readonly fn: TestFunction;
}

/** A group of tests and groups. */
export class Suite {
  /** Its own name. */
  readonly name: string;
  /** How it runs. */
  readonly options: Options;
  /** What runs around its tests, in the order given. */
  readonly hooks: Record<HookName, Hook[]> = { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
  readonly #children: (Test | Suite)[] = [];

  constructor(name: string, options: Options) {
    this.name = name;
    this.options = options;
  }

  /** Adds a test or a group. */
  add(child: Test | Suite): void {
    this.#children.push(child);
  }

  /** Does anything in here want to be the only one to run? */
  get focused(): boolean {
    return this.#children.some((child) => child.options.only || (child instanceof Suite && child.focused));
  }

  /** The tests and groups to run: all, or those marked `only`. */
  get children(): readonly (Test | Suite)[] {
    if (!this.focused) return this.#children;
    return this.#children.filter((child) => child.options.only || (child instanceof Suite && child.focused));
  }
}

/** Runs hooks one after the other. */
export async function runHooks(hooks: readonly Hook[], context: Context): Promise<void> {
  for (const hook of hooks) await hook.call(context);
}

/** Runs a test inside the `beforeEach` and `afterEach` of its groups, the outermost first. */
export async function runTest(test: Test, groups: readonly Suite[], context: Context): Promise<void> {
  const [outermost, ...inner] = groups;
  if (!outermost) return await test.fn.call(context);
  await runHooks(outermost.hooks.beforeEach, context);
  try {
    await runTest(test, inner, context);
  } finally {
    await runHooks(outermost.hooks.afterEach, context);
  }
}
