/** What the adapters in tests/std/ share with the real `@std/testing/bdd` and only a run of their own can show. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { stdArguments } from "../scripts/test/import_map.ts";
import { type Outcome, run } from "../scripts/test/process.ts";
import { readConfig } from "../scripts/test/project.ts";

/** Runs a test file with the adapters. */
async function runTests(code: string): Promise<Outcome> {
  const folder = await Deno.makeTempDir({ prefix: "scaleapi-sdk-std-" });
  try {
    const std = await stdArguments("adapters", await readConfig(), folder);
    await Deno.writeTextFile(
      `${folder}/a_test.ts`,
      `import { beforeAll, describe, it } from "@std/testing/bdd";\n${code}`,
    );
    const args = ["test", "--no-check", "--no-config", ...std, "a_test.ts"];
    return await run(Deno.execPath(), args, { cwd: folder, env: { NO_COLOR: "1" } });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

describe("the adapters", () => {
  it("run what is marked `only` in an inner group alone, and fail the run for it", async () => {
    const { code, stdout, stderr } = await runTests(`
      describe("a", () => describe("b", () => void it.only("c", () => console.log("ran c"))));
      describe("d", () => void it("e", () => console.log("ran e")));
    `);
    assertEquals(code, 1);
    assertEquals(stdout.match(/ran ./g), ["ran c"]);
    assertStringIncludes(stdout + stderr, '"only" option');
  });

  it("refuse a hook of the whole file after a group", async () => {
    const { code, stdout } = await runTests(`describe("a"); beforeAll(() => {});`);
    assertEquals(code, 1);
    assertStringIncludes(stdout, "Cannot add global hooks after a global test is registered");
  });
});
