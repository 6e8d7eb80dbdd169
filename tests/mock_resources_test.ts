import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { delay } from "./helpers/time.ts";
import { caller } from "./mock/caller.ts";
import { createMock } from "./mock/mod.ts";

const box = { box: { objects_to_annotate: ["cow"] } };

describe("mock: projects", () => {
  it("keeps versions, patches, hands params down to tasks", async () => {
    await using mock = createMock();
    const call = caller(mock);
    const name = "p/2 #x?%2F ü";
    const path = `/v1/projects/${encodeURIComponent(name)}`;
    const made = await call("POST", "/v1/projects", { name, type: "imageannotation", params: null });
    assertEquals([made.status, made.body.param_history], [200, []]);
    assertEquals((await call("POST", "/v1/projects", { name, type: "chat" })).status, 409);
    await call("POST", `${path}/setParams`, { instruction: "One.", geometries: box });
    const patched = await call("POST", `${path}/setParams`, { patch: true, instruction: "Two." });
    assertEquals(patched.body.param_history.map((one: { version: number }) => one.version), [0, 1]);
    assertEquals(patched.body.param_history[1].geometries, box);
    const replaced = await call("POST", `${path}/setParams`, { instruction: "Three." });
    assertEquals("geometries" in replaced.body.param_history[2], false);
    const task = { project: name, attachment: "https://files.example.com/a.png", instruction: "Mine." };
    assertEquals((await call("POST", "/v1/task/imageannotation", task)).status, 400);
    const inherited = (await call("POST", "/v1/task/imageannotation", { ...task, project_version: 1 })).body;
    assertEquals([inherited.project_param_version, inherited.instruction], [1, "Mine.\n\nTwo."]);
    assertEquals(inherited.params.geometries, box);
    assertEquals((await call("GET", path)).body.name, name);
    const params = { geometries: box, callback_url: "ops@example.com", priority: 10 };
    await call("POST", `${path}/setParams`, params);
    const called = async (more: Record<string, unknown>): Promise<unknown[]> => {
      const { body } = await call("POST", "/v1/task/imageannotation", { ...task, ...more });
      return [body.callback_url, body.priority];
    };
    assertEquals(await called({}), ["ops@example.com", 10]);
    assertEquals(await called({ callback_url: "me@example.com", priority: 30 }), ["me@example.com", 30]);
    assertEquals(await called({ project_version: 1 }), [undefined, undefined]);
  });

  it("lists archived and other projects, takes an ontology, has templates for some types", async () => {
    await using mock = createMock();
    const call = caller(mock);
    await call("POST", "/v1/projects", { name: "a", type: "imageannotation" });
    await mock.archive({ projects: ["a"] });
    const names = async (query: string): Promise<string[]> =>
      (await call("GET", `/v1/projects${query}`)).body.map((one: { name: string }) => one.name);
    assertEquals(await names("?archived=true"), ["a"]);
    assertEquals((await names("?archived=False")).includes("a"), false);
    assertEquals((await names("")).includes("a"), true);
    const ontology = ["x", { choice: "y", subchoices: ["z"] }];
    assertEquals((await call("POST", "/v1/projects/a/setOntology", { ontology })).body, "OK");
    assertEquals((await call("POST", "/v1/projects/a/setOntology", { ontology: [...ontology, "z"] })).status, 400);
    assertEquals((await call("GET", "/v1/projects/a/taskTemplates")).status, 400);
    await call("POST", "/v1/projects", { name: "t", type: "textcollection" });
    assertEquals((await call("GET", "/v1/projects/t/taskTemplates")).body.version, 3);
  });
});

