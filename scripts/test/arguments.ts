/** The arguments that `deno task test` and `deno task bench` share. */

/** What a command line says. */
export interface Arguments {
  /** What it names: files or rows. */
  readonly names: readonly string[];
  /** The runtimes of `--runtime a,b`; none where it is not there. */
  readonly runtimes: readonly string[];
  /** Which of the flags are there. */
  readonly flags: ReadonlySet<string>;
}

/** Reads a command line; ends the script with 2 where it has an option that is none, or a runtime that is none. */
export function readArguments(args: readonly string[], known: readonly string[], flags: readonly string[]): Arguments {
  const names: string[] = [];
  const runtimes: string[] = [];
  const given = new Set<string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--runtime") runtimes.push(...(args[++i] ?? "").split(","));
    else if (arg.startsWith("--runtime=")) runtimes.push(...arg.slice("--runtime=".length).split(","));
    else if (flags.includes(arg)) given.add(arg);
    else if (arg.startsWith("-")) fail(`Cannot read the arguments: unknown option ${arg}`);
    else names.push(arg);
  }
  const unknown = runtimes.filter((name) => !known.includes(name)).map((name) => name || "nothing");
  if (unknown.length > 0) fail(`Cannot run on ${unknown.join(", ")}: the runtimes are ${known.join(", ")}`);
  return { names, runtimes, flags: given };
}

/** Ends the script, and says what was wrong with the command line. */
export function fail(message: string): never {
  console.error(message);
  Deno.exit(2);
}
