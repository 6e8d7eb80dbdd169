/**
 * A Cloudflare Worker that creates tasks, receives Scale's callbacks, and streams an export.
 *
 *     POST /tasks      {"attachment": "https://example.com/cow.jpg"} creates a task
 *     POST /callback   is what Scale calls when a task is done
 *     GET  /export     downloads the completed tasks, one JSON object per line
 *
 * Run it:
 *
 *     cd examples/cloudflare_worker
 *     npx wrangler secret put SCALE_API_KEY        # the key of Scale's API
 *     npx wrangler secret put SCALE_CALLBACK_KEY   # the callback key in Scale's dashboard
 *     npx wrangler secret put APP_KEY              # what your own users send as "authorization: Bearer …"
 *     npx wrangler deploy
 */

import { ndjson, ScaleClient, ScaleDuplicateResourceError, ScaleError, TaskType, uniqueId } from "@scaleapi/sdk";
import { callbackEvent, callbackHandler } from "@scaleapi/sdk/callbacks";

/** What the Worker is given. */
export interface Env {
  /** The key of Scale's API. */
  SCALE_API_KEY: string;
  /** The key that Scale's callbacks carry. */
  SCALE_CALLBACK_KEY: string;
  /** The key of this Worker's own users. */
  APP_KEY: string;
  /** The project to which tasks are added. */
  SCALE_PROJECT: string;
  /** Another address of the service, for tests. */
  SCALE_BASE_URL?: string;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const route = `${request.method} ${new URL(request.url).pathname}`;
    if (route === "POST /callback") return await receive(request, env);
    if (!await isAllowed(request, env)) return new Response("Unauthorized\n", { status: 401 });
    if (route === "POST /tasks") return await create(request, env);
    if (route === "GET /export") return download(request, env);
    return new Response("Not found\n", { status: 404 });
  },
};

/** Creates a task whose result comes back to this Worker; an attachment has one task at most. */
async function create(request: Request, env: Env): Promise<Response> {
  const attachment = (await request.json().catch(() => undefined))?.attachment;
  if (typeof attachment !== "string" || !URL.canParse(attachment)) {
    return new Response("attachment: must be a URL\n", { status: 400 });
  }
  const project = env.SCALE_PROJECT;
  try {
    const task = await clientOf(env).tasks.create(TaskType.ImageAnnotation, {
      project,
      attachment,
      callback_url: new URL("/callback", request.url).href,
      unique_id: await uniqueId(project, attachment),
    }, { totalTimeoutMs: 25_000, signal: request.signal });
    return Response.json({ task_id: task.task_id, status: task.status }, { status: 201 });
  } catch (error) {
    if (error instanceof ScaleDuplicateResourceError) return new Response("There is a task for it\n", { status: 409 });
    if (error instanceof ScaleError) return new Response(`${error.message}\n`, { status: 502 });
    throw error;
  }
}

/** Takes a callback. Scale sends it again until it is answered with 200. */
async function receive(request: Request, env: Env): Promise<Response> {
  const handle = callbackHandler({
    authKey: env.SCALE_CALLBACK_KEY,
    onCallback: (callback) => console.log(callback.task_id, callbackEvent(callback)),
  });
  return await handle(request);
}

/** Streams the completed tasks of the project. */
function download(request: Request, env: Env): Response {
  const tasks = clientOf(env).tasks.export(
    { project_name: env.SCALE_PROJECT, status: "completed" },
    { windows: 4, signal: request.signal }, // A Worker has six connections at a time, and a limited number of requests.
  );
  return new Response(tasks.stream().pipeThrough(ndjson()), {
    headers: { "content-type": "application/x-ndjson", "content-disposition": 'attachment; filename="tasks.ndjson"' },
  });
}

function clientOf(env: Env): ScaleClient {
  return new ScaleClient({
    apiKey: env.SCALE_API_KEY,
    source: "scale-labels",
    ...env.SCALE_BASE_URL && { baseUrl: env.SCALE_BASE_URL },
  });
}

/** Whether the request carries this Worker's own key. Hashes are compared: how long that takes tells nothing. */
async function isAllowed(request: Request, env: Env): Promise<boolean> {
  if (!env.APP_KEY) return false; // The secret was not set: else "Bearer undefined" would open the door.
  const given = await sha256(request.headers.get("authorization") ?? "");
  return given === await sha256(`Bearer ${env.APP_KEY}`);
}

async function sha256(text: string): Promise<string> {
  return String(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}