describe("mock: batches", () => {
  it("is in progress at once, counts its tasks, completes with them", async () => {
    await using mock = createMock();
    const call = caller(mock, mock.liveKey);
    await call("POST", "/v1/projects", { name: "p", type: "imageannotation", params: { geometries: box } });
    const sent = { project: "p", name: "b 1", callback: "", metadata: { a: 1 }, calibration_batch: false };
    const made = (await call("POST", "/v1/batches", sent)).body;
    assertEquals([made.status, made.metadata, made.project], ["in_progress", { a: 1 }, "p"]);
    assertEquals((await call("POST", "/v1/batches", sent)).status, 409);
    assertEquals((await call("POST", "/v1/batches", { ...sent, project: "none" })).status, 404);
    assertEquals((await call("GET", "/v1/batches/b%201/status")).body, { status: "in_progress" });
    for (let i = 0; i < 3; i++) {
      await call("POST", "/v1/task/imageannotation", { batch: "b 1", attachment: "https://files.example.com/a.png" });
    }
    await mock.completeTasks({ batch: "b 1", limit: 1 });
    await mock.completeTasks({ batch: "b 1", limit: 1, status: "error" });
    const counts = { status: "in_progress", pending: 1, completed: 1, error: 1 };
    assertEquals((await call("GET", "/v1/batches/b%201/status")).body, counts);
    await mock.completeTasks({ batch: "b 1" });
    assertEquals((await call("GET", "/v1/batches/b%201")).body.status, "completed");
    const { completed_at } = (await call("GET", "/v1/batches/b%201")).body;
    await delay(5);
    for (const { task_id } of await mock.tasks()) await call("POST", `/v1/task/${task_id}/setMetadata`, { seen: true });
    assertEquals((await call("GET", "/v1/batches/b%201")).body.completed_at, completed_at);
    assertEquals((await call("POST", "/v1/batches/b%201/setMetadata", { b: 2 })).body.metadata, { b: 2 });
    assertEquals((await call("GET", "/v1/batches/none")).status, 404);
  });

  it("stays staging in Rapid and Studio projects until finalized", async () => {
    await using mock = createMock();
    const call = caller(mock);
    await call("POST", "/v1/projects", { name: "r", type: "imageannotation", rapid: true });
    assertEquals((await call("POST", "/v1/batches", { project: "r", name: "b" })).body.status, "staging");
    assertEquals((await call("POST", "/v1/batches/b/finalize")).body.status, "in_progress");
    assertEquals((await call("POST", "/v1/batches/b/finalize")).status, 200);
    const task = { project: "r", attachment: "https://files.example.com/a.png", geometries: box };
    assertStringIncludes((await call("POST", "/v1/task/imageannotation", task)).body.error, `"batch" is required`);
  });

  it("lists by offset with totalDocs", async () => {
    await using mock = createMock();
    const call = caller(mock);
    await call("POST", "/v1/projects", { name: "p", type: "imageannotation" });
    for (const name of ["a", "b", "c"]) await call("POST", "/v1/batches", { project: "p", name });
    await mock.archive({ batches: ["a"] });
    const first = (await call("GET", "/v1/batches?project=p&limit=2")).body;
    assertEquals(first.docs.map((one: { name: string }) => one.name), ["c", "b"]);
    assertEquals([first.totalDocs, first.limit, first.offset, first.has_more], [3, 2, 0, true]);
    assertEquals((await call("GET", "/v1/batches?limit=2&offset=2")).body.has_more, false);
    assertEquals((await call("GET", "/v1/batches?exclude_archived=True")).body.totalDocs, 2);
    assertEquals((await call("GET", "/v1/batches?status=completed")).body.totalDocs, 0);
    const done = async (query: string): Promise<number> => (await call("GET", `/v1/batches?${query}`)).body.totalDocs;
    assertEquals(await done("completed_after=2024-01-01"), 0);
    const params = { batch: "b", attachment: "x", geometries: {} };
    await call("POST", "/v1/task/imageannotation", params);
    assertEquals([await done("completed_after=2024-01-01"), await done("completed_before=2024-01-01")], [1, 0]);
  });
});

