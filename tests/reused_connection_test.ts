/** A service that does what it is asked and closes the connection on which it was asked: each request arrives once. */

import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { type ScaleClient, ScaleConnectionError } from "@scaleapi/sdk";
import { clientOf } from "./helpers/clients.ts";
import { type Mock, startMock } from "./mock/mod.ts";

const image = { project: "p", attachment: "https://example.com/a.jpg", metadata: { row: 1 } };
const geometries = { box: { objects_to_annotate: ["cow"] } };

let mock: Mock;

beforeAll(async () => {
  mock = await startMock();
});

afterAll(() => mock.close());

/** The global `fetch`, and one that is given to the client and gets a `Request`. */
for (
  const [name, given] of [["the global fetch", {}], ["a given fetch", { fetch: (r: Request) => fetch(r) }]] as const
) {
  describe(`a service that does what it is asked and closes the reused connection, ${name}`, () => closing(given));
}

function closing(given: { fetch?: (request: Request) => Promise<Response> }): void {
  const rounds = 12;
  let client: ScaleClient;
  let live: ScaleClient;
  let taskIds: string[];

  beforeEach(async () => {
    await mock.reset();
    client = clientOf(mock, given);
    await client.projects.create({ name: "p", type: "imageannotation", params: { geometries } });
    live = clientOf(mock, { apiKey: mock.liveKey, maxRetries: 0, ...given });
    await live.projects.create({ name: "rapid", type: "imageannotation", rapid: true, params: { geometries } });
    await live.projects.create({ name: "studio", type: "imageannotation", studio: true });
    await mock.seed({ tasks: rounds, mode: "live" });
    await live.v2.batches.create({ project_name: "Rivers RLHF", name: "open" });
    taskIds = (await mock.tasks({ mode: "live" })).map(({ task_id }) => String(task_id));
    await mock.clearRequests();
    await mock.fault({ when: { method: "POST", reused: true }, act: "drop", after: true, times: null });
  });

  const calls: readonly (readonly [string, (i: number) => Promise<unknown>])[] = [
    ["tasks.create", () => client.tasks.create("imageannotation", image, { maxRetries: 0 })],
    ["tasks.create, repeatable", () => client.tasks.create("imageannotation", image)],
    [
      "tasks.create with a unique_id",
      (i) => client.tasks.create("imageannotation", { ...image, unique_id: `u${i}` }, { maxRetries: 0 }),
    ],
    ["tasks.audit", (i) => live.tasks.audit(taskIds[i] ?? "", { accepted: true })],
    ["batches.create", (i) => live.batches.create({ project: "rapid", name: `b${i}` })],
    ["projects.create", (i) => live.projects.create({ name: `p${i}`, type: "categorization" })],
    [
      "evaluationTasks.create",
      () => live.evaluationTasks.create("imageannotation", { ...image, project: "rapid", expected_response: {} }),
    ],
    [
      "trainingTasks.create",
      () => live.trainingTasks.create("imageannotation", { ...image, project: "rapid", expected_response: {} }),
    ],
    ["studio.projectGroups.create", (i) => live.studio.projectGroups.create("studio", { name: `g${i}`, emails: [] })],
    ["tasks.updateUniqueId", (i) => live.tasks.updateUniqueId(taskIds[i] ?? "", `u${i}`, { maxRetries: 0 })],
    ["request", (i) => live.request({ method: "POST", path: "/v1/projects", body: { name: `r${i}`, type: "chat" } })],
    ["request without a body", () => live.request({ method: "POST", path: "/v1/studio/batches/reset_priorities" })],
    ["v2.tasks.createChat", () => live.v2.tasks.createChat({ project_name: "Rivers RLHF", batch_name: "open" })],
    ["v2.batches.create", (i) => live.v2.batches.create({ project_name: "Rivers RLHF", name: `v${i}` })],
  ];

  for (const [name, call] of calls) {
    it(`gets each request once: ${name}`, async () => {
      let failed = 0;
      for (let i = 0; i < rounds; i++) {
        await call(i).catch((error) => {
          assertInstanceOf(error, ScaleConnectionError);
          assertEquals(error.maybeSent, true);
          failed++;
        });
      }
      const { faults } = await mock.counters();
      assertEquals((await mock.requests({ method: "POST" })).length, rounds);
      assertEquals(failed, faults.drop ?? 0);
      assert(failed > 0, "no connection was used again: the test proves nothing");
    });
  }

  it("gets a POST that may be repeated again, and the call succeeds", async () => {
    const retrying = clientOf(mock, { apiKey: mock.liveKey, ...given });
    for (const id of taskIds) assertEquals((await retrying.tasks.setTags(id, ["a"])).tags, ["a"]);
    const { faults } = await mock.counters();
    assert((faults.drop ?? 0) > 0, "no connection was used again: the test proves nothing");
  });
}
