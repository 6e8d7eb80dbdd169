/** The results of one runtime. */

/** A test that failed. */
export interface Failure {
  /** The full name of the test, or the file that could not be run. */
  readonly name: string;
  /** What it said. */
  readonly message: string;
}

/** What one runtime made of the suite. */
export interface Results {
  /** The runtime's version. */
  readonly version: string;
  /** How many tests passed. */
  readonly passed: number;
  /** How many were left out by themselves. */
  readonly ignored: number;
  /** Those that failed. */
  readonly failures: readonly Failure[];
}

/** One test as a JUnit report tells it. */
interface Case {
  readonly name: string;
  readonly ignored: boolean;
  readonly failure: string | undefined;
}

/** Reads a JUnit report as Deno, Bun and Node write it. A group that holds other tests is not counted itself. */
export function readJunit(xml: string): Omit<Results, "version"> {
  const cases = readCases(xml);
  const groups = new Set(cases.flatMap(({ name }) => groupsOf(name)));
  const tests = cases.filter(({ name, failure }) => !groups.has(name) || isOwnFailure(failure));
  return {
    passed: tests.filter(({ failure, ignored }) => failure === undefined && !ignored).length,
    ignored: tests.filter(({ ignored }) => ignored).length,
    failures: tests.flatMap(({ name, failure }) => failure === undefined ? [] : [{ name, message: failure }]),
  };
}

/** Adds a failure where a process failed but its report shows none. */
export function withExit(results: Results, code: number, output: string): Results {
  if (code === 0 && results.passed > 0) return results;
  if (code !== 0 && results.failures.length > 0) return results;
  const name = code === 0 ? "the run: no test ran" : `the run: exit code ${code}`;
  return { ...results, failures: [...results.failures, { name, message: output }] };
}

/** Adds up the results of several runs on one runtime. */
export function addResults(version: string, parts: readonly Omit<Results, "version">[]): Results {
  return {
    version,
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    ignored: parts.reduce((sum, part) => sum + part.ignored, 0),
    failures: parts.flatMap((part) => part.failures),
  };
}

function readCases(xml: string): Case[] {
  return [...xml.matchAll(/<testcase\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)].map(
    ([, attributes = "", body = ""]) => {
      const failed = /<(?:failure|error)\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/(?:failure|error)>)/.exec(body);
      const text = failed ? unescape(failed[2] ?? "").trim() || attribute(failed[1] ?? "", "message") : undefined;
      return { name: attribute(attributes, "name"), ignored: /<skipped\b/.test(body), failure: text };
    },
  );
}

function groupsOf(name: string): string[] {
  const parts = name.split(" > ");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(" > "));
}

/** Deno fails a group because one of its steps failed; anything else, such as a leak, is the group's own. */
function isOwnFailure(failure: string | undefined): boolean {
  return failure !== undefined && !/^\d+ test steps? failed/.test(failure);
}

function attribute(text: string, name: string): string {
  return unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? "");
}

function unescape(text: string): string {
  const names: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, "$1").replace(
    /&(?:#(x?)([0-9a-f]+)|(lt|gt|quot|apos|amp));/gi,
    (_, hex: string, code: string, name: string) =>
      name ? names[name] ?? "" : String.fromCodePoint(parseInt(code, hex ? 16 : 10)),
  );
}
