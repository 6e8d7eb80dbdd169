import type { Mock } from "./types.ts";

/** An answer, its body parsed where it is JSON. */
export interface Answer {
  /** Status. */
  readonly status: number;
  /** Headers. */
  readonly headers: Headers;
  /** The body, typed as loosely as `Response.json()` types it: these tests look into every shape there is. */
  readonly body: Awaited<ReturnType<Response["json"]>>;
}

/** Calls the mock with plain `fetch`, for tests of the mock itself. */
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** A caller with a key. */
export function caller(mock: Mock, key: string = mock.apiKey): Caller {
  return async (method, path, body, headers) => {
    const isForm = body instanceof FormData;
    const request = new Request(mock.url + path, {
      method,
      headers: {
        authorization: `Basic ${btoa(`${key}:`)}`,
        ...body !== undefined && !isForm && { "content-type": "application/json" },
        ...headers,
      },
      redirect: "manual",
      ...body !== undefined && { body: isForm ? body : new Blob([JSON.stringify(body)]) },
    });
    const response = await mock.fetch(request);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
}
