import type { FetchPage } from "./listing.ts";
import type { Operation } from "./operation.ts";

/**
 * Sees in the text of a page where the next one begins, so that it can be asked for before the text is parsed.
 *
 * @returns What an operation takes as `peek`: tells the token if it stands plainly at the end of the text, and nothing
 * where there is none, or where it cannot be told from a text in an item.
 */
export function peekToken(onNext: Parameters<FetchPage<unknown>>[3]): Operation<unknown>["peek"] {
  return onNext && ((text) => {
    const end = /"next_token":\s*"([^"\\]+)"[^{}[\]]*\}\s*$/.exec(text.slice(-2048));
    return end?.[1] && !/"has_more":\s*false/.test(end.input) ? onNext(end[1]) : undefined;
  });
}
