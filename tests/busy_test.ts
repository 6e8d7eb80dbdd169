import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertGreater, assertInstanceOf, assertLessOrEqual } from "@std/assert";
import { ScaleClient, ScaleTooManyRequestsError } from "@scaleapi/sdk";
import { delay, until } from "./helpers/time.ts";

/** Answers pages of a listing that has so many of them; takes so many requests at once and says 429 to the others. */
function service(most: number, pages = 1): { client: ScaleClient; sent: () => number } {
  let underWay = 0;
  let sent = 0;
  const fetch = async ({ url }: Request): Promise<Response> => {
    underWay++;
    sent++;
    try {
      await delay(1);
      if (underWay > most) return refusal();
      await delay(2);
      const page = Number(new URL(url).searchParams.get("next_token") ?? 1);
      const docs = [{ task_id: `t${page}`, type: "x", status: "pending", created_at: "2024-01-01T00:00:00.000Z" }];
      const next = page < pages ? { has_more: true, next_token: String(page + 1) } : { has_more: false };
      return Response.json({ docs, total: pages, limit: 1, offset: 0, ...next });
    } finally {
      underWay--;
    }
  };
  // Which call is refused is chance: one of many may be refused four times.
  return { client: new ScaleClient({ apiKey: "test_key", fetch, maxRetries: 12 }), sent: () => sent };
}

function refusal(): Response {
  return Response.json({ error: "slow down" }, { status: 429, headers: { "retry-after": "0" } });
}

describe("calls side by side where the service takes few at once", () => {
  for (const [most, calls] of [[1, 40], [4, 100], [8, 300]] as const) {
    it(`${calls} single calls and ${most} at once: none fails, and few are refused again`, async () => {
      const { client, sent } = service(most);
      const counts = await Promise.all(Array.from({ length: calls }, () => client.tasks.count()));
      assertEquals(counts, Array(calls).fill(1));
      assertLessOrEqual(sent(), 2.5 * calls);
    });
  }

  it("12 listings of 20 pages and 2 at once: each gives everything, and few requests are refused", async () => {
    const { client, sent } = service(2, 20);
    const all = await Promise.all(Array.from({ length: 12 }, () => client.tasks.list().toArray()));
    for (const tasks of all) assertEquals(tasks.map(({ task_id }) => task_id), all[0]?.map(({ task_id }) => task_id));
    assertEquals(all[0]?.length, 20);
    assertLessOrEqual(sent(), 2.5 * 12 * 20);
  });

  it("one that is refused among sixteen lets fifteen run, not one", async () => {
    let underWay = 0;
    let sent = 0;
    let peak = 0;
    const fetch = async (): Promise<Response> => {
      underWay++;
      if (++sent > 16) peak = Math.max(peak, underWay);
      const refused = sent === 16;
      await delay(refused ? 1 : 20);
      underWay--;
      return refused ? refusal() : Response.json({ docs: [], total: 1, limit: 1, offset: 0, has_more: false });
    };
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    await Promise.all(Array.from({ length: 16 }, () => client.tasks.count()));
    await Promise.all(Array.from({ length: 40 }, () => client.tasks.count()));
    assertGreater(peak, 10);
    assertLessOrEqual(peak, 16);
  });
});

describe("calls that the service takes and refuses for their own sake", () => {
  it("let more run side by side again, as successes do", async () => {
    let underWay = 0;
    let sent = 0;
    let peak = 0;
    const fetch = async (): Promise<Response> => {
      peak = Math.max(peak, ++underWay);
      if (++sent === 1) peak = 0;
      const answer = sent === 1 ? refusal() : Response.json({ error: "none" }, { status: 404 });
      await delay(2);
      underWay--;
      return answer;
    };
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    const look = () => client.tasks.get("t").catch(() => {});
    await look();
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (let i = 0; i < 8; i++) await look();
    }));
    assertGreater(peak, 2);
  });
});

/** A client whose requests are answered by hand, by their paths' last part; the first of "refused" gets a 429. */
function byHand(): { client: ScaleClient; sent: string[]; answer: (name: string) => void } {
  const waiting = new Map<string, (response: Response) => void>();
  const sent: string[] = [];
  const fetch = ({ url }: Request): Promise<Response> => {
    const name = url.slice(url.lastIndexOf("/") + 1);
    sent.push(name);
    if (name === "refused" && sent.filter((one) => one === name).length === 1) return Promise.resolve(refusal());
    return new Promise((resolve) => waiting.set(name, resolve));
  };
  return {
    client: new ScaleClient({ apiKey: "test_key", fetch }),
    sent,
    answer: (name) => waiting.get(name)?.(Response.json({})),
  };
}

describe("a call that waits for room after a 429", () => {
  it("goes on when another ends", async () => {
    const { client, sent, answer } = byHand();
    const get = (name: string) => client.request({ path: `/v1/x/${name}` });
    const calls = [get("first"), get("refused")];
    await until(() => sent.length === 2, "both are sent");
    await delay(5);
    calls.push(get("later"), get("last"));
    await delay(5);
    assertEquals(sent, ["first", "refused"]);
    answer("first");
    for (let i = 2; i < 5; i++) {
      await until(() => sent.length > i, "another is sent");
      answer(sent[i] ?? "");
    }
    await Promise.all(calls);
    assertEquals(sent.slice(2).sort(), ["last", "later", "refused"]);
  });

  it("ends with the service's own error when its time is up, and with its signal's reason", async () => {
    const { client, sent, answer } = byHand();
    const stop = new AbortController();
    const get = (name: string, options = {}) => client.request({ path: `/v1/x/${name}` }, options);
    const first = get("first");
    const refused = get("refused", { totalTimeoutMs: 300 }).catch((error) => error);
    await until(() => sent.length === 2, "both are sent");
    await delay(5);
    const late = get("late", { totalTimeoutMs: 20 }).catch((error) => error);
    const aborted = get("aborted", { signal: stop.signal }).catch((error) => error);
    await delay(5);
    stop.abort("mine");
    assertEquals(await aborted, "mine");
    for (const [call, attempts] of [[late, 0], [refused, 1]] as const) {
      const error = await call;
      assertInstanceOf(error, ScaleTooManyRequestsError);
      assertEquals([error.attempts, error.maybeSent, error.detail], [attempts, false, "slow down"]);
    }
    const last = get("last");
    await delay(5);
    answer("first");
    await first;
    await until(() => sent.includes("last"), "none that has left is in the way");
    answer("last");
    await last;
    assertEquals(sent, ["first", "refused", "last"]);
  });

  it("does not wait for good where what is on its way waits for it", async () => {
    let refused = false;
    const fetch = async (request: Request): Promise<Response> => {
      if (request.body) {
        // Some runtimes do not stop reading a body that ends early.
        await request.text().catch(() => {});
        return Response.json({ id: "f", attachment_url: "scaledata://f" });
      }
      if (refused) return Response.json([]);
      refused = true;
      return refusal();
    };
    const client = new ScaleClient({ apiKey: "test_key", fetch });
    await client.projects.list();
    const { attachment_url } = await client.files.upload(async () => {
      await client.projects.list();
      return new Blob(["cow"]).stream();
    });
    assert(attachment_url);
  });
});
