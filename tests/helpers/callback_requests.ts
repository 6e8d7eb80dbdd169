/** Requests as Scale makes them for a callback. */

import audited from "../fixtures/callback.json" with { type: "json" };

/** The account's Callback Auth Key. */
export const authKey = "callback_key_Zq7";

/** Where callbacks arrive. */
export const url = "https://hooks.example.com/scale";

/** The body of a callback. */
export const text: string = JSON.stringify(audited);

/** A callback as Scale sends it, or another body or key in its place. */
export function post(body: BodyInit | null = text, key: string | null = authKey): Request {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (key !== null) headers["scale-callback-auth"] = key;
  const init: RequestInit & { duplex?: "half" } = { method: "POST", headers, body, duplex: "half" };
  return new Request(url, init);
}

/** A callback with another value. */
export function withBody(value: unknown): Request {
  return post(JSON.stringify(value));
}
