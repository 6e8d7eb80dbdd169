/** Tells which generated files are not what they should be. */

/** The names of the files whose present text differs from the wanted one. `read` gives undefined for a missing file. */
export async function staleFiles(
  wanted: ReadonlyMap<string, string>,
  read: (name: string) => Promise<string | undefined>,
): Promise<string[]> {
  const stale: string[] = [];
  for (const [name, text] of wanted) if (await read(name) !== text) stale.push(name);
  return stale;
}
