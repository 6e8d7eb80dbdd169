import { chunksOf } from "./body.ts";
import { hasAnswer } from "./faults.ts";
import { errorResponse } from "./http.ts";
import type { Timers } from "./timers.ts";
import type { Fault } from "./types.ts";

/** What goes back for a request. A transport that can, acts it out on the connection. */
export type Reply =
  | { readonly act: "respond"; readonly response: Response }
  | { readonly act: "drop" }
  | { readonly act: "hang" }
  | { readonly act: "script"; readonly script: Script };

/** An answer whose body does not come in one piece. */
export interface Script {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What happens behind the last chunk. */
  readonly end: "finish" | "cut" | "hang";
  /** `content-length` to say; chunked without. */
  readonly length?: number;
  /** The body before `content-encoding`, for callers in process, who get bodies decoded. */
  readonly decoded?: () => AsyncIterable<Uint8Array>;
}

const words: Readonly<Record<number, string>> = {
  400: 'Parameter is invalid, reason: "attachments" is required',
  401: "Please provide a valid API key.",
  402: "This task type is not enabled for this account.",
  404: "Not found.",
  408: "Request timed out.",
  409: "Already used.",
  429: "Too many requests.",
  500: "Internal server error.",
  503: "Service unavailable.",
  504: "Server timeout.",
};

/** Makes the reply of a fault. `handle` does what the request asks, at most once. */
export async function faultReply(
  fault: Fault,
  handle: () => Promise<Response>,
  timers: Timers,
): Promise<Reply> {
  const act = fault.act ?? (hasAnswer(fault) ? "answer" : "pass");
  const { delayMs = 0 } = fault;
  let done: Response | undefined;
  if (fault.after) done = await handle();
  if (delayMs > 0 && act !== "slow_body") await timers.sleep(delayMs);
  const answer = async (): Promise<Response> => {
    if (hasAnswer(fault)) return plainAnswer(fault);
    return withHeaders(done ?? await handle(), fault.headers);
  };
  switch (act) {
    case "pass":
      return { act: "respond", response: await answer() };
    case "answer":
      return { act: "respond", response: plainAnswer(fault) };
    case "drop":
      return { act: "drop" };
    case "hang":
      return { act: "hang" };
    case "cut":
      return { act: "script", script: await half(await answer(), "cut") };
    case "hang_body":
      return { act: "script", script: await half(await answer(), "hang") };
    case "slow_body":
      return { act: "script", script: await slow(await answer(), delayMs || 1000, timers) };
    case "not_json":
      return {
        act: "respond",
        response: new Response("<html><body>Bad gateway</body></html>", {
          status: fault.status ?? 200,
          headers: { "content-type": "text/html", ...fault.headers },
        }),
      };
    case "redirect":
      return {
        act: "respond",
        response: new Response(null, {
          status: fault.status ?? 302,
          headers: { location: "https://elsewhere.example.com/v1/tasks", ...fault.headers },
        }),
      };
    case "huge":
      return { act: "script", script: bigScript(fault, false) };
    case "gzip_bomb":
      return { act: "script", script: bigScript(fault, true) };
  }
}

function plainAnswer(fault: Fault): Response {
  const { status = 500, body, headers = {} } = fault;
  const init = { status, headers: { ...headers } };
  if (status === 204 || status === 304) return new Response(null, init);
  if (typeof body === "string") {
    return new Response(body, { status, headers: { "content-type": "text/html; charset=utf-8", ...headers } });
  }
  if (body !== undefined) return Response.json(body, init);
  return withHeaders(errorResponse(status, words[status] ?? "Something went wrong."), headers);
}

function withHeaders(response: Response, headers: Fault["headers"] = {}): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

async function half(response: Response, end: "cut" | "hang"): Promise<Script> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    chunks: once(bytes.subarray(0, Math.floor(bytes.length / 2))),
    length: bytes.length,
    end,
  };
}

async function slow(response: Response, ms: number, timers: Timers): Promise<Script> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    chunks: drip(bytes, ms, timers),
    length: bytes.length,
    end: "finish",
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  await Promise.resolve();
}

async function* drip(bytes: Uint8Array, ms: number, timers: Timers): AsyncGenerator<Uint8Array> {
  const pieces = 10;
  for (let i = 0; i < pieces && !timers.closed; i++) {
    yield bytes.subarray(Math.floor(bytes.length * i / pieces), Math.floor(bytes.length * (i + 1) / pieces));
    await timers.sleep(ms / pieces);
  }
}

function bigScript(fault: Fault, gzip: boolean): Script {
  const { bytes = 80 * 2 ** 20, status = 200 } = fault;
  const headers = { "content-type": "application/json", ...fault.headers };
  if (!gzip) return { status, headers, chunks: bigJson(bytes), end: "finish" };
  return {
    status,
    headers: { ...headers, "content-encoding": "gzip" },
    chunks: chunksOf(gzipped(bigJson(bytes))),
    decoded: () => bigJson(bytes),
    end: "finish",
  };
}

/** A JSON object of that size, made of blanks. */
async function* bigJson(bytes: number): AsyncGenerator<Uint8Array> {
  const blanks = new Uint8Array(65_536).fill(32);
  const encoder = new TextEncoder();
  const head = encoder.encode('{"docs":[],');
  const tail = encoder.encode('"total":0,"limit":100,"offset":0,"has_more":false}');
  yield head;
  for (let left = bytes - head.length - tail.length; left > 0; left -= blanks.length) {
    yield left < blanks.length ? blanks.subarray(0, left) : blanks;
    await Promise.resolve();
  }
  yield tail;
}

function gzipped(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  const source = streamOf(chunks);
  return source.pipeThrough(new CompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>);
}

/** A web stream that pulls from an iterator; cancelling it ends the iterator. */
export function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller): Promise<void> {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel(): Promise<void> {
      await iterator.return?.();
    },
  });
}
