import { assert, assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { delay } from "./helpers/time.ts";
import { caller } from "./mock/caller.ts";
import { createMock, type Fault, type Mock, type MockOptions, startMock } from "./mock/mod.ts";

const image = { attachment: "https://files.example.com/a.png", geometries: {}, unique_id: "u" };

function inProcess(options: MockOptions = {}): Promise<Mock> {
  return Promise.resolve(createMock(options));
}

function createTask(mock: Mock, signal?: AbortSignal): Promise<string> {
  // Node forgets the abort of a request that was collected as garbage, and would wait for ever.
  return new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
    sendTask(mock, signal).then(resolve, reject);
  });
}

async function sendTask(mock: Mock, signal?: AbortSignal): Promise<string> {
  const response = await mock.fetch(
    new Request(`${mock.url}/v1/task/imageannotation`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${mock.apiKey}:`)}`, "content-type": "application/json" },
      body: new Blob([JSON.stringify(image)]),
      ...signal && { signal },
    }),
  );
  return `${response.status} ${await response.text()}`;
}

for (const [where, start] of [["in process", inProcess], ["over a socket", startMock]] as const) {
  describe(`mock ${where}: faults`, () => {
    it("answers what it is told, where and as often as it is told", async () => {
      await using mock = await start();
      const call = caller(mock);
      await mock.fault({ when: { path: "^/v1/tasks", query: { limit: "7" } }, status: 429, times: 2, skip: 1 });
      await mock.fault({ when: { method: "POST", body: { name: "b" } }, status: 503, headers: { "retry-after": "2" } });
      const statuses: number[] = [];
      for (let i = 0; i < 4; i++) statuses.push((await call("GET", "/v1/tasks?limit=7")).status);
      assertEquals(statuses, [200, 429, 429, 200]);
      const busy = await call("POST", "/v1/batches", { name: "b", project: "Rivers RLHF" });
      assertEquals([busy.status, busy.headers.get("retry-after")], [503, "2"]);
      assertEquals(busy.body, { status_code: 503, error: "Service unavailable." });
      assertEquals((await call("POST", "/v1/batches", { name: "b", project: "Rivers RLHF" })).status, 200);
      await mock.fault({ status: 200, body: { docs: [] }, times: Infinity });
      for (let i = 0; i < 3; i++) assertEquals((await call("GET", "/v1/teams")).body, { docs: [] });
      await mock.clearFaults();
      assertEquals((await call("GET", "/v1/teams")).body.length, 4);
    });

    it("does it, then fails", async () => {
      for (const fault of [{ status: 500 }, { act: "not_json" }, { act: "redirect" }] satisfies Fault[]) {
        await using mock = await start();
        await mock.fault({ ...fault, after: true });
        const response = await mock.fetch(
          new Request(`${mock.url}/v1/task/imageannotation`, {
            method: "POST",
            headers: { authorization: `Basic ${btoa(`${mock.apiKey}:`)}`, "content-type": "application/json" },
            body: new Blob([JSON.stringify(image)]),
            redirect: "manual",
          }),
        );
        await response.text();
        assertEquals(await mock.countTasks(), 1);
        const [arrival] = await mock.requests();
        assertEquals([arrival?.fault, arrival?.status], [
          "act" in fault ? fault.act : "answer",
          response.status,
        ]);
      }
    });

    it("drops, cuts and hangs", async () => {
      await using mock = await start();
      await mock.fault({ act: "drop" });
      await assertRejects(() => createTask(mock));
      assertEquals(await mock.countTasks(), 0);
      await mock.fault({ act: "drop", after: true });
      await assertRejects(() => createTask(mock));
      assertEquals(await mock.countTasks(), 1);
      await mock.reset();
      await mock.fault({ act: "cut" });
      await assertRejects(() => createTask(mock));
      assertEquals(await mock.countTasks(), 1);
      for (const act of ["hang", "hang_body"] as const) {
        await mock.reset();
        await mock.fault({ act });
        const abort = new AbortController();
        const failed = assertRejects(() => createTask(mock, abort.signal));
        while (typeof (await mock.requests())[0]?.status !== "number") {
          await delay(5);
        }
        await delay(20);
        abort.abort(new Error("enough"));
        await failed;
        assertEquals(await mock.countTasks(), act === "hang" ? 0 : 1);
      }
    });

    it("sends slow, huge and compressed bodies", async () => {
      await using mock = await start();
      await mock.fault({ act: "slow_body", delayMs: 60 });
      const begun = Date.now();
      assertEquals((await createTask(mock)).slice(0, 3), "200");
      assert(Date.now() - begun >= 50);
      for (const act of ["huge", "gzip_bomb"] as const) {
        await mock.fault({ act, bytes: 300_000 });
        assertEquals((await createTask(mock)).length, 300_004);
      }
      await mock.fault({ delayMs: 30, headers: { "x-extra": "1" } });
      assertEquals((await caller(mock)("GET", "/v1/teams")).headers.get("x-extra"), "1");
    });

    it("draws faults from a seeded plan, the same for the same seed", async () => {
      const outcomes: string[] = [];
      for (let run = 0; run < 2; run++) {
        await using mock = await start({ plan: { seed: 7, rates: { unavailable_503: 0.2, done_then_500: 0.2 } } });
        const call = caller(mock);
        const statuses: number[] = [];
        for (let i = 0; i < 60; i++) statuses.push((await call("GET", `/v1/tasks?tags=t${i}`)).status);
        outcomes.push(statuses.join());
        const { faults } = await mock.counters();
        assertEquals(Object.keys(faults).sort(), ["done_then_500", "unavailable_503"]);
      }
      assertEquals(outcomes[0], outcomes[1]);
    });
  });

  describe(`mock ${where}: record`, () => {
    it("tells what arrived", async () => {
      await using mock = await start();
      const call = caller(mock);
      await call("GET", "/v1/tasks?tags=a%20b&tags=c+d&limit=1");
      await call("PUT", "/v1/task/a%2Fb/tags", ["x"]);
      const [list, tags] = await mock.requests();
      assertEquals([list?.path, list?.queryRaw], ["/v1/tasks", "tags=a%20b&tags=c+d&limit=1"]);
      assertEquals(list?.query, [["tags", "a b"], ["tags", "c d"], ["limit", "1"]]);
      assertEquals(list?.auth, { scheme: "basic", user: mock.apiKey, password: "" });
      assertEquals([list?.bodyKind, list?.status], ["none", 200]);
      assertEquals([tags?.path, tags?.bodyKind, tags?.body, tags?.status], ["/v1/task/a%2Fb/tags", "json", ["x"], 404]);
      assertEquals((await mock.requests({ method: "PUT" })).length, 1);
      assertEquals((await mock.counters()).arrived, 2);
      await mock.clearRequests();
      assertEquals(await mock.requests(), []);
    });

    it("counts requests in flight", async () => {
      await using mock = await start({ latencyMs: 30 });
      const call = caller(mock);
      await Promise.all(Array.from({ length: 4 }, () => call("GET", "/v1/teams")));
      const { peakInFlight, inFlight } = await mock.counters();
      assertEquals([peakInFlight, inFlight], [4, 0]);
    });
  });
}

describe("startMock", () => {
  it("tells connections apart and can close one that was used before", async () => {
    await using mock = await startMock();
    const call = caller(mock);
    for (let i = 0; i < 3; i++) await call("GET", "/v1/teams");
    const arrivals = await mock.requests();
    assert(arrivals.every(({ connection }) => connection > 0));
    assert(arrivals.some(({ nth }) => nth > 1), "no connection was used twice");
    await mock.fault({ when: { reused: true, method: "POST" }, act: "drop", after: true });
    await assertRejects(() => createTask(mock));
    const posts = await mock.requests({ method: "POST" });
    assertEquals(posts.map(({ status }) => status), [0]);
  });
});
