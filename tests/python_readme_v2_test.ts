/** The Python README on v2, as code of this SDK: what its examples send, and what comes of it. */

import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { TaskType } from "@scaleapi/sdk";
import { sent, setting } from "./helpers/python_readme.ts";

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
