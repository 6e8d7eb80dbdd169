import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { runChaos } from "./helpers/chaos.ts";

describe("chaos", () => {
  it("loses no task and creates none twice while requests fail at random", async () => {
    const report = await runChaos({ seed: 20_240_305, tasks: 120, concurrency: 16 });
    assertEquals({ ...report, outcomes: undefined, faults: undefined, requests: 0, resumed: 0 }, {
      outcomes: undefined,
      withoutOneOutcome: 0,
      onServer: 120,
      notOnce: 0,
      listed: 120,
      resumed: 0,
      listedWrong: 0,
      canceled: 60,
      requests: 0,
      faults: undefined,
      held: true,
    });
    assert(report.requests > 120 + 2 + 60, "faults cost requests");
    assert(Object.keys(report.faults).length >= 5, "most kinds of fault came");
  });
});
