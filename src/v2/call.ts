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

/** Sends a GET whose query is the params. The answer has the type that the caller declares. */
export async function read<R>(
  transport: Transport,
  path: string,
  validator: Validator<unknown>,
  params: object,
  options?: CallOptions,
  ...needed: readonly string[]
): Promise<R> {
  return await transport.send({ path, query: given(params, ...needed), validator }, options) as R;
}

/** Sends a POST that can be repeated, whose body is the params over their defaults. */
export async function write<R>(
  transport: Transport,
  path: string,
  validator: Validator<unknown>,
  defaults: object,
  params: object,
  options?: CallOptions,
  ...needed: readonly string[]
): Promise<R> {
  const json = { ...defaults, ...given(params, ...needed) };
  return await transport.send({ method: "POST", path, json, validator }, options) as R;
}

/** A page as it comes. */
type RawPage = Record<string, unknown> & { next_token?: string | null | undefined };

/** The listing whose pages hold their items under `key`. Only a `next_token` that is null or absent ends it. */
export function pages<T>(
  transport: Transport,
  path: string,
  validator: Validator<RawPage>,
  key: string,
  params: object,
  options?: ListOptions,
  ...needed: readonly string[]
): Listing<T> {
  const query = given(params, ...needed);
  checkFilters(query);
  return new Listing<T>(async (cursor, options, size) => {
    const limit = query.limit ?? (size && Math.min(size, 100));
    const raw = await transport.send({ path, query: { ...query, limit, next_token: cursor }, validator }, options);
    return { items: raw[key] as T[], total: undefined, cursor: raw.next_token ?? undefined, raw };
  }, options);
}
