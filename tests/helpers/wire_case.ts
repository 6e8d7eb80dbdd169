import fixture from "../fixtures/wire/v1.json" with { type: "json" };
import more from "../fixtures/wire/v1_more.json" with { type: "json" };

/** A request of the official client, or one of ours in the same form. */
export interface WireRequest {
  method: string;
  path: string;
  /** Decoded; only the order of equal names matters. */
  query: [string, string][];
  /** Scheme, user and password: `Basic key:`. */
  auth: string;
  /** The boundary of a multipart body is shown as `*`; null where there was no such header. */
  content_type: string | null;
  /** The JSON that was sent, if any. */
  body?: unknown;
  /** The parts of a multipart body. */
  parts?: WirePart[];
}

/** A part of a multipart body. */
export interface WirePart {
  name: string;
  filename?: string;
  content_type?: string;
  size: number;
  text?: string;
}

/** What the service answered. */
export type WireResponse =
  | { status: number; headers?: Record<string, string>; body?: unknown; text?: string; answer?: string }
  | { close: true };

/** How a call ended: with a digest of its value, or with an error. */
export type WireOutcome = { returns: unknown } | { raises: string; status?: number; detail?: unknown };

/** One call of the official client and what it caused. */
export interface WireCase {
  /** Its name. */
  name: string;
  /** What was called. */
  op: string;
  args: Record<string, unknown>;
  client?: { api_key?: string; source?: string | null; base_path?: string };
  /** Whether the official client repeated requests in this case. */
  retrying?: boolean;
  /** How many requests were sent. */
  attempts: number;
  /** The requests; one where all were the same. */
  requests: WireRequest[];
  responses: WireResponse[];
  outcome: WireOutcome;
}

interface Fixture {
  /** Answers that several cases share, by name. */
  answers: Record<string, unknown>;
  cases: (Omit<WireCase, "attempts" | "requests"> & { attempts?: number; requests: Partial<WireRequest>[] })[];
}

const { answers, cases } = fixture as unknown as Fixture;
const { cases: added } = more as unknown as Fixture;

/** Every case, recorded or worked out from the client's source, with what the fixture leaves out because it is the same everywhere. */
export function wireCases(): WireCase[] {
  return structuredClone([...cases, ...added]).map((one) => ({
    ...one,
    attempts: one.attempts ?? one.requests.length,
    requests: one.requests.map((request) => ({
      method: "",
      path: "",
      query: [],
      auth: "Basic test_dummy_key:",
      content_type: "application/json",
      ...request,
    })),
  }));
}

/** An answer that several cases share. */
export function sharedAnswer(name: string): unknown {
  if (!(name in answers)) throw new Error(`The fixture has no answer "${name}"`);
  return structuredClone(answers[name]);
}

/** Every request of a case, as often as it was sent, with its query sorted. */
export function recordedRequests({ requests, attempts }: Pick<WireCase, "requests" | "attempts">): WireRequest[] {
  const all = requests.length === 1 ? Array.from({ length: attempts }, () => requests).flat() : requests;
  return structuredClone(all).map(sorted);
}

/** Sorts the query of a request: only the order of equal names matters to a service. */
export function sorted(request: WireRequest): WireRequest {
  request.query.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  return request;
}
