import type { WireRequest } from "./helpers/wire_case.ts";
import type { WireCaseV2 } from "./helpers/wire_case_v2.ts";
import type { WireRunV2 } from "./helpers/wire_run_v2.ts";

/** Where our client means to do other than the official one. */
export interface DifferenceV2 {
  /** The names of the cases, each of which must be changed; where absent, any case that has what is changed. */
  readonly cases?: RegExp;
  /** Why. */
  readonly reason: string;
  /** Makes of what was recorded what we do. */
  readonly change: (run: WireRunV2, recorded: WireCaseV2) => void;
  /** Makes the case one that our client can run, where the recorded one lacks what we ask for. */
  readonly prepare?: (recorded: WireCaseV2) => void;
}

const projectOne = {
  id: "p_1",
  name: "project one",
  created_at: "2024-01-02T03:04:05.678Z",
  types: [],
  models: [],
};
const fileUrl = "https://files.example.com/signed/c?expires=1&signature=a%2Bb";

/** All of them, in the order in which they apply. */
export const differences: readonly DifferenceV2[] = [
  {
    reason: "a Date travels in UTC with milliseconds, as the service itself writes times",
    change: ({ requests }) =>
      eachPair(requests, (pair) => {
        const [, time, zone] = /^(\d{4}-\d\d-\d\dT[\d:.]+)([+-]\d{4})?$/.exec(pair[1]) ?? [];
        if (time) pair[1] = new Date(time + (zone?.replace(/(..)$/, ":$1") ?? "Z")).toISOString();
      }),
  },
  {
    cases: /^(get_batches|get_deliveries|get_delivery_tasks|get_tasks)\/all$|^iterate_tasks\/three_pages_all$/,
    reason: "a project or a batch is named by its id or by its name: what both mean is not documented",
    prepare: ({ args }) => {
      delete args.project_name;
      delete args.batch_name;
    },
    change: ({ requests }) => dropPairs(requests, "project_name", "batch_name"),
  },
  {
    cases: /^get_tasks\/(completed_after|completed_before|limit|next_token|opts)$/,
    reason: "tasks are listed of a project or a batch, one of which must be named",
    prepare: ({ args }) => args.project_id = "p_1",
    change: ({ requests }) => {
      for (const { query } of requests) {
        query.push(["project_id", "p_1"]);
        query.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
      }
    },
  },
  {
    cases: /^(cancel_batch\/empty|get_deliveries\/none)$/,
    reason: "a call that needs a project or a batch is refused without one",
    change: (run) => {
      run.requests = [];
      run.outcome = { raises: "TypeError" };
    },
  },
  {
    cases: /^get_batches\/bad_status$/,
    reason: "a status that this version does not know is sent: the service may have grown",
    prepare: ({ responses }) => responses.push({ status: 200, body: { batches: [] } }),
    change: (run) => {
      run.requests = [get("/v2/batches", [["status", "canceled"]])];
      run.outcome = { returns: { batches: [] } };
    },
  },
  {
    cases: /^get_dataset_task_response_url\/(slash|reserved)$/,
    reason: "the URL of the redirect is given, and the redirect is not followed",
    prepare: ({ responses }) => responses.splice(0, 1, { status: 302, headers: { location: fileUrl }, text: "" }),
    change: (run) => run.outcome = { returns: fileUrl },
  },
  {
    cases: /^get_dataset_task_response_url\/dotdot$/,
    reason: "an id that is empty, . or .. would reach another path and is refused",
    change: (run) => {
      run.requests = [];
      run.outcome = { raises: "TypeError" };
    },
  },
  {
    cases: /^client\/api_instance_url_unused$/,
    reason: "one base URL is for both versions of the API",
    change: ({ requests }) => {
      for (const request of requests) request.path = `/elsewhere${request.path}`;
    },
  },
  {
    cases: /^errors\/success_201$/,
    reason: "any 2xx is a success and gives its value",
    change: (run) => run.outcome = { returns: projectOne },
  },
  {
    cases: /^errors\/success_204$/,
    reason: "an answer without a value, where one is documented, is an error that says so",
    change: (run) => run.outcome = { raises: "ScaleValidationError" },
  },
  {
    cases: /^errors\/(429\.text|50[0234]\.(json|text)|524\.text|500\.retry_after\.GET)$/,
    reason: "429 and every 5xx are asked again also without Retry-After",
    change: ({ requests }) => fourTimes(requests),
  },
  {
    cases: /^errors\/((429|503)\.retry_after|connection_closed)\.POST$/,
    reason: "a POST that does nothing more when it is repeated is repeated, and cancelling is one",
    change: ({ requests }) => fourTimes(requests),
  },
  {
    cases: /^errors\/413\.retry_after\.GET$/,
    reason: "a request that is too large stays too large, whatever Retry-After says",
    change: ({ requests }) => {
      requests.length = 1;
    },
  },
];

function eachPair(requests: readonly WireRequest[], change: (pair: [string, string]) => void): void {
  for (const { query } of requests) query.forEach(change);
}

function dropPairs(requests: readonly WireRequest[], ...names: readonly string[]): void {
  for (const request of requests) request.query = request.query.filter(([name]) => !names.includes(name));
}

function fourTimes(requests: WireRequest[]): void {
  const [first] = requests;
  while (first && requests.length < 4) requests.push(structuredClone(first));
}

function get(path: string, query: [string, string][]): WireRequest {
  return { method: "GET", path, query, auth: "Bearer test_dummy_key", content_type: null };
}
