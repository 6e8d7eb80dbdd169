/**
 * What a test sees of the mock: its options, the faults it can be told to show, and the control methods.
 * Everything here can travel as JSON, so that the same interface works on a mock in another process (`remote.ts`).
 *
 * @module
 */

import type { Fault, FaultPlan } from "./fault_types.ts";

export type { Fault, FaultAct, FaultMatch, FaultPlan, PlanKind } from "./fault_types.ts";

/** Any JSON object. */
export type JsonObject = Record<string, unknown>;

/** The two separate stores of an account. */
export type Mode = "test" | "live";

/** Whether a bound of a time filter includes its own value. */
export type Bound = "inclusive" | "exclusive";

/** Options of `createMock` and `startMock`; all but the last three can be changed later by `mock.configure()`. */
export interface MockOptions {
  /** Keys of the live store, `["live_mock_key"]` by default. Keys that begin with `test_` always work. */
  readonly liveKeys?: readonly string[];
  /** Task types that are answered with 402. */
  readonly notEnabled?: readonly string[];
  /** Whether `start_time` and `end_time` include tasks of exactly that time; `"inclusive"` by default. */
  readonly bounds?: Bound | { readonly start: Bound; readonly end: Bound };
  /** The service gives no more than this number of tasks or batches in a page, whatever `limit` says. */
  readonly maxPageSize?: number;
  /** Every n-th page of a task listing comes empty, with a cursor to go on. 0, the default: none. */
  readonly emptyPageEvery?: number;
  /** A task listing gives back the cursor that it was asked with, for ever. */
  readonly repeatCursor?: boolean;
  /** The tokens of a task listing count rows, so that tasks which are created meanwhile move the pages. */
  readonly rowTokens?: boolean;
  /** A task listing says `has_more` but gives no `next_token`. */
  readonly missingCursor?: boolean;
  /** Every answer comes this much later. */
  readonly latencyMs?: number;
  /** A clock that plays the people: completes pending live tasks. */
  readonly autoComplete?: AutoComplete | null;
  /** How callbacks are sent. */
  readonly callbacks?: CallbackOptions;
  /** Random faults, the same for the same seed. */
  readonly plan?: FaultPlan | null;
  /** Largest file that an upload takes, 80 MB by default. */
  readonly maxFileBytes?: number;
  /** Largest body that is kept and hashed; a larger one is only counted. 100 MB by default. */
  readonly maxKeptBytes?: number;
  /** v2: a paused, resumed or cancelled batch shows its new status only this much later. 0 by default. */
  readonly batchLagMs?: number;
  /** Whether arrivals are kept for `requests()`; true by default. */
  readonly record?: boolean;
  /** Start with the GenAI world of the fixtures: projects, batches, tasks of every kind, deliveries, data sets. */
  readonly genai?: boolean;
  /** `startMock` only: the port, 0 (any free one) by default. */
  readonly port?: number;
  /** `startMock` only: serve the control plane under `/__mock/`, for `connectMock`. */
  readonly control?: boolean;
}

/** The clock of the people who label. */
export interface AutoComplete {
  /** A task is done this long after its creation, or after its batch was finalized. */
  readonly afterMs: number;
  /** Time between two looks. */
  readonly everyMs: number;
  /** Tasks completed at most in one look; all that are due by default. */
  readonly perTick?: number;
}

/** How callbacks are sent. */
export interface CallbackOptions {
  /** Value of the header `scale-callback-auth`, `"mock_callback_key"` by default. */
  readonly authKey?: string;
  /** Waits before each repetition; 20 waits of 200 ms by default. */
  readonly retryMs?: readonly number[];
  /** Time for one delivery, 5 s by default. */
  readonly timeoutMs?: number;
  /** Send to any host. By default only to loopback addresses; others count as delivered. */
  readonly anyHost?: boolean;
}

