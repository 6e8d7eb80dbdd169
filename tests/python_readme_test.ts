/** Each example of the README of Scale's Python SDK, as code of this one: what it sends, and what comes of it. */

import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import {
  BatchStatus,
  type ScaleClient,
  ScaleDuplicateResourceError,
  ScaleInvalidRequestError,
  type Task,
  TaskReviewStatus,
  TaskStatus,
  TaskType,
  TeammateRole,
} from "@scaleapi/sdk";
import { clientOf, failureOf } from "./helpers/clients.ts";
import { createMock, type JsonObject, type Mock } from "./mock/mod.ts";

const emails = ["email1@example.com", "email2@example.com"];
const cow = "http://i.imgur.com/v4cBreD.jpg";
const geometries = {
  box: { objects_to_annotate: ["Baby Cow", "Big Cow"], min_height: 10, min_width: 10 },
};

/** What a test works with: a mock whose project `test_project` takes image tasks, and a client of it. */
interface Setting {
  readonly mock: Mock;
  readonly client: ScaleClient;
}

/** A setting in the test store, or with a live key, where work takes its time. */
async function setting(live = false, project: JsonObject = {}): Promise<Setting> {
  const mock = createMock();
  const client = clientOf(mock, live ? { apiKey: mock.liveKey } : {});
  await client.projects.create({ name: "test_project", type: TaskType.ImageAnnotation, ...project });
  await mock.clearRequests();
  return { mock, client };
}

/** What was sent since the last look, as `METHOD path?query`, with the JSON body where there was one. */
async function sent(mock: Mock): Promise<(string | [string, unknown])[]> {
  const arrivals = await mock.requests();
  await mock.clearRequests();
  return arrivals.map(({ method, path, queryRaw, body, bodyKind }) => {
    const line = `${method} ${path}${queryRaw && "?"}${queryRaw}`;
    return bodyKind === "none" ? line : [line, body];
  });
}

/** A task, on which nobody has looked yet if the setting is live. */
async function newTask({ mock, client }: Setting, params: { unique_id?: string } = {}): Promise<Task> {
  const task = await client.tasks.create(TaskType.ImageAnnotation, {
    project: "test_project",
    attachment: cow,
    geometries,
    ...params,
  });
  await mock.clearRequests();
  return task as Task;
}

describe("The Python README: usage", () => {
  it("makes a client with a key", async () => {
    const { mock, client } = await setting();
    await client.projects.list();
    const [arrival] = await mock.requests();
    assertEquals(arrival?.auth, { scheme: "basic", user: mock.apiKey, password: "" });
  });

  it("goes through a proxy with a fetch that does", async () => {
    const { mock } = await setting();
    const urls: string[] = [];
    const client = clientOf(mock, {
      fetch: (request) => {
        urls.push(request.url);
        return mock.fetch(request);
      },
    });
    await client.projects.list();
    assertEquals(urls, [`${mock.url}/v1/projects`]);
  });
});

