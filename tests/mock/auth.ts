import type { MiddlewareHandler } from "hono";
import { settleBatches } from "./batches.ts";
import { errorResponse, type MockEnv } from "./http.ts";
import type { Arrival, Mode } from "./types.ts";

/** Reads an `authorization` header; null where there is none, or a Basic one that is no pair of user and password. */
export function parseAuth(header: string | undefined): Arrival["auth"] {
  if (header === undefined) return null;
  const space = header.indexOf(" ");
  const scheme = (space < 0 ? header : header.slice(0, space)).toLowerCase();
  const rest = space < 0 ? "" : header.slice(space + 1).trim();
  if (scheme !== "basic") return { scheme, user: rest, password: "" };
  const text = latin1ToUtf8(decodeBase64(rest));
  const colon = text.indexOf(":");
  return colon < 0 ? null : { scheme, user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decodeBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return "";
  }
}

function latin1ToUtf8(text: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  } catch {
    return text;
  }
}

/** Lets known keys through and picks their store; v1 takes Basic without a password, v2 takes Bearer too. */
export function authentication(schemes: readonly string[]): MiddlewareHandler<MockEnv> {
  return async (c, next): Promise<Response | undefined> => {
    const { call } = c.env;
    const auth = parseAuth(c.req.header("authorization"));
    const isTaken = auth?.password === "" && schemes.includes(auth.scheme);
    const mode = isTaken ? modeOf(auth.user, call.world.options.liveKeys) : undefined;
    if (mode === undefined) return errorResponse(401, "Please provide a valid API key.");
    call.store = call.world.stores[mode];
    settleBatches(call.store);
    await next();
    return undefined;
  };
}

function modeOf(key: string, liveKeys: readonly string[] = ["live_mock_key"]): Mode | undefined {
  if (liveKeys.includes(key)) return "live";
  return key.startsWith("test_") || key.endsWith("|test") ? "test" : undefined;
}
