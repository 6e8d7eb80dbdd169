import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { type Answer, type Caller, caller } from "./mock/caller.ts";
import { createMock, type Mock, type MockOptions, startMock } from "./mock/mod.ts";

const image = {
  attachment: "https://files.example.com/cow.jpg",
  geometries: { box: { objects_to_annotate: ["cow"] } },
};

function inProcess(options: MockOptions = {}): Promise<Mock> {
  return Promise.resolve(createMock(options));
}

for (const [where, start] of [["in process", inProcess], ["over a socket", startMock]] as const) {
  describe(`mock ${where}: task list`, () => {
    it("pages newest first by token, stable while tasks are added", async () => {
      await using mock = await start();
      await mock.seed({ tasks: 250, project: "p", batch: "b" });
      const { ids, pages } = await walk(caller(mock), "project=p&limit=100", async () => {
        await mock.seed({ tasks: 3, project: "p", from: "2099-01-01T00:00:00Z" });
      });
      assertEquals(pages.map((page) => page.body.docs.length), [100, 100, 50]);
      const seeded = (await mock.tasks()).filter((task) => task.batch === "b").map((task) => task.task_id);
      assertEquals(ids, seeded.reverse());
      assertEquals(pages[0]?.body.total, 250);
      assertEquals([pages[2]?.body.has_more, "next_token" in pages[2]?.body], [false, false]);
      const legacy = await caller(mock)("GET", "/v1/tasks?batch=b&limit=2&offset=1");
      assertEquals(legacy.body.docs.map((task: { task_id: string }) => task.task_id), ids.slice(1, 3));
      assertEquals([legacy.body.limit, legacy.body.offset, legacy.body.has_more], [2, 1, true]);
    });

    it("refuses a limit outside 1 to 100, an unknown token, a time that is none", async () => {
      await using mock = await start();
      const call = caller(mock);
      const spellings = ["5.0", "0x10", "1e1", "+5"].map((limit) => `limit=${limit}`);
      const days = ["2021-02-30", "2023-02-29T10:00:00Z", "2021-04-31"].map((day) => `start_time=${day}`);
      const others = ["limit=0", "limit=101", "limit=x", "next_token=x", "start_time=soon", "offset=-1"];
      for (const query of [...others, ...spellings, ...days]) {
        assertEquals((await call("GET", `/v1/tasks?${query}`)).status, 400, query);
      }
    });

    it("filters by times with and without zone, date and microseconds, and by the bounds it is told", async () => {
      await using mock = await start();
      await mock.seed({ tasks: 3, from: "2024-03-05T10:00:00.000Z", spreadMs: 2000 });
      const count = async (query: string): Promise<number> =>
        (await caller(mock)("GET", `/v1/tasks?${query}`)).body.total;
      assertEquals(await count("start_time=2024-03-05T10:00:01Z"), 2);
      assertEquals(await count("start_time=2024-03-05T10:00:01"), 2);
      assertEquals(await count("start_time=2024-03-05+10:00:00.999999"), 2);
      assertEquals(await count("start_time=2024-03-05T10:00:01.000001Z"), 1);
      assertEquals(await count("start_time=2024-03-05T03:00:01-07:00"), 2);
      assertEquals(await count("start_time=2024-03-05T12:00:01%2B02:00&end_time=2024-03-05T10:00:01Z"), 1);
      assertEquals(await count("end_time=2024-03-05"), 0);
      assertEquals(await count("start_time=2024-03-05&end_time=2024-03-06"), 3);
      assertEquals([await count("start_time=2024-02-29"), await count("end_time=2024-03-05T24:00:00Z")], [3, 3]);
      assertEquals(await count("completed_after=2024-03-05T10:00:01Z&updated_before=2024-03-05T10:00:01Z"), 1);
      const filtered = "status=completed&start_time=2024-03-05T10:00:00Z";
      assertEquals(await count(filtered), 3);
      await mock.configure({ bounds: "exclusive" });
      assertEquals(await count(filtered), 2);
      assertEquals(await count("start_time=2024-03-05T10:00:00Z&end_time=2024-03-05T10:00:02Z"), 1);
      await mock.configure({ bounds: { start: "inclusive", end: "exclusive" } });
      assertEquals(await count("start_time=2024-03-05T10:00:00Z&end_time=2024-03-05T10:00:02Z"), 2);
    });

    it("finds a task by the completion time that a test gave it", async () => {
      await using mock = await start();
      const call = caller(mock);
      await call("POST", "/v1/projects", { name: "p", type: "imageannotation" });
      const { task_id: id } = (await call("POST", "/v1/task/imageannotation", { ...image, project: "p" })).body;
      const counts = async (): Promise<number[]> => {
        const range = "completed_after=2024-03-05&completed_before=2024-03-06";
        const second = (await call("GET", `/v2/tasks?project_name=p&${range}`)).body.tasks.length;
        return [(await call("GET", `/v1/tasks?${range}`)).body.total, second];
      };
      assertEquals(await counts(), [0, 0]);
      await mock.updateTask(id, { completed_at: "2024-03-05T10:00:00.000Z" });
      assertEquals(await counts(), [1, 1]);
      await mock.updateTask(id, { completed_at: null });
      assertEquals(await counts(), [0, 0]);
    });

    it("filters by type, status, project, batch and tags, shows limited and signed forms", async () => {
      await using mock = await start();
      await mock.seed({ tasks: 2, project: "p", batch: "b", tags: ["x", "y"] });
      await mock.seed({ tasks: 3, project: "p", type: "chat", status: "pending", tags: ["y"] });
      const call = caller(mock);
      const count = async (query: string): Promise<number> => (await call("GET", `/v1/tasks?${query}`)).body.total;
      assertEquals(await count("type=chat"), 3);
      assertEquals(await count("status=pending&project=p"), 3);
      assertEquals(await count("batch=b"), 2);
      assertEquals(await count("batch=b&project=q"), 0);
      assertEquals([await count("tags=x"), await count("tags=x&tags=y"), await count("tags=z")], [2, 5, 0]);
      const limited = (await call("GET", "/v1/tasks?limited_response=True&limit=1")).body.docs[0];
      assertEquals(Object.keys(limited), ["task_id", "status", "metadata", "project", "otherVersion"]);
      assert("attachment_url" in (await call("GET", "/v1/tasks?include_attachment_url=True")).body.docs[0]);
    });

    it("can give small, empty and endless pages", async () => {
      await using mock = await start({ maxPageSize: 2, emptyPageEvery: 2 });
      await mock.seed({ tasks: 5 });
      const { pages } = await walk(caller(mock), "limit=100");
      assertEquals(pages.map((page) => page.body.docs.length), [2, 0, 2, 0, 1]);
      await mock.configure({ emptyPageEvery: 0, repeatCursor: true });
      const first = (await caller(mock)("GET", "/v1/tasks")).body.next_token;
      const second = (await caller(mock)("GET", `/v1/tasks?next_token=${encodeURIComponent(first)}`)).body;
      assertEquals(second.next_token, first);
      await mock.configure({ missingCursor: true });
      const last = (await caller(mock)("GET", "/v1/tasks")).body;
      assertEquals([last.has_more, "next_token" in last], [true, false]);
    });
  });
}

async function walk(
  call: Caller,
  query: string,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<{ ids: string[]; pages: Answer[] }> {
  const pages: Answer[] = [];
  let token: string | undefined;
  do {
    const cursor = token === undefined ? "" : `&next_token=${encodeURIComponent(token)}`;
    const page = await call("GET", `/v1/tasks?${query}${cursor}`);
    pages.push(page);
    token = page.body.next_token;
    await between();
  } while (token !== undefined);
  return { pages, ids: pages.flatMap((page) => page.body.docs.map((task: { task_id: string }) => task.task_id)) };
}
