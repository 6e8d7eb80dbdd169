/** What the examples of the README of Scale's Python SDK work with. */

import { type Geometries, type ScaleClient, type Task, TaskType } from "@scaleapi/sdk";
import { clientOf } from "./clients.ts";
import { createMock, type JsonObject, type Mock } from "../mock/mod.ts";

export const cow = "http://i.imgur.com/v4cBreD.jpg";
export const geometries: Geometries = {
  box: { objects_to_annotate: ["Baby Cow", "Big Cow"], min_height: 10, min_width: 10 },
};

/** What a test works with: a mock whose project `test_project` takes image tasks, and a client of it. */
export interface Setting {
  readonly mock: Mock;
  readonly client: ScaleClient;
}

/** A setting in the test store, or with a live key, where work takes its time. */
export async function setting(live = false, project: JsonObject = {}): Promise<Setting> {
  const mock = createMock();
  const client = clientOf(mock, live ? { apiKey: mock.liveKey } : {});
  await client.projects.create({ name: "test_project", type: TaskType.ImageAnnotation, ...project });
  await mock.clearRequests();
  return { mock, client };
}

/** What was sent since the last look, as `METHOD path?query`, with the JSON body where there was one. */
export async function sent(mock: Mock): Promise<(string | [string, unknown])[]> {
  const arrivals = await mock.requests();
  await mock.clearRequests();
  return arrivals.map(({ method, path, queryRaw, body, bodyKind }) => {
    const line = `${method} ${path}${queryRaw && "?"}${queryRaw}`;
    return bodyKind === "none" ? line : [line, body];
  });
}

/** A task, on which nobody has looked yet if the setting is live. */
export async function newTask({ mock, client }: Setting, params: { unique_id?: string } = {}): Promise<Task> {
  const task = await client.tasks.create(TaskType.ImageAnnotation, {
    project: "test_project",
    attachment: cow,
    geometries,
    ...params,
  });
  await mock.clearRequests();
  return task as Task;
}
