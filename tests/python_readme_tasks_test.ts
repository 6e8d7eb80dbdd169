/** The Python README on tasks, as code of this SDK: what its examples send, and what comes of it. */

import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import {
  ScaleDuplicateResourceError,
  ScaleInvalidRequestError,
  TaskReviewStatus,
  TaskStatus,
  TaskType,
} from "@scaleapi/sdk";
import { clientOf, failureOf } from "./helpers/clients.ts";
import { cow, geometries, newTask, sent, setting } from "./helpers/python_readme.ts";

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

describe("The Python README: errors", () => {
  it("says what Scale says", async () => {
    const { client } = await setting();
    const call = client.tasks.create(TaskType.TextCollection, { attachment: "Some parameters are missing." });
    const error = await failureOf(call, ScaleInvalidRequestError);
    assertEquals(error.status, 400);
    assertEquals(error.detail, 'Parameter is invalid, reason: "attachments" is required');
  });
});
