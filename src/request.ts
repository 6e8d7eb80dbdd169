import { checkObject, checkWord } from "./check.ts";
import type { Operation } from "./operation.ts";
import type { Query } from "./query.ts";

/** A call that this version has no method for. */
export interface RawRequest {
  /**
   * The HTTP method.
   *
   * @default {"GET"}
   */
  method?: "GET" | "POST" | "PUT" | "DELETE" | undefined;
  /** The encoded path; begins with `/v1/` (Basic authentication) or `/v2/` (Bearer). */
  path: string;
  /** The query. Undefined and null are not sent; an array is sent as a repeated key. */
  query?: Query | undefined;
  /** The body, sent as JSON. */
  body?: unknown;
  /**
   * Whether a POST may be retried because repeating it cannot do the work twice. Other methods always are.
   *
   * @default {false}
   */
  idempotent?: boolean | undefined;
}

/**
 * The operation of a raw request.
 *
 * @throws {TypeError} If the method, the path or the body is not allowed.
 */
export function rawOperation(request: RawRequest): Operation<unknown> {
  const { method = "GET", path, query, body, idempotent } = checkObject(request, "request");
  checkWord("method", method, "GET", "POST", "PUT", "DELETE");
  if (method === "GET" && body !== undefined) throw new TypeError("body: must not be given with GET");
  if (!/^\/v[12]\/[^?#\\]+$/.test(path) || /[^!-~]|\/(\.|%2e){1,2}(\/|$)/i.test(path)) {
    throw new TypeError(
      "path: must begin with /v1/ or /v2/, be encoded, and not hold a query, a fragment or dot segments",
    );
  }
  return { method, path, query, json: body, safety: method === "POST" && !idempotent ? "never" : "always" };
}
