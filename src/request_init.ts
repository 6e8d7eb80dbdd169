import type { Call } from "./call.ts";

/** What `fetch` is given for an attempt: method, headers with the key, and body. */
export function requestInit<T>(
  call: Call<T>,
  clientHeaders: Record<string, string>,
  key: string,
  signal: AbortSignal,
): RequestInit {
  const { method = "GET", path, body, find } = call.operation;
  const headers: Record<string, string> = { ...clientHeaders, ...call.options.headers };
  // v1: Basic with an empty password, and the `accept` of the runtime.
  headers.authorization = `Basic ${btoa(key + ":")}`;
  if (path.startsWith("/v2/")) {
    headers.authorization = `Bearer ${key}`;
    headers.accept ??= "application/json";
  }
  const init: RequestInit & { duplex?: "half" } = { method, headers, signal, redirect: "manual" };
  const made = body?.() ?? (call.text !== undefined && { body: call.text, type: "application/json" });
  if (made) {
    headers["content-type"] = made.type;
    init.body = made.body;
    if (body) init.duplex = "half";
  }
  // A Blob is sent once; anything else the runtime may send again when a reused connection closes.
  if (call.safety !== "always" || find) {
    init.body = new Blob([call.text ?? ""]);
    // Bun 1.1 to 1.3.13 sends a Blob again too, unless the connection serves nothing else.
    if (/^Bun\/1\.[1-3]\./.test(globalThis.navigator?.userAgent)) {
      init.keepalive = false;
      headers.connection = "close";
    }
  }
  return init;
}
