import { decodeUtf8 } from "./body.ts";
import type { FetchPage } from "./listing.ts";
import type { Operation } from "./operation.ts";

/** How much of a page's end is looked at, in bytes. */
const TAIL = 2048;

/**
 * Sees at the end of a page's JSON where the next page begins, so that it can be asked for before the page is parsed.
 *
 * @returns What an operation takes as `peek`: tells the token if it stands plainly at the end, and nothing where there is
 * none, or where it cannot be told from a text in an item.
 */
export function peekToken(onNext: Parameters<FetchPage<unknown>>[3]): Operation<unknown>["peek"] {
  return onNext && ((json) => {
    // The end alone, and a token that is parsed: a part of the whole text would keep all of it in memory, and so would
    // the last match of a regular expression.
    const end = decodeUtf8(json.subarray(-TAIL));
    const token = /"next_token":\s*("(?:[^"\\]|\\.)+")[^{}[\]]*\}\s*$/.exec(end)?.[1];
    return token && !/"has_more":\s*false/.test(end) ? onNext(JSON.parse(token)) : undefined;
  });
}
