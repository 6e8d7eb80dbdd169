import { checkLimit } from "../options.ts";
import { pairs, type Query } from "../query.ts";

/** Filters that the listings of v1 have in common. */
export interface CommonFilters extends Query {
  /** The project's name. */
  project_name?: string | null | undefined;
  /** Least `created_at`. */
  created_after?: Date | string | null | undefined;
  /** Greatest `created_at`. */
  created_before?: Date | string | null | undefined;
}

/**
 * Filters under their wire names.
 *
 * @throws As {@linkcode checkFilters}.
 * @throws {TypeError} If one cannot be sent, under the name that it was given.
 */
export function wireFilters(filters: CommonFilters): Query {
  pairs(filters, "filters");
  checkFilters(filters);
  const { project_name, created_after, created_before, ...same } = filters;
  return { start_time: created_after, end_time: created_before, project: project_name, ...same };
}

/**
 * Checks what all listings have in common.
 *
 * @throws {RangeError} If the page size is out of range.
 * @throws {TypeError} If a cursor of the service is given as a filter.
 */
export function checkFilters(filters: { limit?: unknown; [filter: string]: unknown }): void {
  const limit = filters.limit ?? undefined;
  checkLimit("limit", limit, 1);
  if (limit as number > 100) throw new RangeError(`limit: must be an integer from 1 to 100, got ${limit}`);
  for (const name of ["next_token", "offset"]) {
    if ((filters[name] ?? null) !== null) {
      throw new TypeError(`${name}: must not be given: use the option cursor`);
    }
  }
}
