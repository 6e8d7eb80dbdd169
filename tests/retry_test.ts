import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { isAmbiguous, type Outcome, parseRetryAfter, type RetryCircumstances, retryDelayMs } from "../src/retry.ts";

const now: RetryCircumstances = {
  safety: "always",
  once: false,
  attempt: 1,
  maxRetries: 3,
  waitLimitMs: 120_000,
};

const lost: Outcome = {};
const unreadable: Outcome = { raw: "<html>" };

function status(status: number, retryAfterMs?: number): Outcome {
  return { status, retryAfterMs };
}

/** Which outcomes are followed by another attempt, by what repeating can do. */
const table: readonly (readonly [Outcome, always: boolean, keyed: boolean, never: boolean])[] = [
  [lost, true, true, false],
  [unreadable, false, true, false],
  [status(302), false, false, false],
  [status(400), false, false, false],
  [status(401), false, false, false],
  [status(402), false, false, false],
  [status(403), false, false, false],
  [status(404), false, false, false],
  [status(408), true, true, false],
  [status(409), false, false, false],
  [status(413), false, false, false],
  [status(422), false, false, false],
  [status(429), true, true, true],
  [status(500), true, true, false],
  [status(501), true, true, false],
  [status(502), true, true, false],
  [status(503), true, true, true],
  [status(504), true, true, false],
  [status(520), true, true, false],
  [status(530), true, true, false],
  [status(599), true, true, false],
];

describe("retryDelayMs: whether there is another attempt", () => {
  for (const [outcome, ...expected] of table) {
    const name = outcome.status ? `status ${outcome.status}` : "raw" in outcome ? "unreadable" : "lost";
    it(`${name}: ${["always", "keyed", "never"].filter((_, i) => expected[i]).join(", ") || "not repeated"}`, () => {
      const decided = (["always", "keyed", "never"] as const).map((safety) =>
        retryDelayMs(outcome, { ...now, safety }) !== undefined
      );
      assertEquals(decided, expected);
    });

    it(`${name}: never with a body that cannot be sent again, nor when no retry is left`, () => {
      for (const safety of ["always", "keyed", "never"] as const) {
        assertEquals(retryDelayMs(outcome, { ...now, safety, once: true }), undefined);
        assertEquals(retryDelayMs(outcome, { ...now, safety, attempt: 4 }), undefined);
        assertEquals(retryDelayMs(outcome, { ...now, safety, maxRetries: 0 }), undefined);
      }
    });
  }

  it("allows maxRetries attempts after the first", () => {
    const allowed = [1, 2, 3, 4, 5].filter((attempt) => retryDelayMs(lost, { ...now, attempt }) !== undefined);
    assertEquals(allowed, [1, 2, 3]);
  });
});

describe("retryDelayMs: how long the wait is", () => {
  it("doubles its bound from 0.5 s to 8 s", () => {
    const longest = [1, 2, 3, 4, 5, 6, 7].map((attempt) => retryDelayMs(lost, { ...now, attempt, maxRetries: 10 }, 1));
    assertEquals(longest, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it("is drawn from the whole of that range", () => {
    assertEquals(retryDelayMs(lost, now, 0), 0);
    assertEquals(retryDelayMs(lost, now, 0.25), 125);
  });

  it("is Retry-After in full, on any status that is repeated", () => {
    for (const one of [408, 429, 500, 503, 504]) {
      assertEquals(retryDelayMs(status(one, 60_000), now, 0), 60_000);
      assertEquals(retryDelayMs(status(one, 0), now, 1), 0);
    }
  });

  it("is never a wait that passes the limit: the call ends instead", () => {
    assertEquals(retryDelayMs(status(429, 1001), { ...now, waitLimitMs: 1000 }), undefined);
    assertEquals(retryDelayMs(status(429, 1000), { ...now, waitLimitMs: 1000 }), 1000);
    assertEquals(retryDelayMs(lost, { ...now, waitLimitMs: 499 }, 1), undefined);
    assertEquals(retryDelayMs(lost, { ...now, waitLimitMs: -1 }), undefined);
  });

  it("is never shorter than Retry-After and never longer than the limit, whatever is asked", () => {
    fc.assert(fc.property(
      fc.constantFrom(408, 429, 500, 503),
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.double({ min: 0, max: 200_000, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (code, retryAfterMs, waitLimitMs, random) => {
        const delay = retryDelayMs(status(code, retryAfterMs), { ...now, waitLimitMs }, random);
        assertEquals(delay, retryAfterMs <= waitLimitMs ? retryAfterMs : undefined);
      },
    ));
  });

  it("is a number from 0 up for any attempt", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, random) => {
        const delay = retryDelayMs(lost, { ...now, attempt: n, maxRetries: Infinity }, random);
        assert(delay !== undefined && delay >= 0 && delay <= 8000);
      }),
    );
  });
});

describe("isAmbiguous", () => {
  it("holds where a request may have been acted on although no answer says so", () => {
    assertEquals([lost, unreadable, status(408), status(500), status(502), status(504)].map(isAmbiguous), [
      ...Array(6).fill(true),
    ]);
  });

  it("does not hold for 429 and 503, nor for a status that is not temporary", () => {
    assertEquals([429, 503, 400, 404, 409, 302].map((code) => isAmbiguous(status(code))), Array(6).fill(false));
  });
});

describe("parseRetryAfter", () => {
  const at = Date.parse("2024-03-05T14:07:31Z");

  it("reads seconds", () => {
    assertEquals(parseRetryAfter("0", at), 0);
    assertEquals(parseRetryAfter("7", at), 7000);
    assertEquals(parseRetryAfter(" 1.5 ", at), 1500);
    assertEquals(parseRetryAfter("0.125", at), 125);
  });

  it("reads a date", () => {
    assertEquals(parseRetryAfter("Tue, 05 Mar 2024 14:07:41 GMT", at), 10_000);
  });

  it("reads a date in the two old forms too, whatever the zone here", () => {
    assertEquals(parseRetryAfter("Tuesday, 05-Mar-24 14:07:41 GMT", at), 10_000);
    assertEquals(parseRetryAfter("Tue Mar  5 14:07:41 2024", at), 10_000);
    assertEquals(parseRetryAfter("Fri Mar 15 14:07:31 2024", at), 864_000_000);
  });

  it("takes a date in the past for now", () => {
    assertEquals(parseRetryAfter("Tue, 05 Mar 2024 14:07:30 GMT", at), 0);
    assertEquals(parseRetryAfter("Thu, 01 Jan 1970 00:00:00 GMT", at), 0);
  });

  it("stays below 2^31 ms, which setTimeout would take for 1 ms", () => {
    for (const huge of ["2592000", "999999999999", "9".repeat(400), "Fri, 31 Dec 9999 23:59:59 GMT"]) {
      assertEquals(parseRetryAfter(huge, at), 2 ** 31 - 1);
    }
  });

  it("gives undefined for what is neither", () => {
    const neither = [null, "", "  ", "soon", "-5", "1e3", "0x10", "NaN", "Infinity", "1,5", "5.", "--", "soon 5"];
    const almostDates = ["Tue Mar  5 14:07:41 2024 Z", "Tue, 05 Mar 2024 14:07:41 GMT+0100"];
    for (const value of [...neither, ...almostDates]) {
      assertEquals(parseRetryAfter(value, at), undefined, String(value));
    }
  });

  it("gives undefined or a number from 0 to 2^31 - 1 for any text", () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const ms = parseRetryAfter(text, at);
      assert(ms === undefined || (ms >= 0 && ms < 2 ** 31));
    }));
  });
});
