import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { documents, entryPoints, readConfig, root } from "../scripts/test/project.ts";
import { VERSION } from "../src/version.ts";

describe("the package", () => {
  it("has one version in deno.json, the code and the changelog", async () => {
    const { version } = await readConfig();
    const changelog = await Deno.readTextFile(`${root}/CHANGELOG.md`);
    assertEquals(VERSION, version);
    assertEquals(/^## (\S+)/m.exec(changelog)?.[1], version);
  });

  it("maps every entry point for its own tests and examples, and each file is there", async () => {
    const config = await readConfig();
    for (const [name, path] of entryPoints(config)) {
      assertEquals(`${root}/${config.imports[name]?.replace(/^\.\//, "")}`, path);
      assert((await Deno.stat(path)).isFile);
    }
  });

  it("has a module comment with an example in every entry point", async () => {
    for (const [, path] of entryPoints(await readConfig())) {
      const [comment = ""] = (await Deno.readTextFile(path)).split("*/");
      assert(comment.startsWith("/**") && comment.includes("@module") && comment.includes("```ts"), path);
    }
  });

  it("has no tag in its documentation that is shown as text or not at all", async () => {
    const entries = entryPoints(await readConfig()).map(([, path]) => path);
    const command = new Deno.Command(Deno.execPath(), { args: ["doc", "--json", ...entries], cwd: root });
    const { stdout } = await command.output();
    const wrong = new Set<unknown>();
    JSON.parse(new TextDecoder().decode(stdout), (_, value) => {
      if (value?.kind === "unsupported") wrong.add(value.value);
      if (/(^|\s)@(default|example|param|returns|see|throws)\b/.test(value?.doc)) wrong.add(value.doc);
      return value;
    });
    assertEquals([...wrong], []);
  });

  it("has no example that is left uncompiled", async () => {
    const files = ["mod.ts", ...documents(), ...await filesUnder("src", ".ts")];
    for (const path of files) {
      const text = await Deno.readTextFile(`${root}/${path}`);
      const fences = Array.from(text.matchAll(/```((?:ts|typescript|js|javascript)\b.*)$/gm), ([, fence]) => fence);
      assertEquals(fences.filter((fence) => fence !== "ts"), [], path);
    }
  });

  it("has no fixture that no test reads", async () => {
    const tests = await Promise.all(
      (await filesUnder("tests", ".ts")).map((path) => Deno.readTextFile(`${root}/${path}`)),
    );
    const all = tests.join();
    const unread = (await filesUnder("tests/fixtures", ".json")).filter((path) =>
      !all.includes(`${path.replace("tests", "")}"`)
    );
    assertEquals(unread, []);
  });

  it("publishes neither schemas, tests nor scripts", async () => {
    const command = new Deno.Command(Deno.execPath(), {
      args: ["publish", "--dry-run", "--allow-dirty", "--no-check"],
      cwd: root,
      env: { NO_COLOR: "1" },
      stdin: "null",
    });
    const { code, stderr } = await command.output();
    const text = new TextDecoder().decode(stderr);
    assertEquals(code, 0, text);
    assert(text.includes("src/client.ts"), text);
    for (const folder of ["src/schemas/", "tests/", "scripts/", "examples/"]) assert(!text.includes(folder), folder);
  });
});

/** The files under a folder of the repository whose names end so. */
async function filesUnder(folder: string, ending: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${folder}`)) {
    if (isDirectory) files.push(...await filesUnder(`${folder}/${name}`, ending));
    else if (name.endsWith(ending)) files.push(`${folder}/${name}`);
  }
  return files;
}
