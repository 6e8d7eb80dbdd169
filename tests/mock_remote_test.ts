import { assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { caller } from "./mock/caller.ts";
import { connectMock, startMock } from "./mock/mod.ts";

describe("connectMock", () => {
  it("controls a mock through HTTP like one at hand", async () => {
    await using mock = await startMock({ control: true });
    const remote = await connectMock(mock.url);
    assertEquals([remote.url, remote.apiKey, remote.liveKey], [mock.url, mock.apiKey, mock.liveKey]);
    assertEquals(await remote.seed({ tasks: 3, project: "p" }), 3);
    await remote.fault({ status: 503, times: Infinity });
    const call = caller(remote);
    for (let i = 0; i < 3; i++) assertEquals((await call("GET", "/v1/tasks")).status, 503);
    await remote.clearFaults();
    assertEquals((await call("GET", "/v1/tasks")).body.total, 3);
    assertEquals((await remote.requests()).map((one) => one.status), [503, 503, 503, 200]);
    assertEquals((await remote.tasks()).length, 3);
    assertEquals((await remote.loadGenAi()).tasks.length, 6);
    await assertRejects(() => remote.updateTask("none", {}), Error, "none");
    await remote.close();
  });
});
