/**
 * `@std/testing/bdd` for machines and runtimes that cannot load it from its registry: the functions the suite uses,
 * with the same names, signatures and meanings.
 *
 * On Deno a top-level group is one `Deno.test` and everything in it a step, as the real package does it, so that the
 * leak sanitizers watch every `it`. Elsewhere each `it` is one flat test named after its groups.
 *
 * @module
 */

import { type Hook, type HookName, type Options, Suite, type TestFunction } from "./suite.ts";
import { register } from "./register.ts";

/** A group of tests, to be named by `it(suite, …)`. */
export interface TestSuite<T> {
  /** Identifies the group. */
  symbol: symbol;
  /** The `this` of its tests. */
  readonly context?: (this: T) => void;
}

/** The options of a test. */
export interface ItDefinition<T> {
  /** The name of the test. */
  name: string;
  /** The body of the test. */
  fn: (this: T) => void | Promise<void>;
  /** The group it belongs to; by default the one being described. */
  suite?: TestSuite<T>;
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

/** The options of a group of tests. */
export interface DescribeDefinition<T> extends Omit<ItDefinition<T>, "fn"> {
  /** Registers the tests of the group. */
  fn?: () => void | undefined;
  /** Runs once before the tests of the group. */
  beforeAll?: ((this: T) => void | Promise<void>) | ((this: T) => void | Promise<void>)[];
  /** Runs once after the tests of the group. */
  afterAll?: ((this: T) => void | Promise<void>) | ((this: T) => void | Promise<void>)[];
  /** Runs before each test of the group. */
  beforeEach?: ((this: T) => void | Promise<void>) | ((this: T) => void | Promise<void>)[];
  /** Runs after each test of the group. */
  afterEach?: ((this: T) => void | Promise<void>) | ((this: T) => void | Promise<void>)[];
}

type ItBody<T> = (this: T) => void | Promise<void>;
type GroupBody = () => void | undefined;

/** What `it` accepts. */
export type ItArgs<T> =
  | [options: ItDefinition<T>]
  | [name: string, options: Omit<ItDefinition<T>, "name">]
  | [name: string, fn: ItBody<T>]
  | [fn: ItBody<T>]
  | [name: string, options: Omit<ItDefinition<T>, "fn" | "name">, fn: ItBody<T>]
  | [options: Omit<ItDefinition<T>, "fn">, fn: ItBody<T>]
  | [suite: TestSuite<T>, name: string, options: Omit<ItDefinition<T>, "name" | "suite">]
  | [suite: TestSuite<T>, name: string, fn: ItBody<T>]
  | [suite: TestSuite<T>, fn: ItBody<T>]
  | [suite: TestSuite<T>, name: string, options: Omit<ItDefinition<T>, "fn" | "name" | "suite">, fn: ItBody<T>];

/** What `describe` accepts. */
export type DescribeArgs<T> =
  | [options: DescribeDefinition<T>]
  | [name: string]
  | [name: string, options: Omit<DescribeDefinition<T>, "name">]
  | [name: string, fn: GroupBody]
  | [fn: GroupBody]
  | [name: string, options: Omit<DescribeDefinition<T>, "fn" | "name">, fn: GroupBody]
  | [options: Omit<DescribeDefinition<T>, "fn">, fn: GroupBody]
  | [suite: TestSuite<T>, name: string]
  | [suite: TestSuite<T>, name: string, fn: GroupBody]
  | [suite: TestSuite<T>, name: string, options: Omit<DescribeDefinition<T>, "name" | "suite">];

/** Registers a test. */
export interface It {
  <T>(...args: ItArgs<T>): void;
  /** Runs this test and leaves out those that are not marked so. */
  only<T>(...args: ItArgs<T>): void;
  /** Leaves this test out. */
  ignore<T>(...args: ItArgs<T>): void;
  /** Leaves this test out. */
  skip<T>(...args: ItArgs<T>): void;
}

/** Registers a group of tests. */
export interface Describe {
  <T>(...args: DescribeArgs<T>): TestSuite<T>;
  /** Runs this group and leaves out those that are not marked so. */
  only<T>(...args: DescribeArgs<T>): TestSuite<T>;
  /** Leaves this group out. */
  ignore<T>(...args: DescribeArgs<T>): TestSuite<T>;
  /** Leaves this group out. */
  skip<T>(...args: DescribeArgs<T>): TestSuite<T>;
}

const suites = new Map<symbol, Suite>();
let current: Suite | undefined;
let started = false;

/** Registers a test. */
export const it: It = Object.assign(function it<T>(...args: ItArgs<T>): void {
  addTest(args, {});
}, {
  only: <T>(...args: ItArgs<T>): void => addTest(args, { only: true }),
  ignore: <T>(...args: ItArgs<T>): void => addTest(args, { ignore: true }),
  skip: <T>(...args: ItArgs<T>): void => addTest(args, { ignore: true }),
});

/** Registers a test; another name of {@linkcode it}. */
export const test: It = it;

/** Registers a group of tests. */
export const describe: Describe = Object.assign(function describe<T>(...args: DescribeArgs<T>): TestSuite<T> {
  return addSuite(args, {});
}, {
  only: <T>(...args: DescribeArgs<T>): TestSuite<T> => addSuite(args, { only: true }),
  ignore: <T>(...args: DescribeArgs<T>): TestSuite<T> => addSuite(args, { ignore: true }),
  skip: <T>(...args: DescribeArgs<T>): TestSuite<T> => addSuite(args, { ignore: true }),
});

/** Runs something once before all tests of the group. */
export function beforeAll<T>(fn: (this: T) => void | Promise<void>): void {
  addHook("beforeAll", fn);
}

/** Runs something once after all tests of the group. */
export function afterAll<T>(fn: (this: T) => void | Promise<void>): void {
  addHook("afterAll", fn);
}

/** Runs something before each test of the group. */
export function beforeEach<T>(fn: (this: T) => void | Promise<void>): void {
  addHook("beforeEach", fn);
}

/** Runs something after each test of the group. */
export function afterEach<T>(fn: (this: T) => void | Promise<void>): void {
  addHook("afterEach", fn);
}

function addTest(args: readonly unknown[], extra: Options): void {
  const { suite, name, options, fn } = readArguments(args);
  const parent = suite ?? current;
  const test = { name, options: { ...options, ...extra }, fn: fn as TestFunction };
  started = true;
  if (parent) parent.add(test);
  else register(test);
}

function addSuite<T>(args: readonly unknown[], extra: Options): TestSuite<T> {
  const { suite: given, name, options, fn } = readArguments(args);
  const parent = given ?? current;
  started = true;
  const suite = new Suite(name, { ...options, ...extra });
  const symbol = Symbol(name);
  suites.set(symbol, suite);
  for (const hook of ["beforeAll", "afterAll", "beforeEach", "afterEach"] as const) {
    const value = Reflect.get(options, hook) as Hook | Hook[] | undefined;
    if (value) suite.hooks[hook].push(...[value].flat());
  }
  if (fn && !suite.options.ignore) describeInside(suite, fn);
  if (parent) parent.add(suite);
  else register(suite);
  return { symbol };
}

function describeInside(suite: Suite, fn: () => unknown): void {
  const outer = current;
  current = suite;
  try {
    if (fn() instanceof Promise) {
      throw new Error(
        'Returning a Promise from "describe" is not supported: tests must be defined synchronously',
      );
    }
  } finally {
    current = outer;
  }
}

function addHook<T>(name: HookName, fn: (this: T) => void | Promise<void>): void {
  if (!current) {
    if (started) throw new Error("Cannot add global hooks after a global test is registered");
    current = new Suite("global", {});
    register(current);
  }
  current.hooks[name].push(fn as Hook);
}

interface Arguments {
  suite?: Suite | undefined;
  name: string;
  options: Options;
  fn?: (() => unknown) | undefined;
}

/** Reads `[suite], [name], [options], [fn]`: any may be missing, and the options may hold the others. */
function readArguments(args: readonly unknown[]): Arguments {
  const found: { suite?: Suite | undefined; name?: string; options: Record<string, unknown>; fn?: () => unknown } = {
    options: {},
  };
  for (const value of args) {
    if (typeof value === "string") found.name = value;
    else if (typeof value === "function") found.fn = value as () => unknown;
    else if (isTestSuite(value)) found.suite = findSuite(value);
    else if (typeof value === "object" && value !== null) found.options = value as Record<string, unknown>;
  }
  const { options } = found;
  const fn = found.fn ?? options.fn as (() => unknown) | undefined;
  return {
    suite: found.suite ?? (isTestSuite(options.suite) ? findSuite(options.suite) : undefined),
    name: found.name ?? options.name as string | undefined ?? fn?.name ?? "",
    options,
    fn,
  };
}

function isTestSuite(value: unknown): value is TestSuite<unknown> {
  return typeof value === "object" && value !== null && "symbol" in value && typeof value.symbol === "symbol";
}

function findSuite({ symbol }: TestSuite<unknown>): Suite {
  const suite = suites.get(symbol);
  if (!suite) throw new Error("Cannot construct Test Suite: suite does not represent a registered test suite");
  return suite;
}
