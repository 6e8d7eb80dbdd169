import { checkObject, checkString } from "./check.ts";
import { jsonValue, toJson } from "./json.ts";

/** A value in a query. An array of them is sent as a repeated key. */
export type QueryValue = string | number | boolean | Date | null | undefined;

/** Named query values; those that are undefined or null are not sent. */
export type Query = Record<string, QueryValue | readonly QueryValue[]>;

/**
 * The query string, `?` included; empty where nothing is to be sent.
 *
 * @throws {TypeError} If a string holds a lone surrogate, or a `Date` is invalid.
 */
export function queryString(query: Query = {}): string {
  let params = "";
  for (const [name, text] of pairs(query, "query")) {
    params += `${params ? "&" : "?"}${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
  }
  return params;
}

/**
 * Names and values as the strings that are sent, in order: an array as a repeated name, a `Date` (or a library's own
 * kind of date) as its `toJSON()` writes it, another object as JSON, nothing for undefined and null.
 *
 * @throws {TypeError} If a string holds a lone surrogate, a `Date` is invalid, or a value cannot be written as a string.
 */
export function pairs(query: Record<string, unknown>, what?: string): [name: string, text: string][] {
  const all: [string, string][] = [];
  for (const name in checkObject(query, what)) {
    for (const one of [query[name]].flat()) {
      if (one === undefined || one === null) continue;
      const value = (one as Date).toJSON ? jsonValue(name, one as Date) : one;
      const text = Object(value) === value ? toJson(checkObject(value, name)) as string : `${value}`;
      checkString(name, `${name} ${text}`);
      all.push([name, text]);
    }
  }
  return all;
}
