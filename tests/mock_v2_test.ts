import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { delay } from "./helpers/time.ts";
import { type Answer, caller } from "./mock/caller.ts";
import { createMock } from "./mock/mod.ts";

describe("mock v2: projects", () => {
  it("shows projects made in v1, never an empty list", async () => {
    await using mock = createMock();
    const call = caller(mock);
    assertEquals((await call("GET", "/v2/projects")).body.projects.length, 1);
    await call("POST", "/v1/projects", { name: "p 1", type: "imageannotation" });
    const found = (await call("GET", "/v2/project?project_name=p+1")).body;
    assertEquals([found.name, found.id.length, typeof found.created_at], ["p 1", 24, "string"]);
    assertEquals((await call("GET", `/v2/project?project_id=${found.id}`)).body, found);
    assertEquals((await call("GET", "/v2/projects?created_after=2030-01-01T00:00:00%2B0000")).body.projects, []);
    assertEquals((await call("GET", "/v2/project")).status, 400);
    assertEquals((await call("GET", "/v2/project?project_id=none")).status, 404);
  });
});

describe("mock v2: batches", () => {
  it("keeps to the rules of its states", async () => {
    await using mock = createMock();
    const call = caller(mock, mock.liveKey);
    const body = { name: "b", project_name: "Rivers RLHF", staging_batch: true };
    const made = (await call("POST", "/v2/batch", body)).body;
    assertEquals([made.status, made.metadata, made.name], ["staging", {}, "b"]);
    assertEquals((await call("POST", "/v2/batch", body)).status, 409);
    const operate = async (verb: string): Promise<unknown> => {
      const { status, body } = await call("POST", `/v2/batch/${verb}`, { batch_id: made.id });
      return status === 200 ? (body.batch ?? body).status : status;
    };
    assertEquals(await operate("pause"), 400);
    assertEquals(await operate("finalize"), "in_progress");
    assertEquals(await operate("pause"), "paused");
    assertEquals(await operate("resume"), "in_progress");
    await call("POST", "/v2/task/chat", { batch_name: "b", template_variables: { prompt: "Hi" } });
    assertEquals(await operate("cancel"), "cancelled");
    assertEquals((await mock.tasks({ mode: "live" }))[0]?.status, "canceled");
    assertEquals([await operate("resume"), await operate("cancel")], [400, 400]);
    assertEquals((await call("GET", "/v1/batches/b")).body.status, "cancelled");
    await call("POST", "/v2/batch", { name: "d", project_name: "Rivers RLHF" });
    for (let i = 0; i < 2; i++) await call("POST", "/v2/task/chat", { batch_name: "d" });
    const [, begun, waiting] = (await mock.tasks({ mode: "live" })).map(({ task_id }) => String(task_id));
    await mock.updateTask(begun ?? "", { work_started: true });
    await call("POST", "/v2/batch/cancel", { batch_name: "d" });
    const status = async (id = ""): Promise<unknown> => (await call("GET", `/v2/task?task_id=${id}`)).body.status;
    assertEquals([await status(begun), await status(waiting)], ["pending", "canceled"]);
    await mock.configure({ batchLagMs: 60_000 });
    const other = (await call("POST", "/v2/batch", { name: "c", project_name: "Rivers RLHF" })).body;
    const lagging = (await call("POST", "/v2/batch/pause", { batch_name: "c" })).body;
    assertEquals([lagging.batch.id, lagging.batch.status], [other.id, "in_progress"]);
    assertEquals(typeof lagging.message, "string");
    await mock.configure({ batchLagMs: 1 });
    await call("POST", "/v2/batch", { name: "e", project_name: "Rivers RLHF" });
    await call("POST", "/v2/batch/cancel", { batch_name: "e" });
    await delay(5);
    for (const path of ["/v1/task/chat", "/v2/task/chat"]) {
      assertEquals((await call("POST", path, { batch: "e", batch_name: "e" })).status, 400, path);
    }
  });

  it("show a change that lagged in their tasks too, and do not forget a cancel", async () => {
    await using mock = createMock({ batchLagMs: 60 });
    const call = caller(mock, mock.liveKey);
    const ids: string[] = [];
    for (const name of ["a", "b"]) {
      await call("POST", "/v2/batch", { name, project_name: "Rivers RLHF" });
      ids.push((await call("POST", "/v2/task/chat", { project_name: "Rivers RLHF", batch_name: name })).body.task_id);
      assertEquals((await call("POST", "/v2/batch/cancel", { batch_name: name })).status, 200);
    }
    assertEquals((await call("POST", "/v2/batch/pause", { batch_name: "b" })).status, 400);
    await delay(100);
    const statuses = [
      (await call("GET", `/v2/task?task_id=${ids[0]}`)).body.status,
      (await call("GET", `/v1/task/${ids[1]}`)).body.status,
      ...(await mock.tasks({ mode: "live" })).map(({ status }) => status),
      (await call("GET", "/v2/batch?batch_name=b")).body.status,
    ];
    assertEquals(statuses, ["canceled", "canceled", "canceled", "canceled", "cancelled"]);
  });

  it("sets or merges metadata, expands, pages", async () => {
    await using mock = createMock();
    const call = caller(mock);
    for (const name of ["a", "b", "c"]) await call("POST", "/v2/batch", { name, project_name: "Rivers RLHF" });
    const set = { batch_name: "a", metadata: { x: { y: 1 } } };
    assertEquals((await call("POST", "/v2/batch/metadata", set)).body.metadata, { x: { y: 1 } });
    const merge = { batch_name: "a", metadata: { x: { z: 2 } }, merge: true };
    assertEquals((await call("POST", "/v2/batch/metadata", merge)).body.metadata, { x: { y: 1, z: 2 } });
    assertEquals((await call("GET", "/v2/batch?batch_name=a&expand=project")).body.project.name, "Rivers RLHF");
    assertEquals((await call("GET", "/v2/batch?batch_name=a&expand=batch")).status, 400);
    const pages = await walk((query) => call("GET", `/v2/batches?limit=2${query}`));
    assertEquals(pages.map((page) => page.body.batches.length), [2, 1]);
    assertEquals((await call("GET", "/v2/batches?limit=101")).status, 400);
    assertEquals((await call("GET", "/v2/batches?status=done")).status, 400);
  });
});