describe("mock: files", () => {
  it("keeps size, hash and fields of an upload; 409 for a taken reference_id", async () => {
    await using mock = createMock({ maxFileBytes: 100 });
    const call = caller(mock);
    const form = (bytes: number): FormData => {
      const data = new FormData();
      data.append("reference_id", "r1");
      data.append("metadata", '{"a":1}');
      data.append("file", new Blob(["x".repeat(bytes)], { type: "image/png" }), 'a "b".png');
      return data;
    };
    const made = (await call("POST", "/v1/files/upload", form(3))).body;
    assertEquals([made.size, made.mime_type, made.metadata], [3, "image/png", { a: 1 }]);
    assert(made.attachment_url.startsWith("scaledata://"));
    const [kept] = await mock.files();
    assertEquals(kept?.sha256, "cd2eb0837c9b4c962c22d2ff8b5441b7b45805887f051d39bf133b583baf6860");
    assertEquals((await call("POST", "/v1/files/upload", form(3))).status, 409);
    assertEquals((await call("POST", "/v1/files/upload", form(101))).status, 400);
    const [arrival] = await mock.requests({ path: "upload" });
    const parts = arrival?.body as { name: string; filename?: string; text?: string }[];
    assertEquals(parts.map((part) => part.name), ["reference_id", "metadata", "file"]);
    assertEquals([parts[0]?.text, parts[2]?.filename], ["r1", 'a "b".png']);
    const imported = await call("POST", "/v1/files/import", { file_url: "https://files.example.com/a.png" });
    assertEquals([imported.status, typeof imported.body.id], [200, "string"]);
    assertEquals((await call("POST", "/v1/files/import", {})).status, 400);
  });
});

describe("mock: forms of other clients", () => {
  const part = 'Content-Disposition: form-data; name="file"; filename="a.png"';
  const upload = async (type: string, ...lines: string[]): Promise<unknown> => {
    await using mock = createMock();
    const request = new Request(`${mock.url}/v1/files/upload`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${mock.apiKey}:`)}`, "content-type": `multipart/form-data${type}` },
      body: lines.join("\r\n"),
    });
    const { status } = await mock.fetch(request);
    const [file] = await mock.files();
    return file ? [status, file.filename, file.size] : status;
  };

  it("are read whatever their boundary", async () => {
    const found = [200, "a.png", 3];
    assertEquals(await upload('; boundary="a;b"', "--a;b", part, "", "abc", "--a;b--", ""), found);
    assertEquals(await upload("; charset=utf-8; boundary=ab ; x=y", "--ab", part, "", "abc", "--ab--", ""), found);
    assertEquals(await upload("; Boundary=ab", "before", "--ab \t", part, "", "abc", "--ab--", "behind"), found);
  });

  it("may write a file name as RFC 8187 does", async () => {
    const name = `Content-Disposition: form-data; name="file"; filename*=utf-8''%C3%A5%20b.png`;
    assertEquals(await upload("; boundary=ab", "--ab", name, "", "abc", "--ab--", ""), [200, "å b.png", 3]);
  });

  it("need a boundary, a file name, and an end", async () => {
    assertEquals(await upload("", "--ab", part, "", "abc", "--ab--", ""), 400);
    assertEquals(await upload("; boundary=ab", "--ab", part.split("; f")[0] ?? "", "", "abc", "--ab--", ""), 400);
    assertEquals(await upload("; boundary=ab", "--ab", part, "", "abc", ""), 400);
  });
});

describe("mock: files of several projects", () => {
  it("takes a reference_id once for each project", async () => {
    await using mock = createMock();
    const call = caller(mock);
    for (const name of ["p", "q"]) await call("POST", "/v1/projects", { name, type: "imageannotation" });
    const file = { file_url: "https://files.example.com/a.png", reference_id: "r1" };
    const { id } = (await call("POST", "/v1/files/import", { ...file, project_name: "p" })).body;
    const again = (await call("POST", "/v1/files/import", { ...file, project_name: "q" })).body;
    assertEquals([again.id, again.project_names], [id, ["p", "q"]]);
    for (const project_name of ["p", "q", undefined]) {
      assertEquals((await call("POST", "/v1/files/import", { ...file, project_name })).status, 409);
    }
    assertEquals((await mock.files()).length, 1);
  });
});

describe("mock: large files", () => {
  it("counts a body that is too large to keep", async () => {
    await using mock = createMock({ maxKeptBytes: 100_000 });
    const form = new FormData();
    form.append("display_name", "big");
    form.append("file", new Blob(["x".repeat(300_000)]), "big.bin");
    const made = (await caller(mock)("POST", "/v1/files/upload", form)).body;
    assertEquals([made.size, made.display_name], [300_000, "big"]);
    assertEquals("sha256" in ((await mock.files())[0] ?? {}), false);
  });
});

