import type { WireCase, WireOutcome, WireRequest } from "./helpers/wire_case.ts";
import type { WireRun } from "./helpers/wire_run.ts";

/** Where our client means to do other than the official one. */
export interface Difference {
  /** The names of the cases, each of which must be changed; where absent, any case that has what is changed. */
  readonly cases?: RegExp;
  /** Why. */
  readonly reason: string;
  /** Makes of what was recorded what we do. */
  readonly change: (run: WireRun, recorded: WireCase) => void;
  /** Makes the case one that our client can run, where the recorded one lacks what we ask for. */
  readonly prepare?: (recorded: WireCase) => void;
}

const taken: WireOutcome = { raises: "ScaleDuplicateResourceError", status: 409, detail: "canned error 409" };
const oneTask = {
  task_id: "task_1",
  type: "imageannotation",
  status: "completed",
  created_at: "2024-01-02T03:04:05.678Z",
  instruction: "",
  params: {},
  metadata: {},
};
const task_7: WireOutcome = { returns: { kind: "Task", id: "task_7" } };

/** All of them, in the order in which they apply. */
export const differences: readonly Difference[] = [
  {
    reason: "booleans of the query travel as JSON writes them, true and not True; the service reads both",
    change: ({ requests }) =>
      eachPair(requests, (pair) => {
        if (pair[1] === "True" || pair[1] === "False") pair[1] = pair[1].toLowerCase();
      }),
  },
  {
    cases: /^files\.upload\/more_fields$/,
    reason: "booleans of a form travel as true and not True",
    change: ({ requests }) => {
      for (const part of requests[0]?.parts ?? []) if (part.text === "True") part.text = "true";
    },
  },
  {
    cases: /^(tasks\.iterate\/(?!all$|three_pages_all$|no_scope$)|tasks\.count\/(batch_only|more_without_token)$)/,
    reason: "include_attachment_url is sent only when it is set: signing URLs nobody asked for is slow",
    change: ({ requests }) => dropPairs(requests, "include_attachment_url"),
  },
  {
    cases: /^batches\.iterate\/(none|project_name|created_after|created_before)$/,
    reason: "exclude_archived is sent only when it is set",
    change: ({ requests }) => dropPairs(requests, "exclude_archived"),
  },
  {
    cases: /^batches\.iterate\//,
    reason: "the first page is asked for without an offset",
    change: ({ requests }) => dropPairs(requests.slice(0, 1), "offset", "0"),
  },
  {
    cases:
      /^tasks\.(create\/empty_params|set_metadata\/empty|(set|add|delete)_tags\/empty)$|^batches\.set_metadata\/empty$/,
    reason: "an empty body is sent as {} or []: a service that refuses an empty body would refuse the call",
    change: ({ requests }, { name }) => {
      for (const request of requests) request.body = /tags/.test(name) ? [] : {};
    },
  },
  {
    reason: "a request without a body has no content-type",
    change: ({ requests }) => {
      for (const request of requests) if (!request.parts && request.body === undefined) request.content_type = null;
    },
  },
  {
    cases: /^tasks\.get\/id_(slash|question|hash|plus)$/,
    reason: "ids are percent-encoded as names are, so that a task's id cannot reach another path",
    change: ({ requests }, { args }) => {
      for (const request of requests) {
        request.path = `/v1/task/${encodeURIComponent(String(args.task_id))}`;
        request.query = [];
      }
    },
  },
  {
    cases: /^(tasks\.get\/id_dotdot|projects\.get\/name_(dot|dotdot|empty))$/,
    reason: "an id or name that is empty, . or .. would reach another path and is refused",
    change: refused("TypeError"),
  },
  {
    cases: /^tasks\.update_unique_id\/empty$/,
    reason: "an empty unique_id is refused: it would key nothing",
    change: refused("TypeError"),
  },
  {
    cases: /^tasks\.(list\/null_and_empty|iterate\/limit_zero)$/,
    reason: "a page size that is no integer from 1 to 100 is refused",
    change: refused("RangeError"),
  },
  {
    cases: /^batches\.list\/illegal$/,
    reason: "next_token as a filter is refused with a TypeError that names the option cursor",
    change: refused("TypeError"),
  },
  {
    cases: /^client\/empty_key$/,
    reason: "a bad argument is a TypeError",
    change: refused("TypeError"),
  },
  {
    cases: /^tasks\.list\/illegal_created_after$/,
    reason: "created_after is the name of the filter, there are no two sets of names",
    prepare: ({ responses }) => responses.push({ status: 200, answer: "page_of_task_1" }),
    change: (run, { args }) => {
      run.requests = [get("/v1/tasks", [["start_time", String(args.created_after)]])];
      run.outcome = {
        returns: {
          kind: "Tasklist",
          items: [{ kind: "Task", id: "task_1" }],
          total: 1,
          limit: 100,
          offset: 0,
          has_more: false,
          next_token: null,
        },
      };
    },
  },
  {
    cases: /^tasks\.(iterate|count)\/no_scope$/,
    reason: "a listing without project or batch is sent; the service knows whether it allows it",
    prepare: ({ responses }) => responses.push({ status: 200, answer: "page_of_task_1" }),
    change: (run, { name, args }) => {
      const count = name === "tasks.count/no_scope";
      run.requests = [get("/v1/tasks", count ? [["limit", "1"]] : [["status", String(args.status)]])];
      run.outcome = {
        returns: count ? { kind: "value", value: 1 } : { kind: "list", items: [{ kind: "Task", id: "task_1" }] },
      };
    },
  },
  {
    cases: /^task\.(cancel|audit|update_unique_id|clear_unique_id|set_tags|add_tags|delete_tags)(\/|$)/,
    reason: "a method of an object gives the object, brought up to date",
    change: (run, { op }) => run.outcome = { returns: { kind: "Task", id: op === "task.audit" ? "task_9" : "task_1" } },
  },
  {
    cases: /^client\/trailing_slash_base$/,
    reason: "a base URL with a slash at its end is joined with one slash",
    change: ({ requests }) => {
      for (const request of requests) request.path = request.path.replace("//", "/");
    },
  },
  {
    cases: /^(client\/other_base_path|errors\/(200_not_json|missing_field))$/,
    reason: "an answer of the wrong shape is an error that says so, whatever the official client makes of it",
    change: (run) => run.outcome = { raises: "ScaleValidationError" },
  },
  {
    cases: /^errors\/success_20[12]$/,
    reason: "any 2xx is a success",
    change: (run) => run.outcome = { returns: { kind: "Batch", name: "batch one", status: "in_progress" } },
  },
  {
    cases: /^errors\/empty_body$/,
    reason: "without any words the detail is the status text",
    change: (run) => run.outcome = { raises: "ScaleResourceNotFoundError", status: 404, detail: "Canned 404" },
  },
  {
    cases: /^errors\/(object_error|array_body)$/,
    reason: "words that are no text are given as the text of the body",
    change: (run, { name }) => {
      const detail = name === "errors/array_body" ? '["x"]' : '{"error":{"a":1}}';
      run.outcome = { raises: "ScaleInvalidRequestError", status: 400, detail };
    },
  },
  {
    cases: /^conflict\/tasks\.(get|set_tags|list|clear_unique_id)$/,
    reason: "a 409 is a ScaleDuplicateResourceError for every call; the official client fails in its own recovery",
    change: (run) => run.outcome = taken,
  },
  {
    cases: /^retry\/((429|408)\.PUT|531\.(GET|POST))$/,
    reason: "PUT is repeated as the other methods are, and so is every 5xx",
    change: ({ requests }) => {
      const [first] = structuredClone(requests);
      while (first && requests.length < 4) requests.push(first);
    },
  },
  {
    cases: /^retry\/retry_after_413$/,
    reason: "a request that is too large stays too large, whatever Retry-After says",
    change: (run) => {
      run.requests.length = 1;
      run.outcome = { raises: "ScaleApiError", status: 413, detail: "canned error 413" };
    },
  },
  {
    cases: /^recovery\/503_503_409$/,
    reason: "a 503 was not acted on, so that the 409 is somebody else's",
    change: (run) => {
      run.requests.length = 3;
      run.outcome = taken;
    },
  },
  {
    cases: /^recovery\/(429_500_409|closed_409)$/,
    reason: "any earlier attempt that may have been acted on makes us look, not only a first one with a 5xx",
    prepare: ({ responses }) => responses.push({ status: 200, answer: "page_of_task_7" }),
    change: (run) => {
      run.requests.push(get("/v1/tasks", [["unique_id", "u-1"]]));
      run.outcome = task_7;
    },
  },
  {
    cases: /^recovery\/no_unique_id$/,
    reason: "creating without a unique_id is not repeated when it may have been done",
    change: (run) => {
      run.requests.length = 1;
      run.outcome = { raises: "ScaleInternalError", status: 500, detail: "canned error 500" };
    },
  },
  {
    cases: /^recovery\/(none_found|lookup_404)$/,
    reason: "where the look-up finds nothing or fails, the 409 stands",
    change: (run) => run.outcome = taken,
  },
  {
    cases: /^recovery\/unique_id_plus$/,
    reason: "the look-up encodes the unique_id",
    change: ({ requests }) => eachPair(requests, (pair) => pair[1] = "a+b"),
  },
  {
    cases: /^recovery\/update_unique_id$/,
    reason: "whether a unique_id was changed is read from the task itself, not from whichever task has it",
    prepare: ({ responses }) => responses.splice(2, 1, { status: 200, body: { ...oneTask, unique_id: "u-1" } }),
    change: (run) => {
      run.requests.splice(2, 1, get("/v1/task/task_1"));
      run.outcome = { returns: { kind: "Task", id: "task_1" } };
    },
  },
  {
    cases: /^recovery\/evaluation_task$/,
    reason: "evaluation tasks cannot be looked up, and need an expected_response",
    prepare: ({ args }) => args.params = { unique_id: "u-1", expected_response: {} },
    change: (run, { args }) => {
      run.requests.length = 2;
      for (const request of run.requests) request.body = args.params;
      run.outcome = taken;
    },
  },
];

function eachPair(requests: readonly WireRequest[], change: (pair: [string, string]) => void): void {
  for (const { query } of requests) query.forEach(change);
}

function dropPairs(requests: readonly WireRequest[], name: string, value?: string): void {
  for (const request of requests) {
    request.query = request.query.filter((pair) => pair[0] !== name || (value !== undefined && pair[1] !== value));
  }
}

function refused(raises: string): Difference["change"] {
  return (run) => {
    run.requests = [];
    run.outcome = { raises };
  };
}

function get(path: string, query: [string, string][] = []): WireRequest {
  return { method: "GET", path, query, auth: "Basic test_dummy_key:", content_type: null };
}
