import { controlMethods, controlPath, type MockInfo } from "./control_plane.ts";
import type { Mock, MockControl, MockOptions } from "./types.ts";

/** Connects to a mock that was started with `control: true`, in this process or another. */
export async function connectMock(url: string): Promise<Mock> {
  const info = await callControl(url, "info", []) as MockInfo;
  const control = Object.fromEntries(
    controlMethods.map((name) => [name, (...args: unknown[]) => callControl(url, name, args)]),
  ) as unknown as MockControl;
  const close = async (): Promise<void> => {
    // A mock that is closed already, or closes before its answer is through, is closed all the same.
    await callControl(url, "close", []).catch(() => {});
  };
  return {
    ...control,
    ...info,
    url,
    fetch: (request) => fetch(request),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Asks a host (see `host.ts`) to start a mock, and connects to it. */
export async function startRemoteMock(host: string, options: MockOptions): Promise<Mock> {
  return await connectMock(await callControl(host, "start", [options]) as string);
}

async function callControl(url: string, method: string, args: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url + controlPath + method, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(args),
  });
  const answer = await response.json() as { value?: unknown; error?: string };
  if (!response.ok) throw new Error(`mock.${method}(): ${answer.error}`);
  return answer.value;
}
