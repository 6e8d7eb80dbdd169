import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { type Answer, caller } from "./mock/caller.ts";
import { createMock, type Mock, type MockOptions, startMock } from "./mock/mod.ts";

const geometries = { box: { objects_to_annotate: ["cow"] } };
const image = { attachment: "https://files.example.com/cow.jpg", geometries };

function inProcess(options: MockOptions = {}): Promise<Mock> {
  return Promise.resolve(createMock(options));
}

for (const [where, start] of [["in process", inProcess], ["over a socket", startMock]] as const) {
  describe(`mock ${where}: keys`, () => {
    it("refuses an unknown and a missing key with Scale's body, lets test and live keys through", async () => {
      await using mock = await start();
      const refusal = await caller(mock, "nonsense")("GET", "/v1/batches");
      assertEquals(refusal.status, 401);
      assertEquals(refusal.body.status_code, 401);
      assertEquals(typeof refusal.body.error, "string");
      const keyless = await mock.fetch(new Request(`${mock.url}/v1/tasks`));
      assertEquals([keyless.status, await keyless.text()], [401, JSON.stringify(refusal.body)]);
      for (const key of ["test_abc", "abc|test", mock.liveKey]) {
        assertEquals((await caller(mock, key)("GET", "/v1/batches")).status, 200);
      }
    });

    it("takes a key as Basic's user, with an empty password", async () => {
      await using mock = await start();
      const status = async (credentials: string): Promise<number> => {
        const headers = { authorization: `Basic ${btoa(credentials)}` };
        return (await caller(mock)("GET", "/v1/batches", undefined, headers)).status;
      };
      assertEquals([await status("test_a:"), await status("test_a"), await status("test_a:x")], [200, 401, 401]);
      assertEquals(await status(`:${mock.apiKey}`), 401);
    });

    it("takes Bearer on v2 only", async () => {
      await using mock = await start();
      const headers = { authorization: `Bearer ${mock.apiKey}` };
      assertEquals((await caller(mock)("GET", "/v2/projects", undefined, headers)).status, 200);
      assertEquals((await caller(mock)("GET", "/v2/projects")).status, 200);
      assertEquals((await caller(mock)("GET", "/v1/projects", undefined, headers)).status, 401);
    });

    it("keeps test and live apart", async () => {
      await using mock = await start();
      await caller(mock)("POST", "/v1/projects", { name: "p", type: "chat" });
      assertEquals((await caller(mock)("GET", "/v1/projects/p")).status, 200);
      assertEquals((await caller(mock, mock.liveKey)("GET", "/v1/projects/p")).status, 404);
    });
  });

  describe(`mock ${where}: tasks`, () => {
    it("completes test tasks at once, with a response, and shows the same again", async () => {
      await using mock = await start();
      const call = caller(mock);
      const sent = { ...image, instruction: "Box", callback_url: "http://x.example/cb", metadata: { a: 1 } };
      const made = await call("POST", "/v1/task/imageannotation", { ...sent, unique_id: "u" });
      assertEquals([made.status, made.body.status, made.body.is_test], [200, "completed", true]);
      assertEquals(made.body.params, { ...image, attachment_type: "image" });
      assertEquals(made.body.response.annotations[0].label, "cow");
      assertEquals([made.body.callback_succeeded, "tags" in made.body], [true, false]);
      assertEquals((await call("GET", `/v1/task/${made.body.task_id}`)).body, made.body);
      const missing = await call("GET", "/v1/task/none");
      assertEquals(missing.body, { status_code: 404, error: "Task with that ID not found." });
    });

    it("shows no time that is still to come", async () => {
      await using mock = await start();
      const { body } = await caller(mock)("POST", "/v1/task/imageannotation", image);
      const now = Date.now();
      for (const name of ["created_at", "updated_at", "completed_at"]) assert(Date.parse(body[name]) <= now, name);
    });

    it("answers a comparison by what was asked: a choice, or fields", async () => {
      await using mock = await start();
      const call = caller(mock);
      const response = async (more: Record<string, unknown>): Promise<unknown> =>
        (await call("POST", "/v1/task/comparison", { attachments: ["x", "y"], ...more })).body.response;
      assertEquals(await response({ choices: ["left", "right"] }), { choice: "left" });
      assertEquals(await response({ fields: { why: "Why?" } }), { fields: { why: "test response" } });
    });

    it("gives the id of a category beside its name where ids were given", async () => {
      await using mock = await start();
      const call = caller(mock);
      const sent = { attachment: "x", instruction: "Which?", categories: ["cat", "dog"] };
      const response = async (more: Record<string, unknown>): Promise<unknown> =>
        (await call("POST", "/v1/task/categorization", { ...sent, ...more })).body.response;
      const category_ids = { 1: "dog", 2: "cat" };
      assertEquals(await response({}), { category: "cat" });
      assertEquals(await response({ category_ids }), { category: "cat", category_id: "2" });
      const several = await response({ category_ids, allow_multiple: true });
      assertEquals(several, { category: ["cat"], category_id: ["2"] });
    });

    it("gives a rotated box its corners, an instance label its list of masks", async () => {
      await using mock = await start();
      const response = async (type: string, body: unknown): Promise<Answer["body"]> =>
        (await caller(mock)("POST", `/v1/task/${type}`, body)).body.response;
      const rotating = { box: { objects_to_annotate: ["cow"], can_rotate: true } };
      const [cow] = (await response("imageannotation", { ...image, geometries: rotating })).annotations;
      const { left, top, width, height } = cow;
      assertEquals([cow.rotation, cow.vertices.length], [0, 4]);
      assertEquals([cow.vertices[0], cow.vertices[2]], [{ x: left, y: top }, { x: left + width, y: top + height }]);
      const [still] = (await response("imageannotation", image)).annotations;
      assertEquals(["rotation" in still, "vertices" in still], [false, false]);
      const labels = ["road", { choice: "person", instance_label: true }];
      const { labelMapping, annotations } = await response("segmentannotation", { attachment: "x", labels });
      assertEquals([labelMapping.road.index, labelMapping.person[0].index], [1, 2]);
      assertEquals([typeof annotations.labeled.road, annotations.labeled.person.length], ["string", 1]);
    });

    it("answers a field in a list where several responses are asked for", async () => {
      await using mock = await start();
      const fields = [{ type: "text", field_id: "one", title: "One" }, {
        type: "text",
        field_id: "many",
        title: "Many",
        max_responses_required: 3,
      }];
      const sent = { attachments: [{ type: "text", content: "Hi" }], fields };
      const { body } = await caller(mock)("POST", "/v1/task/textcollection", sent);
      assertEquals(body.response.annotations, { one: "test response", many: ["test response"] });
    });

    it("has the pages that a document's annotations name", async () => {
      await using mock = await start();
      const pages = async (more: unknown): Promise<number> => {
        const sent = { features: [{ type: "text", label: "total" }], ...more as Record<string, unknown> };
        const { body } = await caller(mock)("POST", "/v1/task/documenttranscription", sent);
        const { width, height } = body.document_pages[body.response.annotations[0].page];
        assert(width > 0 && height > 0);
        return body.document_pages.length;
      };
      assertEquals([await pages({ attachment: "x" }), await pages({ attachments: ["x", "y"] })], [1, 2]);
      assert(!("document_pages" in (await caller(mock)("POST", "/v1/task/imageannotation", image)).body));
    });

    it("asks for what each type requires, in Scale's words", async () => {
      await using mock = await start({ notEnabled: ["lidarannotation"] });
      const call = caller(mock);
      const words = async (type: string, body: unknown): Promise<string> => {
        const { status, body: answer } = await call("POST", `/v1/task/${type}`, body);
        return `${status} ${answer.error ?? ""}`;
      };
      const required = (name: string): string => `400 Parameter is invalid, reason: "${name}" is required`;
      assertEquals(await words("imageannotation", { geometries }), required("attachment"));
      assertEquals(await words("imageannotation", { attachment: "x" }), required("geometries"));
      assertEquals(await words("annotation", { attachment: "x" }), required("objects_to_annotate"));
      assertEquals(await words("lineannotation", {}), required("attachment"));
      assertEquals(await words("textcollection", {}), required("attachments"));
      assertEquals(await words("namedentityrecognition", { text: "Ada" }), required("labels"));
      assertStringIncludes(await words("documenttranscription", {}), "attachment or attachments parameter");
      assertEquals((await words("lidarannotation", {})).slice(0, 3), "402");
      assertEquals((await words("nosuchtype", {})).slice(0, 3), "404");
      assertEquals((await words("imageannotation", { ...image, project: "none" })).slice(0, 3), "404");
      assertEquals((await words("imageannotation", { ...image, tags: [1] })).slice(0, 3), "400");
      assertEquals(await mock.countTasks(), 0);
    });

    it("refuses what a type requires where it is of another kind", async () => {
      await using mock = await start();
      const call = caller(mock);
      await call("POST", "/v1/projects", { name: "p", type: "multistage" });
      const attachment = "https://files.example.com/a";
      const attachments = [attachment];
      const project = "p";
      const scene = { project, instruction: "Do it.", callback_url: "ops@example.com", annotation_definition: [] };
      const words = async (type: string, body: unknown): Promise<string> => {
        const { status, body: answer } = await call("POST", `/v1/task/${type}`, body);
        return status === 200 ? "taken" : `${status} ${String(answer.error).split("reason: ")[1]}`;
      };
      const fits: [string, unknown][] = [
        ["segmentannotation", { attachment, labels: Array(50).fill("x") }],
        ["videoannotation", { attachment, geometries }],
        ["videoannotation", { attachment, attachment_type: "video", geometries }],
        ["videoannotation", { attachments, attachment_type: "image", geometries }],
        ["textcollection", { attachments: [{ type: "text", content: "Hi" }], fields: [] }],
        ["datacollection", { attachment, fields: { name: "Name" } }],
        ["lidarsegmentation", { labels: ["car"], lidar_task: "65e7270353c5ab0f00000001" }],
        ["lidartopdown", { project, attachments }],
        ["sensorfusion", { ...scene, attachments, scene_format: "sensor_fusion" }],
        ["multistage", { project, attachments: ["a", "b"], scene_format: "split_base64" }],
      ];
      for (const [type, body] of fits) assertEquals(await words(type, body), "taken", JSON.stringify([type, body]));
      assertEquals(await words("imageannotation", { ...image, attachment: 5 }), '400 "attachment" must be a string');
      assertEquals(
        await words("imageannotation", { ...image, geometries: "box" }),
        '400 "geometries" must be of type object',
      );
      const misfits: [string, unknown, string][] = [
        ["annotation", { attachment, objects_to_annotate: "cow" }, '"objects_to_annotate" must be an array'],
        ["segmentannotation", { attachment, labels: Array(51).fill("x") }, '"labels" must contain less than or equal'],
        ["namedentityrecognition", { text: "Ada", labels: "person" }, '"labels" must be an array'],
        ["documenttranscription", { attachments: attachment, features: [] }, '"attachments" must be an array'],
        ["documenttranscription", { attachment, features: {} }, '"features" must be an array'],
        ["textcollection", { attachments, fields: { name: "Name" } }, '"fields" must be an array'],
        ["datacollection", { attachment, fields: ["name"] }, '"fields" must be of type object'],
        ["videoannotation", { attachments, attachment_type: "video", geometries }, '"attachment" is required'],
        ["videoannotation", { attachment, attachment_type: "image", geometries }, '"attachments" is required'],
        ["lidartopdown", { project, attachment, attachments }, "only one of [attachment, attachments]"],
        ["sensorfusion", { ...scene, attachments, scene_format: "split_base64" }, '"scene_format" must be one of'],
        ["sensorfusion", { ...scene, attachments: ["a", "b"], scene_format: "sensor_fusion" }, '"attachments" must'],
        ["multistage", { project, attachments, scene_format: "other" }, '"scene_format" must be one of'],
      ];
      for (const [type, body, reason] of misfits) assertStringIncludes(await words(type, body), `400 ${reason}`);
      assertEquals(await mock.countTasks(), fits.length);
    });

    it("takes the project that a batch implies for the one that a type requires", async () => {
      await using mock = await start();
      const call = caller(mock);
      await call("POST", "/v1/projects", { name: "p", type: "lidartopdown" });
      await call("POST", "/v1/batches", { project: "p", name: "b" });
      const create = (body: unknown): Promise<Answer> => call("POST", "/v1/task/lidartopdown", body);
      assertEquals((await create({ attachment: "x" })).status, 400);
      const { status, body } = await create({ attachment: "x", batch: "b" });
      assertEquals([status, body.project, body.params], [200, "p", { attachment: "x" }]);
    });

    it("guards unique_id: 409 names the other task; it can be changed and cleared", async () => {
      await using mock = await start();
      const call = caller(mock);
      const first = await call("POST", "/v1/task/imageannotation", { ...image, unique_id: "u 1" });
      const id = first.body.task_id;
      const second = await call("POST", "/v1/task/imageannotation", { ...image, unique_id: "u 1" });
      assertEquals(second.status, 409);
      assertEquals(second.body.error, `The unique_id ("u 1") is already used for a different task (${id}).`);
      assertEquals((await call("POST", `/v1/task/${id}/unique_id`, { unique_id: "u2" })).body.unique_id, "u2");
      assertEquals((await call("POST", `/v1/task/${id}/unique_id`, { unique_id: "u2" })).status, 200);
      assertEquals((await call("GET", "/v1/tasks?unique_id=u2&unique_id=none")).body.total, 1);
      assertEquals((await call("GET", "/v1/tasks?unique_id=u+1")).body.total, 0);
      assert(!("unique_id" in (await call("DELETE", `/v1/task/${id}/unique_id`)).body));
      assertEquals((await call("POST", "/v1/task/imageannotation", { ...image, unique_id: "u2" })).status, 200);
    });

    it("sets, adds and deletes tags; replaces metadata", async () => {
      await using mock = await start();
      const call = caller(mock);
      const { task_id: id } = (await call("POST", "/v1/task/imageannotation", image)).body;
      const tags = async (method: string, list?: string[]): Promise<unknown> =>
        (await call(method, `/v1/task/${id}/tags`, list)).body.tags;
      assertEquals([await tags("DELETE", ["b"]), await tags("PUT", [])], [undefined, undefined]);
      assertEquals(await tags("PUT", ["b", "a"]), ["b", "a"]);
      assertEquals(await tags("PUT", ["a", "c"]), ["b", "a", "c"]);
      assertEquals(await tags("DELETE", ["b", "x"]), ["a", "c"]);
      assertEquals(await tags("POST", ["z", "a"]), ["z", "a"]);
      assertEquals(await tags("POST"), []);
      assertEquals((await call("POST", `/v1/task/${id}/tags`, ["1", "2", "3", "4", "5", "6"])).status, 400);
      await call("POST", `/v1/task/${id}/setMetadata`, { a: 1 });
      assertEquals((await call("POST", `/v1/task/${id}/setMetadata`, { b: 2 })).body.metadata, { b: 2 });
      assertEquals((await call("GET", `/v1/task/${id}`)).body.metadata, { b: 2 });
    });

    it("cancels what is pending, twice if asked; not what is completed", async () => {
      await using mock = await start();
      const call = caller(mock, mock.liveKey);
      const { task_id: id } = (await call("POST", "/v1/task/imageannotation", { ...image, unique_id: "u" })).body;
      assertEquals((await call("GET", `/v1/task/${id}`)).body.status, "pending");
      assertEquals((await call("POST", `/v1/task/${id}/cancel`)).body.status, "canceled");
      const again = await call("POST", `/v1/task/${id}/cancel?clear_unique_id=true`);
      assertEquals([again.status, again.body.status, "unique_id" in again.body], [200, "canceled", false]);
      const other = (await call("POST", "/v1/task/imageannotation", { ...image, unique_id: "u" })).body.task_id;
      assertEquals(await mock.completeTasks(), [other]);
      assertEquals((await call("POST", `/v1/task/${other}/cancel`)).status, 400);
      assertEquals((await call("POST", "/v1/task/none/cancel")).status, 404);
    });

    it("does nothing of a cancel that it refuses", async () => {
      await using mock = await start();
      const call = caller(mock, mock.liveKey);
      const { task_id: id } = (await call("POST", "/v1/task/imageannotation", image)).body;
      assertEquals((await call("POST", `/v1/task/${id}/cancel?clear_unique_id=yes`)).status, 400);
      assertEquals((await call("GET", `/v1/task/${id}`)).body.status, "pending");
    });

    it("audits completed tasks with a plain OK and filters by review", async () => {
      await using mock = await start();
      const call = caller(mock);
      const ids: string[] = [];
      for (let i = 0; i < 3; i++) ids.push((await call("POST", "/v1/task/imageannotation", image)).body.task_id);
      const audit = await call("POST", `/v1/task/${ids[0]}/audit`, { accepted: true, comments: null });
      assertEquals([audit.status, audit.body], [200, "OK"]);
      await call("POST", `/v1/task/${ids[1]}/audit`, { accepted: false });
      assertEquals((await call("POST", `/v1/task/${ids[1]}/audit`, {})).status, 400);
      assertEquals((await call("GET", `/v1/task/${ids[0]}`)).body.audits[0].audit_result, "accepted");
      const count = async (status: string): Promise<number> =>
        (await call("GET", `/v1/tasks?customer_review_status=${status}`)).body.total;
      assertEquals([await count("accepted"), await count("accepted,rejected"), await count("pending")], [1, 2, 1]);
    });
  });
}
