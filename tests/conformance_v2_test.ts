import { beforeAll, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, equal } from "@std/assert";
import { differences } from "./conformance_differences_v2.ts";
import { wireCasesV2 } from "./helpers/wire_case_v2.ts";
import { recordedRunV2, runCaseV2, type WireRunV2 } from "./helpers/wire_run_v2.ts";

/** Every case as it was recorded, with our differences, and as we do it. */
const cases = wireCasesV2().map((one) => {
  const applied = differences.filter(({ cases }) => cases?.test(one.name) ?? true);
  for (const { prepare } of applied) prepare?.(one);
  const expected = recordedRunV2(one);
  const changes = applied.map((difference) => {
    const before = structuredClone(expected);
    difference.change(expected, one);
    return { difference, before, after: structuredClone(expected) };
  });
  return { one, expected, changes };
});

describe("v2 requests of the official Python client", () => {
  const runs = new Map<string, WireRunV2>();

  beforeAll(async () => {
    // Some cases wait between attempts: together they take no longer than the slowest of them.
    await Promise.all(cases.map(async ({ one }) => runs.set(one.name, await runCaseV2(one))));
  });

  for (const { one, expected } of cases) {
    it(one.name, () => assertEquals(runs.get(one.name), expected));
  }
});

describe("v2: an answer that is neither object nor list", () => {
  const calls = new Map(cases.flatMap(({ one, expected }) => "returns" in expected.outcome ? [[one.op, one]] : []));
  for (const [op, one] of calls) {
    it(`is refused by ${op}`, async () => {
      const { outcome } = await runCaseV2({ ...one, responses: [{ status: 200, body: 7 }] });
      assertEquals(outcome, { raises: "ScaleValidationError" });
    });
  }
});

describe("v2 differences from the official Python client", () => {
  it("number no more than they did", () => {
    assert(cases.length === 104, `the recording has ${cases.length} cases`);
    assert(differences.length <= 13);
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