describe("The Python README: tasks", () => {
  it("creates a task, and tells when its unique_id is another task's", async () => {
    const { mock, client } = await setting();
    const payload = {
      project: "test_project",
      callback_url: "http://www.example.com/callback",
      instruction: "Draw a box around each baby cow and big cow.",
      attachment_type: "image",
      attachment: cow,
      unique_id: "c235d023af73",
      geometries,
    };
    const task = await client.tasks.create(TaskType.ImageAnnotation, payload);
    assertEquals(await sent(mock), [["POST /v1/task/imageannotation", payload]]);
    assertEquals(task.unique_id, "c235d023af73");
    const call = client.tasks.create(TaskType.ImageAnnotation, { ...payload, attachment: "http://example.com/other" });
    const error = await failureOf(call, ScaleDuplicateResourceError);
    assertEquals(
      error.detail,
      `The unique_id ("c235d023af73") is already used for a different task (${task.task_id}).`,
    );
  });

  it("retrieves a task", async () => {
    const all = await setting();
    const { task_id } = await newTask(all);
    const task = await all.client.tasks.get(task_id);
    assertEquals(await sent(all.mock), [`GET /v1/task/${task_id}`]);
    assertEquals(task.status, "completed");
    assert(task.response);
  });

  it("gives a task's attributes, and all of them as a plain object", async () => {
    const all = await setting();
    const task = await newTask(all);
    const plain = task.toJSON();
    assertEquals(plain, JSON.parse(JSON.stringify(task)));
    assertEquals([task.status, task.params, task.response], [plain.status, plain.params, plain.response]);
    assertEquals(task.params?.geometries, geometries);
    assert(task.type === TaskType.ImageAnnotation && task.response?.annotations);
  });

  it("gives less of each task with limited_response", async () => {
    const all = await setting();
    const { task_id } = await newTask(all);
    const task = await all.client.tasks.list({ project_name: "test_project", limited_response: true }).first();
    assertEquals(task?.task_id, task_id);
    assertEquals(task?.params, undefined);
  });

  it("lists and counts tasks", async () => {
    const { mock, client } = await setting();
    await mock.seed({ tasks: 3, project: "My Project", from: "2021-01-01T00:00:00.000Z" });
    const [first, second] = await mock.tasks();
    for (const task of [first, second]) await client.tasks.audit(String(task?.task_id), { accepted: true });
    await mock.clearRequests();
    const filters = {
      project_name: "My Project",
      created_after: "2020-09-08",
      completed_before: "2021-04-01",
      status: TaskStatus.Completed,
      review_status: TaskReviewStatus.Accepted,
    };
    const tasks = client.tasks.list(filters);
    const ids: string[] = [];
    for await (const task of tasks) ids.push(task.task_id);
    const query = new URLSearchParams((await mock.requests())[0]?.queryRaw);
    assertEquals(Object.fromEntries(query), {
      project: "My Project",
      start_time: "2020-09-08",
      completed_before: "2021-04-01",
      status: "completed",
      customer_review_status: "accepted",
    });
    assertEquals(ids, [second?.task_id, first?.task_id]);
    assertEquals((await tasks.toArray()).length, 2);
    assertEquals(await client.tasks.count(filters), 2);
  });

  it("cancels a task", async () => {
    const all = await setting(true);
    const { mock, client } = all;
    const { task_id: id } = await newTask(all, { unique_id: "c235d023af73" });
    assertEquals((await client.tasks.cancel(id)).status, "canceled");
    assertEquals((await client.tasks.cancel(id, { clear_unique_id: true })).unique_id, undefined);
    const task = await newTask(all);
    await task.cancel();
    await task.cancel({ clear_unique_id: true });
    assertEquals(task.status, "canceled");
    assertEquals(await sent(mock), [
      `POST /v1/task/${task.task_id}/cancel`,
      `POST /v1/task/${task.task_id}/cancel?clear_unique_id=true`,
    ]);
  });

  it("audits a task", async () => {
    const all = await setting();
    const { mock, client } = all;
    const { task_id: id } = await newTask(all);
    await client.tasks.audit(id, { accepted: true });
    await client.tasks.audit(id, { accepted: false, comments: "Rejected due to quality" });
    const task = await client.tasks.get(id);
    await task.audit({ accepted: true });
    assertEquals(await sent(mock), [
      [`POST /v1/task/${id}/audit`, { accepted: true, comments: null }],
      [`POST /v1/task/${id}/audit`, { accepted: false, comments: "Rejected due to quality" }],
      `GET /v1/task/${id}`,
      [`POST /v1/task/${id}/audit`, { accepted: true, comments: null }],
    ]);
    await task.refresh();
    assertEquals(task.audits?.map((audit) => audit.audit_result), ["accepted", "rejected", "accepted"]);
  });

  it("updates and clears a task's unique_id", async () => {
    const all = await setting();
    const { mock, client } = all;
    const { task_id: id } = await newTask(all);
    assertEquals((await client.tasks.updateUniqueId(id, "new_unique_id")).unique_id, "new_unique_id");
    assertEquals((await client.tasks.clearUniqueId(id)).unique_id, undefined);
    assertEquals(await sent(mock), [
      [`POST /v1/task/${id}/unique_id`, { unique_id: "new_unique_id" }],
      `DELETE /v1/task/${id}/unique_id`,
    ]);
    const task = await client.tasks.get(id);
    assertEquals((await task.updateUniqueId("another_unique_id")).unique_id, "another_unique_id");
    await task.clearUniqueId();
    assertEquals(task.unique_id, undefined);
  });

  it("sets a task's metadata", async () => {
    const all = await setting();
    const { mock, client } = all;
    const { task_id: id } = await newTask(all);
    const metadata = { myKey: "myValue" };
    assertEquals((await client.tasks.setMetadata(id, metadata)).metadata, metadata);
    assertEquals(await sent(mock), [[`POST /v1/task/${id}/setMetadata`, metadata]]);
    const task = await client.tasks.get(id);
    await task.setMetadata({ myKey: "newValue" });
    assertEquals(task.metadata, { myKey: "newValue" });
  });

  it("sets, adds and deletes tags", async () => {
    const all = await setting();
    const { mock, client } = all;
    const { task_id: id } = await newTask(all);
    await client.tasks.setTags(id, ["tag1", "tag2", "tag3"]);
    await client.tasks.addTags(id, ["tag4", "tag5"]);
    assertEquals((await client.tasks.deleteTags(id, ["tag1", "tag2"])).tags, ["tag3", "tag4", "tag5"]);
    assertEquals(await sent(mock), [
      [`POST /v1/task/${id}/tags`, ["tag1", "tag2", "tag3"]],
      [`PUT /v1/task/${id}/tags`, ["tag4", "tag5"]],
      [`DELETE /v1/task/${id}/tags`, ["tag1", "tag2"]],
    ]);
    const task = await client.tasks.get(id);
    await task.setTags(["tag1", "tag2", "tag3"]);
    await task.addTags(["tag4", "tag5"]);
    await task.deleteTags(["tag1", "tag2"]);
    assertEquals(task.tags, ["tag3", "tag4", "tag5"]);
  });
});

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

