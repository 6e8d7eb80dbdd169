/** The fields of an object. */
export type Fields = Record<string, unknown>;

/** The fields by which an object that was found is compared with the one that was sent. */
const COMPARED = [
  "type",
  "unique_id",
  "attachment",
  "attachments",
  "project",
  "project_id",
  "project_name",
  "batch",
  "metadata",
];

/**
 * Returns an object that was found if it is the one that a create asked for: if those of the compared fields that were
 * sent, and that the object has itself or in its `params`, are equal.
 */
export function ifOurs<F extends object>(found: F, sent: Fields): F | undefined {
  const fields = found as Fields;
  const params = fields.params as Fields | null | undefined;
  const same = COMPARED.every((name) => {
    const shown = fields[name] ?? params?.[name] ?? sent[name];
    return canonicalJson(shown) === canonicalJson(sent[name] ?? shown);
  });
  return same ? found : undefined;
}

/** A value as JSON, in which the order of an object's fields does not matter. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) =>
      part && typeof part === "object" && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1))
        : part,
  );
}
