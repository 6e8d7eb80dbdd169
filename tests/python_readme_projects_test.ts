/** The Python README on projects, batches and files, as code of this SDK: what is sent, and what comes of it. */

import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { BatchStatus, ScaleDuplicateResourceError, TaskType } from "@scaleapi/sdk";
import { failureOf } from "./helpers/clients.ts";
import { cow, geometries, sent, setting } from "./helpers/python_readme.ts";

describe("The Python README: batches", () => {
  const name = "batch_name_01_07_2021";
  const wire = { callback: "", calibration_batch: false, self_label_batch: false, metadata: {} };

  it("creates a batch, and tells when its name is taken", async () => {
    const { mock, client } = await setting();
    const params = { project: "test_project", callback: "http://www.example.com/callback", name };
    const batch = await client.batches.create(params);
    assertEquals(await sent(mock), [["POST /v1/batches", { ...wire, ...params }]]);
    assertEquals(batch.name, name);
    await failureOf(client.batches.create(params), ScaleDuplicateResourceError);
  });

  it("finalizes a batch", async () => {
    const { mock, client } = await setting(true, { rapid: true });
    await client.batches.create({ project: "test_project", name });
    await mock.clearRequests();
    assertEquals((await client.batches.finalize(name)).status, "in_progress");
    const batch = await client.batches.get(name);
    await batch.finalize();
    assertEquals(await sent(mock), [
      `POST /v1/batches/${name}/finalize`,
      `GET /v1/batches/${name}`,
      `POST /v1/batches/${name}/finalize`,
    ]);
  });

  it("checks a batch's status", async () => {
    const { mock, client } = await setting(true);
    await mock.seed({ tasks: 2, project: "test_project", batch: name, status: "pending", mode: "live" });
    await mock.completeTasks({ batch: name, limit: 1 });
    assertEquals(await client.batches.status(name), { status: "in_progress", pending: 1, completed: 1 });
    const batch = await client.batches.get(name);
    await batch.getStatus();
    assertEquals([batch.tasks_pending, batch.tasks_completed, batch.tasks_error], [1, 1, 0]);
    assertEquals(await sent(mock), [
      `GET /v1/batches/${name}/status`,
      `GET /v1/batches/${name}`,
      `GET /v1/batches/${name}/status`,
    ]);
    assertEquals(Object.hasOwn(batch.toJSON(), "name"), true);
  });

  it("lists batches", async () => {
    const { mock, client } = await setting();
    await mock.seed({ tasks: 1, project: "test_project", batch: "done" });
    await client.batches.create({ project: "test_project", name });
    await mock.clearRequests();
    const batches = client.batches.list({ status: BatchStatus.Completed, created_after: "2020-09-08" });
    const seen: string[] = [];
    for await (const batch of batches) seen.push(`${batch.name} | ${batch.project}`);
    assertEquals(seen, ["done | test_project"]);
    const query = new URLSearchParams((await mock.requests())[0]?.queryRaw);
    assertEquals(Object.fromEntries(query), { status: "completed", start_time: "2020-09-08" });
    assertEquals((await batches.toArray()).length, 1);
  });
});

describe("The Python README: projects", () => {
  it("creates, retrieves and updates a project", async () => {
    const { mock, client } = await setting();
    const params = { instruction: "Please label the kittens" };
    const made = await client.projects.create({ name: "Test_Project", type: TaskType.ImageAnnotation, params });
    assertEquals(await sent(mock), [["POST /v1/projects", {
      name: "Test_Project",
      type: "imageannotation",
      params,
      rapid: false,
      studio: false,
      datasetId: null,
    }]]);
    assertEquals([made.name, made.version, made.instruction], ["Test_Project", 0, "Please label the kittens"]);
    const project = await client.projects.get("Test_Project");
    assertEquals(project.toJSON(), made.toJSON());
    const instruction = "update: Please label all the stuff";
    const updated = await client.projects.update("Test_Project", { patch: false, instruction });
    assertEquals([updated.version, updated.instruction], [1, instruction]);
    assertEquals(await sent(mock), [
      "GET /v1/projects/Test_Project",
      ["POST /v1/projects/Test_Project/setParams", { patch: false, instruction }],
    ]);
    const call = client.projects.create({ name: "Test_Project", type: TaskType.ImageAnnotation });
    await failureOf(call, ScaleDuplicateResourceError);
  });

  it("lists projects", async () => {
    const { mock, client } = await setting();
    const seen: string[] = [];
    for (const project of await client.projects.list()) seen.push(`${project.name} | ${project.type}`);
    assert(seen.includes("test_project | imageannotation"));
    assertEquals(await sent(mock), ["GET /v1/projects"]);
  });
});

describe("The Python README: files", () => {
  it("uploads a file and uses it", async () => {
    const { mock, client } = await setting();
    const file = new File(["moo"], "cow.png");
    const uploaded = await client.files.upload(file, { project_name: "test_project" });
    assertEquals([uploaded.mime_type, uploaded.size, uploaded.project_names], ["image/png", 3, ["test_project"]]);
    assert(uploaded.attachment_url.startsWith("scaledata://"));
    const [[line, parts]] = await sent(mock) as [[string, { name: string; filename?: string; text?: string }[]]];
    assertEquals(line, "POST /v1/files/upload");
    assertEquals(parts.map((part) => [part.name, part.filename ?? part.text]), [
      ["project_name", "test_project"],
      ["file", "cow.png"],
    ]);
    const task = await client.tasks.create(TaskType.ImageAnnotation, {
      project: "test_project",
      attachment_type: "image",
      attachment: uploaded.attachment_url,
      geometries,
    });
    assertEquals(task.params?.attachment, uploaded.attachment_url);
  });

  it("imports a file", async () => {
    const { mock, client } = await setting();
    const file = await client.files.import(cow, { project_name: "test_project" });
    assertEquals(await sent(mock), [["POST /v1/files/import", { file_url: cow, project_name: "test_project" }]]);
    assert(file.attachment_url.startsWith("scaledata://"));
  });
});
