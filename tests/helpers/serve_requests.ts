/** Serves a function from `Request` to `Response` as the users of each runtime do: over a real socket. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Handle = (request: Request) => Response | Promise<Response>;

/** A server that listens on the loopback interface. */
export interface Served extends AsyncDisposable {
  /** What serves: the runtime's own server where it has one. */
  readonly name: "Deno.serve" | "Bun.serve" | "node:http";
  /** The base URL. */
  readonly url: string;
}

/** What the runtimes have, as far as it is used here. */
interface Runtimes {
  readonly Deno?: {
    serve(
      options: { hostname: string; port: number; onListen: () => void },
      handle: Handle,
    ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
  };
  readonly Bun?: {
    serve(options: { hostname: string; port: number; fetch: Handle }): {
      readonly port: number;
      stop(force: boolean): Promise<void>;
    };
  };
}

/** Listens on a free port. */
export async function serveHandler(handle: Handle): Promise<Served> {
  const { Deno, Bun } = globalThis as unknown as Runtimes;
  const hostname = "127.0.0.1";
  if (Bun) {
    const server = Bun.serve({ hostname, port: 0, fetch: handle });
    return served("Bun.serve", server.port, () => server.stop(true));
  }
  if (Deno) {
    const server = Deno.serve({ hostname, port: 0, onListen() {} }, handle);
    return served("Deno.serve", server.addr.port, () => server.shutdown());
  }
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => void answer(handle, request, response));
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  return served("node:http", (server.address() as AddressInfo).port, () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
}

function served(name: Served["name"], port: number, close: () => Promise<void>): Served {
  return { name, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close };
}

/** Node's server knows no `Request`; this is what adapters for it do. */
async function answer(handle: Handle, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const { method = "GET", url = "/" } = incoming;
  const init: RequestInit & { duplex?: "half" } = { method, headers };
  if (method !== "GET" && method !== "HEAD") {
    init.body = bodyOf(incoming);
    init.duplex = "half";
  }
  const response = await handle(new Request(new URL(url, "http://127.0.0.1"), init));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = (incoming as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller): Promise<void> {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel(): void {
      incoming.resume();
    },
  }, { highWaterMark: 0 });
}
