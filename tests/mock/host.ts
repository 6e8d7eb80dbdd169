/**
 * Starts mocks for tests that cannot listen themselves, as those in workerd. Such a test finds the host's URL in
 * `globalThis.MOCK_HOST`; `startMock()` then does the rest.
 *
 * @module
 */
import type { AddressInfo } from "node:net";
import { serveControl } from "./control_plane.ts";
import { type Mock, startMock } from "./mod.ts";
import { KEEP_ALIVE_MS } from "./serve.ts";
import type { MockOptions } from "./types.ts";

/** A host that listens. */
export interface MockHost extends AsyncDisposable {
  /** URL for `globalThis.MOCK_HOST`. */
  readonly url: string;
  /** Closes the host and every mock that it started. */
  close(): Promise<void>;
}

/** Starts a host on a free port of the loopback interface. */
export async function startHost(): Promise<MockHost> {
  const { createServer } = await import("node:http");
  const mocks = new Set<Mock>();
  const control = serveControl({
    start: async ([options]) => {
      const mock = await startMock({ ...options as MockOptions, control: true, port: 0 });
      mocks.add(mock);
      return mock.url;
    },
  });
  const server = createServer((request, response) => {
    if (!control(request, response)) response.writeHead(404).end();
  });
  // A request that takes a connection at the moment when the idle one is closed fails in workerd.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    await Promise.all([...mocks].map((mock) => mock.close()));
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close, [Symbol.asyncDispose]: close };
}

if (import.meta.main) console.log((await startHost()).url);
