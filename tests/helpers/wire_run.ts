import { ScaleApiError, ScaleClient, type ScaleClientOptions } from "@scaleapi/sdk";
import type { ArrivedPart } from "../mock/mod.ts";
import { type CannedAnswer, cannedFetch, cannedResponse, type SentRequest } from "./canned_fetch.ts";
import {
  recordedRequests,
  sharedAnswer,
  sorted,
  type WireCase,
  type WireOutcome,
  type WirePart,
  type WireRequest,
} from "./wire_case.ts";
import { wireOps } from "./wire_ops.ts";

/** What a call of ours sent and how it ended, in the form of the recording. */
export interface WireRun {
  requests: WireRequest[];
  outcome: WireOutcome;
}

/** What the recording says of a case: every request, and the outcome under our names. */
export function recordedRun(one: WireCase): WireRun {
  return { requests: recordedRequests(one), outcome: ourNames(one.outcome) };
}

/** Runs a case with our client against its canned answers. */
export async function runCase(one: WireCase): Promise<WireRun> {
  const canned = cannedFetch(...one.responses.map(answer));
  const primed: unknown[] = [];
  const options: ScaleClientOptions = {
    apiKey: one.client?.api_key ?? "test_dummy_key",
    baseUrl: `https://api.scale.com${(one.client?.base_path ?? "/v1").replace(/v1\/?$/, "")}`,
    source: one.client?.source ?? "recording",
    fetch: (request) => primed.length ? cannedResponse({ body: primed.shift() }) : canned.fetch(request),
  };
  // The official client repeats requests over https only, so that most cases show one attempt.
  if (!one.retrying) options.maxRetries = 0;
  const outcome = await outcomeOf(async () => {
    const op = wireOps[one.op];
    if (!op) throw new Error(`No call of ours stands for ${one.op}`);
    return await op({ client: new ScaleClient(options), args: one.args, prime: (data) => primed.push(data) });
  });
  return { requests: canned.sent.map(wireRequest).map(sorted), outcome };
}

function answer(response: WireCase["responses"][number]): CannedAnswer {
  if ("close" in response) return response;
  const { status, headers = {}, text, body, answer } = response;
  if (text !== undefined) return { status, headers, text };
  return { status, headers, body: answer === undefined ? body : sharedAnswer(answer) };
}

async function outcomeOf(call: () => Promise<unknown>): Promise<WireOutcome> {
  try {
    return { returns: JSON.parse(JSON.stringify(await call())) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof ScaleApiError)) return { raises: error.name };
    return { raises: error.name, status: error.status, detail: error.detail };
  }
}

/** The names of our errors for those of the official client; a failed connection has no code there. */
function ourNames(outcome: WireOutcome): WireOutcome {
  if ("returns" in outcome) return outcome;
  const { raises, status, detail } = outcome;
  if (status === undefined) return { raises: raises === "ScaleException" ? "ScaleConnectionError" : raises };
  const name = raises === "ScaleException" ? "ScaleApi" : raises.replace(/Error$/, "");
  return { raises: `${name}Error`, status, detail };
}

function wireRequest({ method, path, query, headers, body }: SentRequest): WireRequest {
  const [scheme = "", value = ""] = (headers.authorization ?? "").split(" ");
  const type = headers["content-type"]?.replace(/boundary=.*/, "boundary=*") ?? null;
  const sent = { method, path, query: query.map(([name, value]): [string, string] => [name, value]) };
  const wire: WireRequest = { ...sent, auth: `${scheme} ${atob(value)}`, content_type: type };
  if (type?.startsWith("multipart/")) wire.parts = (body as ArrivedPart[]).map(wirePart);
  else if (body !== undefined) wire.body = body;
  return wire;
}

function wirePart({ name, filename, type, size, text }: ArrivedPart): WirePart {
  return {
    name,
    ...filename !== undefined && { filename },
    ...type !== undefined && { content_type: type },
    size,
    ...text !== undefined && { text },
  };
}
