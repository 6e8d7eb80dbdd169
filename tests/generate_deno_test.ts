import { assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";

const script = new URL("../scripts/generate.ts", import.meta.url);

async function run(...args: string[]): Promise<{ code: number; text: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", script.href, ...args],
  });
  const { code, stdout, stderr } = await command.output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

describe("deno task generate", () => {
  it("--check passes: src/generated is what src/schemas make", async () => {
    assertEquals(await run("--check"), { code: 0, text: "src/generated/ is up to date\n" });
  });

  it("refuses an argument that it does not know", async () => {
    const { code, text } = await run("--chek");
    assertEquals(code, 2);
    assertMatch(text, /unknown option --chek/);
  });
});
