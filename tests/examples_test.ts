/** The examples, run against the mock; those that read or write files are in examples_deno_test.ts. */

import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { ScaleInvalidRequestError, ScaleResourceNotFoundError, TaskType, TeammateRole } from "@scaleapi/sdk";
import { cancelBatch } from "../examples/cancel_batch.ts";
import worker, { type Env } from "../examples/cloudflare_worker/worker.ts";
import { createAndFollowBatch } from "../examples/create_and_follow_batch.ts";
import { teachAndTest } from "../examples/evaluation_and_training.ts";
import { exportEndpoint } from "../examples/export_endpoint.ts";
import { review } from "../examples/review.ts";
import { staffBatch } from "../examples/studio.ts";
import { clientOf } from "./helpers/clients.ts";
import { createMock, type JsonObject, type Mock, startMock } from "./mock/mod.ts";

const instruction = "Draw a box around each cow.";
const geometries = { box: { objects_to_annotate: ["cow"] } };
const images = ["https://example.com/1.jpg", "https://example.com/2.jpg", "https://example.com/3.jpg"];

/** The lines of an NDJSON answer. */
async function lines(response: Response): Promise<JsonObject[]> {
  return (await response.text()).trimEnd().split("\n").map((line) => JSON.parse(line));
}

function boxes(...sizes: number[]): JsonObject {
  return {
    annotations: sizes.map((size) => ({ type: "box", label: "cow", left: 0, top: 0, width: size, height: size })),
  };
}

describe("examples/create_and_follow_batch.ts", () => {
  it("creates each task once, also when it is run again, and ends when people have done them", async () => {
    const mock = createMock({ autoComplete: { afterMs: 20, everyMs: 5 } });
    const scale = clientOf(mock, { apiKey: mock.liveKey });
    const params = { instruction, geometries };
    await scale.projects.create({ name: "cows", type: TaskType.ImageAnnotation, rapid: true, params });
    for (let run = 1; run <= 2; run++) {
      const batch = await createAndFollowBatch(scale, "cows", "week-10", images, 5);
      assertEquals([batch.status, batch.tasks_completed], ["completed", 3]);
    }
    assertEquals(await mock.countTasks(), 3);
    await mock.close();
  });

  it("creates one task for an image that is named twice", async () => {
    const mock = createMock({ autoComplete: { afterMs: 20, everyMs: 5 } });
    const scale = clientOf(mock, { apiKey: mock.liveKey });
    await scale.projects.create({ name: "cows", type: TaskType.ImageAnnotation, params: { instruction, geometries } });
    const batch = await createAndFollowBatch(scale, "cows", "week-10", [...images, ...images], 5);
    assertEquals([batch.tasks_completed, await mock.countTasks()], [3, 3]);
    await mock.close();
  });

  it("says which image has no task", async () => {
    const mock = createMock();
    const scale = clientOf(mock);
    await scale.projects.create({ name: "cows", type: TaskType.ImageAnnotation, params: { instruction, geometries } });
    await mock.fault({ when: { method: "POST", path: "/task/" }, status: 400 });
    const error = await assertRejects(() => createAndFollowBatch(scale, "cows", "week-10", images.slice(0, 1)));
    assertEquals((error as Error).message, "https://example.com/1.jpg: no task was created");
  });

  it("wants an image: a batch without tasks is never completed", async () => {
    const mock = createMock();
    await assertRejects(() => createAndFollowBatch(clientOf(mock), "cows", "week-10", []), Error, "images:");
    assertEquals(await mock.requests(), []);
  });
});

describe("examples/export_endpoint.ts", () => {
  it("streams the completed tasks as a download", async () => {
    const mock = createMock();
    await mock.seed({ tasks: 250, project: "cows & calves" });
    await mock.seed({ tasks: 5, project: "cows & calves", status: "pending" });
    const endpoint = exportEndpoint(clientOf(mock));
    const response = endpoint(new Request("http://localhost/?project=cows+%26+calves"));
    assertEquals(
      response.headers.get("content-disposition"),
      "attachment; filename*=UTF-8''cows%20%26%20calves.ndjson",
    );
    const ids = new Set((await lines(response)).map((task) => task.task_id));
    assertEquals(ids.size, 250);
  });

  it("wants a project", () => {
    const endpoint = exportEndpoint(clientOf(createMock()));
    assertEquals(endpoint(new Request("http://localhost/")).status, 400);
  });
});

