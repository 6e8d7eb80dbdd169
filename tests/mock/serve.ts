import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Reply, Script } from "./fault_replies.ts";
import type { Incoming, Service } from "./service.ts";

/** How long an idle connection stays open: longer than any test leaves it alone. */
export const KEEP_ALIVE_MS = 600_000;

/** A service that listens. */
export interface Listening {
  /** Base URL. */
  readonly url: string;
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

/** Answers a request itself, before the service sees it; the control plane. */
export type Interceptor = (request: IncomingMessage, response: ServerResponse) => boolean;

interface Connection {
  readonly id: number;
  requests: number;
}

/**
 * Serves over `node:http`, which Deno, Bun and Node all have, and which lets go of a socket when told to: dropped and
 * cut connections are real ones. It is imported here, late, because workerd cannot load it.
 */
export async function serve(service: Service, port: number, intercept?: Interceptor): Promise<Listening> {
  const { createServer } = await import("node:http");
  const sockets = new Map<Socket, Connection>();
  const server = createServer((request, response) => {
    if (intercept?.(request, response)) return;
    const connection = sockets.get(request.socket) ?? { id: 0, requests: 0 };
    connection.requests++;
    void answer(service, connection, request, response);
  });
  let last = 0;
  server.on("connection", (socket: Socket) => {
    service.connections++;
    service.openConnections++;
    sockets.set(socket, { id: ++last, requests: 0 });
    socket.on("error", () => {});
    // A client that closes its side has gone; Node would keep the connection until the answer is complete.
    socket.on("end", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      service.openConnections--;
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const url = `http://127.0.0.1:${await listen(server, port)}`;
  return {
    url,
    async close(): Promise<void> {
      for (const socket of sockets.keys()) socket.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function answer(
  service: Service,
  connection: Connection,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.on("error", () => {});
  response.on("error", () => {});
  try {
    await send(await service.receive(incoming(connection, request)), response, request.socket);
  } catch {
    // The client went away while its body was read.
    request.socket.destroy();
  }
}

function incoming(connection: Connection, request: IncomingMessage): Incoming {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: request.method ?? "GET",
    target: request.url ?? "/",
    headers,
    // The end of a body that is not there never comes on older versions of Deno.
    body: "content-length" in headers || "transfer-encoding" in headers ? request as AsyncIterable<Uint8Array> : null,
    connection: connection.id,
    nth: connection.requests,
  };
}

async function send(reply: Reply, response: ServerResponse, socket: Socket): Promise<void> {
  switch (reply.act) {
    case "respond":
      return await respond(reply.response, response);
    case "drop":
      socket.destroy();
      return;
    case "hang":
      return;
    case "script":
      return await play(reply.script, response, socket);
  }
}

async function respond(from: Response, to: ServerResponse): Promise<void> {
  const body = new Uint8Array(await from.arrayBuffer());
  to.writeHead(from.status, { ...Object.fromEntries(from.headers), "content-length": String(body.length) });
  to.end(body);
}

async function play(script: Script, response: ServerResponse, socket: Socket): Promise<void> {
  const length = script.length === undefined ? {} : { "content-length": String(script.length) };
  response.writeHead(script.status, { ...script.headers, ...length });
  for await (const chunk of script.chunks) {
    if (socket.destroyed) return;
    if (!response.write(chunk)) await drained(response, socket);
  }
  if (script.end === "finish") response.end();
  if (script.end === "cut") {
    await new Promise<void>((resolve) => response.write("", () => resolve()));
    socket.destroy();
  }
}

function drained(response: ServerResponse, socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    response.on("drain", done);
    socket.on("close", done);
  });
}