/** One part of a multipart body. */
export interface ArrivedPart {
  /** Name of the field. */
  readonly name: string;
  /** File name, where the part has one. */
  readonly filename?: string;
  /** Content type of the part, where it says one. */
  readonly type?: string;
  /** The `content-disposition` as sent. */
  readonly disposition: string;
  /** Size in bytes. */
  readonly size: number;
  /** SHA-256 in hex; absent where the body was too large to keep. */
  readonly sha256?: string;
  /** Text of a part without a file name. */
  readonly text?: string;
}

/** A request as it arrived. */
export interface Arrival {
  /** Number of the arrival, from 1. */
  readonly seq: number;
  /** Method. */
  readonly method: string;
  /** Path as sent, without the query. */
  readonly path: string;
  /** Query as sent, without `?`; empty where there was none. */
  readonly queryRaw: string;
  /** Query decoded, in order. */
  readonly query: readonly (readonly [string, string])[];
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The `authorization` header decoded. */
  readonly auth: { readonly scheme: string; readonly user: string; readonly password: string } | null;
  /** Kind of the body. */
  readonly bodyKind: "none" | "json" | "multipart" | "text";
  /** The body: JSON parsed, parts of a multipart body, or text. */
  readonly body: unknown;
  /** Size of the body in bytes. */
  readonly bytes: number;
  /** Number of the connection; 0 in process. */
  readonly connection: number;
  /** Which request on its connection this is, from 1. */
  readonly nth: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Status of the answer; 0 where none was sent, null while it is being made. */
  status: number | null;
  /** Name of the fault that it met. */
  fault?: string;
}

/** Counters since the last reset. */
export interface Counters {
  /** Requests that arrived. */
  readonly arrived: number;
  /** Requests that are being handled now. */
  readonly inFlight: number;
  /** Most requests that were handled at the same time. */
  readonly peakInFlight: number;
  /** Connections opened; 0 in process. */
  readonly connections: number;
  /** Connections open now. */
  readonly openConnections: number;
  /** Faults shown, by name. */
  readonly faults: Readonly<Record<string, number>>;
  /** Callbacks sent, repetitions included. */
  readonly callbacksSent: number;
}

/** Many tasks at once. */
export interface Seed {
  /** How many. */
  readonly tasks: number;
  /** Size of one task as JSON, 900 by default. */
  readonly sizeBytes?: number;
  /** Project, made where it does not exist; none by default. */
  readonly project?: string;
  /** Batch, made where it does not exist; needs `project`. */
  readonly batch?: string;
  /** `"imageannotation"` by default. */
  readonly type?: string;
  /** `"completed"` by default. */
  readonly status?: string;
  /** Store, `"test"` by default. */
  readonly mode?: Mode;
  /** Creation time of the first task; by default so that the last one was created just now. */
  readonly from?: string;
  /** Time between the first and the last creation; 1 s per task by default, 0: all at the same time. */
  readonly spreadMs?: number;
  /** Share of the tasks that were created within one hundredth of the time. 0, the default: even. */
  readonly bunched?: number;
  /** Gives the tasks `unique_id`s of this prefix and their number. */
  readonly uniqueIdPrefix?: string;
  /** Tags of every task. */
  readonly tags?: readonly string[];
  /** Puts the tasks into a v2 delivery of this name, made where it does not exist; needs `project`. */
  readonly delivery?: string;
}

/** Which tasks to complete. */
export interface Completion {
  /** These tasks; else those of `batch`; else all that are pending. */
  readonly ids?: readonly string[];
  /** Pending tasks of this batch. */
  readonly batch?: string;
  /** At most this many, oldest first. */
  readonly limit?: number;
  /** `"completed"` by default. */
  readonly status?: "completed" | "error";
  /** The response; by default a plausible one of the task's type. */
  readonly response?: JsonObject;
}

/** What to look at. */
export interface Look {
  /** Only this store; both by default. */
  readonly mode?: Mode;
}

