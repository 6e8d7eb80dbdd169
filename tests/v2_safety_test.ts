import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  ScaleDuplicateResourceError,
  ScaleInternalError,
  ScaleResourceNotFoundError,
  ScaleValidationError,
} from "@scaleapi/sdk";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { createMock, type Mock } from "./mock/mod.ts";

const project_name = "Rivers RLHF";

describe("v2 calls that are repeated", () => {
  /** How a call fares whose first request is acted on and then fails with a 500. */
  async function afterFailure<T>(
    path: string,
    call: (v2: ReturnType<typeof clientOf>["v2"], mock: Mock) => Promise<T>,
    after = true,
  ): Promise<{ result: PromiseSettledResult<T>; sent: string[] }> {
    const mock = createMock();
    const { v2 } = clientOf(mock, { apiKey: mock.liveKey });
    await v2.batches.create({ name: "open", project_name });
    await v2.tasks.createChat({ project_name, batch_name: "open" });
    await mock.clearRequests();
    await mock.fault({ when: { path }, status: 500, after, headers: { "retry-after": "0" } });
    const [result] = await Promise.allSettled([call(v2, mock)]);
    const sent = (await mock.requests()).map(({ method, path, queryRaw }) =>
      `${method} ${path}${queryRaw && "?"}${queryRaw}`
    );
    await mock.close();
    return { result, sent };
  }

  it("are all reads", async () => {
    const { result, sent } = await afterFailure("/v2/projects$", (v2) => v2.projects.list());
    assertEquals([result.status, sent.length], ["fulfilled", 2]);
  });

  it("are finalize, pause, resume and cancel", async () => {
    for (const verb of ["finalize", "pause", "resume", "cancel"] as const) {
      const { sent } = await afterFailure<unknown>(
        `/v2/batch/${verb}$`,
        (v2) => v2.batches[verb]({ batch_name: "open" }),
      );
      assertEquals(sent, Array(2).fill(`POST /v2/batch/${verb}`));
    }
  });

  it("are setMetadata of batches and tasks", async () => {
    const batch = await afterFailure("metadata$", (v2) => (
      v2.batches.setMetadata({ batch_name: "open", metadata: { a: 1 } })
    ));
    assertEquals([batch.result.status, batch.sent.length], ["fulfilled", 2]);
    const task = await afterFailure("metadata$", async (v2, mock) => {
      const [task] = await mock.tasks({ mode: "live" });
      return await v2.tasks.setMetadata({ task_id: task?.task_id as string, metadata: { a: 1 } });
    });
    assertEquals([task.result.status, task.sent.length], ["fulfilled", 2]);
  });

  it("are batches.create, which looks up what a failed attempt made", async () => {
    const lookup = "GET /v2/batch?batch_name=new&expand=project";
    const byName = await afterFailure("/v2/batch$", (v2) => (
      v2.batches.create({ name: "new", project_name, metadata: { a: [1] } })
    ));
    assertEquals(byName.sent, ["POST /v2/batch", "POST /v2/batch", lookup]);
    assert(byName.result.status === "fulfilled");
    const { name, project, metadata } = byName.result.value;
    assertEquals([name, typeof project, metadata], ["new", "string", { a: [1] }]);
    const byId = await afterFailure("/v2/batch$", async (v2) => {
      const { id: project_id } = await v2.projects.get({ project_name });
      return await v2.batches.create({ name: "new", project_id });
    });
    assertEquals([byId.result.status, byId.sent.at(-1)], ["fulfilled", lookup]);
  });

  it("are not createChat, whose failure says that the task may exist", async () => {
    const { result, sent } = await afterFailure("/v2/task/chat$", (v2) => v2.tasks.createChat({ project_name }));
    assertEquals(sent, ["POST /v2/task/chat"]);
    assert(result.status === "rejected");
    assert(result.reason instanceof ScaleInternalError);
    assertEquals(result.reason.maybeSent, true);
  });

  it("are createChat after 429 and 503, which were not acted on", async () => {
    await using mock = createMock();
    const { v2 } = clientOf(mock);
    for (const status of [429, 503]) await mock.fault({ status, headers: { "retry-after": "0" } });
    await v2.tasks.createChat({ project_name });
    assertEquals([(await mock.requests()).length, await mock.countTasks()], [3, 1]);
  });
});

