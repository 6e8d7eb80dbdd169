import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { ScaleValidationError } from "@scaleapi/sdk";
import { cannedClient, failureOf } from "./helpers/clients.ts";

describe("ScaleValidationError", () => {
  const task = {
    task_id: "t",
    type: "categorization",
    status: "pending",
    created_at: "2024-01-02T03:04:05.678Z",
    instruction: "",
    params: {},
    metadata: {},
  };

  it("has the issues with their paths and the value as it came", async () => {
    const { client } = cannedClient({ body: { ...task, task_id: 7 } });
    const error = await failureOf(client.tasks.get("t"), ScaleValidationError);
    assertEquals(error.issues.map(({ path, required }) => ({ path, required })), [
      { path: ["task_id"], required: true },
    ]);
    assertEquals(error.raw, { ...task, task_id: 7 });
    assert(error.message.startsWith("GET /v1/task/t: answer.task_id: "), error.message);
  });

  it("of a created task says that it was sent, and carries it", async () => {
    const { client, sent } = cannedClient({ body: { ...task, task_id: null } });
    const error = await failureOf(client.tasks.create("categorization", {}), ScaleValidationError);
    assertEquals([error.maybeSent, sent.length], [true, 1]);
    assertEquals(error.raw, { ...task, task_id: null });
  });

  it("is thrown for a success that is empty or not JSON, with its text", async () => {
    for (const text of ["", "<html>", "{", "OK"]) {
      const { client, sent } = cannedClient({ text });
      const error = await failureOf(client.tasks.get("t"), ScaleValidationError);
      assertEquals([error.raw, error.issues, sent.length], [text, [], 1]);
    }
  });

  it("is not thrown in lenient mode for an optional field: the hook is called, and the caller gets the field", async () => {
    const told: unknown[] = [];
    const hooks = { onInvalidResponse: (info: unknown) => told.push(info) };
    const { client } = cannedClient({ body: { ...task, tags: "no array" } }, { hooks });
    const got = await client.tasks.get("t");
    assertEquals(got.tags as unknown, "no array");
    const [info] = told as { method: string; path: string; issues: { path: unknown; required: boolean }[] }[];
    assertEquals([told.length, info?.method, info?.path], [1, "GET", "/v1/task/t"]);
    assertEquals(info?.issues.map(({ path, required }) => ({ path, required })), [{ path: ["tags"], required: false }]);
  });

  it("is not even written down where nobody asks for what an optional field has", async () => {
    const { stringify } = JSON;
    for (const hooks of [undefined, { onRetry() {} }]) {
      const answer = JSON.stringify({ ...task, tags: "no array" });
      const { client } = cannedClient({ text: answer }, hooks && { hooks });
      const written: unknown[] = [];
      JSON.stringify = ((value: unknown) => {
        if (Array.isArray(value)) written.push(value);
        return stringify(value);
      }) as typeof stringify;
      try {
        await client.tasks.get("t");
      } finally {
        JSON.stringify = stringify;
      }
      assertEquals(written, []);
    }
  });

  it("is thrown in strict mode for any field, and in none when checks are off", async () => {
    const answer = { body: { ...task, tags: "no array" } };
    const strict = cannedClient(answer, { validation: "strict" });
    const error = await failureOf(strict.client.tasks.get("t"), ScaleValidationError);
    assertEquals(error.issues.map(({ path }) => path), [["tags"]]);
    const off = cannedClient({ body: { task_id: 7 } }, { validation: "off" });
    assertEquals((await off.client.tasks.get("t")).task_id as unknown, 7);
  });

  it("is thrown also when checks are off, where a page has no list of items", async () => {
    const answers = [null, "OK", [], {}, { docs: null, tasks: {}, batches: "none", total: 0, has_more: false }];
    for (const body of answers) {
      const { client, sent } = cannedClient({ body }, { validation: "off" });
      const { tasks, batches, v2 } = client;
      const project_id = "p";
      const reads: [() => Promise<unknown>, string][] = [
        [() => tasks.list().toArray(), "GET /v1/tasks: answer.docs: expected array"],
        [() => tasks.export().stream().getReader().read(), "GET /v1/tasks: answer.docs: expected array"],
        [() => tasks.count(), "GET /v1/tasks: answer.docs: expected array"],
        [() => batches.list().first(), "GET /v1/batches: answer.docs: expected array"],
        [() => v2.tasks.list({ project_id }).toArray(), "GET /v2/tasks: answer.tasks: expected array"],
        [() => v2.batches.list().total(), "GET /v2/batches: answer.batches: expected array"],
        [() => v2.deliveries.tasks({ project_id }).toArray(), "GET /v2/delivery/tasks: answer.docs: expected array"],
      ];
      for (const [read, message] of reads) {
        const error = await failureOf(read(), ScaleValidationError);
        assertEquals([error.message, error.raw], [message, body]);
      }
      assertEquals(sent.length, reads.length);
    }
  });

  it("is no reason to refuse fields and values that this version does not know", async () => {
    const told: unknown[] = [];
    const hooks = { onInvalidResponse: (info: unknown) => told.push(info) };
    const { client } = cannedClient({ body: { ...task, status: "paused", colour: "red" } }, { hooks });
    const got = await client.tasks.get("t");
    assertEquals([got.status, got.colour, told], ["paused", "red", []]);
  });
});
