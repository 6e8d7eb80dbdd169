/**
 * The server that the figures are taken against: a process of its own, so that it has its own core, which answers from
 * pages that are made once. It serves each set of tasks on a port of its own and prints where. `Deno.serve` rather than
 * the mock or `node:http`: those need about as long for a page as the client that is measured, and hide what that does.
 *
 * @module
 */

/** A set of tasks and how it is served. */
export interface TaskSet {
  /** How many tasks there are. */
  readonly tasks: number;
  /** The size of one as JSON. */
  readonly bytes: number;
  /** How much later every answer comes. */
  readonly latencyMs: number;
  /** The share of the tasks that were created within one hundredth of the time. */
  readonly bunched?: number;
}

/** The sets, by name. */
export type TaskSets = Record<string, TaskSet>;

/** What a token begins with: the service's are long, and a client that cuts them out of the text may keep all of that. */
const token = "cursor-".repeat(10);
const newest = Date.UTC(2025, 0, 1);
/** Tasks that differ; larger sets repeat them under other times. */
const kinds = 200;

/** A task as the service shows it. */
function taskJson(i: number, bytes: number): string {
  const id = (0x65e7270353c5 + i).toString(16).padEnd(24, "0");
  const task = {
    task_id: id,
    created_at: "@",
    completed_at: "2024-03-05T18:20:02.090Z",
    type: "imageannotation",
    status: "completed",
    instruction: "Draw a box around every bicycle.",
    params: {
      attachment: `https://files.example.com/street/${id}.jpg`,
      attachment_type: "image",
      geometries: { box: { objects_to_annotate: ["bicycle"], min_height: 8, min_width: 8 } },
    },
    is_test: false,
    urgency: "standard",
    metadata: { run: "2024-03-05-a", index: i },
    project: "street_bikes",
    batch: "street_bikes_week10",
    processed_attachments: [],
    unique_id: `street-${i}`,
    tags: ["weather:dry"],
    callback_succeeded: true,
    response: { annotations: [] as unknown[] },
  };
  for (let k = 0; JSON.stringify(task).length + 120 < bytes; k++) {
    const uuid = `0d6a3f7e-51f7-4f5f-9a2e-${(i * 97 + k).toString(16).padStart(12, "0")}`;
    const box = { left: 212 + k, top: 96 + k, width: 40, height: 22 };
    task.response.annotations.push({ uuid, type: "box", label: "bicycle", ...box });
  }
  return JSON.stringify(task);
}

/** The time of creation of the i-th newest task. */
function createdMs(i: number, { tasks, bunched = 0 }: TaskSet): number {
  const spanMs = tasks * 1000;
  const at = i / tasks;
  const side = (1 - bunched) / 2;
  if (bunched === 0 || at < side) return newest - at * (bunched === 0 ? 1 : 0.495 / side) * spanMs;
  if (at < side + bunched) return newest - (0.495 + (at - side) / bunched * 0.01) * spanMs;
  return newest - (0.505 + (at - side - bunched) / side * 0.495) * spanMs;
}

function handler(set: TaskSet): (request: Request) => Response | Promise<Response> {
  const texts = Array.from({ length: kinds }, (_, i) => taskJson(i, set.bytes).split('"@"'));
  const times = Array.from({ length: set.tasks }, (_, i) => Math.floor(createdMs(i, set)));
  const encoder = new TextEncoder();
  const pages = new Map<string, Uint8Array<ArrayBuffer>>();
  // Compressing would cost the server more than everything else.
  const headers = { "content-type": "application/json", "cache-control": "no-transform" };
  const task = encoder.encode(texts[0]?.join('"2024-03-05T14:07:31.482Z"'));

  /** The task at a place; those of a large set have ids of their own. */
  function taskAt(at: number): string {
    const [head = "", tail = ""] = texts[at % kinds] ?? [];
    const id = (0x65e7270353c5 + at).toString(16).padEnd(24, "0");
    return `{"task_id":"${id}${head.slice(36)}"${new Date(times[at] ?? 0).toISOString()}"${tail}`;
  }

  /** The place of the newest task that is not later than a time. */
  function firstUpTo(end: string | null): number {
    if (!end) return 0;
    const latest = Date.parse(end);
    let low = 0;
    let high = set.tasks;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? 0) <= latest) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function page(query: URLSearchParams): Uint8Array<ArrayBuffer> {
    const first = firstUpTo(query.get("end_time"));
    const from = Math.max(Number(query.get("next_token")?.slice(token.length) ?? 0), first);
    const to = Math.min(from + Number(query.get("limit") ?? 100), set.tasks);
    const total = set.tasks - first;
    const key = `${from} ${to} ${total}`;
    const known = pages.get(key);
    if (known) return known;
    const docs = Array.from({ length: to - from }, (_, i) => taskAt(from + i));
    const more = to < set.tasks ? `true,"next_token":"${token}${to}"` : "false";
    const made = encoder.encode(`{"docs":[${docs}],"total":${total},"limit":100,"offset":0,"has_more":${more}}`);
    if (pages.size < 1000) pages.set(key, made);
    return made;
  }

  function answer(request: Request): Response | Promise<Response> {
    const { method, url } = request;
    if (method === "POST") return request.arrayBuffer().then(() => new Response(task, { headers }));
    const mark = url.indexOf("?");
    const path = url.slice(0, mark < 0 ? undefined : mark);
    if (!path.endsWith("/v1/tasks")) return new Response(task, { headers });
    return new Response(page(new URLSearchParams(mark < 0 ? "" : url.slice(mark))), { headers });
  }

  return set.latencyMs === 0 ? answer : async (request) => {
    await new Promise((resolve) => setTimeout(resolve, set.latencyMs));
    return await answer(request);
  };
}

if (import.meta.main) {
  const sets: TaskSets = JSON.parse(Deno.args[0] ?? "{}");
  const urls = Object.entries(sets).map(([name, set]) => {
    const { addr } = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, handler(set));
    return [name, `http://127.0.0.1:${addr.port}`];
  });
  console.log(JSON.stringify(Object.fromEntries(urls)));
}
