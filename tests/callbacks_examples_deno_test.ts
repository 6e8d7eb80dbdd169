/** The examples that receive callbacks, against the mock. */

import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { TaskType } from "@scaleapi/sdk";
import { keepTasks } from "../examples/callbacks_bun.ts";
import { noteCallbacks } from "../examples/callbacks_deno.ts";
import { createApp } from "../examples/callbacks_hono.ts";
import { clientOf } from "./helpers/clients.ts";
import { serveHandler } from "./helpers/serve_requests.ts";
import { type Mock, startMock } from "./mock/mod.ts";

/** Lets a task be completed, audited and recalled; gives its id. */
async function live(mock: Mock, callback_url: string): Promise<string> {
  const { task_id } = await clientOf(mock, { apiKey: mock.liveKey }).tasks.create(TaskType.ImageAnnotation, {
    attachment: "https://example.com/a.jpg",
    instruction: "Box every cow.",
    geometries: { box: { objects_to_annotate: ["cow"] } },
    callback_url,
  });
  const response = { annotations: [{ type: "box", label: "cow", left: 1, top: 2, width: 3, height: 4 }] };
  await mock.completeTasks({ ids: [task_id], response });
  await mock.settled();
  return task_id;
}

/** Calls the function without what it says on the console. */
async function quietly(run: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => {};
  try {
    await run();
  } finally {
    console.log = log;
  }
}

describe("examples/callbacks_deno.ts", () => {
  it("writes every callback once, also after a restart", () =>
    quietly(async () => {
      const folder = await Deno.makeTempDir();
      const path = `${folder}/callbacks.ndjson`;
      await using mock = await startMock();
      let handle = await noteCallbacks(mock.callbackKey, path);
      await using server = await serveHandler((request) => handle(request));
      const task_id = await live(mock, server.url);
      const read = async (): Promise<string[]> => (await Deno.readTextFile(path)).trim().split("\n");
      const [line = ""] = await read();
      assertEquals(JSON.parse(line).task_id, task_id);
      handle = await noteCallbacks(mock.callbackKey, path);
      const headers = { "scale-callback-auth": mock.callbackKey };
      const repeated = await handle(new Request(server.url, { method: "POST", headers, body: line }));
      assertEquals([repeated.status, (await read()).length], [200, 1]);
      await mock.recallTasks([task_id]);
      await mock.settled();
      assertEquals((await read()).map((line) => JSON.parse(line).status), ["completed", "pending"]);
      await Deno.remove(folder, { recursive: true });
    }));

  it("takes away what a crash left of a line, and notes that callback when it comes again", () =>
    quietly(async () => {
      const folder = await Deno.makeTempDir();
      const path = `${folder}/callbacks.ndjson`;
      const whole = JSON.stringify({ task_id: "65e7270353c5ab0f4d1a9c11", status: "completed", response: {} });
      const broken = JSON.stringify({ task_id: "65e7270353c5ab0f4d1a9c12", status: "completed", response: { a: "ü" } });
      const bytes = new TextEncoder().encode(`${whole}\n${broken}`);
      await Deno.writeFile(path, bytes.subarray(0, bytes.length - 4)); // In the middle of the ü.
      const handle = await noteCallbacks("key", path);
      for (const body of [whole, broken]) {
        const headers = { "scale-callback-auth": "key" };
        const answer = await handle(new Request("http://localhost/", { method: "POST", headers, body }));
        assertEquals(answer.status, 200);
      }
      assertEquals(await Deno.readTextFile(path), `${whole}\n${broken}\n`);
      await Deno.remove(folder, { recursive: true });
    }));
});

describe("examples/callbacks_bun.ts", () => {
  it("keeps every task as Scale has it", () =>
    quietly(async () => {
      await using mock = await startMock();
      const saved: unknown[] = [];
      const save = (taskId: string, json: string): Promise<unknown> =>
        Promise.resolve(saved.push([taskId, JSON.parse(json).status]));
      const scale = clientOf(mock, { apiKey: mock.liveKey });
      await using server = await serveHandler(keepTasks(scale, mock.callbackKey, save));
      const task_id = await live(mock, server.url);
      assertEquals(saved, [[task_id, "completed"]]);
    }));
});

describe("examples/callbacks_hono.ts", () => {
  it("says what came of the tasks, and takes the new key and the old one", async () => {
    await using mock = await startMock();
    await using server = await serveHandler(createApp(["new_key", mock.callbackKey]).fetch);
    const task_id = await live(mock, `${server.url}/scale`);
    const results = await (await fetch(`${server.url}/results`)).json();
    assertEquals(results, { [task_id]: { event: "completed", labels: ["cow"] } });
  });
});