describe("examples/cancel_batch.ts", () => {
  /** A batch of 20 pending and 3 completed tasks. */
  async function batchOf(mock: Mock): Promise<void> {
    await mock.seed({
      tasks: 23,
      project: "cows",
      batch: "week 10",
      status: "pending",
      mode: "live",
      uniqueIdPrefix: "cow-",
    });
    await mock.completeTasks({ batch: "week 10", limit: 3 });
  }

  it("cancels what is not done", async () => {
    const mock = createMock();
    await batchOf(mock);
    const counts = await cancelBatch(clientOf(mock, { apiKey: mock.liveKey }), "week 10");
    assertEquals(counts, { canceled: 20, completed: 3, failed: 0 });
    assert((await mock.tasks()).every((task) => task.unique_id !== undefined));
  });

  it("frees the unique_ids where it is asked to", async () => {
    const mock = createMock();
    await batchOf(mock);
    await cancelBatch(clientOf(mock, { apiKey: mock.liveKey }), "week 10", true);
    const canceled = (await mock.tasks()).filter((task) => task.status === "canceled");
    assertEquals(canceled.map((task) => task.unique_id), Array(20).fill(undefined));
  });

  it("tells that there is no such batch", async () => {
    const call = () => cancelBatch(clientOf(createMock()), "week 11");
    await assertRejects(call, ScaleResourceNotFoundError);
  });
});

describe("examples/evaluation_and_training.ts", () => {
  it("creates one task of each kind, also when the first run ended between the two", async () => {
    const mock = createMock();
    const scale = clientOf(mock, { apiKey: mock.liveKey });
    const choices = ["calm", "angry"].map((value) => ({ label: value, value }));
    await scale.projects.create({
      name: "support mails",
      type: TaskType.TextCollection,
      rapid: true,
      params: { fields: [{ type: "category", field_id: "tone", title: "Tone", choices }] },
    });
    await mock.fault({ when: { path: "/evaluation_tasks/" }, status: 400 });
    await assertRejects(() => teachAndTest(scale, "support mails"), ScaleInvalidRequestError);
    const { training, evaluation } = await teachAndTest(scale, "support mails");
    assertEquals([training, typeof evaluation?.initial_response], [undefined, "object"]);
    assertEquals((await mock.qualityTasks()).map(({ kind }) => kind), ["training", "evaluation"]);
    assertEquals(await teachAndTest(scale, "support mails"), { training: undefined, evaluation: undefined });
  });
});

describe("examples/studio.ts", () => {
  it("staffs a batch and puts it first, also when it is run again", async () => {
    const mock = createMock();
    const scale = clientOf(mock, { apiKey: mock.liveKey });
    const emails = ["ada@labels.example.com", "bo@labels.example.com"];
    await scale.projects.create({ name: "cows", type: TaskType.ImageAnnotation, studio: true });
    for (const name of ["week-8", "week-9", "week-10"]) await scale.batches.create({ project: "cows", name });
    await scale.teammates.invite(emails, TeammateRole.Labeler);
    await mock.acceptInvitations();
    const wanted = { project: "cows", group: "night-shift", batch: "week-10", emails };
    for (let run = 1; run <= 2; run++) {
      const batches = await staffBatch(scale, wanted);
      assertEquals(batches.map(({ name }) => name), ["week-10", "week-8", "week-9"]);
      assertEquals(batches[0]?.groups, ["night-shift"]);
    }
    const [group] = await scale.studio.projectGroups.list("cows");
    assertEquals(group?.workers?.map(({ email }) => email), emails);
  });
});

