/**
 * A mock of Scale's service with state that behaves like the real one: in process, over a socket, or in another
 * process.
 *
 * @module
 */
import { LocalControl } from "./control.ts";
import { controlActions, serveControl } from "./control_plane.ts";
import { inProcessFetch, inProcessUrl } from "./in_process.ts";
import { startRemoteMock } from "./remote.ts";
import { serve } from "./serve.ts";
import { Service } from "./service.ts";
import type { Mock, MockOptions } from "./types.ts";

export { connectMock } from "./remote.ts";
export type {
  Arrival,
  ArrivalFilter,
  ArrivedPart,
  AutoComplete,
  Bound,
  CallbackOptions,
  Completion,
  Counters,
  Fault,
  FaultAct,
  FaultMatch,
  FaultPlan,
  GenAiIds,
  JsonObject,
  Look,
  Mock,
  MockControl,
  MockOptions,
  Mode,
  PlanKind,
  Seed,
} from "./types.ts";

/** A mock in this process: give its `fetch` to a client. */
export function createMock(options: MockOptions = {}): Mock {
  const service = new Service(options);
  return assemble(service, inProcessUrl, inProcessFetch(service), () => service.close());
}

/**
 * A mock that listens on a port: give its `url` to a client. Where `globalThis.MOCK_HOST` names a host (`host.ts`), as
 * in workerd, the mock runs there.
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { MOCK_HOST: host } = globalThis as { MOCK_HOST?: unknown };
  if (typeof host === "string") return await startRemoteMock(host, options);
  const service = new Service(options);
  const control = options.control ? serveControl(controlActions(() => mock)) : undefined;
  const listening = await serve(service, options.port ?? 0, control);
  const mock = assemble(service, listening.url, (request) => fetch(request), async () => {
    await service.close();
    await listening.close();
  });
  return mock;
}

function assemble(
  service: Service,
  url: string,
  fetch: (request: Request) => Promise<Response>,
  close: () => Promise<void>,
): Mock {
  const { options } = service.world;
  return Object.assign(new LocalControl(service), {
    url,
    apiKey: "test_dummy_key",
    liveKey: options.liveKeys?.[0] ?? "live_mock_key",
    callbackKey: options.callbacks?.authKey ?? "mock_callback_key",
    fetch,
    close,
    [Symbol.asyncDispose]: close,
  });
}
