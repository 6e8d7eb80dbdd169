/** What the shipped code is made of: files under src/ only, and nothing that some runtime lacks. */

import { describe, it } from "@std/testing/bdd";
import { assert, assertArrayIncludes, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };

const root = new URL("../", import.meta.url);
const entryPoints: readonly string[] = Object.values(config.exports);

/** What shipped code must not use, and why. */
const forbidden: readonly [pattern: RegExp, reason: string][] = [
  [/\bDeno\./, "only Deno has it"],
  [/\bBun\./, "only Bun has it"],
  [/\bprocess\./, "Workers have no process"],
  [/\bBuffer\b/, "Workers have no Buffer"],
  [/\brequire\(/, "only CommonJS has it"],
  [/\bwithResolvers\b/, "Node 20 lacks it"],
  [/\b(?:to|from)(?:Base64|Hex)\(/, "Node 20 lacks it"],
  [/\bReadableStream\.from\b/, "Bun 1.3 and Safari lack it"],
  [/\bArray\.fromAsync\b/, "Node 20 lacks it"],
  [/\bsymmetricDifference\b|\bisSubsetOf\b|\bisSupersetOf\b/, "Node 20 lacks it"],
  [/\bAbortSignal\.(?:any|timeout)\(/, "they leak or cannot be cleared on some runtimes"],
  [/\bimport\.meta\b/, "bundlers change it"],
  [/\b(?:cache|credentials|referrer|integrity):\s*"|\bmode:\s*"(?:cors|no-cors|same-origin)"/, "Workers refuse it"],
  [/\bredirect:\s*"(?!manual")/, "only manual is safe with a key and works everywhere"],
];

interface GraphModule {
  specifier: string;
  error?: string;
  dependencies?: { specifier: string; isDynamic?: boolean }[];
}

/** The module graph of an entry point, as Deno sees it. */
async function readGraph(entry: string): Promise<{ modules: GraphModule[]; npmPackages: Record<string, unknown> }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-lock", new URL(entry, root).href],
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The files that an entry point needs, as paths in the repository. */
async function shippedFiles(entry: string): Promise<string[]> {
  const { modules } = await readGraph(entry);
  return modules.map(({ specifier }) => specifier.replace(root.href, ""));
}

/** A file's text without its comments: their examples may show what the code must not do. */
async function readCode(path: string): Promise<string> {
  const text = await Deno.readTextFile(new URL(path, root));
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

describe("the module graph", () => {
  for (const entry of entryPoints) {
    it(`of ${entry} holds only the package's own files`, async () => {
      const { modules, npmPackages } = await readGraph(entry);
      assertEquals(npmPackages, {});
      for (const { specifier, error } of modules) {
        assertEquals(error, undefined, specifier);
        const path = specifier.replace(root.href, "");
        assert(`./${path}` === entry || path.startsWith("src/"), `${specifier} is outside src/`);
        assert(!path.startsWith("src/schemas/"), `${specifier} is not shipped`);
      }
    });

    it(`of ${entry} imports with relative paths that end in .ts`, async () => {
      const { modules } = await readGraph(entry);
      for (const { specifier: file, dependencies = [] } of modules) {
        for (const { specifier } of dependencies) {
          assert(/^\.{1,2}\/.*\.ts$/.test(specifier), `${file} imports ${specifier}`);
        }
      }
    });

    it(`of ${entry} uses nothing that a runtime lacks`, async () => {
      for (const path of await shippedFiles(entry)) {
        const code = await readCode(path);
        for (const [pattern, reason] of forbidden) {
          const found = pattern.exec(code);
          assertEquals(found?.[0], undefined, `${path}: ${reason}`);
        }
      }
    });

    it(`of ${entry} is published in full`, async () => {
      const files = await shippedFiles(entry);
      const left = files.filter((path) =>
        config.publish.exclude.some((name) => path.startsWith(`${name}/`)) ||
        !config.publish.include.some((name) => path === name || path.startsWith(`${name}/`))
      );
      assertEquals(left, []);
    });
  }

  it("has the three entry points", () => {
    assertArrayIncludes(Object.keys(config.exports), [".", "./v2", "./callbacks"]);
  });
});
