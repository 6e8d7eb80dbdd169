import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertInstanceOf, assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import { ScaleApiError } from "@scaleapi/sdk";
import { RetryBudget } from "../src/budget.ts";
import { retryDelayMs } from "../src/retry.ts";
import { cannedClient } from "./helpers/clients.ts";
import { seededRandom } from "./helpers/random.ts";

describe("RetryBudget", () => {
  it("affords 35 retries when it is new, and the 36th after 14 clean successes", () => {
    const budget = new RetryBudget();
    let retries = 0;
    while (budget.spend()) retries++;
    assertEquals(retries, 35);
    // 500 - 35 * 14 = 10 are left.
    for (let i = 0; i < 3; i++) budget.succeed(0);
    assertEquals(budget.spend(), false);
    budget.succeed(0);
    assertEquals(budget.spend(), true);
  });

  it("gives a success after retries their whole cost back", () => {
    const budget = new RetryBudget();
    for (let i = 0; i < 3; i++) budget.spend();
    assertEquals(budget.tokens, 458);
    budget.succeed(3);
    assertEquals(budget.tokens, 500);
  });

  it("stays within 0 and 500, whatever happens", () => {
    const steps = fc.array(fc.oneof(fc.constant("spend" as const), fc.nat({ max: 5 })), { maxLength: 300 });
    fc.assert(fc.property(steps, (steps) => {
      const budget = new RetryBudget();
      for (const step of steps) {
        const before = budget.tokens;
        if (step === "spend") assertEquals(budget.spend(), before >= 14);
        else budget.succeed(step);
        assert(budget.tokens >= 0 && budget.tokens <= 500);
      }
    }));
  });

  it("lets no call of 10,000 fail for lack of tokens while 20 % of the requests fail", () => {
    for (const seed of [1, 2, 3, 4, 5]) assertEquals(simulate(10_000, 0.2, seed).refused, 0, `seed ${seed}`);
  });

  it("lets a dead service have at most 1,035 requests of 1,000 calls", () => {
    assertLessOrEqual(simulate(1000, 1, 1).requests, 1035);
  });
});

describe("a client whose service is dead", () => {
  it("sends at most 1,035 requests for 1,000 calls, each of which fails with Scale's error", async () => {
    const { client, sent } = cannedClient({ status: 500, headers: { "retry-after": "0" }, body: { error: "down" } });
    for (let i = 0; i < 10; i++) {
      const calls = Array.from({ length: 100 }, () => client.batches.get("b"));
      for (const { status, reason } of (await Promise.allSettled(calls)) as PromiseRejectedResult[]) {
        assertEquals(status, "rejected");
        assertInstanceOf(reason, ScaleApiError);
      }
    }
    assertEquals(sent.length, 1035);
  });

  it("affords the retries of one call, however many the client allows", async () => {
    const answer = { status: 500, headers: { "retry-after": "0" }, body: {} };
    const { client, sent } = cannedClient(answer, { maxRetries: 60 });
    await Promise.allSettled([client.batches.get("b")]);
    assertEquals(sent.length, 61);
  });

  it("sends no retries until the service works again, then sends them again", async () => {
    let dead = true;
    const failure = new Response(null, { status: 500, headers: { "retry-after": "0" } });
    const { client, sent } = cannedClient(() => dead ? failure.clone() : Response.json([]));
    await Promise.allSettled(Array.from({ length: 50 }, () => client.projects.list()));
    assertEquals(sent.length, 50 + 35);
    dead = false;
    for (let i = 0; i < 14; i++) await client.projects.list();
    dead = true;
    sent.length = 0;
    await Promise.allSettled([client.projects.list()]);
    assertEquals(sent.length, 2);
  });

  it("does without retries after 35 calls too that end in a 409, but not where a look-up finds what each made", async () => {
    const failed = { status: 500, headers: { "retry-after": "0" }, body: {} };
    const taken = { status: 409, body: {} };
    const found = { body: { name: "p", type: "chat", param_history: [] } };
    for (const [answer, requests] of [[{ status: 404, body: {} }, 35 * 3 + 1], [found, 36 * 3]] as const) {
      const { client, sent } = cannedClient(Array.from({ length: 36 }, () => [failed, taken, answer]).flat());
      for (let i = 0; i < 36; i++) await client.projects.create({ name: "p", type: "chat" }).catch(() => {});
      assertEquals(sent.length, requests);
    }
  });
});

/** What calls would send one after the other to a service that fails at random, and how many lack tokens. */
function simulate(calls: number, failing: number, seed: number): { requests: number; refused: number } {
  const random = seededRandom(seed);
  const budget = new RetryBudget();
  let requests = 0;
  let refused = 0;
  for (let call = 0; call < calls; call++) {
    for (let attempt = 1;; attempt++) {
      requests++;
      if (random() >= failing) {
        budget.succeed(attempt - 1);
        break;
      }
      const now = { safety: "always", once: false, attempt, maxRetries: 3, waitLimitMs: Infinity } as const;
      if (retryDelayMs({ status: 500 }, now, random()) === undefined) break;
      if (!budget.spend()) {
        refused++;
        break;
      }
    }
  }
  return { requests, refused };
}
