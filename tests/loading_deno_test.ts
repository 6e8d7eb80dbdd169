/** What the package does when it is loaded, in a fresh Deno process: nothing that takes time. */

import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";

const script = new URL("./loading_script.ts", import.meta.url).href;

/** Of the language itself, and at no cost. The rest is the runtime's, of which Deno makes much only when it is asked. */
const language = ["Array", "Error", "Map", "Math", "Object", "Promise", "RegExp", "Set", "Symbol", "WeakMap"];

describe("loading the package", () => {
  it("asks the runtime for nothing, nor does making a client", async () => {
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-check", "--no-lock", "--no-config", "--no-prompt", script],
      stdin: "null",
    });
    const { stdout } = await command.output();
    const { loading, making }: Record<string, string[]> = JSON.parse(new TextDecoder().decode(stdout));
    const isTheirs = (name: string): boolean => name !== "globalThis" && !language.includes(name);
    assertEquals({ loading: loading?.filter(isTheirs), making: making?.filter(isTheirs) }, { loading: [], making: [] });
  });
});
