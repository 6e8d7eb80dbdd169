/** Whether two JSON values are equal; the order of an object's fields does not matter. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!a || !b || typeof a !== "object" || typeof b !== "object" || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson((a as Fields)[key], (b as Fields)[key]));
}

/** The fields of an object. */
export type Fields = Record<string, unknown>;

/**
 * Whether an object that was found is the one that a create asked for: those of the named fields that were sent and
 * that the object shows, itself or in its `params`, are equal.
 */
export function isOurs(found: Fields, sent: Fields, names: readonly string[]): boolean {
  const { params } = found;
  return names.every((name) => {
    const shown = found[name] ?? (params as Fields | null | undefined)?.[name] ?? undefined;
    const ours = sent[name] ?? undefined;
    return shown === undefined || ours === undefined || sameJson(JSON.parse(JSON.stringify(ours)), shown);
  });
}