describe("The Python README: teammates", () => {
  it("lists, invites and changes teammates", async () => {
    const { mock, client } = await setting(true);
    const before = (await client.teammates.list()).length;
    assertEquals((await client.teammates.invite(emails, TeammateRole.Member)).length, before + 2);
    const all = await client.teammates.updateRole(emails, TeammateRole.Manager);
    assertEquals(all.filter(({ email }) => emails.includes(email)).map(({ role }) => role), ["manager", "manager"]);
    assertEquals(await sent(mock), [
      "GET /v1/teams",
      ["POST /v1/teams/invite", { emails, team_role: "member" }],
      ["POST /v1/teams/set_role", { emails, team_role: "manager" }],
    ]);
  });
});

describe("The Python README: evaluation and training tasks", () => {
  const answer = (word: string) => ({
    annotations: {
      answer_reasonable: { type: "category", field_id: "answer_reasonable", response: [[word]] },
    },
  });
  const project = { type: TaskType.TextCollection, rapid: true, params: { fields: [{ type: "boolean" }] } };
  const params = {
    project: "test_project",
    attachments: [{ type: "image", content: "https://i.imgur.com/bGjrNzl.jpeg" }],
  };

  it("creates an evaluation task", async () => {
    const { mock, client } = await setting(true, project);
    const payload = { ...params, initial_response: answer("yes"), expected_response: answer("no") };
    const task = await client.evaluationTasks.create(TaskType.TextCollection, payload);
    assertEquals(await sent(mock), [["POST /v1/evaluation_tasks/textcollection", payload]]);
    assertEquals([task.initial_response, task.expected_response], [answer("yes"), answer("no")]);
  });

  it("creates a training task", async () => {
    const { mock, client } = await setting(true, project);
    const payload = { ...params, expected_response: answer("no") };
    const task = await client.trainingTasks.create(TaskType.TextCollection, payload);
    assertEquals(await sent(mock), [["POST /v1/training_tasks/textcollection", payload]]);
    assertEquals(task.expected_response, answer("no"));
  });
});

