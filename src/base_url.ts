/**
 * Checks where the service is and gives it without a slash at its end.
 *
 * @throws {TypeError} If it is no URL, holds credentials, a query or a fragment, ends in `/v1` or `/v2`, or is `http:`
 * for another host than this one: the key would travel in the clear.
 */
export function checkBaseUrl(given: string | URL): string {
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new TypeError("baseUrl: is not a URL");
  }
  const { protocol, hostname } = url;
  const loopback = /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && loopback)) {
    throw new TypeError("baseUrl: must be https: (http: is taken for loopback addresses only)");
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new TypeError("baseUrl: must not hold credentials, a query or a fragment");
  }
  const base = url.origin + url.pathname.replace(/\/+$/, "");
  if (/\/v[12]$/.test(base)) throw new TypeError("baseUrl: must not end in /v1 or /v2: the client puts it there");
  return base;
}
