import { toJson } from "../json.ts";
import { checkLimit } from "../check.ts";
import { pairs, type Query } from "../query.ts";

/** Filters that the listings of v1 have in common. */
export interface CommonFilters extends Query {
  /** The project's name. */
  project_name?: string | null | undefined;
  /** Earliest `created_at`. */
  created_after?: Date | string | null | undefined;
  /** Latest `created_at`. */
  created_before?: Date | string | null | undefined;
}

/**
 * Filters under their wire names.
 *
 * @throws As {@linkcode checkFilters}, under the names that were given.
 */
export function wireFilters(filters: CommonFilters): Query {
  const { project_name, created_after, created_before, ...same } = checkFilters(filters) as CommonFilters;
  return { start_time: created_after, end_time: created_before, project: project_name, ...same };
}

/**
 * Checks what all listings have in common.
 *
 * @returns A copy: a listing is walked later, when the caller's dates and lists may have changed.
 * @throws {RangeError} If the page size is out of range.
 * @throws {TypeError} If they are not an object, if one cannot be sent, or if one is a cursor, which belongs into the
 * options.
 */
export function checkFilters(filters: { limit?: unknown; [filter: string]: unknown }): Query {
  for (const [name] of pairs(filters, "filters")) {
    if (/^(cursor|next_token|offset)$/.test(name)) {
      throw new TypeError(`${name}: must not be given: use the option cursor`);
    }
  }
  const limit = filters.limit ?? undefined;
  checkLimit("limit", limit, 1);
  if (limit as number > 100) throw new RangeError(`limit: must be an integer from 1 to 100, got ${limit}`);
  return JSON.parse(toJson(filters) as string);
}
