/** Child processes: input closed, output captured, ended when they take too long or the script is interrupted. */

import { ifInterrupted } from "./leftovers.ts";

/** What became of a child process. */
export interface Outcome {
  /** Its exit code; -1 where it could not be started or was ended. */
  readonly code: number;
  /** What it wrote to standard output. */
  readonly stdout: string;
  /** What it wrote to standard error, or why it did not run. */
  readonly stderr: string;
}

/** How a child process runs. */
export interface RunOptions {
  /** Its folder. */
  readonly cwd?: string;
  /** Variables to add to the environment. */
  readonly env?: Record<string, string>;
  /** When to end it, in milliseconds. */
  readonly timeoutMs?: number;
}

/** Runs a command to its end. Never throws: what went wrong is in the outcome. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { timeoutMs = 600_000, ...rest } = options;
  const interrupted = new AbortController();
  const forget = ifInterrupted(() => interrupted.abort());
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), interrupted.signal]);
  try {
    const child = new Deno.Command(command, {
      ...rest,
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      signal,
    });
    const output = await child.output();
    const [stdout, stderr] = [decode(output.stdout), decode(output.stderr)];
    if (signal.aborted) return { code: -1, stdout, stderr: `${stderr}\nEnded after ${timeoutMs} ms` };
    return { code: output.code, stdout, stderr };
  } catch (error) {
    return { code: -1, stdout: "", stderr: `Cannot run ${command}: ${error instanceof Error ? error.message : error}` };
  } finally {
    forget();
  }
}

/** The last lines of what a process wrote, for a message. */
export function lastLines({ stdout, stderr }: Outcome, count = 40): string {
  const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-count).join("\n");
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
