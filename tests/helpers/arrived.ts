import type { Mock } from "../mock/mod.ts";

/** What arrived at a mock, in order: method, path, decoded query and body. */
export async function arrived(mock: Mock): Promise<unknown[]> {
  return (await mock.requests()).map(({ method, path, query, body }) => [method, path, query, body]);
}
