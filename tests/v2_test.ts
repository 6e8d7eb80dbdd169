import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  ScaleDeadlineError,
  ScaleInvalidRequestError,
  ScaleResourceNotFoundError,
  ScaleUnauthorizedError,
} from "@scaleapi/sdk";
import { BatchStatus, Option, TaskStatus } from "@scaleapi/sdk/v2";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { createMock, type Mock, startMock } from "./mock/mod.ts";

const project_name = "Rivers RLHF";
const places: [string, () => Promise<Mock>][] = [
  ["in process", () => Promise.resolve(createMock())],
  ["over a socket", () => startMock()],
];

for (const [place, start] of places) {
  describe(`v2 ${place}`, () => {
    it("creates a chat task and reads it, expanded and in detail", async () => {
      await using mock = await start();
      const { v2 } = clientOf(mock, { validation: "strict" });
      const { id: project } = await v2.projects.get({ project_name });
      const batch = await v2.batches.create({ name: "b 1", project_id: project, metadata: { a: 1 } });
      const made = await v2.tasks.createChat({
        project_name,
        batch_name: "b 1",
        template_variables: { prompt: "Hi" },
        metadata: { source: "test" },
      });
      assertEquals([made.status, made.project, made.batch, made.metadata], ["pending", project, batch.id, {
        source: "test",
      }]);
      const { task_id } = made;
      const task = await v2.tasks.get({
        task_id,
        expand: ["project", "batch"],
        opts: [Option.AnnotationDetails, Option.Submissions],
      });
      assertEquals([task.project.name, task.batch?.name, task.status], [project_name, "b 1", "completed"]);
      assertEquals(task.threads?.[0]?.turns[0]?.messages[0]?.content.text, "Hi");
      const changed = await v2.tasks.setMetadata({ task_id, metadata: { reviewed: true }, merge: true });
      assertEquals(changed.metadata, { source: "test", reviewed: true });
      assertEquals((await v2.tasks.setMetadata({ task_id, metadata: {} })).metadata, {});
      assertEquals((await mock.requests()).map(({ auth }) => auth?.scheme.toLowerCase()), Array(6).fill("bearer"));
    });

    it("pages through tasks to the end, from a cursor, and counts them", async () => {
      await using mock = await start();
      const { tasks: ids, project: project_id } = await mock.loadGenAi();
      const { v2 } = clientOf(mock, { validation: "strict" });
      const listing = v2.tasks.list({ project_id, limit: 2, expand: ["project"] });
      const pages = [];
      for await (const page of listing.pages()) pages.push(page);
      assertEquals(pages.map((page) => [page.items.length, page.total, typeof page.cursor]), [
        [2, undefined, "string"],
        [2, undefined, "string"],
        [2, undefined, "undefined"],
      ]);
      assertEquals(pages.flatMap(({ items }) => items.map((task) => task.task_id)), [...ids]);
      assertEquals(pages[0]?.items[0]?.project.id, project_id);
      const cursor = pages[0]?.cursor as string;
      const rest = await v2.tasks.list({ project_id, limit: 2 }, { cursor }).toArray();
      assertEquals(rest.map((task) => task.task_id), ids.slice(2));
      await mock.clearRequests();
      assertEquals(await v2.tasks.list({ project_id }).total(), 6);
      assertEquals((await mock.requests()).map(({ queryRaw }) => queryRaw.replace(/project_id=\w+&?/, "")), [
        "limit=1",
        "",
      ]);
      await mock.clearRequests();
      assertEquals((await v2.tasks.list({ project_id }).toArray({ limit: 3 })).length, 3);
      assertEquals((await mock.requests()).length, 1);
      await mock.configure({ emptyPageEvery: 2 });
      assertEquals((await v2.tasks.list({ project_id, limit: 2 }).toArray()).length, 6);
      await mock.configure({ repeatCursor: true });
      await assertRejects(() => v2.tasks.list({ project_id, limit: 2 }).toArray(), Error, "repeated a cursor");
    });

    it("filters tasks by status and time", async () => {
      await using mock = await start();
      const { batch: batch_id, project: project_id } = await mock.loadGenAi();
      const { v2 } = clientOf(mock, { validation: "strict" });
      const failed = await v2.tasks.list({ project_id, status: TaskStatus.Error }).toArray();
      assertEquals(failed.map((task) => task.errors?.[0]?.type), ["LANGUAGE_MISMATCH"]);
      const completed_before = new Date("2025-03-04T12:00:00Z");
      const [reported] = await v2.tasks.list({ project_id, batch_id, completed_before }).toArray();
      assertEquals(reported?.sensitive_content_reports?.length ?? 0, reported ? 1 : 0);
      await assertRejects(() => v2.tasks.list({ project_id, status: "later" }).first(), ScaleInvalidRequestError);
      await mock.clearRequests();
      const listing = v2.tasks.list({ project_id, completed_before });
      completed_before.setFullYear(2000);
      await listing.first();
      const [{ query = [] } = {}] = await mock.requests();
      assertEquals(new Map(query).get("completed_before"), "2025-03-04T12:00:00.000Z");
    });

    it("lists projects, deliveries, schemas and annotations", async () => {
      await using mock = await start();
      const ids = await mock.loadGenAi();
      const scale = clientOf(mock, { validation: "strict" });
      const { v2 } = scale;
      await scale.projects.create({ name: "made in v1", type: "imageannotation" });
      const { projects } = await v2.projects.list({ created_after: new Date("2025-01-01") });
      assertEquals(projects.map(({ name }) => name), ["made in v1"]);
      const { deliveries } = await v2.deliveries.list({ project_name, expand: ["project"] });
      assertEquals(deliveries[0]?.project.name, project_name);
      const params = { delivery_id: ids.delivery, limit: 1 };
      for await (const page of v2.deliveries.get(params).pages()) assertEquals(page.raw.delivery, ids.delivery);
      for await (const page of v2.deliveries.get({ ...params, expand: ["delivery", "batch"] }).pages()) {
        assertEquals((page.raw.delivery as { id: string }).id, ids.delivery);
      }
      const docs = await v2.deliveries.tasks({ project_name, limit: 3 }).toArray();
      assertEquals(docs.length, 6);
      assertEquals(docs.find((doc) => doc.response_schema_id)?.response_schema_id, ids.schema);
      assertEquals(docs.filter((doc) => doc.response === null).every((doc) => doc.delivered_at === null), true);
      const { value: page } = await v2.deliveries.tasks({ project_name, limit: 3 }).pages().next();
      assertEquals([page?.total, page?.raw.total], [undefined, 3]);
      const { schema } = await v2.schemas.get({ schema_id: ids.schema });
      assertEquals(JSON.parse(schema.json ?? "").type, "object");
      const annotation = await v2.annotations.get({ annotation_id: "an_11" });
      assert(annotation.type === "rubric_rating");
      assertEquals(annotation.value?.score, 1);
    });

    it("lists datasets, their deliveries and tasks", async () => {
      await using mock = await start();
      const ids = await mock.loadGenAi();
      const { v2 } = clientOf(mock, { validation: "strict" });
      const { datasets } = await v2.datasets.list();
      assert(datasets.some(({ id }) => id === ids.dataset));
      const plain = await v2.datasets.deliveries({ dataset_id: ids.dataset });
      assertEquals(plain.deliveries[0]?.dataset, ids.dataset);
      const { deliveries } = await v2.datasets.deliveries({ expand: ["dataset"] });
      assertEquals(typeof deliveries[0]?.dataset?.name, "string");
      const delivered = v2.datasets.delivery({ delivery_id: ids.datasetDelivery, limit: 1, expand: ["delivery"] });
      assertEquals((await delivered.toArray()).map(({ delivery }) => delivery.id).at(-1), ids.datasetDelivery);
      assertEquals(
        (await delivered.pages().next()).value?.raw.delivery,
        deliveries[0] && {
          ...deliveries[0],
          dataset: ids.dataset,
        },
      );
      const tasks = await v2.datasets.tasks({ dataset_id: ids.dataset, limit: 1 }).toArray();
      assertEquals(tasks.slice(0, 3).map(({ task_id }) => task_id), ids.datasetTasks.slice(0, tasks.length));
      const task = await v2.datasets.task({ task_id: ids.datasetTasks[0] as string, expand: ["dataset"] });
      assertEquals([task.dataset.id, task.delivery], [ids.dataset, ids.datasetDelivery]);
    });

    it("gives the URL of an attachment and does not follow it", async () => {
      await using mock = await start();
      const { datasetTasks: [task_id = ""], attachment: attachment_id } = await mock.loadGenAi();
      const { v2 } = clientOf(mock);
      const url = await v2.datasets.responseUrl({ task_id, attachment_id });
      assertEquals(url, "https://files.example.com/signed/att_9?expires=1741602600&signature=abc");
      const missing = v2.datasets.responseUrl({ task_id, attachment_id: "none" });
      assertEquals((await failureOf(missing, ScaleResourceNotFoundError)).status, 404);
      assertEquals((await mock.requests()).map(({ status }) => status), [302, 404]);
    });

    it("takes batches through their states and follows them", async () => {
      await using mock = await start();
      const { v2 } = clientOf(mock, { apiKey: mock.liveKey, validation: "strict" });
      const batch = { batch_name: "b" };
      assertEquals((await v2.batches.create({ name: "b", project_name, staging_batch: true })).status, "staging");
      const refused = await failureOf(v2.batches.pause(batch), ScaleInvalidRequestError);
      assertStringIncludes(refused.message, "POST /v2/batch/pause: 400 ");
      assertEquals((await v2.batches.finalize(batch)).status, "in_progress");
      await mock.configure({ batchLagMs: 150 });
      const paused = await v2.batches.pause(batch);
      assertEquals([paused.batch?.status, typeof paused.message], ["in_progress", "string"]);
      const seen: string[] = [];
      const there = await v2.batches.waitFor(batch, {
        until: BatchStatus.Paused,
        pollMs: 10,
        onProgress: ({ status }) => seen.push(status),
      });
      assertEquals([there.status, seen[0], seen.at(-1)], ["paused", "in_progress", "paused"]);
      await v2.batches.resume(batch);
      await v2.batches.waitFor(batch, { until: ({ status }) => status === "in_progress", pollMs: 10 });
      const never = v2.batches.waitFor(batch, { until: ["paused", "completed"], pollMs: 10, totalTimeoutMs: 60 });
      await failureOf(never, ScaleDeadlineError);
      await v2.batches.cancel(batch);
      assertEquals((await v2.batches.waitFor(batch, { pollMs: 10 })).status, "cancelled");
      const body = { id: "b", name: "b", project: "p", created_at: "2024-01-01T00:00:00Z", metadata: {} };
      const ends = cannedClient(["in_progress", "completed"].map((status) => ({ body: { ...body, status } })));
      assertEquals((await ends.client.v2.batches.waitFor(batch, { pollMs: 1 })).status, "completed");
    });

    it("sets batch metadata and lists batches", async () => {
      await using mock = await start();
      const { v2 } = clientOf(mock, { validation: "strict" });
      for (const name of ["a", "b", "c"]) await v2.batches.create({ name, project_name });
      await v2.batches.setMetadata({ batch_name: "a", metadata: { x: { y: 1 } } });
      const merged = await v2.batches.setMetadata({ batch_name: "a", metadata: { x: { z: 2 } }, merge: true });
      assertEquals(merged.metadata, { x: { y: 1, z: 2 } });
      const listing = v2.batches.list({ project_name, limit: 2, expand: ["project"] });
      assertEquals((await listing.toArray()).map(({ name, project }) => [name, project.name]), [
        ["a", project_name],
        ["b", project_name],
        ["c", project_name],
      ]);
      assertEquals(await v2.batches.list().total(), 3);
      assertEquals((await v2.batches.get({ batch_name: "a", expand: ["project"] })).project.name, project_name);
    });

    it("raises the service's errors", async () => {
      await using mock = await start();
      const { v2 } = clientOf(mock);
      const error = await failureOf(v2.tasks.get({ task_id: "none" }), ScaleResourceNotFoundError);
      assertEquals(error.body, { status_code: 404, error: error.detail });
      assertEquals(error.message, `GET /v2/task: 404 ${error.detail}`);
      await failureOf(v2.schemas.get({ schema_id: "no id" }), ScaleInvalidRequestError);
      const stranger = clientOf(mock, { apiKey: "wrong_key" });
      await failureOf(stranger.v2.projects.list(), ScaleUnauthorizedError);
    });
  });
}
