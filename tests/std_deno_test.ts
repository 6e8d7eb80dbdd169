/**
 * What the adapters in tests/std/ share with the real packages, and tests that pass with either cannot pin: how a whole
 * run ends, and what older versions within the ranges of deno.json do in another way.
 */

import { assert, assertEquals, assertFalse, assertStringIncludes, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { stdArguments } from "../scripts/test/import_map.ts";
import { type Outcome, run } from "../scripts/test/process.ts";
import { readConfig } from "../scripts/test/project.ts";
import { AssertionError, assertObjectMatch, equal } from "./std/assert.ts";

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
  it("compare buffers by their bytes, shared ones too", () => {
    for (const Buffer of [ArrayBuffer, SharedArrayBuffer]) {
      const [one, other] = [new Buffer(2), new Buffer(2)];
      assert(equal(one, other));
      new Uint8Array(one)[1] = 7;
      assertFalse(equal(one, other));
    }
  });

  it("compare the times of dates in a part of an object", () => {
    const [one, other] = [new Date(1), new Date(2)];
    assertObjectMatch({ date: one, list: [one], n: 1 }, { date: new Date(1), list: [new Date(1)] });
    assertThrows(() => assertObjectMatch({ date: one }, { date: other }), AssertionError);
    assertThrows(() => assertObjectMatch({ list: [one] }, { list: [other] }), AssertionError);
  });

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