describe("mock v2: batches that are there from the start", () => {
  it("keep their times, and are found by them", async () => {
    await using mock = createMock({ genai: true });
    const call = caller(mock);
    const names = async (query: string): Promise<string[]> =>
      (await call("GET", `/v2/batches?${query}`)).body.batches.map((one: { name: string }) => one.name);
    const day = "2025-03-01T00:00:00Z";
    assertEquals(await names(`completed_after=${day}`), ["rivers-week-9"]);
    assertEquals(await names(`completed_before=${day}`), []);
    assertEquals(await names(`created_before=${day}`), ["rivers-week-9"]);
    assertEquals(
      (await call("GET", "/v2/batch?batch_name=rivers-week-9")).body.completed_at,
      "2025-03-01T18:21:00.500Z",
    );
  });
});

describe("mock v2: tasks", () => {
  it("creates chat tasks, pending in the answer; both paths", async () => {
    await using mock = createMock();
    const call = caller(mock);
    const body = { project_name: "Rivers RLHF", template_variables: { prompt: "Hi" }, metadata: { a: 1 } };
    for (const path of ["/v2/task/chat", "/v2/task"]) {
      const made = (await call("POST", path, body)).body;
      assertEquals([made.status, made.threads, "completed_at" in made], ["pending", [], false]);
      const read = (await call("GET", `/v2/task?task_id=${made.task_id}`)).body;
      assertEquals([read.status, read.threads[0].turns[0].messages[0].content.text], ["completed", "Hi"]);
      assertEquals((await call("GET", `/v1/task/${made.task_id}`)).body.response.responses[0].type, "Instructions");
    }
    const taken = { ...body, unique_id: "u" };
    assertEquals((await call("POST", "/v2/task/chat", taken)).status, 200);
    assertEquals((await call("POST", "/v2/task/chat", taken)).status, 409);
    assertEquals((await call("POST", "/v2/task/chat", {})).status, 400);
    for (const unique_id of [5, ""]) {
      assertEquals((await call("POST", "/v2/task/chat", { ...body, unique_id })).status, 400, String(unique_id));
    }
    const headers = { "idempotency-key": "k" };
    assertEquals((await call("POST", "/v2/task/chat", body, headers)).status, 200);
    assertEquals((await call("POST", "/v2/task/chat", body, headers)).status, 409);
  });

  it("gives details for opts and objects for expand", async () => {
    await using mock = createMock();
    const ids = await mock.loadGenAi();
    const call = caller(mock);
    const path = `/v2/task?task_id=${ids.tasks[0]}`;
    const brief = (await call("GET", path)).body;
    const turn = brief.threads[0].turns[0];
    assertEquals(Object.keys(turn.annotations[0]), ["key", "value"]);
    assertEquals(["submissions" in brief.threads[0], "model_parameters" in turn.messages[1]], [false, false]);
    assertEquals("file_size_in_bytes" in turn.messages[0].content.attachments[0], false);
    assertEquals([brief.project, brief.batch], [ids.project, ids.batch]);
    const opts = ["annotation_details", "attachment_details", "model_parameters", "submissions"];
    const query = opts.map((one) => `&opts=${one}`).join("") + "&expand=project&expand=batch";
    const full = (await call("GET", path + query)).body;
    const kinds = new Set(JSON.stringify(full).match(/"type":"[a-z_]+"/g));
    assertEquals(kinds.size, 12);
    assert("submissions" in full.threads[0]);
    assertEquals([full.project.id, full.batch.project], [ids.project, ids.project]);
    const annotation = (await call("GET", "/v2/annotation?annotation_id=an_11")).body;
    assertEquals([annotation.type, annotation.metadata.criteria], ["rubric_rating", "an_10"]);
    assertEquals((await call("GET", "/v2/annotation?annotation_id=none")).status, 404);
    assertEquals((await call("GET", `${path}&opts=everything`)).status, 400);
  });

  it("lists by project or batch, filters, pages until next_token is null", async () => {
    await using mock = createMock();
    const ids = await mock.loadGenAi();
    const call = caller(mock);
    const list = (query: string): Promise<Answer> => call("GET", `/v2/tasks?project_id=${ids.project}${query}`);
    const pages = await walk((query) => list(`&limit=4${query}`));
    assertEquals(pages.map((page) => [page.body.tasks.length, typeof page.body.next_token]), [[4, "string"], [
      2,
      "object",
    ]]);
    assertEquals(pages.flatMap((page) => page.body.tasks.map((one: { task_id: string }) => one.task_id)), [
      ...ids.tasks,
    ]);
    assertEquals((await list("&status=error")).body.tasks[0].errors[0].type, "LANGUAGE_MISMATCH");
    const reported = (await list("&status=completed&completed_before=2025-03-04T12:00:00Z")).body.tasks;
    assertEquals(["threads" in reported[0], reported[0].sensitive_content_reports.length], [false, 1]);
    assertEquals((await call("GET", `/v2/tasks?batch_id=${ids.batch}`)).body.tasks.length, 4);
    assertEquals((await call("GET", "/v2/tasks")).status, 400);
    const merged = { task_id: ids.tasks[0], metadata: { b: 2 }, merge: true };
    assertEquals((await call("POST", "/v2/task/metadata", merged)).body.metadata, { ticket: "OPS-118", b: 2 });
  });
});

