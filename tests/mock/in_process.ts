import { chunksOf } from "./body.ts";
import { type Reply, type Script, streamOf } from "./fault_replies.ts";
import type { Service } from "./service.ts";

/** The base URL that a mock in process answers to: the real one, so that nothing can go astray unnoticed. */
export const inProcessUrl = "https://api.scale.com";

/** A `fetch` that calls the service directly. Faults of the connection look as they do from `fetch`. */
export function inProcessFetch(service: Service): (request: Request) => Promise<Response> {
  return async function fetch(request: Request): Promise<Response> {
    const { signal } = request;
    signal.throwIfAborted();
    const url = new URL(request.url);
    const reply = await orAbort(
      service.receive({
        method: request.method,
        target: url.pathname + url.search,
        headers: Object.fromEntries(request.headers),
        body: request.body && chunksOf(request.body),
        connection: 0,
        nth: 1,
      }),
      signal,
    );
    return await act(reply, signal);
  };
}

async function act(reply: Reply, signal: AbortSignal): Promise<Response> {
  switch (reply.act) {
    case "respond":
      return reply.response;
    case "drop":
      throw new TypeError("fetch failed");
    case "hang":
      return await orAbort(new Promise<never>(() => {}), signal);
    case "script":
      return scripted(reply.script, signal);
  }
}

function scripted(script: Script, signal: AbortSignal): Response {
  const chunks = actedOut(script.decoded?.() ?? script.chunks, script.end, signal);
  return new Response(streamOf(chunks), { status: script.status, headers: { ...script.headers } });
}

async function* actedOut(
  chunks: AsyncIterable<Uint8Array>,
  end: Script["end"],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    yield chunk;
  }
  if (end === "cut") throw new TypeError("terminated");
  if (end === "hang") await orAbort(new Promise<never>(() => {}), signal);
}

/** The promise, or a rejection with the signal's reason, whichever is first. Leaves no listener behind. */
function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