describe("examples/review.ts", () => {
  /** Three tasks that are done: one well, one with a small box, one with nothing. */
  async function done(mock: Mock): Promise<void> {
    await mock.seed({ tasks: 3, project: "cows", status: "pending", mode: "live" });
    const [good, small, empty] = (await mock.tasks()).map((task) => String(task.task_id)) as [string, string, string];
    await mock.completeTasks({ ids: [good], response: boxes(40, 30) });
    await mock.completeTasks({ ids: [small], response: boxes(40, 3) });
    await mock.completeTasks({ ids: [empty], response: boxes() });
  }

  it("accepts and rejects with comments, each task once", async () => {
    const mock = createMock();
    await done(mock);
    const scale = clientOf(mock, { apiKey: mock.liveKey });
    assertEquals(await review(scale, "cows"), { accepted: 1, rejected: 2 });
    assertEquals(await review(scale, "cows"), { accepted: 0, rejected: 0 });
    const audits = (await mock.tasks()).map(({ audits }) => (audits as JsonObject[])[0]);
    assertEquals(audits.map((audit) => [audit?.audit_result, audit?.comments]), [
      ["accepted", undefined],
      ["rejected", 'The box around "cow" is too small to be of use.'],
      ["rejected", "Nothing is labelled."],
    ]);
  });

  it("wants a project: without one it would review those of all projects", async () => {
    const mock = createMock();
    await done(mock);
    const scale = clientOf(mock, { apiKey: mock.liveKey });
    await assertRejects(() => review(scale, ""), TypeError, "project:");
    assertEquals(await mock.requests(), []);
  });

  it("does not repeat a review that may have arrived", async () => {
    const mock = createMock();
    await done(mock);
    await mock.fault({ when: { path: "/audit$" }, status: 500, after: true });
    const scale = clientOf(mock, { apiKey: mock.liveKey });
    assertEquals(await review(scale, "cows"), { accepted: 1, rejected: 1 });
    assertEquals((await mock.requests({ path: "/audit$" })).length, 3);
    assertEquals(await review(scale, "cows"), { accepted: 0, rejected: 0 });
  });
});

describe("examples/cloudflare_worker", () => {
  const authorization = "Bearer app_key";

  async function start(): Promise<{ mock: Mock; env: Env }> {
    const mock = await startMock();
    await clientOf(mock).projects.create({
      name: "cows",
      type: TaskType.ImageAnnotation,
      params: { instruction, geometries },
    });
    const env = {
      SCALE_API_KEY: mock.apiKey,
      SCALE_CALLBACK_KEY: mock.callbackKey,
      APP_KEY: "app_key",
      SCALE_PROJECT: "cows",
      SCALE_BASE_URL: mock.url,
    };
    return { mock, env };
  }

  function post(path: string, body: unknown, headers: Record<string, string> = { authorization }): Request {
    return new Request(`https://labels.example.com${path}`, { method: "POST", body: JSON.stringify(body), headers });
  }

  it("creates a task once, and streams the export", async () => {
    const { mock, env } = await start();
    try {
      const attachment = "https://example.com/cow.jpg";
      const first = await worker.fetch(post("/tasks", { attachment }), env);
      assertEquals(first.status, 201);
      const { task_id } = await first.json();
      assertEquals((await worker.fetch(post("/tasks", { attachment }), env)).status, 409);
      const [task] = await mock.tasks();
      assertEquals(task?.callback_url, "https://labels.example.com/callback");
      const request = new Request("https://labels.example.com/export", { headers: { authorization } });
      const all = await lines(await worker.fetch(request, env));
      assertEquals(all.map((task) => task.task_id), [task_id]);
    } finally {
      await mock.close();
    }
  });

  it("refuses those who have no key, and what makes no sense", async () => {
    const { mock, env } = await start();
    try {
      assertEquals((await worker.fetch(post("/tasks", {}, {}), env)).status, 401);
      assertEquals((await worker.fetch(post("/tasks", {}, { authorization: "Bearer other" }), env)).status, 401);
      assertEquals((await worker.fetch(post("/tasks", {}), env)).status, 400);
      for (const attachment of [1, "", "cow.jpg", ["https://example.com/cow.jpg"]]) {
        assertEquals((await worker.fetch(post("/tasks", { attachment }), env)).status, 400);
      }
      assertEquals((await worker.fetch(post("/other", {}), env)).status, 404);
      assertEquals((await mock.tasks()).length, 0);
    } finally {
      await mock.close();
    }
  });

  it("lets nobody in where no key of its own was set", async () => {
    const { mock, env } = await start();
    try {
      for (const APP_KEY of [undefined, ""]) {
        for (const authorization of ["Bearer undefined", "Bearer ", "Bearer"]) {
          const request = post("/tasks", {}, { authorization });
          assertEquals((await worker.fetch(request, { ...env, APP_KEY } as Env)).status, 401);
        }
      }
    } finally {
      await mock.close();
    }
  });

  it("takes Scale's callbacks", async () => {
    const { mock, env } = await start();
    try {
      const body = { task_id: "65e7270353c5ab0f4d1a9c11", status: "completed", response: {} };
      const key = { "scale-callback-auth": mock.callbackKey };
      assertEquals((await worker.fetch(post("/callback", body, key), env)).status, 200);
      assertEquals((await worker.fetch(post("/callback", body), env)).status, 401);
    } finally {
      await mock.close();
    }
  });
});
