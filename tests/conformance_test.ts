import { beforeAll, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, equal } from "@std/assert";
import { differences } from "./conformance_differences.ts";
import { wireCases } from "./helpers/wire_case.ts";
import { recordedRun, runCase, type WireRun } from "./helpers/wire_run.ts";

/** Every case as it was recorded, with our differences, and as we do it. */
const cases = wireCases().map((one) => {
  const applied = differences.filter(({ cases }) => cases?.test(one.name) ?? true);
  for (const { prepare } of applied) prepare?.(one);
  const expected = recordedRun(one);
  const changes = applied.map((difference) => {
    const before = structuredClone(expected);
    difference.change(expected, one);
    return { difference, before, after: structuredClone(expected) };
  });
  return { one, expected, changes };
});

describe("requests of the official Python client", () => {
  const runs = new Map<string, WireRun>();

  beforeAll(async () => {
    // Some cases wait between attempts: together they take no longer than the slowest of them.
    await Promise.all(cases.map(async ({ one }) => runs.set(one.name, await runCase(one))));
  });

  for (const { one, expected } of cases) {
    it(one.name, () => assertEquals(runs.get(one.name), expected));
  }
});

describe("v1: an answer that is neither object nor list", () => {
  const calls = new Map(cases.flatMap(({ one, expected }) => "returns" in expected.outcome ? [[one.op, one]] : []));
  for (const [op, one] of calls) {
    if (op.endsWith(".audit")) continue; // Its answer is not read.
    it(`is refused by ${op}`, async () => {
      const { outcome } = await runCase({ ...one, responses: [{ status: 200, body: 7 }] });
      assertEquals(outcome, { raises: "ScaleValidationError" });
    });
  }
});

describe("differences from the official Python client", () => {
  it("number no more than they did", () => {
    assert(cases.length === 329, `there are ${cases.length} cases`);
    assert(differences.length <= 40);
  });

  for (const difference of differences) {
    it(`${difference.cases?.source ?? "Any"}: ${difference.reason}`, () => {
      const applied = cases.flatMap(({ changes }) => changes.filter((change) => change.difference === difference));
      const changed = applied.filter(({ before, after }) => !equal(before, after));
      assert(changed.length > 0, "it changes nothing");
      if (difference.cases) assertEquals(changed.length, applied.length, "there are cases that it does not change");
    });
  }
});