/** Which arrivals to give. */
export interface ArrivalFilter {
  /** Method in capitals. */
  readonly method?: string;
  /** Source of a regular expression for the path. */
  readonly path?: string;
}

/** Ids of the GenAI world that the fixtures describe. */
export interface GenAiIds {
  /** The project with everything. */
  readonly project: string;
  /** Its batch. */
  readonly batch: string;
  /** Tasks, the first with every kind of annotation. */
  readonly tasks: readonly string[];
  /** A delivery of the project. */
  readonly delivery: string;
  /** A response schema. */
  readonly schema: string;
  /** A data set, its delivery, and its tasks. */
  readonly dataset: string;
  /** A delivery of the data set. */
  readonly datasetDelivery: string;
  /** Tasks of that delivery. */
  readonly datasetTasks: readonly string[];
  /** An attachment of the first data set task. */
  readonly attachment: string;
}

/** Methods that work alike in process, over a socket, and on a mock in another process. */
export interface MockControl {
  /** Queues a fault; faults are looked at in the order of their coming. */
  fault(fault: Fault): Promise<void>;
  /** Forgets all queued faults, the random plan included. */
  clearFaults(): Promise<void>;
  /** Changes options. */
  configure(options: MockOptions): Promise<void>;
  /** Arrivals since the last reset, oldest first. */
  requests(filter?: ArrivalFilter): Promise<Arrival[]>;
  /** Forgets arrivals and counters, keeps the state. */
  clearRequests(): Promise<void>;
  /** Counters since the last reset. */
  counters(): Promise<Counters>;
  /** Everything as new: state, faults, arrivals, counters. Options stay, except the plan. */
  reset(): Promise<void>;
  /** Tasks as the service shows them, oldest first. */
  tasks(look?: Look): Promise<JsonObject[]>;
  /** Number of tasks. */
  countTasks(look?: Look): Promise<number>;
  /** Batches as the service shows them, with their `id`. */
  batches(look?: Look): Promise<JsonObject[]>;
  /** Projects as the service shows them, with their `id`. */
  projects(look?: Look): Promise<JsonObject[]>;
  /** Files with their `sha256`, oldest first. */
  files(look?: Look): Promise<JsonObject[]>;
  /** Evaluation and training tasks. */
  qualityTasks(look?: Look): Promise<JsonObject[]>;
  /** Makes many tasks quickly. Gives their number. */
  seed(seed: Seed): Promise<number>;
  /** Completes pending tasks (with their callbacks). Gives the ids of those completed. */
  completeTasks(which?: Completion): Promise<string[]>;
  /** Changes fields of a task at will, unknown statuses included; null removes a field. */
  updateTask(id: string, fields: JsonObject): Promise<void>;
  /** Recalls completed tasks: pending again, without a response, with a callback. */
  recallTasks(ids: readonly string[]): Promise<void>;
  /** Makes members of all who are invited: only then they can be assigned to projects. */
  acceptInvitations(): Promise<void>;
  /** Archives projects and batches, or takes them back with `archived: false`. */
  archive(names: { projects?: readonly string[]; batches?: readonly string[]; archived?: boolean }): Promise<void>;
  /** Resolves when no callback is on its way or waits for a repetition. */
  settled(): Promise<void>;
  /** Puts the GenAI world of the fixtures into a store (test by default) and gives its ids. */
  loadGenAi(look?: Look): Promise<GenAiIds>;
}

/** A mock service. */
export interface Mock extends MockControl, AsyncDisposable {
  /** Base URL to give to a client. */
  readonly url: string;
  /** A test key. */
  readonly apiKey: string;
  /** A live key. */
  readonly liveKey: string;
  /** Value of `scale-callback-auth` on callbacks. */
  readonly callbackKey: string;
  /** `fetch` to give to a client. In process it calls the mock directly, else it is the global one. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Stops timers, callbacks and connections. */
  close(): Promise<void>;
}
