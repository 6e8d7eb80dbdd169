import type { SpecOf } from "../generated/validators.ts";
import { Listing, type ListOptions } from "../listing.ts";
import { peekToken } from "../next_token.ts";
import type { CallOptions } from "../options.ts";
import { checkName, checkObject } from "../check.ts";
import type { Query } from "../query.ts";
import { checkFilters } from "../resources/filters.ts";
import type { Transport } from "../transport.ts";

/** What must be given where a project is needed. */
export const PROJECT = "project_id or project_name";
/** What must be given where a batch is needed. */
export const BATCH = "batch_id or batch_name";

const NOUNS = ["project", "batch", "delivery", "dataset", "task", "annotation", "schema"];

/**
 * Checks params, and gives those that are neither undefined nor null.
 *
 * @param needed The names that must be given: each a name, or names joined by "or" of which one must be given.
 * @throws {TypeError} If what is needed is not given, an id or a name is not valid, something is given by both its id
 *   and its name, or needed metadata is not an object. (JSON would write a `Map` as `{}`, and that would replace all
 *   metadata.)
 */
export function checkParams(params: object = {}, ...needed: string[]): Query {
  const all = Object.fromEntries(Object.entries(checkObject(params)).filter(([, value = null]) => value !== null));
  for (const noun of NOUNS) {
    const names = [noun + "_id", noun + "_name"].filter((name) => name in all);
    for (const name of names) checkName(name, all[name]);
    if (names[1]) throw new TypeError(`${names.join(", ")}: must not both be given`);
  }
  for (const names of needed) {
    if (!names.split(" or ").some((name) => name in all)) throw new TypeError(`${names}: must be given`);
    if (names === "metadata") checkObject(all[names], names);
  }
  return all;
}

/** Sends a GET with the params as its query. The answer has the type that the caller declares. */
export async function read<R>(
  transport: Transport,
  path: string,
  spec: SpecOf<unknown>,
  params: object | undefined,
  options?: CallOptions,
  ...needed: string[]
): Promise<R> {
  return await transport.send({ path, query: checkParams(params, ...needed), spec }, options) as R;
}

/** Sends a POST that can be repeated, with the params over their defaults as its body. */
export async function write<R>(
  transport: Transport,
  path: string,
  spec: SpecOf<unknown>,
  defaults: object,
  params: object,
  options?: CallOptions,
  ...needed: string[]
): Promise<R> {
  const json = { ...defaults, ...checkParams(params, ...needed) };
  return await transport.send({ method: "POST", path, json, spec }, options) as R;
}

/** A page of the service. */
type RawPage = Record<string, unknown> & { next_token?: string | null | undefined };

/** The listing whose pages hold their items under `key`. Only a `next_token` that is null or absent ends it. */
export function pages<T>(
  transport: Transport,
  path: string,
  spec: SpecOf<RawPage>,
  key: string,
  params: object | undefined,
  options?: ListOptions,
  ...needed: string[]
): Listing<T> {
  const query = checkFilters(checkParams(params, ...needed));
  return new Listing<T>(async (cursor, options, size, onNext) => {
    const raw = await transport.send({
      path,
      query: { ...query, limit: query.limit ?? size, next_token: cursor },
      spec,
      list: key,
      peek: peekToken(onNext),
    }, options);
    return { items: raw[key] as T[], total: undefined, cursor: raw.next_token?.toString(), raw };
  }, options);
}
