import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "./body.ts";
import type { Mock, MockControl } from "./types.ts";

/** Where the control plane lives beside the service. */
export const controlPath = "/__mock/";

/** The control methods by name. */
export const controlMethods: readonly (keyof MockControl)[] = [
  "fault",
  "clearFaults",
  "configure",
  "requests",
  "clearRequests",
  "counters",
  "reset",
  "tasks",
  "countTasks",
  "batches",
  "projects",
  "files",
  "qualityTasks",
  "seed",
  "completeTasks",
  "updateTask",
  "recallTasks",
  "acceptInvitations",
  "archive",
  "settled",
  "loadGenAi",
];

/** What a remote caller needs to know about a mock. */
export type MockInfo = Pick<Mock, "url" | "apiKey" | "liveKey" | "callbackKey">;

/** Answers a call of the control plane; false for a request that is not for it. */
export function serveControl(
  actions: Readonly<Record<string, (args: readonly unknown[]) => Promise<unknown>>>,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const path = request.url ?? "";
    if (!path.startsWith(controlPath)) return false;
    void answerControl(actions[path.slice(controlPath.length)], request, response);
    return true;
  };
}

async function answerControl(
  action: ((args: readonly unknown[]) => Promise<unknown>) | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let status = 200;
  let answer: unknown;
  try {
    const { value } = await readBody(request as AsyncIterable<Uint8Array>, "application/json", 100_000_000);
    if (!action) throw new Error("no such method of the mock");
    answer = { value: await action(Array.isArray(value) ? value : []) };
  } catch (error) {
    status = 500;
    answer = { error: error instanceof Error ? error.message : String(error) };
  }
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(answer));
}

/** The actions of one mock: its control methods, `info` and `close`. The mock is asked for late: it has these itself. */
export function controlActions(
  mock: () => Mock,
): Readonly<Record<string, (args: readonly unknown[]) => Promise<unknown>>> {
  const actions: Record<string, (args: readonly unknown[]) => Promise<unknown>> = {};
  for (const name of controlMethods) {
    actions[name] = (args) => {
      const method = mock()[name] as (...args: readonly unknown[]) => Promise<unknown>;
      return method.apply(mock(), [...args]);
    };
  }
  actions.info = () => {
    const { url, apiKey, liveKey, callbackKey } = mock();
    return Promise.resolve({ url, apiKey, liveKey, callbackKey });
  };
  actions.close = () => {
    // Not awaited: the connection that brought the call is closed too.
    setTimeout(() => void mock().close(), 0);
    return Promise.resolve(null);
  };
  return actions;
}
