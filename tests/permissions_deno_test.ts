/** The SDK in a fresh Deno process that may do one thing: reach the service. */

import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { startMock } from "./mock/mod.ts";

const script = new URL("./permissions_script.ts", import.meta.url).href;

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the script against `url`, with exactly the permissions given. */
async function runScript(url: string, permissions: readonly string[]): Promise<Outcome> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--no-lock", "--no-prompt", ...permissions, script, url],
    stdin: "null",
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

describe("the SDK in a fresh process", () => {
  it("needs no permission but the one to reach the service", async () => {
    await using mock = await startMock();
    const { port } = new URL(mock.url);
    const { code, stdout, stderr } = await runScript(mock.url, [`--allow-net=127.0.0.1:${port}`]);
    assertEquals(stderr, "");
    assertEquals(stdout, "created, read and listed\n");
    assertEquals(code, 0);
  });

  it("fails without that permission, so that the test above shows something", async () => {
    await using mock = await startMock();
    const { code, stderr } = await runScript(mock.url, []);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "net access");
  });
});