describe("mock: team and Studio", () => {
  it("invites and gives roles", async () => {
    await using mock = createMock();
    const call = caller(mock);
    const invited = await call("POST", "/v1/teams/invite", { emails: ["new@example.com"], team_role: "labeler" });
    assertEquals(invited.body.at(-1).email, "new@example.com");
    const changed = await call("POST", "/v1/teams/set_role", { emails: ["new@example.com"], team_role: "manager" });
    assertEquals(changed.body.at(-1).role, "manager");
    assertEquals((await call("GET", "/v1/teams")).body, changed.body);
    assertEquals((await call("POST", "/v1/teams/set_role", { emails: ["x@y"], team_role: "admin" })).status, 400);
    assertEquals((await call("POST", "/v1/teams/invite", { emails: [], team_role: "member" })).status, 400);
  });

  it("assigns those who are invited only once they have joined", async () => {
    await using mock = createMock();
    const call = caller(mock);
    await call("POST", "/v1/projects", { name: "s", type: "imageannotation", studio: true });
    await call("POST", "/v1/teams/invite", { emails: ["new@example.com"], team_role: "labeler" });
    assertEquals("new@example.com" in (await call("GET", "/v1/studio/assignments")).body, false);
    const sent = { emails: ["new@example.com"], projects: ["s"] };
    assertEquals((await call("POST", "/v1/studio/assignments/add", sent)).status, 404);
    await mock.acceptInvitations();
    assertEquals("expiry" in (await call("GET", "/v1/teams")).body.at(-1), false);
    assertEquals((await call("GET", "/v1/studio/assignments")).body["new@example.com"], []);
    assertEquals((await call("POST", "/v1/studio/assignments/add", sent)).body["new@example.com"], ["s"]);
  });

  it("assigns people, keeps groups, orders pending batches", async () => {
    await using mock = createMock();
    const call = caller(mock, mock.liveKey);
    await call("POST", "/v1/projects", { name: "s", type: "imageannotation", studio: true });
    const emails = ["bo@example.com", "dee@example.com"];
    assertEquals((await call("POST", "/v1/studio/projects/s/groups", { emails, name: "g" })).status, 400);
    const added = await call("POST", "/v1/studio/assignments/add", { emails, projects: ["s"] });
    assertEquals(added.body["bo@example.com"], ["s"]);
    assertEquals((await call("POST", "/v1/studio/projects/s/groups", { emails, name: "g" })).body.numWorkers, 2);
    const update = { add_emails: [], remove_emails: ["bo@example.com"] };
    const group = (await call("PUT", "/v1/studio/projects/s/groups/g", update)).body;
    assertEquals(group.workers.map((one: { email: string }) => one.email), ["dee@example.com"]);
    assertEquals((await call("GET", "/v1/studio/projects/s/groups")).body, [group]);
    for (const name of ["b1", "b2"]) await call("POST", "/v1/batches", { project: "s", name });
    assertEquals((await call("PUT", "/v1/studio/batches/b1", { groups: ["g"] })).body.groups, ["g"]);
    assertEquals((await call("PUT", "/v1/studio/batches/b1", { groups: ["no"] })).status, 404);
    const order = async (...names: string[]): Promise<string> => {
      const batches = names.map((name) => ({ name }));
      const { status, body } = await call("POST", "/v1/studio/batches/set_priorities", { batches });
      return status === 200 ? body.map((one: { name: string }) => one.name).join() : body.error;
    };
    assertEquals(await order("b2", "b1"), "b2,b1");
    assertStringIncludes(await order("b2"), "missing: b1");
    assertStringIncludes(await order("b2", "b1", "b3"), "b3");
    const reset = await call("POST", "/v1/studio/batches/reset_priorities");
    assertEquals(reset.body.map((one: { name: string }) => one.name), ["b1", "b2"]);
  });

  it("changes nothing of a group where it refuses a part", async () => {
    await using mock = createMock();
    const call = caller(mock, mock.liveKey);
    await call("POST", "/v1/projects", { name: "s", type: "chat", studio: true });
    const emails = ["cy@example.com"];
    await call("POST", "/v1/studio/assignments/add", { emails, projects: ["s"] });
    const path = "/v1/studio/projects/s/groups";
    const made = (await call("POST", path, { name: "g", emails: [] })).body;
    assertEquals((await call("PUT", `${path}/g`, { add_emails: emails, remove_emails: "x" })).status, 400);
    assertEquals((await call("GET", path)).body, [made]);
  });

  it("makes no group without a list of emails", async () => {
    await using mock = createMock();
    const call = caller(mock, mock.liveKey);
    await call("POST", "/v1/projects", { name: "s", type: "chat", studio: true });
    const path = "/v1/studio/projects/s/groups";
    const refused = await call("POST", path, { name: "g" });
    assertEquals([refused.status, refused.body.error], [400, 'Parameter is invalid, reason: "emails" is required']);
    assertEquals((await call("GET", path)).body, []);
  });

  it("knows a person by the same id in every group", async () => {
    await using mock = createMock();
    const call = caller(mock, mock.liveKey);
    await call("POST", "/v1/projects", { name: "s", type: "chat", studio: true });
    const [cy, dee] = ["cy@example.com", "dee@example.com"];
    await call("POST", "/v1/studio/assignments/add", { emails: [cy, dee], projects: ["s"] });
    const path = "/v1/studio/projects/s/groups";
    const ids = async (name: string, ...emails: string[]): Promise<string[]> =>
      (await call("POST", path, { name, emails })).body.workers.map((one: { id: string }) => one.id);
    const [first = "", second] = await ids("both", cy, dee);
    assertEquals(/^[0-9a-f]{24}$/.test(first), true);
    assertEquals(await ids("other", dee), [second]);
    const left = (await call("PUT", `${path}/both`, { remove_emails: [cy] })).body;
    assertEquals(left.workers, [{ id: second, email: dee }]);
  });

  it("makes quality tasks in Rapid projects only", async () => {
    await using mock = createMock();
    const call = caller(mock);
    await call("POST", "/v1/projects", { name: "r", type: "imageannotation", rapid: true });
    const body = { project: "r", attachment: "https://files.example.com/a.png", geometries: box };
    const expected_response = { annotations: [] };
    const path = "/v1/evaluation_tasks/imageannotation";
    assertStringIncludes((await call("POST", path, body)).body.error, `"expected_response" is required`);
    const made = await call("POST", path, { ...body, expected_response, initial_response: { annotations: [] } });
    assertEquals([made.status, made.body.expected_response], [200, expected_response]);
    assertEquals((await call("POST", "/v1/training_tasks/chat", { ...body, expected_response })).status, 400);
    assertEquals((await call("POST", path, { ...body, project: "Rivers RLHF", expected_response })).status, 400);
    await call("POST", "/v1/projects/r/setParams", { geometries: box });
    await call("POST", "/v1/batches", { project: "r", name: "b" });
    const { attachment } = body;
    for (const place of [{ project: "r" }, { batch: "b" }]) {
      assertEquals((await call("POST", path, { ...place, attachment, expected_response })).status, 200);
    }
    assertEquals((await mock.qualityTasks()).map(({ project }) => project), ["r", "r", "r"]);
    await call("POST", "/v1/projects", { name: "q", type: "imageannotation", rapid: true });
    const refused = async (more: Record<string, unknown>): Promise<number> =>
      (await call("POST", path, { ...body, expected_response, ...more })).status;
    assertEquals([await refused({ batch: "none" }), await refused({ project: "q", batch: "b" })], [404, 400]);
    assertEquals([await refused({ unique_id: "" }), await refused({ metadata: 1 })], [400, 400]);
  });

  it("holds the unique_id of a quality task against every other task", async () => {
    await using mock = createMock();
    const call = caller(mock);
    await call("POST", "/v1/projects", { name: "r", type: "imageannotation", rapid: true });
    const task = { attachment: "https://files.example.com/a.png", geometries: box, unique_id: "u" };
    const quality = { ...task, project: "r", expected_response: {} };
    const { id } = (await call("POST", "/v1/evaluation_tasks/imageannotation", quality)).body;
    const words = `The unique_id ("u") is already used for a different task (${id}).`;
    for (const [path, body] of [["training_tasks", quality], ["task", task]] as const) {
      const again = await call("POST", `/v1/${path}/imageannotation`, body);
      assertEquals([again.status, again.body.error], [409, words], path);
    }
  });
});
