import { decodeUtf8 } from "./body.ts";
import type { FetchPage } from "./listing.ts";
import type { Operation } from "./operation.ts";

/** How many bytes at the end of a page are searched. */
const TAIL = 2048;

/**
 * Finds the next page's token at the end of a page's JSON, so that the next page can be requested before this one is
 * parsed.
 *
 * @returns The `peek` of an operation. It calls `onNext` with the token if there is one at the end that cannot be part
 * of an item.
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
