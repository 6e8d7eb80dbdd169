import fixture from "../fixtures/wire/v2.json" with { type: "json" };
import type { WireRequest, WireResponse } from "./wire_case.ts";

/** How a call of the official client ended: with a digest of its value, or with an error. */
export type WireOutcomeV2 = { returns: unknown } | { raises: string; status?: number; body?: unknown };

/** One call of the official v2 client and what it caused. */
export interface WireCaseV2 {
  /** Its name in the recording. */
  name: string;
  /** What was called. */
  op: string;
  args: Record<string, unknown>;
  client?: { base_path?: string };
  /** Nothing listened. */
  server?: "unreachable";
  /** How many requests were sent. */
  attempts: number;
  /** The requests; one where all were the same. */
  requests: WireRequest[];
  responses: WireResponse[];
  outcome: WireOutcomeV2;
}

interface Fixture {
  /** Answers that several cases share, by name. */
  answers: Record<string, unknown>;
  cases: (Omit<WireCaseV2, "attempts" | "requests"> & { attempts?: number; requests: Partial<WireRequest>[] })[];
}

const { answers, cases } = fixture as unknown as Fixture;

/** Every case, with what the fixture leaves out because it is the same everywhere, and with its answers filled in. */
export function wireCasesV2(): WireCaseV2[] {
  return structuredClone(cases).map((one) => ({
    ...one,
    attempts: one.attempts ?? one.requests.length,
    requests: one.requests.map((request) => ({
      method: "",
      path: "",
      query: [],
      auth: "Bearer test_dummy_key",
      content_type: request.method === "POST" ? "application/json" : null,
      ...request,
    })),
    responses: one.responses.map((response) => {
      if (!("answer" in response) || response.answer === undefined) return response;
      const { answer, ...rest } = response;
      return { ...rest, body: structuredClone(answers[answer]) };
    }),
  }));
}
