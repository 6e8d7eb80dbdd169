/** Servers in processes of their own: each prints one line when it listens. */

import { ifInterrupted } from "./leftovers.ts";

/** A server that listens. */
export interface Server {
  /** What it printed. */
  readonly line: string;
  /** Ends it. */
  readonly close: () => Promise<void>;
}

/** Starts one; throws where it ends before it has printed a line. */
export async function startServer(command: string, args: readonly string[], cwd?: string): Promise<Server> {
  const child = new Deno.Command(command, {
    args: [...args],
    ...cwd !== undefined && { cwd },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const forget = ifInterrupted(() => child.kill());
  const line = await firstLine(child.stdout);
  if (line === "") {
    forget();
    throw new Error(`Cannot start ${command} ${args.join(" ")}: exit code ${(await child.status).code}`);
  }
  return {
    line,
    close: async () => {
      forget();
      child.kill();
      await child.status;
    },
  };
}

/** The first line of a stream; the rest is read and dropped, so that the writer never waits. */
async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (!text.includes("\n")) {
    const { done, value } = await reader.read();
    if (done) return text.trim();
    text += decoder.decode(value, { stream: true });
  }
  reader.releaseLock();
  stream.pipeTo(new WritableStream()).catch(() => {});
  return text.split("\n")[0]?.trim() ?? "";
}
