/** What a caller in plain JavaScript may get wrong: it is refused, by the argument's name, before anything is sent. */

import { assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { ScaleClient, type ScaleClientOptions } from "@scaleapi/sdk";
import { callbackHandler } from "@scaleapi/sdk/callbacks";
import { failureOf } from "./helpers/clients.ts";

// As JavaScript has it: whatever is given, given anywhere.
// deno-lint-ignore no-explicit-any
type Loose = any;

let sent = 0;
const scale: Loose = new ScaleClient({
  apiKey: "test_key",
  fetch: () => {
    sent++;
    throw new Error("sent");
  },
});
const id = "65e7270353c5ab0f4d1a9c11";
const read = async (walk: AsyncIterable<Loose>) => {
  for await (const { error } of walk) if (error) throw error;
};

/** The message that each call is refused with. */
async function messagesOf(calls: Record<string, () => unknown>): Promise<Record<string, string>> {
  const messages: Record<string, string> = {};
  for (const [name, call] of Object.entries(calls)) {
    messages[name] = (await failureOf((async () => await call())(), TypeError)).message;
  }
  assertEquals(sent, 0);
  return messages;
}

/** Checks that each of the calls is refused with the same words. */
async function refuses(message: string, calls: Record<string, () => unknown>): Promise<void> {
  const expected = Object.fromEntries(Object.keys(calls).map((name) => [name, message]));
  assertEquals(await messagesOf(calls), expected);
}

describe("arguments of a wrong kind", () => {
  it("are refused as params, so that nothing else is done than was meant", async () => {
    await refuses("params: must be a plain object", {
      "create without": () => scale.tasks.create("imageannotation"),
      "create with a URL": () => scale.tasks.create("imageannotation", "https://example.com/cow.jpg"),
      "create with a list": () => scale.tasks.create("imageannotation", [{ attachment: "a" }]),
      "create with what is still coming": () => scale.tasks.create("imageannotation", Promise.resolve({})),
      "cancel as in Python": () => scale.tasks.cancel(id, true),
      "cancel with null": () => scale.tasks.cancel(id, null),
      "audit without": () => scale.tasks.audit(id),
      "audit as in Python": () => scale.tasks.audit(id, true),
      "createMany without params": () => read(scale.tasks.createMany([{ type: "imageannotation" }])),
      "a batch without": () => scale.batches.create(),
      "a batch by its name": () => scale.batches.create("cows", "week-10"),
      "a project without": () => scale.projects.create(),
      "a project by its name": () => scale.projects.create("cows"),
      "update by a text": () => scale.projects.update("cows", "Box every cow."),
      "an ontology without": () => scale.projects.setOntology("cows"),
      "an ontology as a list": () => scale.projects.setOntology("cows", ["cow"]),
      "upload with a name": () => scale.files.upload(new Blob(["x"]), "cows"),
      "import with a name": () => scale.files.import("https://example.com/cow.jpg", "cows"),
      "an evaluation task without": () => scale.evaluationTasks.create("imageannotation"),
      "a training task without": () => scale.trainingTasks.create("imageannotation"),
      "a group without": () => scale.studio.projectGroups.create("cows"),
      "a group's update without": () => scale.studio.projectGroups.update("cows", "night"),
      "v2, by an id": () => scale.v2.tasks.get(id),
      "v2, by a name": () => scale.v2.projects.list("cows"),
    });
  });

  it("are refused as filters, since without any all tasks match", async () => {
    await refuses("filters: must be a plain object", {
      "a project's name": () => read(scale.tasks.list("cows")),
      "a list": () => read(scale.tasks.list(["cows"])),
      "null": () => read(scale.tasks.list(null)),
      "a count": () => scale.tasks.count("cows"),
      "an export": () => read(scale.tasks.export("cows")),
      "batches": () => read(scale.batches.list("cows")),
      "projects": () => scale.projects.list(true),
    });
  });

  it("are refused with a cursor among the filters, which would start from the beginning", async () => {
    await refuses("cursor: must not be given: use the option cursor", {
      "tasks": () => read(scale.tasks.list({ project_name: "cows", cursor: "c" })),
      "batches": () => read(scale.batches.list({ cursor: "100" })),
      "v2": () => read(scale.v2.tasks.list({ project_name: "rivers", cursor: "c" })),
    });
  });

  it("are refused as the value of a filter, which would be sent as {}", async () => {
    const { signal } = new AbortController();
    assertEquals(
      await messagesOf({
        "a promise": () => read(scale.tasks.list({ project_name: Promise.resolve("cows") })),
        "a signal, which is an option": () => read(scale.tasks.list({ signal })),
        "a function": () => read(scale.tasks.list({ status: () => "pending" })),
        "a map": () => scale.files.upload(new Blob(["x"]), { metadata: new Map() }),
      }),
      {
        "a promise": "project_name: must be a plain object",
        "a signal, which is an option": "signal: must be a plain object",
        "a function": "status: must be a plain object",
        "a map": "metadata: must be a plain object",
      },
    );
  });

  it("are refused as options, which would be passed over", async () => {
    const { signal } = new AbortController();
    await refuses("options: must be a plain object", {
      "a client without": () => new (ScaleClient as Loose)(),
      "a client by its key": () => new ScaleClient("test_key" as Loose),
      "null": () => scale.tasks.get(id, null),
      "a number": () => scale.tasks.get(id, 5_000),
      "a bare signal": () => scale.tasks.get(id, signal),
      "of a listing": () => scale.tasks.list({}, "cursor"),
      "of toArray": () => scale.tasks.list({}).toArray(10),
      "of createMany": () => scale.tasks.createMany([], 16),
      "of cancelMany": () => scale.tasks.cancelMany([], true),
      "of cancelTasks": () => scale.batches.cancelTasks("week-10", true),
      "of an export": () => scale.tasks.export({}, null),
      "of an upload": () => scale.files.upload(new Blob(["x"]), {}, null),
      "of a wait": () => scale.tasks.waitFor(id, "completed"),
      "of a batch's wait": () => scale.batches.waitFor("week-10", null),
    });
    await refuses("headers: must be a plain object", {
      "null": () => scale.tasks.get(id, { headers: null }),
      "Headers, of a client": () =>
        new ScaleClient({ apiKey: "k", headers: new Headers({ a: "b" }) } as unknown as ScaleClientOptions),
      "Headers, of a call": () => scale.tasks.get(id, { headers: new Headers({ a: "b" }) }),
    });
    await refuses("until: must be a string, got undefined", {
      "a status that does not exist": () => scale.tasks.waitFor(id, { until: ["completed", undefined] }),
    });
    await refuses("until: must be a string, got number", { "a number": () => scale.tasks.waitFor(id, { until: 5 }) });
  });

  it("are refused in place of a list, whose letters would be sent one by one", async () => {
    await refuses("tags: must be an array of strings", {
      "set": () => scale.tasks.setTags(id, "night"),
      "add": () => scale.tasks.addTags(id, "night"),
      "delete": () => scale.tasks.deleteTags(id, "night"),
    });
    await refuses("emails: must be an array of strings", {
      "teammates": () => scale.teammates.invite("a@example.com", "worker"),
      "a group": () => scale.studio.projectGroups.create("cows", { name: "night", emails: "a@example.com" }),
      "assignments": () => scale.studio.assignments.add("a@example.com", ["cows"]),
    });
    await refuses("names: must be an array of strings", {
      "priorities": () => scale.studio.batches.setPriorities("week-10"),
    });
  });

  it("are refused as numbers, and it is said what a number must be", async () => {
    await refuses("timeoutMs: must be a number, got string", {
      "of a client": () => new ScaleClient({ apiKey: "k", timeoutMs: "5" as Loose }),
      "of a call": () => scale.tasks.get(id, { timeoutMs: "5" }),
    });
    const words = (call: () => unknown) => assertThrows(call, RangeError).message;
    assertEquals([
      words(() => new ScaleClient({ apiKey: "k", timeoutMs: -1 })),
      words(() => new ScaleClient({ apiKey: "k", maxRetries: 0.5 })),
      words(() => scale.tasks.createMany([], { concurrency: 0 })),
    ], [
      "timeoutMs: must be a number from 0 up, got -1",
      "maxRetries: must be an integer from 0 up, got 0.5",
      "concurrency: must be an integer from 1 up, got 0",
    ]);
  });

  it("are refused as what a function gives for a file", async () => {
    for (const given of [new Blob(["x"]), undefined, new Response("x")]) {
      const scale: Loose = new ScaleClient({
        apiKey: "k",
        fetch: async (request) => Response.json(await request.text()),
      });
      const error = await failureOf(scale.files.upload(() => given), TypeError);
      assertEquals(error.message, "file: must be a stream of Uint8Array");
    }
  });

  it("are refused as metadata, items and requests", async () => {
    await refuses("metadata: must be a plain object", {
      "a map": () => scale.tasks.setMetadata(id, new Map([["herd", 7]])),
      "a promise": () => scale.batches.setMetadata("week-10", Promise.resolve({})),
    });
    await refuses("item: must be a plain object", {
      "nothing": () => read(scale.tasks.createMany([null])),
      "a row as it was read": () => read(scale.tasks.createMany(["cow.jpg"])),
    });
    await refuses("request: must be a plain object", {
      "nothing": () => scale.request(),
      "a path": () => scale.request("/v1/projects"),
    });
    await refuses("query: must be a plain object", {
      "a text": () => scale.request({ path: "/v1/projects", query: "a=b" }),
      "URLSearchParams": () => scale.request({ path: "/v1/projects", query: new URLSearchParams("a=b") }),
    });
  });
});

describe("the options of a callback handler", () => {
  it("are found to be wrong when it is made, not when the first callback comes", () => {
    const make: Loose = callbackHandler;
    assertThrows(() => make({ authKey: "k" }), TypeError, "onCallback: must be set");
  });
});
