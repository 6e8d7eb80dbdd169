import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { until } from "./helpers/time.ts";

const scripts = new URL("../scripts/test/", import.meta.url);

/** Runs on until it is ended, and says where it would leave something. */
const child = `const [port, folder] = Deno.args;
const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
await connection.write(new TextEncoder().encode(folder));
await connection.read(new Uint8Array(1));`;

const script = `import { withFolder } from "${new URL("leftovers.ts", scripts)}";
import { run } from "${new URL("process.ts", scripts)}";
const [port] = Deno.args;
await withFolder("leftovers", (folder) => run(Deno.execPath(), ["eval", ${JSON.stringify(child)}, port, folder]));`;

describe("a script that a signal ends", () => {
  for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    it(`takes its child processes and folders along: ${signal}`, async () => {
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const { port } = listener.addr;
      const args = ["eval", script, String(port)];
      const running = new Deno.Command(Deno.execPath(), { args, stdin: "null" }).spawn();
      using connection = await listener.accept();
      const bytes = new Uint8Array(1000);
      const length = await connection.read(bytes) ?? 0;
      const folder = new TextDecoder().decode(bytes.subarray(0, length));
      assertEquals((await Deno.stat(folder)).isDirectory, true);
      running.kill(signal);
      assertEquals((await running.status).code, code);
      let hasEnded = false;
      const end = connection.read(bytes).catch(() => {}).then(() => hasEnded = true);
      await until(() => hasEnded, "the child has ended");
      await end;
      assertEquals(await exists(folder), false);
    });
  }
});

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