describe("v2.batches.create after a 409", () => {
  const batch = {
    id: "b_1",
    name: "b",
    created_at: "2024-01-02T03:04:05.678Z",
    status: "in_progress",
    metadata: { a: 1 },
  };
  const project = { id: "p_1", name: "p one", created_at: "2024-01-02T03:04:05.678Z" };
  const lost = [{ status: 500, body: {}, headers: { "retry-after": "0" } }, { status: 409, body: { error: "taken" } }];

  it("takes the batch that is ours and gives its project as an id", async () => {
    const { client: { v2 } } = cannedClient([...lost, { body: { ...batch, project } }]);
    const made = await v2.batches.create({ name: "b", project_name: "p one", metadata: { a: 1 } });
    assertEquals([made.id, made.project], ["b_1", "p_1"]);
    const ids = cannedClient([...lost, { body: { ...batch, project: "p_1" } }]);
    assertEquals((await ids.client.v2.batches.create({ name: "b", project_id: "p_1" })).project, "p_1");
  });

  it("takes it too where the first answer was a success that said nothing", async () => {
    const { client: { v2 }, sent } = cannedClient([{ text: "OK" }, lost[1] ?? {}, { body: { ...batch, project } }]);
    assertEquals((await v2.batches.create({ name: "b", project_id: "p_1" })).id, "b_1");
    assertEquals(sent.map(({ method }) => method), ["POST", "POST", "GET"]);
  });

  it("goes by what was sent, whatever became of the caller's object", async () => {
    const { client: { v2 } } = cannedClient([...lost, { body: { ...batch, project } }]);
    const metadata = { a: 1 };
    const making = v2.batches.create({ name: "b", project_id: "p_1", metadata });
    metadata.a = 2;
    assertEquals((await making).id, "b_1");
  });

  it("leaves the 409 where the batch is another one or cannot be read", async () => {
    const others = [
      { name: "b", project_name: "p two" },
      { name: "b", project_id: "p_2" },
      { name: "b", project_id: "p_1", metadata: { a: 2 } },
    ];
    for (const params of others) {
      const { client } = cannedClient([...lost, { body: { ...batch, project } }]);
      const { project_id, project_name, ...rest } = params;
      const ref = project_id === undefined ? { project_name: project_name as string } : { project_id };
      await failureOf(client.v2.batches.create({ ...rest, ...ref }), ScaleDuplicateResourceError);
    }
    const { client } = cannedClient([...lost, { status: 404, body: { error: "gone" } }]);
    const error = await failureOf(
      client.v2.batches.create({ name: "b", project_id: "p_1" }),
      ScaleDuplicateResourceError,
    );
    assert(error.cause instanceof ScaleResourceNotFoundError);
  });

  it("leaves a 409 that no earlier attempt can have caused", async () => {
    const { client, sent } = cannedClient({ status: 409, body: { error: "taken" } });
    await failureOf(client.v2.batches.create({ name: "b", project_id: "p_1" }), ScaleDuplicateResourceError);
    assertEquals(sent.length, 1);
  });
});

describe("v2 answers", () => {
  it("keep what this version does not know: kinds, words, fields", async () => {
    const task = {
      task_id: "t",
      project: "p",
      status: "reopened",
      created_at: "2024-01-02T03:04:05.678Z",
      later: { a: 1 },
      threads: [{
        id: "thread_0",
        annotations: [{ key: "k", value: 1 }, { id: "a", key: "k", type: "heat_map", value: [[1]] }],
        turns: [{
          id: "turn_0",
          annotations: [],
          messages: [{
            role: "tool",
            source_id: "m",
            annotations: [],
            content: { chunks: [{ type: "table", rows: [] }], attachments: [{ mime_type: "audio/wav", duration: 2 }] },
          }],
        }],
      }],
    };
    const { client: { v2 } } = cannedClient({ body: task }, { validation: "strict" });
    assertEquals(await v2.tasks.get({ task_id: "t" }) as unknown, task);
  });

  it("of responseUrl that are no redirect are an error", async () => {
    const params = { task_id: "t", attachment_id: "a" };
    const text = cannedClient({ body: "https://files.example.com/1" }).client.v2;
    await failureOf(text.datasets.responseUrl(params), ScaleValidationError);
    const empty = cannedClient({ text: "" }).client.v2;
    await failureOf(empty.datasets.responseUrl(params), ScaleValidationError);
  });

  it("that lack what is always there are an error, in the listings too", async () => {
    const { client: { v2 } } = cannedClient({ body: { tasks: [{ task_id: 5 }] } });
    const error = await failureOf(v2.tasks.list({ project_id: "p" }).toArray(), ScaleValidationError);
    assertStringIncludes(error.message, "GET /v2/tasks: answer.tasks.0.");
    await failureOf(v2.tasks.get({ task_id: "t" }), ScaleValidationError);
  });
});
