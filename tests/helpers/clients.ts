import { ScaleClient, type ScaleClientOptions } from "@scaleapi/sdk";
import type { Mock } from "../mock/mod.ts";
import { type CannedAnswer, cannedFetch, type SentRequest } from "./canned_fetch.ts";

/** A client of a mock: in process with the mock's `fetch`, over a socket with the global one. */
export function clientOf(mock: Mock, options: Partial<ScaleClientOptions> = {}): ScaleClient {
  const fetch = mock.url.startsWith("https:") ? { fetch: mock.fetch } : {};
  return new ScaleClient({ apiKey: mock.apiKey, baseUrl: mock.url, ...fetch, ...options });
}

/** A client that is answered from a list, and what it sent. */
export function cannedClient(
  answers: CannedAnswer | readonly CannedAnswer[],
  options: Partial<ScaleClientOptions> = {},
): { client: ScaleClient; sent: SentRequest[] } {
  const { fetch, sent } = cannedFetch(...[answers].flat());
  return { client: new ScaleClient({ apiKey: "test_dummy_key", fetch, ...options }), sent };
}

/** What a call ends with where it must fail. */
export async function failureOf<E extends Error>(
  call: Promise<unknown>,
  type: abstract new (...args: never[]) => E,
): Promise<E> {
  let result;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof type && error.constructor === type) return error;
    throw error;
  }
  throw new Error(`The call was to fail with ${type.name}, but gave ${JSON.stringify(result)}`);
}
