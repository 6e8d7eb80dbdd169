import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertGreater, assertLessOrEqual, assertRejects, assertStrictEquals } from "@std/assert";
import { clientOf } from "./helpers/clients.ts";
import { delay, until } from "./helpers/time.ts";
import { watchedFetch } from "./helpers/watched_fetch.ts";
import { startMock } from "./mock/mod.ts";
import { idsOf } from "./helpers/exports.ts";

describe("tasks.export: requests", () => {
  it("none before the first read, and none from a finished checkpoint", async () => {
    await using mock = await startMock();
    await mock.seed({ tasks: 3, project: "p" });
    const tasks = clientOf(mock).tasks.export({ project_name: "p" });
    await delay(10);
    assertEquals((await mock.counters()).arrived, 0);
    const windows = [{ to: null, after: null, below: 0, skip: [] }];
    assertEquals(tasks.checkpoint(), { done: 0, total: 0, windows });
    await idsOf(tasks);
    await mock.clearRequests();
    assertEquals(await idsOf(clientOf(mock).tasks.export({}, { checkpoint: tasks.checkpoint() })), []);
    assertEquals((await mock.counters()).arrived, 0);
  });

  it("never more than concurrency at once, and as many as there are windows by default", async () => {
    await using mock = await startMock({ maxPageSize: 5, latencyMs: 4 });
    await mock.seed({ tasks: 300, project: "p" });
    await idsOf(clientOf(mock).tasks.export({ project_name: "p" }, { windows: 8, concurrency: 3 }));
    assertEquals((await mock.counters()).peakInFlight, 3);
    await mock.clearRequests();
    await idsOf(clientOf(mock).tasks.export({ project_name: "p" }, { windows: 6 }));
    const { peakInFlight } = await mock.counters();
    assertLessOrEqual(peakInFlight, 6);
    assertGreater(peakInFlight, 3);
  });

  it("never more than there are windows, whatever concurrency allows", async () => {
    await using mock = await startMock({ maxPageSize: 5, latencyMs: 4 });
    await mock.seed({ tasks: 200, project: "p" });
    await idsOf(clientOf(mock).tasks.export({ project_name: "p" }, { windows: 3, concurrency: 9 }));
    assertEquals((await mock.counters()).peakInFlight, 3);
  });

  it("are those of eight windows by default", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 500, project: "p" });
    const tasks = clientOf(mock).tasks.export({ project_name: "p" });
    let most = 0;
    for await (const _ of tasks) most = Math.max(most, tasks.checkpoint().windows.length);
    assertEquals(most, 8);
  });

  it("are made while a page that came is worked on", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 50, project: "p" });
    const arrived = async (): Promise<number> => (await mock.counters()).arrived;
    const tasks = clientOf(mock).tasks.export({ project_name: "p" }, { windows: 1 })[Symbol.asyncIterator]();
    for (const [read, pages] of [[4, 2], [1, 3]] as const) {
      for (let i = 0; i < read; i++) await tasks.next();
      await until(async () => await arrived() >= pages, "the next page is asked for");
      await delay(10);
      assertEquals(await arrived(), pages);
    }
    await tasks.return?.();
  });

  it("wait while what came is not read", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 500, project: "p" });
    const tasks = clientOf(mock).tasks.export({ project_name: "p" }, { windows: 4 })[Symbol.asyncIterator]();
    await tasks.next();
    const arrived = async (): Promise<number> => (await mock.counters()).arrived;
    await until(async () => await arrived() >= 4 * 2, "the windows are read ahead");
    await delay(100);
    assertLessOrEqual(await arrived(), 4 * 3);
    await tasks.return?.();
    assertEquals(await tasks.next(), { done: true, value: undefined });
  });

  for (const how of ["break", "cancel of the stream", "abort"]) {
    it(`end with the walk: ${how}`, async () => {
      await using mock = await startMock({ maxPageSize: 5 });
      await mock.seed({ tasks: 500, project: "p" });
      const watched = watchedFetch(mock.fetch);
      const stop = new AbortController();
      const client = clientOf(mock, { fetch: watched.fetch });
      const tasks = client.tasks.export({ project_name: "p" }, { windows: 4, signal: stop.signal });
      const reason = new Error("enough");
      const walk = async (): Promise<void> => {
        let read = 0;
        for await (const _ of tasks) {
          if (++read === 30) await mock.configure({ latencyMs: 300 });
          if (read < 40 || watched.underWay() < 2) continue;
          if (how === "break") break;
          stop.abort(reason);
        }
      };
      if (how === "abort") assertStrictEquals(await assertRejects(walk), reason);
      else if (how === "break") await walk();
      else {
        const reader = tasks.stream().getReader();
        for (let i = 0; i < 30; i++) await reader.read();
        await mock.configure({ latencyMs: 300 });
        while (watched.underWay() < 2) await reader.read();
        await reader.cancel();
      }
      assertEquals(watched.underWay(), 0);
      const sent = watched.sent();
      await delay(30);
      assertEquals(watched.sent(), sent);
    });
  }

  it("leave no listener on the caller's signal, also where onProgress ends the walk", async () => {
    await using mock = await startMock({ maxPageSize: 5 });
    await mock.seed({ tasks: 50, project: "p" });
    for (const leave of [false, true]) {
      const { signal } = new AbortController();
      const listeners = new Set<unknown>();
      let left = false;
      signal.addEventListener = (_: string, listener: unknown) => void listeners.add(listener);
      signal.removeEventListener = (type: string, listener: unknown) =>
        void (type === "abort" && listeners.delete(listener));
      const onProgress = (): unknown => (left = leave) && walk.return?.();
      const walk = clientOf(mock).tasks.export({ project_name: "p" }, { signal, onProgress })[Symbol.asyncIterator]();
      assertEquals((await walk.next()).done, false);
      assertEquals(listeners.size, 1);
      while (!left && !(await walk.next()).done);
      assertEquals(listeners.size, 0);
    }
  });

  it("an abort before the first read sends nothing", async () => {
    await using mock = await startMock();
    const reason = new Error("enough");
    const tasks = clientOf(mock).tasks.export({}, { signal: AbortSignal.abort(reason) });
    assertStrictEquals(await assertRejects(() => idsOf(tasks)), reason);
    assertEquals((await mock.counters()).arrived, 0);
  });
});
