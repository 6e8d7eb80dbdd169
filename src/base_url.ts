import { BASE_URL } from "./defaults.ts";

/**
 * Checks the service's URL, and returns it without a slash at its end.
 *
 * @throws {TypeError} If it is not a URL, contains credentials, a query or a fragment, ends in `/v1` or `/v2`, or is
 * `http:` for a host other than this one: the key would be sent in the clear.
 */
export function checkBaseUrl(given: string | URL): string {
  // The first URL that Deno makes takes it half as long as making the client.
  if (given === BASE_URL) return given;
  const url = URL.canParse(given) && new URL(given);
  if (!url || !/^https:|^http:\/\/(([^/]+\.)?localhost|127(\.\d+){3}|\[::1\])[:/]/.test(url.href)) {
    throw new TypeError("baseUrl: must be an https: URL (http: for loopback addresses only)");
  }
  const whole = url.origin + url.pathname;
  if (url.href !== whole) throw new TypeError("baseUrl: must not hold a query, a fragment or credentials");
  const base = whole.replace(/\/+$/, "");
  if (/\/v[12]$/.test(base)) throw new TypeError("baseUrl: must not end in /v1 or /v2");
  return base;
}
