/** Loading the package and serving requests with it, on whatever runs this; in a Worker that is its global scope. */

import { afterAll, beforeAll, describe, it } from "@std/testing/bdd";
import { assertEquals, assertExists, fail } from "@std/assert";
import * as main from "@scaleapi/sdk";
import * as callbacks from "@scaleapi/sdk/callbacks";
import * as v2 from "@scaleapi/sdk/v2";
import { type Mock, startMock } from "./mock/mod.ts";
import { serveRequests } from "./worker_scope.ts";

const placeholder = "https://service.invalid";
let mock: Mock;

/** Made when the module is loaded, before anything listens: its `fetch` finds the mock when a request comes. */
const client = new main.ScaleClient({
  apiKey: "test_dummy_key",
  baseUrl: placeholder,
  fetch: (request) => fetch(new Request(request.url.replace(placeholder, mock.url), request)),
});

/** Made there too; the service it knows answers at once or never. */
const offline = new main.ScaleClient({
  apiKey: "test_dummy_key",
  maxRetries: 0,
  fetch: ({ url }) => url.endsWith("/never") ? new Promise(() => {}) : Promise.resolve(Response.json({ task_id: "a" })),
});

/** Creates a task, reads it and lists it, or waits within a limit: with the one client, whatever the request. */
const send = serveRequests(async (request) => {
  const name = new URL(request.url).pathname.slice(1);
  const timeoutMs = Number(new URL(request.url).searchParams.get("within"));
  if (timeoutMs) {
    return await offline.tasks.get(name, { timeoutMs }).then(
      () => new Response("there"),
      (error) => Response.json(error),
    );
  }
  const unique_id = `${name}-${crypto.randomUUID()}`;
  const params = { attachment: "https://example.com/a.jpg", instruction: "Name it.", unique_id, tags: [name] };
  const { task_id } = await client.tasks.create("categorization", params);
  const task = await client.tasks.get(task_id);
  const listed: string[] = [];
  for await (const { task_id } of client.tasks.list({ unique_id })) listed.push(task_id);
  return Response.json({ task_id: task.task_id, unique_id: task.unique_id, listed });
});

const handleCallback = callbacks.callbackHandler({ authKey: "callback_key", onCallback: () => {} });

describe("the entry points", () => {
  it("load, and export the client, its errors, the callback functions and the constants of v2", () => {
    assertExists(main.ScaleClient);
    assertExists(main.ScaleError);
    assertExists(callbacks.verifyCallback);
    assertEquals(v2.TaskStatus.Completed, "completed");
  });
});

describe("a client made when the module is loaded", () => {
  beforeAll(async () => {
    mock = await startMock();
  });

  afterAll(async () => {
    await mock.close();
  });

  it("serves several requests, one after the other", async () => {
    for (const name of ["first", "second", "third"]) await checkRequest(name);
  });

  it("serves several requests at once", async () => {
    await Promise.all(["a", "b", "c", "d"].map(checkRequest));
  });

  it("keeps the time limits of requests apart", async () => {
    for (const [name, within] of [["there", 300], ["never", 400], ["there", 200], ["never", 300]] as const) {
      const response = await send(new Request(`http://worker.invalid/${name}?within=${within}`));
      const body = await response.text();
      assertEquals(name === "there" ? body : JSON.parse(body).name, name === "there" ? name : "ScaleDeadlineError");
    }
  });
});

describe("a client with the runtime's own fetch", () => {
  it("reaches the service", async () => {
    const own = await startMock();
    try {
      const client = new main.ScaleClient({ apiKey: own.apiKey, baseUrl: own.url });
      assertEquals(await client.tasks.count(), 0);
    } finally {
      await own.close();
    }
  });

  it("makes requests that every runtime takes, and that follow no redirect", async () => {
    const seen: Request[] = [];
    const fetch = (request: Request): Promise<Response> => {
      seen.push(request);
      return Promise.resolve(Response.json({ docs: [], total: 0, limit: 100, offset: 0, has_more: false }));
    };
    const client = new main.ScaleClient({ apiKey: "test_key", fetch });
    for await (const _ of client.tasks.list()) fail("There are no tasks");
    assertEquals(seen.map(({ redirect }) => redirect), ["manual"]);
  });
});

describe("a callback handler made when the module is loaded", () => {
  it("answers requests", async () => {
    const response = await handleCallback(new Request("http://hook.invalid/", { method: "POST", body: "{}" }));
    await response.body?.cancel();
    assertEquals(response.status, 401);
  });
});

async function checkRequest(name: string): Promise<void> {
  const response = await send(new Request(`http://worker.invalid/${name}`));
  const body = await response.text();
  assertEquals(response.status, 200, body);
  const { task_id, unique_id, listed } = JSON.parse(body);
  assertEquals(listed, [task_id]);
  assertEquals(unique_id.startsWith(`${name}-`), true);
}
