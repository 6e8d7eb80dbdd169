import type { Validator } from "../generated/validators.ts";
import { Listing, type ListOptions } from "../listing.ts";
import type { CallOptions } from "../options.ts";
import { checkName } from "../path.ts";
import type { Query } from "../query.ts";
import { checkFilters } from "../resources/filters.ts";
import type { Transport } from "../transport.ts";

/** A project has to be named. */
export const PROJECT: readonly string[] = ["project_id", "project_name"];
/** A batch has to be named. */
export const BATCH: readonly string[] = ["batch_id", "batch_name"];

/**
 * The params that are given, without those that are undefined or null.
 *
 * @param needed The names of which at least one must be given.
 * @throws {TypeError} If none of `needed` is given, an id or a name is no usable text, or one thing is named twice.
 */
export function given(params: object, ...needed: readonly string[]): Query {
  const all = Object.fromEntries(Object.entries(params).filter(([, value]) => (value ?? null) !== null));
  for (const name in all) {
    const noun = /^(project|batch|delivery|dataset|task|annotation|schema)_(id|name)$/.exec(name)?.[1];
    if (!noun) continue;
    checkName(name, all[name]);
    if (`${noun}_id` in all && `${noun}_name` in all) {
      throw new TypeError(`${noun}_id, ${noun}_name: must not both be given`);
    }
  }
  if (needed[0] && !needed.some((name) => name in all)) throw new TypeError(`${needed.join(" or ")}: must be given`);
  return all;
}

/** Sends a POST. */
export function post<T>(
  transport: Transport,
  path: string,
  json: object,
  validator: Validator<T>,
  options?: CallOptions,
): Promise<T> {
  return transport.send({ method: "POST", path, json, validator }, options);
}

/** A page as it comes. */
type RawPage = Record<string, unknown> & { next_token?: string | null | undefined };

/** The listing whose pages hold their items under `key`. Only a `next_token` that is null or absent ends it. */
export function pages<T>(
  transport: Transport,
  path: string,
  key: string,
  validator: Validator<RawPage>,
  query: Query,
  options?: ListOptions,
): Listing<T> {
  checkFilters(query);
  return new Listing<T>(async (cursor, options, size) => {
    const limit = query.limit ?? (size && Math.min(size, 100));
    const raw = await transport.send({ path, query: { ...query, limit, next_token: cursor }, validator }, options);
    return { items: raw[key] as T[], total: undefined, cursor: raw.next_token ?? undefined, raw };
  }, options);
}
