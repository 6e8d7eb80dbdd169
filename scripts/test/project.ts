/** What the scripts need to know of the repository. */

/** The repository's folder, without a slash at its end. */
export const root: string = decodeURIComponent(new URL("../..", import.meta.url).pathname).replace(/\/$/, "");

/** The parts of deno.json that the scripts read. */
export interface Config {
  /** The package's name. */
  readonly name: string;
  /** The package's version. */
  readonly version: string;
  /** Entry points: sub-path to file. */
  readonly exports: Record<string, string>;
  /** Names of dependencies to what they stand for. */
  readonly imports: Record<string, string>;
}

/** Reads deno.json. */
export async function readConfig(): Promise<Config> {
  return JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
}

/** The package's own import names and the files they stand for. */
export function entryPoints({ name, exports }: Config): [name: string, path: string][] {
  return Object.entries(exports).map(([key, file]) => [name + key.slice(1), `${root}/${file.replace(/^\.\//, "")}`]);
}

/** The documents with examples. */
export function documents(): string[] {
  const pages = [...Deno.readDirSync(`${root}/docs`)].map(({ name }) => `docs/${name}`);
  return ["README.md", ...pages.filter((page) => page.endsWith(".md")).sort()];
}

/** The names of the files under tests/ that hold tests, sorted. */
export async function testFiles(): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(`${root}/tests`)) {
    if (entry.isFile && entry.name.endsWith("_test.ts")) names.push(entry.name);
  }
  return names.sort();
}
