import { parseMultipart } from "../mock/multipart.ts";
import type { ArrivedPart } from "../mock/mod.ts";

/** What a canned `fetch` answers: a status with JSON or text, nothing at all, or whatever a function makes of it. */
export type CannedAnswer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly text: string }
  | { readonly close: true }
  | ((request: Request) => Response | Promise<Response>);

/** A request as a canned `fetch` got it. */
export interface SentRequest {
  readonly method: string;
  /** The origin and the path as sent, without the query. */
  readonly origin: string;
  readonly path: string;
  /** The query decoded, in order. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  /** The body: JSON parsed, parts of a multipart body, text; undefined where there was none. */
  readonly body: unknown;
}

/** A `fetch` that answers from a list and notes what it got. */
export interface CannedFetch {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly sent: SentRequest[];
}

/** Makes a `fetch` that gives the answers in their order; the last one again and again. */
export function cannedFetch(...answers: readonly CannedAnswer[]): CannedFetch {
  const sent: SentRequest[] = [];
  return {
    sent,
    async fetch(request: Request): Promise<Response> {
      const at = sent.length;
      sent.push(undefined as unknown as SentRequest);
      sent[at] = await readRequest(request);
      const answer = answers[Math.min(at, answers.length - 1)];
      if (answer === undefined) throw new Error("No answer was given to the canned fetch");
      if (typeof answer === "function") return await answer(request);
      return cannedResponse(answer);
    },
  };
}

/** The response of an answer. */
export function cannedResponse(answer: Exclude<CannedAnswer, (request: Request) => unknown>): Response {
  if ("close" in answer) throw new TypeError("connection closed");
  const { status = 200, headers = {} } = answer;
  const statusText = `Canned ${status}`;
  if ("text" in answer) return new Response(answer.text, { status, statusText, headers });
  return new Response(JSON.stringify(answer.body), {
    status,
    statusText,
    headers: { "content-type": "application/json", ...headers },
  });
}

async function readRequest(request: Request): Promise<SentRequest> {
  const { origin } = new URL(request.url);
  const [path = "", query = ""] = request.url.slice(origin.length).split(/\?(.*)/s);
  const headers = Object.fromEntries(request.headers);
  const body = request.body ? readBody(new Uint8Array(await request.arrayBuffer()), headers) : undefined;
  return { method: request.method, origin, path, query: [...new URLSearchParams(query)], headers, body: await body };
}

async function readBody(
  bytes: Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<unknown | readonly ArrivedPart[]> {
  const type = headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return await parseMultipart(bytes, type);
  const text = new TextDecoder().decode(bytes);
  return type.startsWith("application/json") ? JSON.parse(text) : text;
}
