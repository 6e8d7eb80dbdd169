import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { until } from "./helpers/time.ts";
import { caller } from "./mock/caller.ts";
import { type Mock, startMock } from "./mock/mod.ts";

const image = { attachment: "https://files.example.com/a.png", geometries: {} };

/** Another mock plays the receiver: it records what arrives and answers as it is told. */
async function startReceiver(): Promise<Mock> {
  const receiver = await startMock();
  await receiver.fault({ status: 200, body: "", times: Infinity });
  return receiver;
}

describe("mock: callbacks", () => {
  it("sends one when a live task completes, with the key, and notes it on the task", async () => {
    await using mock = await startMock();
    await using receiver = await startReceiver();
    const call = caller(mock, mock.liveKey);
    const sent = { ...image, callback_url: `${receiver.url}/hook` };
    const { task_id } = (await call("POST", "/v1/task/imageannotation", sent)).body;
    assertEquals(await receiver.requests(), []);
    await mock.completeTasks({ ids: [task_id], response: { annotations: [1] } });
    await mock.settled();
    const [arrival] = await receiver.requests();
    assertEquals([arrival?.method, arrival?.path], ["POST", "/hook"]);
    assertEquals(arrival?.headers["scale-callback-auth"], mock.callbackKey);
    const body = arrival?.body as Record<string, unknown>;
    assertEquals([body.task_id, body.status, body.response], [task_id, "completed", { annotations: [1] }]);
    assertEquals((body.task as Record<string, unknown>).task_id, task_id);
    assertEquals((await call("GET", `/v1/task/${task_id}`)).body.callback_succeeded, true);
    await call("POST", `/v1/task/${task_id}/audit`, { accepted: true });
    await mock.recallTasks([task_id]);
    await mock.settled();
    const statuses = (await receiver.requests()).map((one) => (one.body as Record<string, unknown>).status);
    assertEquals(statuses, ["completed", "completed", "pending"]);
    const recalled = (await call("GET", `/v1/task/${task_id}`)).body;
    assertEquals(["response" in recalled, "completed_at" in recalled], [false, false]);
  });

  it("repeats until the answer is 2xx, gives up at the end of the schedule", async () => {
    await using mock = await startMock({ callbacks: { retryMs: [5, 5] } });
    await using receiver = await startMock();
    await receiver.fault({ when: { path: "good" }, status: 500, times: 2 });
    await receiver.fault({ when: { path: "good" }, status: 204 });
    await receiver.fault({ when: { path: "bad" }, status: 503, times: Infinity });
    const call = caller(mock, mock.liveKey);
    const ids: string[] = [];
    for (const path of ["good", "bad"]) {
      const sent = { ...image, callback_url: `${receiver.url}/${path}` };
      ids.push((await call("POST", "/v1/task/imageannotation", sent)).body.task_id);
    }
    await mock.completeTasks({ status: "error" });
    await mock.settled();
    assertEquals((await receiver.requests()).length, 6);
    const tasks = await mock.tasks({ mode: "live" });
    assertEquals(tasks.map((task) => [task.status, task.callback_succeeded]), [["error", true], ["error", false]]);
    assertEquals((await mock.counters()).callbacksSent, 6);
    assertEquals(tasks.map((task) => ["completed_at" in task, "response" in task]), [[false, true], [false, true]]);
    assertEquals((await call("GET", "/v1/tasks?completed_after=2024-01-01")).body.total, 0);
  });

  it("frees the unique_id of a failed task where asked; sends to no other host, and to nothing that is no URL", async () => {
    await using mock = await startMock();
    const call = caller(mock, mock.liveKey);
    const elsewhere = ["ops@example.com", "https://hooks.example.com/scale", "http://127.example.com/", "http://"];
    for (const callback_url of elsewhere) {
      const sent = { ...image, callback_url, unique_id: "u", clear_unique_id_on_error: true };
      const made = await call("POST", "/v1/task/imageannotation", sent);
      assertEquals(made.status, 200);
      await mock.completeTasks({ status: "error" });
    }
    await mock.settled();
    assertEquals((await mock.counters()).callbacksSent, 0);
    assertEquals((await mock.tasks()).map((task) => task.callback_succeeded), elsewhere.map(() => true));
  });
});

describe("mock: clock", () => {
  it("completes live tasks after a while, those of a staging batch after it was finalized", async () => {
    await using mock = await startMock({ autoComplete: { afterMs: 20, everyMs: 5 } });
    const call = caller(mock, mock.liveKey);
    await call("POST", "/v1/projects", { name: "r", type: "imageannotation", rapid: true });
    await call("POST", "/v1/batches", { project: "r", name: "b" });
    await call("POST", "/v1/task/imageannotation", { ...image, batch: "b" });
    await call("POST", "/v1/task/imageannotation", image);
    const pending = async (): Promise<number> => (await call("GET", "/v1/tasks?status=pending")).body.total;
    await until(async () => await pending() === 1, "the task outside the batch is completed");
    await call("POST", "/v1/batches/b/finalize");
    await until(async () => await pending() === 0, "the task of the finalized batch is completed");
    assertEquals((await call("GET", "/v1/batches/b")).body.status, "completed");
  });
});
