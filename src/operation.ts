import type { SpecOf } from "./generated/validators.ts";
import type { CallOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Safety } from "./retry.ts";
import type { Fields } from "./same.ts";

/** One call of the API, as a resource describes it. */
export interface Operation<T> {
  /** The HTTP method; GET by default. */
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** The encoded path from `/v1/` or `/v2/` on. */
  path: string;
  /** The query. */
  query?: Query | undefined;
  /** What is sent as JSON; nothing where undefined. */
  json?: unknown;
  /** Makes another body, for every attempt. */
  body?: () => RequestBody;
  /** Called when an attempt has ended, to release what its body still holds. */
  release?: () => void;
  /** Whether `body` can be called only once. */
  once?: boolean;
  /** What repeating the call can do; `always` by default. */
  safety?: Safety;
  /** What the answer is checked against. */
  spec?: SpecOf<T>;
  /** The field that must be an array, even with `validation: "off"`. */
  list?: string;
  /** Says what is wrong with an answer although its shape is right, if anything is. */
  flaw?(value: T): string | false | undefined;
  /** What is taken from a success instead of its JSON. */
  answer?: "nothing" | "location";
  /**
   * For calls whose 409 may be due to their own earlier attempt: looks the object up, and returns it if it is the one
   * that was asked for. `sent` is the JSON that was sent.
   */
  find?: (options: CallOptions, sent: Fields) => Promise<T | undefined>;
  /** Called with the JSON of a success, and awaited, before it is parsed. */
  peek?: ((json: Uint8Array) => Promise<void> | undefined) | undefined;
}

/** A body other than JSON, with its content type. */
export interface RequestBody {
  /** What `fetch` is given. */
  body: Blob | ReadableStream<Uint8Array>;
  /** The `content-type`. */
  type: string;
}
