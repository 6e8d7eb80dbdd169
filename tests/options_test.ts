/**
 * An option that may be left out may be undefined too, so that a caller can hand on one that it was not given. The types
 * of this are checked with `exactOptionalPropertyTypes`.
 */

import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { type CallOptions, ScaleClient, TaskType } from "@scaleapi/sdk";
import { callbackHandler } from "@scaleapi/sdk/callbacks";
import { createMock, type Mock } from "./mock/mod.ts";

/** Options that a caller was not given; the types know only that they may be undefined. */
const none: { call: (() => void) | undefined; limit: number | undefined; seen: (() => boolean) | undefined } = {
  call: undefined,
  limit: undefined,
  seen: undefined,
};
const { call, limit, seen } = none;

function clientWithout(mock: Mock): ScaleClient {
  return new ScaleClient({
    apiKey: mock.apiKey,
    baseUrl: mock.url,
    fetch: mock.fetch,
    hooks: { onRequest: call, onResponse: call, onRetry: call, onInvalidResponse: call },
  });
}

describe("options that are undefined", () => {
  it("count as left out: hooks, and those of calls and listings", async () => {
    await using mock = createMock();
    const scale = clientWithout(mock);
    const options: CallOptions = { onResponse: call };
    await scale.projects.create({ name: "cows", type: "imageannotation" }, options);
    assertEquals(await scale.tasks.list({ project_name: "cows" }).toArray({ limit }), []);
    await scale.files.upload(new Blob(["x"]), { project_name: "cows" }, { onProgress: call });
  });

  it("count as left out: those of bulk work and waiting", async () => {
    await using mock = createMock();
    const scale = clientWithout(mock);
    await scale.projects.create({ name: "cows", type: "imageannotation" });
    const params = { project: "cows", attachment: "https://files.example.com/1.jpg", geometries: { box: {} } };
    const items = [{ type: TaskType.ImageAnnotation, params }];
    for await (const { status } of scale.tasks.createMany(items, { onProgress: call })) assertEquals(status, "created");
    let id = "";
    for await (const task of scale.tasks.export({ project_name: "cows" }, { onProgress: call })) id = task.task_id;
    assertEquals((await scale.tasks.waitFor(id, { onProgress: call })).status, "completed");
    for await (const { status } of scale.tasks.cancelMany([id], { onProgress: call })) {
      assertEquals(status, "completed");
    }
    await scale.v2.batches.create({ name: "b", project_name: "cows" });
    const batch = { batch_name: "b" };
    await scale.v2.batches.cancel(batch);
    assertEquals((await scale.v2.batches.waitFor(batch, { onProgress: call })).status, "cancelled");
  });

  it("count as left out: those of a callback handler", async () => {
    const handle = callbackHandler({ authKey: "key", onCallback: () => {}, onError: call, seen });
    const headers = { "scale-callback-auth": "key" };
    const body = JSON.stringify({ status: "completed", task_id: "t", response: {} });
    const answer = await handle(new Request("https://hooks.example.com/", { method: "POST", headers, body }));
    assertEquals(answer.status, 200);
  });
});
