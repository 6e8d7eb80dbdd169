import { assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { caller } from "./mock/caller.ts";
import { startHost } from "./mock/host.ts";
import { startRemoteMock } from "./mock/remote.ts";

describe("startHost", () => {
  it("starts mocks for tests that cannot listen, and closes them with itself", async () => {
    // A Worker cannot be a host: there the one outside is asked.
    const { MOCK_HOST: outside } = globalThis as { MOCK_HOST?: string };
    const host = outside === undefined ? await startHost() : undefined;
    const url = host?.url ?? String(outside);
    const first = await startRemoteMock(url, { maxPageSize: 1 });
    const second = await startRemoteMock(url, {});
    for (const listening of [url, first.url]) {
      const answer = await fetch(listening);
      await answer.body?.cancel();
      assertEquals(answer.headers.get("keep-alive"), "timeout=600", "closes idle connections under slow tests");
    }
    await first.seed({ tasks: 2 });
    assertEquals((await caller(first)("GET", "/v1/tasks")).body.docs.length, 1);
    assertEquals((await caller(second)("GET", "/v1/tasks")).body.total, 0);
    await first.close();
    if (!host) return await second.close();
    await host.close();
    await assertRejects(() => caller(second)("GET", "/v1/tasks"));
  });
});
