import type { JsonObject } from "./types.ts";

/** What a fault does to a request. */
export type FaultAct =
  /** Handle the request as usual; only `delayMs` and `headers` apply. */
  | "pass"
  /** Answer with `status`, `headers`, `body`. */
  | "answer"
  /** Close the connection without an answer. */
  | "drop"
  /** Begin the right answer, send half of it, close the connection. */
  | "cut"
  /** Never answer, keep the connection open. */
  | "hang"
  /** Begin the right answer, send half of it, then nothing. */
  | "hang_body"
  /** Send the right answer in small pieces over `delayMs`. */
  | "slow_body"
  /** Answer 200 with a body that is no JSON. */
  | "not_json"
  /** Answer 200 with a small gzip body that decodes to `bytes`. */
  | "gzip_bomb"
  /** Answer 200 with a JSON body of `bytes`. */
  | "huge"
  /** Answer 302 (or `status`) with a `location`. */
  | "redirect";

/** Which requests a fault is for; a member left out fits every request. */
export interface FaultMatch {
  /** Method in capitals. */
  readonly method?: string;
  /** Source of a regular expression for the path as sent. */
  readonly path?: string;
  /** Query pairs that must be there. */
  readonly query?: Readonly<Record<string, string>>;
  /** Members that the JSON body must have. */
  readonly body?: JsonObject;
  /** True: only requests on a connection that served another one before. Socket only. */
  readonly reused?: boolean;
}

/** A fault, queued by `mock.fault()`. */
export interface Fault {
  /** Which requests it is for. */
  readonly when?: FaultMatch;
  /** How often it happens, once by default; `Infinity`: always. */
  readonly times?: number | null;
  /** Fitting requests to leave alone first. */
  readonly skip?: number;
  /** What happens; `"answer"` where `status` or `body` is given, else `"pass"`. */
  readonly act?: FaultAct;
  /** Status of the answer, 500 by default. */
  readonly status?: number;
  /** Body of the answer: a string as it is, anything else as JSON. By default Scale's error body. */
  readonly body?: unknown;
  /** Headers on top of the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Wait before the fault; for `slow_body` the time that the body takes (1 s by default). */
  readonly delayMs?: number;
  /** First do what was asked, then fail. */
  readonly after?: boolean;
  /** Size of the decoded body for `gzip_bomb` and `huge`, 80 MiB by default. */
  readonly bytes?: number;
}

/** Names of the ready-made faults of a plan. */
export type PlanKind =
  | "done_then_500"
  | "drop"
  | "drop_after"
  | "busy_429"
  | "unavailable_503"
  | "truncated"
  | "slow_body"
  | "not_json_after"
  | "hang";

/** Random faults. Which request gets which depends on the seed and on what is asked, not on the order of arrival. */
export interface FaultPlan {
  /** Same seed, same faults. */
  readonly seed: number;
  /** Share of the requests for each kind; together at most 1. */
  readonly rates: Partial<Readonly<Record<PlanKind, number>>>;
  /** `Retry-After` of `busy_429` and `unavailable_503` in seconds, 0 by default; null: none. */
  readonly retryAfter?: number | null;
  /** Duration of `slow_body`, 1 s by default. */
  readonly slowMs?: number;
  /** Only paths that this regular expression fits. */
  readonly path?: string;
}
