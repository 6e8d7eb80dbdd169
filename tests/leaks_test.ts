import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { cannedClient, clientOf } from "./helpers/clients.ts";
import { delay, until } from "./helpers/time.ts";
import { type TrackedBody, trackedBody } from "./helpers/tracked_body.ts";
import { type Mock, startMock } from "./mock/mod.ts";

/** A signal that counts who listens to it. */
function countedSignal(): { controller: AbortController; now: () => number; most: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  let most = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: AddEventListenerOptions,
  ) => {
    listeners.add(listener);
    most = Math.max(most, listeners.size);
    add(type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
    listeners.delete(listener);
    remove(type, listener);
  };
  return { controller, now: () => listeners.size, most: () => most };
}

const page = { docs: [], total: 0, limit: 100, offset: 0, has_more: false };
const more = { docs: [], total: 9, limit: 1, offset: 0, has_more: true };

describe("an AbortSignal that many calls share", () => {
  it("has no listener left after 10,000 calls, nor more than one in between", async () => {
    const { controller: { signal }, now, most } = countedSignal();
    let n = 0;
    const { client, sent } = cannedClient(() => {
      n++;
      if (n % 50 === 0) return Response.json({}, { status: 503, headers: { "retry-after": "0" } });
      if (n % 51 === 0) return Response.json({ error: "no" }, { status: 400 });
      if (n % 2003 === 0) throw new Error("cut");
      if (n % 59 === 0) return new Response("<html>");
      return Response.json(page);
    });
    let failed = 0;
    const call = (i: number) =>
      i % 2
        ? client.tasks.count({}, { signal, maxRetries: i % 53 ? 1 : 0 })
        : client.tasks.list({}, { signal }).first();
    for (let i = 0; i < 1000; i++) {
      const ended = await Promise.allSettled(Array.from({ length: 10 }, (_, k) => call(10 * i + k)));
      failed += ended.filter(({ status }) => status === "rejected").length;
      sent.length = 0;
    }
    assert(failed > 100 && failed < 5000, `${failed} calls failed`);
    assertEquals([now(), most()], [0, 1]);
  });

  it("has no listener left after an abort, after walks that were left, nor after refused arguments", async () => {
    const { controller, now, most } = countedSignal();
    const { signal } = controller;
    let page = 0;
    const { client } = cannedClient(async () => {
      await delay(0);
      return Response.json({ ...more, next_token: String(page++) });
    });
    for await (const _ of client.tasks.list({}, { signal }).pages()) if (page > 5) break;
    const reader = client.tasks.list({}, { signal }).stream().getReader();
    const reading = reader.read().catch(() => {});
    await until(() => page > 20, "some pages are read");
    await reader.cancel();
    await reading;
    await client.tasks.get("", { signal }).catch(() => {});
    const { client: hanging, sent } = cannedClient(() => new Promise<Response>(() => {}));
    const calls = Array.from({ length: 50 }, (_, i) =>
      [
        () => hanging.tasks.count({}, { signal }),
        () => hanging.tasks.list({}, { signal }).first(),
        () => hanging.files.upload(new Blob(["x"]), {}, { signal }),
      ][i % 3]?.().catch((error) => error));
    await until(() => sent.length === 50, "all is sent");
    assertEquals(now(), 1);
    controller.abort("mine");
    assertEquals(await Promise.all(calls), Array(50).fill("mine"));
    await client.tasks.count({}, { signal }).catch(() => {});
    assertEquals([now(), most()], [0, 1]);
  });
});

describe("the body of an answer is read to its end or cancelled", () => {
  const ok = JSON.stringify(page);
  const again = { "retry-after": "0" };
  const cases: readonly (readonly [string, () => TrackedBody, "read" | "cancelled"])[] = [
    ["a success", () => trackedBody([ok]), "read"],
    ["an answer that is not JSON", () => trackedBody(["<html>"]), "read"],
    ["an answer of the wrong shape", () => trackedBody(["{}"]), "read"],
    ["an error", () => trackedBody(['{"error":"no"}'], { status: 400 }), "read"],
    ["an error that is retried", () => trackedBody(['{"error":"no"}'], { status: 503, headers: again }), "read"],
    ["a redirect", () => trackedBody(["<html>"], { status: 302, headers: { location: "/" } }), "read"],
    ["an answer that is too large", () => trackedBody(Array(9).fill(" ".repeat(5000))), "cancelled"],
    ["an error that is too large", () => trackedBody(Array(9).fill("x".repeat(5000)), { status: 500 }), "cancelled"],
    ["a body that stops", () => trackedBody(["{"], {}, true), "cancelled"],
    ["an error's body that stops", () => trackedBody(["{"], { status: 500 }, true), "cancelled"],
  ];

  for (const [name, make, expected] of cases) {
    it(name, async () => {
      const bodies: TrackedBody[] = [];
      const { client } = cannedClient(() => {
        const body = make();
        bodies.push(body);
        return body.response;
      }, { maxResponseBytes: 10_000, maxErrorBytes: 10_000, timeoutMs: 50, maxRetries: 1 });
      await client.tasks.count().catch(() => {});
      assert(bodies.length > 0);
      await until(() => bodies.every(({ state }) => state() !== "open"), "no body is left open");
      assertEquals(new Set(bodies.map(({ state }) => state())), new Set([expected]));
    });
  }

  it("also where the caller aborts while it is read, or wants nothing of it", async () => {
    const controller = new AbortController();
    const stopping = trackedBody(["{"], {}, true);
    const { client } = cannedClient(() => {
      setTimeout(() => controller.abort("mine"), 10);
      return stopping.response;
    });
    assertEquals(await client.tasks.count({}, { signal: controller.signal }).catch((error) => error), "mine");
    await until(() => stopping.state() === "cancelled", "the body is cancelled");
    const audit = trackedBody(["O", "K"]);
    await cannedClient(() => audit.response).client.tasks.audit("t", { accepted: true });
    assertEquals(audit.state(), "read");
  });
});

describe("connections", () => {
  let mock: Mock;

  beforeAll(async () => {
    mock = await startMock();
  });

  afterAll(() => mock.close());

  beforeEach(() => mock.reset());

  for (const act of ["hang", "hang_body"] as const) {
    it(`of calls that were aborted or timed out are closed: ${act}`, async () => {
      const client = clientOf(mock, { maxRetries: 0 });
      await mock.fault({ act, times: null });
      for (let round = 1; round <= 3; round++) {
        const controller = new AbortController();
        const aborted = Array.from({ length: 4 }, () => client.projects.list({}, { signal: controller.signal }));
        const timedOut = Array.from({ length: 4 }, () => client.projects.list({}, { timeoutMs: 300 }));
        const all = Promise.allSettled([...aborted, ...timedOut]);
        await until(async () => (await mock.requests()).length === 8 * round, "all are sent");
        controller.abort("mine");
        assertEquals((await all).map(({ status }) => status), Array(8).fill("rejected"));
      }
      // Node opens a new connection for each that was given up, and keeps it for later; the others keep none.
      await until(async () => (await mock.counters()).openConnections <= 9, "the connections are closed");
    });
  }

  it("are used again after a success, an error and an answer that is not JSON", async () => {
    const client = clientOf(mock, { maxRetries: 0 });
    await client.projects.list();
    const { connections } = await mock.counters();
    for (let i = 0; i < 30; i++) {
      if (i % 3 === 1) await mock.fault({ status: 400 });
      if (i % 3 === 2) await mock.fault({ act: "not_json" });
      await client.projects.list().catch(() => {});
    }
    assertLessOrEqual((await mock.counters()).connections, connections + 3);
  });
});
