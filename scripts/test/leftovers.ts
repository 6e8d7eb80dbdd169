/** What a script leaves nowhere, however it ends: temporary folders and child processes. */

const endings = new Set<() => void>();

/** Has something done if a signal ends the script; what it gives back takes that back. */
export function ifInterrupted(end: () => void): () => void {
  if (endings.size === 0) { for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener); }
  endings.add(end);
  return () => {
    if (!endings.delete(end) || endings.size > 0) return;
    // A listener that stays would be a leak of the test that was the first to start something.
    for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
  };
}

/** Makes a temporary folder that is there as long as `use` takes. */
export async function withFolder<T>(name: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: `scaleapi-sdk-${name}-` });
  const forget = ifInterrupted(() => Deno.removeSync(folder, { recursive: true }));
  try {
    return await use(folder);
  } finally {
    forget();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Ends with the exit codes that shells give to what these signals end. Windows has only the first of them. */
const listeners: readonly (readonly [Deno.Signal, () => void])[] = Deno.build.os === "windows"
  ? [["SIGINT", () => endWith(130)]]
  : [["SIGINT", () => endWith(130)], ["SIGTERM", () => endWith(143)]];

function endWith(code: number): never {
  // Children first: they were started later than the folders were made in which they write.
  for (const end of [...endings].reverse()) {
    try {
      end();
    } catch {
      // The others have their turn all the same.
    }
  }
  Deno.exit(code);
}
