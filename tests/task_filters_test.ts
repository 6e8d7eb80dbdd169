import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assertEquals, assertThrows } from "@std/assert";
import { type ScaleClient, TaskReviewStatus, TaskStatus, TaskType } from "@scaleapi/sdk";
import { arrived } from "./helpers/arrived.ts";
import { cannedClient, clientOf } from "./helpers/clients.ts";
import { type Mock, startMock } from "./mock/mod.ts";

const cow = {
  attachment: "https://example.com/cow.jpg",
  geometries: { box: { objects_to_annotate: ["cow"], min_height: 10 } },
  instruction: "Box every cow.",
};

let mock: Mock;
let client: ScaleClient;

beforeAll(async () => {
  mock = await startMock();
  client = clientOf(mock, { maxRetries: 0 });
});

afterAll(() => mock.close());

beforeEach(() => mock.reset());

/** The requests that arrived: method, path, query, body. */
describe("tasks.list and tasks.count", () => {
  const time = new Date("2024-01-02T03:04:05.678Z");
  const all = {
    project_name: "p",
    batch_name: "b",
    type: TaskType.ImageAnnotation,
    status: TaskStatus.Completed,
    review_status: [TaskReviewStatus.Accepted, "fixed"],
    unique_id: ["u1", "u2"],
    completed_after: time,
    completed_before: "2024-02-03 04:05:06.000000",
    updated_after: time,
    updated_before: time,
    created_after: time,
    created_before: "2024-04-05",
    tags: ["x", "y"],
    include_attachment_url: false,
    limited_response: true,
    newer_filter: 7,
    offset_days: 3,
    row_offset: 9,
  };
  const wire: [name: string, value: string][] = [
    ["batch", "b"],
    ["completed_after", "2024-01-02T03:04:05.678Z"],
    ["completed_before", "2024-02-03 04:05:06.000000"],
    ["customer_review_status", "accepted,fixed"],
    ["end_time", "2024-04-05"],
    ["include_attachment_url", "false"],
    ["limit", "10"],
    ["limited_response", "true"],
    ["newer_filter", "7"],
    ["offset_days", "3"],
    ["project", "p"],
    ["row_offset", "9"],
    ["start_time", "2024-01-02T03:04:05.678Z"],
    ["status", "completed"],
    ["tags", "x"],
    ["tags", "y"],
    ["type", "imageannotation"],
    ["unique_id", "u1"],
    ["unique_id", "u2"],
    ["updated_after", "2024-01-02T03:04:05.678Z"],
    ["updated_before", "2024-01-02T03:04:05.678Z"],
  ];

  it("send every filter under the service's name, unknown ones as they are", async () => {
    await client.tasks.list({ ...all, limit: 10 }).toArray();
    assertEquals(await client.tasks.count(all), 0);
    const [list, count] = (await mock.requests()).map(({ query }) => [...query].sort());
    assertEquals(list?.map(([name, value]) => [name, value]), wire);
    const counted = wire.map(([name, value]) => [name, name === "limit" ? "1" : value]);
    assertEquals(count?.map(([name, value]) => [name, value]), counted);
  });

  it("that select tasks are those of cancelMany, too", async () => {
    const others = ["include_attachment_url", "limited_response", "newer_filter", "offset_days", "row_offset"];
    const selective = Object.fromEntries(Object.entries(all).filter(([name]) => !others.includes(name)));
    for await (const _ of client.tasks.cancelMany(selective));
    const [list] = (await mock.requests()).map(({ query }) => [...query].sort());
    const sent = wire.filter(([name]) => name === "limited_response" || ![...others, "limit"].includes(name));
    assertEquals(list, sent);
  });

  it("do not send what is undefined or null, an empty list, or limited_response that is false", async () => {
    const none = Object.fromEntries(Object.keys(all).map((name, i) => [name, i % 2 ? null : undefined]));
    await client.tasks.list({ ...none, limit: null }).toArray();
    await client.tasks.list({}).toArray();
    await client.tasks.list().toArray();
    await client.tasks.list({ review_status: [], limited_response: false }).toArray();
    assertEquals(await arrived(mock), Array(4).fill(["GET", "/v1/tasks", [], undefined]));
  });

  it("find what the filters say", async () => {
    await client.projects.create({ name: "p", type: "imageannotation" });
    const ids = [];
    for (const tags of [["a"], ["b"], ["a", "b"]]) {
      ids.push((await client.tasks.create("imageannotation", { ...cow, project: "p", tags })).task_id);
    }
    const tagged = (await client.tasks.list({ project_name: "p", tags: "a" }).toArray()).map(({ task_id }) => task_id);
    assertEquals(tagged, [ids[2], ids[0]]);
    assertEquals(await client.tasks.count({ project_name: "p" }), 3);
    assertEquals(await client.tasks.count({ created_after: new Date(Date.now() + 60_000) }), 0);
    const [limited] = await client.tasks.list({ limited_response: true, limit: 1 }).toArray();
    assertEquals(Object.keys(limited ?? {}).sort(), ["metadata", "otherVersion", "project", "status", "task_id"]);
  });

  it("a listed task is a task: its methods work", async () => {
    await client.tasks.create("imageannotation", cow);
    const task = await client.tasks.list().first();
    assertEquals((await task?.setTags(["a"]))?.tags, ["a"]);
  });
});

describe("filters", () => {
  it("are those of the moment of the call, even if the caller's dates and lists change", async () => {
    const nothing = { docs: [], total: 0, totalDocs: 0, limit: 1, offset: 0, has_more: false, batches: [], tasks: [] };
    const { client: scale, sent } = cannedClient({ body: nothing });
    const [time, tags, expand] = [new Date(0), ["a"], ["project"]];
    const filters = { created_after: time };
    const walks: AsyncIterable<unknown>[] = [
      scale.tasks.list({ ...filters, tags }),
      scale.tasks.export({ ...filters, tags }),
      scale.tasks.cancelMany({ ...filters, tags }),
      scale.batches.list(filters),
      scale.v2.batches.list({ ...filters, expand }),
      scale.v2.tasks.list({ project_id: "p", completed_after: time, expand }),
    ];
    time.setUTCFullYear(2030);
    tags.push("b");
    expand.pop();
    for (const walk of walks) for await (const _ of walk);
    const epoch = "1970-01-01T00:00:00.000Z";
    assertEquals(
      sent.map(({ query }) =>
        query.filter(([name]) => !/limit|project_id/.test(name)).map(([, value]) => value).sort()
      ),
      [[epoch, "a"], [epoch, "a"], [epoch, "a"], [epoch], [epoch, "project"], [epoch, "project"]],
    );
  });

  it("without a text are refused, not left out", () => {
    const { client: scale } = cannedClient({ body: {} });
    for (const created_before of [new Date(NaN), { toJSON: () => null }, Symbol("s"), () => 1, NaN]) {
      const filters = { project_name: "p", created_before: created_before as never };
      assertThrows(() => scale.tasks.cancelMany(filters), TypeError);
      assertThrows(() => scale.tasks.list(filters), TypeError);
      assertThrows(() => scale.v2.batches.list(filters), TypeError);
    }
  });
});
