/** The callback handler where it is used: behind a server of the runtime, in a Worker, in a Hono app. */

import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertExists, assertMatch } from "@std/assert";
import { type ScaleClient, type Task, TaskType } from "@scaleapi/sdk";
import {
  callbackEvent,
  callbackHandler,
  type CallbackHandlerOptions,
  ScaleCallbackError,
  type TaskCallback,
} from "@scaleapi/sdk/callbacks";
import { Hono } from "hono";
import { clientOf } from "./helpers/clients.ts";
import { type Served, serveHandler } from "./helpers/serve_requests.ts";
import { type Mock, startMock } from "./mock/mod.ts";
import { serveRequests } from "./worker_scope.ts";

const callbacks = { retryMs: [5, 5, 5], authKey: "callback_key_of_the_mock" };
const { authKey } = callbacks;
const body = JSON.stringify({ task_id: "65e7270353c5ab0f4d1a9c11", status: "completed", task: null });

function createTask(client: ScaleClient, server: Served): Promise<Task> {
  return client.tasks.create(TaskType.Categorization, {
    attachment: "https://example.com/a.jpg",
    attachment_type: "image",
    instruction: "What is it?",
    categories: ["cat", "dog"],
    callback_url: `${server.url}/scale`,
  });
}

/** A task of a fresh mock whose callbacks go to a handler over a socket; then what the test wants with it. */
async function received(
  options: Partial<CallbackHandlerOptions> & Pick<CallbackHandlerOptions, "onCallback">,
  use: (mock: Mock, task: Task, server: Served) => Promise<void>,
): Promise<void> {
  await using server = await serveHandler(callbackHandler({ authKey, ...options }));
  await using mock = await startMock({ callbacks });
  const client = clientOf(mock, { apiKey: mock.liveKey });
  await use(mock, await createTask(client, server), server);
}

