import { type FetchPage, Listing } from "../../src/listing.ts";

/** A listing of numbered pages, and how many of them were asked for. */
export function numbered(
  pages: number,
  options: { prefetch?: number; signal?: AbortSignal; cursor?: string } = {},
  onFetch: (page: number, signal: AbortSignal | undefined) => unknown = () => {},
): { listing: Listing<string>; asked: number[] } {
  const asked: number[] = [];
  const fetchPage: FetchPage<string> = async (cursor, { signal }) => {
    const page = Number(cursor ?? 1);
    asked.push(page);
    await onFetch(page, signal);
    const items = [`${page}a`, `${page}b`];
    return { items, total: undefined, cursor: page < pages ? String(page + 1) : undefined, raw: {} };
  };
  return { listing: new Listing(fetchPage, options), asked };
}
