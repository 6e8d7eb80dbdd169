/**
 * Serves the mock over HTTP for any client of any language: `deno task mock --port 8080`.
 *
 * @module
 */
import { startMock } from "./mod.ts";
import type { MockOptions } from "./types.ts";

const usage = `Usage: deno task mock [options]

  --port N           listen on 127.0.0.1:N (8080 by default, 0: any free port)
  --clock [SECONDS]  complete live tasks after that time (3 by default)
  --latency MS       answer every request that much later
  --genai            start with the projects, tasks and deliveries of the v2 fixtures
  --callbacks-anywhere  send callbacks to any host, not only to loopback addresses`;

/** The options without a value. */
const flags: readonly string[] = ["--genai", "--callbacks-anywhere"];

function readOptions(args: readonly string[]): MockOptions {
  let options: MockOptions = { port: 8080, record: false };
  for (let i = 0; i < args.length; i++) {
    const [name = "", inline] = (args[i] ?? "").split("=", 2);
    const value = (fallback?: number): number => {
      const next = inline ?? (args[i + 1]?.startsWith("--") ? undefined : args[++i]) ?? fallback;
      if (next === undefined || next === "") throw new Error(`${name}: needs a number`);
      const number = Number(next);
      if (!(number >= 0)) throw new Error(`${name}: not a number: ${next}`);
      return number;
    };
    if (inline !== undefined && flags.includes(name)) throw new Error(`${name}: takes no value`);
    if (name === "--port") options = { ...options, port: port(value()) };
    else if (name === "--latency") options = { ...options, latencyMs: value() };
    else if (name === "--clock") options = { ...options, autoComplete: { afterMs: value(3) * 1000, everyMs: 250 } };
    else if (name === "--genai") options = { ...options, genai: true };
    else if (name === "--callbacks-anywhere") options = { ...options, callbacks: { anyHost: true } };
    else throw new Error(`unknown option ${name}\n\n${usage}`);
  }
  return options;
}

function port(number: number): number {
  if (!Number.isInteger(number) || number > 65_535) throw new Error(`--port: not a port: ${number}`);
  return number;
}

function explain(error: unknown, options: MockOptions): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  const taken = code === "EADDRINUSE" || name === "AddrInUse";
  return taken ? `port ${options.port} is in use; choose another with --port` : String(message);
}

async function main(): Promise<void> {
  if (Deno.args.includes("--help")) return console.log(usage);
  let options: MockOptions = {};
  try {
    options = readOptions(Deno.args);
    const mock = await startMock(options);
    console.log(`Mock of Scale's service: ${mock.url}`);
    console.log(`  test key: ${mock.apiKey}  (tasks complete at once, without callbacks)`);
    console.log(`  live key: ${mock.liveKey}  (tasks stay pending${options.autoComplete ? " for a while" : ""})`);
    console.log(`  callbacks carry scale-callback-auth: ${mock.callbackKey}`);
    console.log("Ctrl-C stops it.");
    const stop = (): void => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.removeSignalListener(signal, stop);
      void mock.close();
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, stop);
  } catch (error) {
    console.error(`mock: ${explain(error, options)}`);
    Deno.exit(1);
  }
}

await main();
