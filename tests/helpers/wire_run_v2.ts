import { ScaleApiError, ScaleClient, type ScaleClientOptions } from "@scaleapi/sdk";
import type { Listing } from "../../src/listing.ts";
import type { V2 } from "../../src/v2/client.ts";
import { type CannedAnswer, cannedFetch, type SentRequest } from "./canned_fetch.ts";
import { recordedRequests, sorted, type WireRequest, type WireResponse } from "./wire_case.ts";
import type { WireCaseV2, WireOutcomeV2 } from "./wire_case_v2.ts";

/** What a call of ours sent and how it ended, in the form of the recording. */
export interface WireRunV2 {
  requests: WireRequest[];
  outcome: WireOutcomeV2;
}

/** Our calls by the names of the recording. Those that page give the first page as it came; `iterate_` gives items. */
const ops: Record<string, (v2: V2, args: never, cursor: { cursor?: string }) => Promise<unknown>> = {
  get_task: (v2, args) => v2.tasks.get(args),
  create_chat_task: (v2, args) => v2.tasks.createChat(args),
  get_tasks: (v2, args, cursor) => firstPage(v2.tasks.list(args, { ...cursor, prefetch: 0 })),
  iterate_tasks: (v2, args) => v2.tasks.list(args).toArray(),
  set_task_metadata: (v2, args) => v2.tasks.setMetadata(args),
  get_batch: (v2, args) => v2.batches.get(args),
  create_batch: (v2, args) => v2.batches.create(args),
  get_batches: (v2, args, cursor) => firstPage(v2.batches.list(args, { ...cursor, prefetch: 0 })),
  finalize_batch: (v2, args) => v2.batches.finalize(args),
  pause_batch: (v2, args) => v2.batches.pause(args),
  resume_batch: (v2, args) => v2.batches.resume(args),
  cancel_batch: (v2, args) => v2.batches.cancel(args),
  set_batch_metadata: (v2, args) => v2.batches.setMetadata(args),
  get_project: (v2, args) => v2.projects.get(args),
  get_projects: (v2, args) => v2.projects.list(args),
  get_deliveries: (v2, args) => v2.deliveries.list(args),
  get_delivery: (v2, args, cursor) => firstPage(v2.deliveries.get(args, { ...cursor, prefetch: 0 })),
  get_delivery_tasks: (v2, args, cursor) => firstPage(v2.deliveries.tasks(args, { ...cursor, prefetch: 0 })),
  get_schema: (v2, args) => v2.schemas.get(args),
  get_annotation: (v2, args) => v2.annotations.get(args),
  get_datasets: (v2) => v2.datasets.list(),
  get_dataset_deliveries: (v2, args) => v2.datasets.deliveries(args),
  get_dataset_delivery: (v2, args, cursor) => firstPage(v2.datasets.delivery(args, { ...cursor, prefetch: 0 })),
  get_dataset_tasks: (v2, args, cursor) => firstPage(v2.datasets.tasks(args, { ...cursor, prefetch: 0 })),
  get_dataset_task: (v2, args) => v2.datasets.task(args),
  get_dataset_task_response_url: (v2, args) => v2.datasets.responseUrl(args),
};

async function firstPage(listing: Listing<unknown>): Promise<unknown> {
  return (await listing.pages().next()).value?.raw;
}

/** What the recording says of a case: every request, and what the official client gives or raises in our words. */
export function recordedRunV2(one: WireCaseV2): WireRunV2 {
  return { requests: recordedRequests(one), outcome: ourOutcome(one.op, one.responses, one.outcome) };
}

/** Runs a case with our client against its canned answers. */
export async function runCaseV2(one: WireCaseV2): Promise<WireRunV2> {
  const canned = cannedFetch(...one.responses.map(answer));
  const options: ScaleClientOptions = {
    apiKey: "test_dummy_key",
    baseUrl: `https://api.scale.com${one.client?.base_path?.replace(/v1$/, "") ?? ""}`,
    fetch: one.server === "unreachable" ? () => Promise.reject(new TypeError("refused")) : canned.fetch,
    validation: "strict",
  };
  const { next_token: cursor, ...args } = revive(one.args) as Record<string, unknown>;
  const outcome = await outcomeOf(async () => {
    const op = ops[one.op];
    if (!op) throw new Error(`No call of ours stands for ${one.op}`);
    return await op(
      new ScaleClient(options).v2,
      args as never,
      cursor === undefined ? {} : { cursor: cursor as string },
    );
  });
  return { requests: canned.sent.map(wireRequest).map(sorted), outcome };
}

/** Waits that a service asks for are cut short; that they are kept is tested elsewhere. */
function answer(response: WireResponse): CannedAnswer {
  if ("status" in response && response.status === 204) return () => new Response(null, { status: 204 });
  if ("close" in response || !response.headers?.["Retry-After"]) return response as CannedAnswer;
  return { ...response, headers: { "Retry-After": "0" } } as CannedAnswer;
}

/** A time of the recording without a zone is taken for UTC: a `Date` always has one. */
function revive(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  const time = (value as { $datetime?: string }).$datetime;
  if (time !== undefined) return new Date(/(Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revive(one)]));
}

async function outcomeOf(call: () => Promise<unknown>): Promise<WireOutcomeV2> {
  try {
    return { returns: JSON.parse(JSON.stringify(await call())) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof ScaleApiError)) return { raises: error.name };
    return { raises: error.name, status: error.status, body: error.body };
  }
}

/** Our errors by status; any other is the base class. */
const errors: Record<number, string> = {
  400: "ScaleInvalidRequestError",
  401: "ScaleUnauthorizedError",
  402: "ScaleNotEnabledError",
  404: "ScaleResourceNotFoundError",
  409: "ScaleDuplicateResourceError",
  429: "ScaleTooManyRequestsError",
  500: "ScaleInternalError",
  503: "ScaleServiceUnavailableError",
  504: "ScaleTimeoutError",
};

/** What is given is the answer as it came, strictly checked; of several pages the items; where nothing is given, null. */
function ourOutcome(op: string, responses: readonly WireResponse[], outcome: WireOutcomeV2): WireOutcomeV2 {
  const bodies = responses.map((response) => "body" in response ? response.body : undefined);
  if ("returns" in outcome) {
    const tasks = (body: unknown): unknown => (body as { tasks: unknown }).tasks;
    if ((outcome.returns as { kind: string }).kind === "value") return { returns: null };
    return { returns: op === "iterate_tasks" ? bodies.flatMap(tasks) : bodies[0] };
  }
  const { raises, status } = outcome;
  if (status === undefined) return { raises: raises === "ValidationError" ? "RangeError" : "ScaleConnectionError" };
  const [first] = responses;
  const body = first && "text" in first ? first.text : bodies[0];
  return { raises: errors[status] ?? "ScaleApiError", status, body };
}

function wireRequest({ method, path, query, headers, body }: SentRequest): WireRequest {
  return {
    method,
    path,
    query: query.map(([name, value]) => [name, value]),
    auth: headers.authorization ?? "",
    content_type: headers["content-type"] ?? null,
    ...body !== undefined && { body },
  };
}