describe("mock v2: deliveries, schemas, data sets", () => {
  it("serves deliveries and their tasks", async () => {
    await using mock = createMock();
    const ids = await mock.loadGenAi();
    const call = caller(mock);
    const deliveries = (await call("GET", `/v2/deliveries?project_id=${ids.project}&expand=project`)).body.deliveries;
    assertEquals([deliveries.length, deliveries[0].project.id], [2, ids.project]);
    const path = `/v2/delivery?delivery_id=${ids.delivery}`;
    assertEquals((await call("GET", path)).body.delivery, ids.delivery);
    const expanded = (await call("GET", `${path}&expand=delivery&limit=1`)).body;
    assertEquals([expanded.delivery.name, expanded.tasks.length], ["2025-03 drop 1", 1]);
    assertEquals((await call("GET", "/v2/delivery?delivery_name=2025-03+drop+2")).body.tasks, []);
    const docs = (await call("GET", `/v2/delivery/tasks?project_id=${ids.project}&limit=3`)).body;
    assertEquals([docs.total, docs.docs[0].response_schema_id, docs.docs[1].response], [3, ids.schema, null]);
    const inOne = `/v2/delivery/tasks?project_id=${ids.project}&delivery_id=`;
    assertEquals((await call("GET", inOne + ids.delivery)).body.total, 2);
    assertEquals((await call("GET", `${inOne}none`)).status, 404);
    assertEquals((await call("GET", `/v2/schema?schema_id=${ids.schema}`)).body.schema.name, "rivers-delivery");
    assertEquals((await call("GET", "/v2/schema?schema_id=x")).status, 400);
    assertEquals((await call("GET", `/v2/schema?schema_id=${ids.project}`)).status, 404);
    assertEquals(await mock.seed({ tasks: 5, project: "Rivers RLHF", delivery: "drop 9" }), 5);
    assertEquals((await call("GET", "/v2/delivery?delivery_name=drop+9")).body.tasks.length, 5);
    await mock.seed({ tasks: 2, project: "Rivers RLHF", delivery: "drop 9" });
    const grown = (await call("GET", "/v2/delivery?delivery_name=drop+9&expand=delivery")).body;
    assertEquals([grown.delivery.task_count, grown.tasks.length], [7, 7]);
  });

  it("serves data sets and redirects to files", async () => {
    await using mock = createMock({ genai: true });
    const ids = await mock.loadGenAi();
    const call = caller(mock);
    assertEquals((await call("GET", "/v2/datasets")).body.datasets.length, 2);
    const deliveries = (await call("GET", `/v2/datasets/deliveries?dataset_id=${ids.dataset}&expand=dataset`)).body;
    assertEquals([deliveries.deliveries.length, deliveries.deliveries[0].dataset.id], [1, ids.dataset]);
    const delivery =
      (await call("GET", `/v2/datasets/delivery?delivery_id=${ids.datasetDelivery}&expand=delivery`)).body;
    assertEquals([delivery.delivery.id, delivery.tasks[0].delivery.id], [ids.datasetDelivery, ids.datasetDelivery]);
    const pages = await walk((query) => call("GET", `/v2/datasets/tasks?dataset_id=${ids.dataset}&limit=2${query}`));
    assertEquals(pages.map((page) => page.body.tasks.length), [2, 1]);
    assertEquals("next_token" in pages[1]?.body, false);
    assertEquals((await call("GET", "/v2/datasets/tasks")).status, 400);
    const task = (await call("GET", `/v2/datasets/task?task_id=${ids.datasetTasks[0]}&expand=dataset`)).body;
    assertEquals(task.dataset.id, ids.dataset);
    const path = `/v2/datasets/task/${ids.datasetTasks[0]}/response_url`;
    const redirect = await call("GET", `${path}/${ids.attachment}`);
    assertEquals([redirect.status, redirect.body], [302, ""]);
    assert(redirect.headers.get("location")?.startsWith("https://files.example.com/signed/"));
    assertEquals((await call("GET", `${path}/none`)).status, 404);
  });
});

async function walk(get: (query: string) => Promise<Answer>): Promise<Answer[]> {
  const pages: Answer[] = [];
  let token: string | null | undefined;
  do {
    const page = await get(token ? `&next_token=${encodeURIComponent(token)}` : "");
    pages.push(page);
    token = page.body.next_token;
  } while (token);
  return pages;
}
