import { checkLimit } from "../options.ts";

/**
 * Checks what all listings have in common.
 *
 * @throws {RangeError} If the page size is out of range.
 * @throws {TypeError} If a cursor of the service is given as a filter.
 */
export function checkFilters(filters: { limit?: unknown; [filter: string]: unknown }): void {
  const { limit } = filters;
  if (limit !== undefined && limit !== null) {
    checkLimit("limit", limit, 1);
    if (limit as number > 100) throw new RangeError(`limit: must be an integer from 1 to 100, got ${limit}`);
  }
  for (const name of ["next_token", "offset"]) {
    if ((filters[name] ?? null) !== null) {
      throw new TypeError(`${name}: is not a filter, give the option cursor instead`);
    }
  }
}