describe("The Python README: Studio", () => {
  const group = "project_group_name";

  /** A Studio project with two people, a group of one of them, and three pending batches. */
  async function studio(): Promise<Setting> {
    const all = await setting(true, { studio: true });
    await all.client.teammates.invite(emails, TeammateRole.Labeler);
    await all.mock.acceptInvitations();
    await all.client.studio.assignments.add(emails, ["test_project"]);
    await all.client.studio.projectGroups.create("test_project", { name: group, emails: emails.slice(0, 1) });
    for (const number of [1, 2, 3]) {
      await all.client.batches.create({ project: "test_project", name: `pending_batch_${number}` });
    }
    await all.mock.clearRequests();
    return all;
  }

  it("lists, adds and removes assignments", async () => {
    const { mock, client } = await studio();
    const { assignments } = client.studio;
    assertEquals((await assignments.list())["email1@example.com"], ["test_project"]);
    assertEquals((await assignments.remove(emails, ["test_project"]))["email1@example.com"], []);
    assertEquals((await assignments.add(emails, ["test_project"]))["email2@example.com"], ["test_project"]);
    assertEquals(await sent(mock), [
      "GET /v1/studio/assignments",
      ["POST /v1/studio/assignments/remove", { emails, projects: ["test_project"] }],
      ["POST /v1/studio/assignments/add", { emails, projects: ["test_project"] }],
    ]);
  });

  it("lists, creates and updates project groups", async () => {
    const { mock, client } = await studio();
    const { projectGroups } = client.studio;
    assertEquals((await projectGroups.list("test_project")).map(({ name }) => name), [group]);
    const [one, other] = [emails.slice(0, 1), emails.slice(1)];
    assertEquals((await projectGroups.create("test_project", { name: "a new one", emails: one })).numWorkers, 1);
    const changes = { add_emails: other, remove_emails: one };
    const updated = await projectGroups.update("test_project", group, changes);
    assertEquals(updated.workers?.map(({ email }) => email), other);
    assertEquals(await sent(mock), [
      "GET /v1/studio/projects/test_project/groups",
      ["POST /v1/studio/projects/test_project/groups", { emails: one, name: "a new one" }],
      [`PUT /v1/studio/projects/test_project/groups/${group}`, changes],
    ]);
  });

  it("lists, assigns and orders batches", async () => {
    const { mock, client } = await studio();
    const { batches } = client.studio;
    const names = ["pending_batch_3", "pending_batch_1", "pending_batch_2"];
    assertEquals((await batches.list()).length, 3);
    assertEquals((await batches.assign("pending_batch_1", [group])).groups, [group]);
    assertEquals((await batches.setPriorities(names)).map(({ name }) => name), names);
    assertEquals((await batches.resetPriorities()).length, 3);
    assertEquals(await sent(mock), [
      "GET /v1/studio/batches",
      ["PUT /v1/studio/batches/pending_batch_1", { groups: [group] }],
      ["POST /v1/studio/batches/set_priorities", { batches: names.map((name) => ({ name })) }],
      "POST /v1/studio/batches/reset_priorities",
    ]);
  });
});

describe("The Python README: errors", () => {
  it("says what Scale says", async () => {
    const { client } = await setting();
    const call = client.tasks.create(TaskType.TextCollection, { attachment: "Some parameters are missing." });
    const error = await failureOf(call, ScaleInvalidRequestError);
    assertEquals(error.status, 400);
    assertEquals(error.detail, 'Parameter is invalid, reason: "attachments" is required');
  });
});

describe("The Python README: v2", () => {
  it("gets and lists tasks", async () => {
    const { mock, client } = await setting();
    const { project, tasks: [task_id = ""] } = await mock.loadGenAi();
    const task = await client.v2.tasks.get({ task_id });
    assertEquals([task.task_id, task.project], [task_id, project]);
    const { name } = await client.v2.projects.get({ project_id: project });
    await mock.clearRequests();
    const tasks = client.v2.tasks.list({ project_name: name });
    for await (const page of tasks.pages()) assert(page.items.length > 0);
    const ids: string[] = [];
    for await (const { task_id } of tasks) ids.push(task_id);
    assert(ids.includes(task_id));
    const arrivals = await mock.requests();
    assertEquals(arrivals.map(({ path, query }) => [path, query]), [
      ["/v2/tasks", [["project_name", name]]],
      ["/v2/tasks", [["project_name", name]]],
    ]);
    assertEquals(arrivals[0]?.auth?.scheme, "bearer");
  });

  it("creates a chat task", async () => {
    const { mock, client } = await setting();
    await client.projects.create({ name: "My Chat Project", type: TaskType.Chat });
    await mock.clearRequests();
    const params = {
      project_name: "My Chat Project",
      template_variables: { prompt: "Explain quantum computing", context: "For a general audience" },
    };
    const task = await client.v2.tasks.createChat(params);
    assertEquals(await sent(mock), [["POST /v2/task/chat", params]]);
    assertEquals([task.status, task.threads], ["pending", []]);
  });

  it("creates, gets and finalizes a batch", async () => {
    const { mock, client } = await setting();
    const { project: project_id } = await mock.loadGenAi();
    const params = { name: "My New Batch", project_id, staging_batch: true };
    const { id: batch_id } = await client.v2.batches.create(params);
    assertEquals((await client.v2.batches.get({ batch_id })).status, "staging");
    assertEquals((await client.v2.batches.finalize({ batch_id })).status, "in_progress");
    assertEquals(await sent(mock), [
      ["POST /v2/batch", params],
      `GET /v2/batch?batch_id=${batch_id}`,
      ["POST /v2/batch/finalize", { batch_id }],
    ]);
  });
});
