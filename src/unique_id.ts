import { canonicalJson } from "./same.ts";
import { sha256 } from "./sha256.ts";

/**
 * A `unique_id` for a row of input: the same for the same project and row on every run, whatever the order of the row's
 * fields. So running an import again never creates a task twice.
 *
 * @param project The project's name.
 * @param row What identifies the row: its key, or the whole row. It is taken as JSON writes it.
 * @returns 32 hex digits (the first half of a SHA-256).
 * @throws {TypeError} If the row contains a bigint.
 *
 * @example
 * ```ts
 * import { uniqueId } from "@scaleapi/sdk";
 *
 * console.log(await uniqueId("cows", { url: "https://example.com/cow.jpg" }));
 * ```
 */
export async function uniqueId(project: string, row: unknown): Promise<string> {
  const hash = await sha256(canonicalJson([project, row]));
  return [...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