describe("callbackHandler over a socket", () => {
  it("takes the callback of a task that was completed", async () => {
    const taken: TaskCallback[] = [];
    await received({ onCallback: (callback) => taken.push(callback) }, async (mock, task, server) => {
      assertMatch(server.name, /^(Deno\.serve|Bun\.serve|node:http)$/);
      await mock.completeTasks({ ids: [task.task_id] });
      await mock.settled();
      assertEquals(taken.map(({ task_id, status }) => [task_id, status]), [[task.task_id, "completed"]]);
      assertExists(taken[0]?.task?.params);
      assertEquals((await task.refresh()).callback_succeeded, true);
    });
  });

  it("answers 500 while onCallback fails, so that the callback comes again and is then done once", async () => {
    const done = new Set<string>();
    const errors: unknown[] = [];
    let calls = 0;
    await received({
      seen: (taskId) => done.has(taskId),
      onCallback({ task_id }) {
        if (++calls <= 2) throw new Error("busy");
        done.add(task_id);
      },
      onError: (error) => errors.push((error as Error).message),
    }, async (mock, task) => {
      await mock.completeTasks({ ids: [task.task_id] });
      await mock.settled();
      assertEquals([calls, errors, [...done]], [3, ["busy", "busy"], [task.task_id]]);
      assertEquals((await mock.counters()).callbacksSent, 3);
      assertEquals((await task.refresh()).callback_succeeded, true);
    });
  });

  it("refuses the mock's callbacks while it has another key, and takes them with both", async () => {
    for (const [authKey, succeeded] of [["another_key", false], [["another_key", callbacks.authKey], true]] as const) {
      const errors: unknown[] = [];
      let calls = 0;
      const onError = (error: unknown): unknown => errors.push((error as ScaleCallbackError).status);
      await received({ authKey, onCallback: () => calls++, onError }, async (mock, task) => {
        await mock.completeTasks({ ids: [task.task_id] });
        await mock.settled();
        assertEquals((await task.refresh()).callback_succeeded, succeeded);
      });
      assertEquals([calls, errors], succeeded ? [1, []] : [0, [401, 401, 401, 401]]);
    }
  });

  it("tells the events of a task's life apart", async () => {
    const events: string[] = [];
    await received({ onCallback: (callback) => events.push(callbackEvent(callback)) }, async (mock, task) => {
      const ids = [task.task_id];
      await mock.completeTasks({ ids });
      await mock.settled();
      await task.audit({ accepted: false, comments: "The dog is a cat." });
      await mock.settled();
      await mock.recallTasks(ids);
      await mock.settled();
      await mock.completeTasks({ ids, status: "error" });
      await mock.settled();
    });
    assertEquals(events, ["completed", "audited", "recalled", "error"]);
  });

  it("refuses what is too large, has the wrong key or the wrong method, and goes on serving", async () => {
    const errors: unknown[] = [];
    let calls = 0;
    await using server = await serveHandler(callbackHandler({
      authKey,
      maxBodyBytes: 1000,
      onCallback: () => calls++,
      onError: (error) => errors.push(error instanceof ScaleCallbackError && error.status),
    }));
    const send = async (key: string, body: string | null, method = "POST"): Promise<number> => {
      const headers = { "scale-callback-auth": key, "content-type": "application/json" };
      const response = await fetch(server.url, { method, headers, body });
      assertEquals(await response.text(), "");
      return response.status;
    };
    assertEquals(await send("wrong", body), 401);
    assertEquals(await send(authKey, JSON.stringify("x".repeat(5000))), 413);
    assertEquals(await send(authKey, "{"), 400);
    assertEquals(await send(authKey, null), 400);
    assertEquals(await send(authKey, null, "GET"), 405);
    assertEquals(await send(authKey, body), 200);
    assertEquals([calls, errors], [1, [401, 413, 400, 400]]);
  });

  it("works inside a Hono app", async () => {
    const taken: string[] = [];
    const handle = callbackHandler({ authKey, onCallback: ({ task_id }) => taken.push(task_id) });
    const app = new Hono().basePath("/hooks");
    app.all("/scale", (c) => handle(c.req.raw));
    await using server = await serveHandler((request) => app.fetch(request));
    await using mock = await startMock({ callbacks });
    const task = await createTask(clientOf(mock, { apiKey: mock.liveKey }), { ...server, url: `${server.url}/hooks` });
    await mock.completeTasks({ ids: [task.task_id] });
    await mock.settled();
    assertEquals(taken, [task.task_id]);
    assertEquals((await task.refresh()).callback_succeeded, true);
  });
});

describe("callbackHandler in a Worker, elsewhere in process", () => {
  const taken: string[] = [];
  const handle = callbackHandler({
    authKey,
    maxBodyBytes: 1000,
    onCallback: ({ task_id }) => {
      if (taken.push(task_id) === 1) throw new Error("busy");
    },
    onError: () => {},
  });
  const app = new Hono();
  app.all("/hono", (c) => handle(c.req.raw));
  const serve = serveRequests((request) =>
    new URL(request.url).pathname === "/hono" ? Promise.resolve(app.fetch(request)) : handle(request)
  );

  async function send(path: string, key: string, body: string | null, method = "POST"): Promise<number> {
    const headers = { "scale-callback-auth": key };
    const response = await serve(new Request(`http://worker.invalid${path}`, { method, headers, body }));
    assertEquals(await response.text(), "");
    return response.status;
  }

  it("answers requests, on its own and in a Hono app", async () => {
    for (const path of ["/", "/hono"]) {
      taken.length = 0;
      assertEquals(await send(path, "wrong", body), 401);
      assertEquals(await send(path, authKey, JSON.stringify("x".repeat(5000))), 413);
      assertEquals(await send(path, authKey, "{"), 400);
      assertEquals(await send(path, authKey, null, "GET"), 405);
      assertEquals([await send(path, authKey, body), await send(path, authKey, body)], [500, 200]);
      assertEquals(taken.length, 2);
    }
  });
});
