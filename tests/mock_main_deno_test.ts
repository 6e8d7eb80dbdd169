import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import config from "../deno.json" with { type: "json" };

/** What `deno task mock` says to arguments that it refuses, and how it ends. */
async function refusal(...args: string[]): Promise<string> {
  const [, ...command] = config.tasks.mock.command.split(" ");
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...command, "--port", "0", ...args],
    cwd: new URL("..", import.meta.url),
    env: { NO_COLOR: "1" },
    signal: AbortSignal.timeout(10_000),
  }).output();
  return `${code} ${new TextDecoder().decode(stderr).split("\n")[0]}`;
}

describe("deno task mock", () => {
  it("says what is wrong with its arguments", async () => {
    assertEquals(await refusal("--prot", "8080"), "1 mock: unknown option --prot");
    assertEquals(await refusal("--port"), "1 mock: --port: needs a number");
    assertEquals(await refusal("--port="), "1 mock: --port: needs a number");
    assertEquals(await refusal("--latency", "soon"), "1 mock: --latency: not a number: soon");
    assertEquals(await refusal("--port", "70000"), "1 mock: --port: not a port: 70000");
    assertEquals(await refusal("--genai=no"), "1 mock: --genai: takes no value");
  });
});
