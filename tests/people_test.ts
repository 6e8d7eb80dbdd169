import { ScaleInvalidRequestError, ScaleResourceNotFoundError, TeammateRole } from "@scaleapi/sdk";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { afterAll, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { type Mock, startMock } from "./mock/mod.ts";

describe("people and Studio over a socket", () => {
  let mock: Mock;
  const scale = () => clientOf(mock, { apiKey: mock.liveKey });
  const bodies = async () => (await mock.requests()).map(({ method, path, body }) => [method, path, body]);

  beforeAll(async () => {
    mock = await startMock();
  });

  afterAll(() => mock.close());

  beforeEach(() => mock.reset());

  it("Teammates.invite and updateRole send e-mails and role, and teammate.updateRole updates the object", async () => {
    const { teammates } = scale();
    await teammates.invite(["new@example.com"], TeammateRole.Labeler);
    const all = await teammates.updateRole(["new@example.com"], "member");
    const teammate = all.find(({ email }) => email === "new@example.com");
    assertEquals(teammate?.role, "member");
    assertEquals((await teammate?.updateRole("manager"))?.role, "manager");
    assertEquals(await bodies(), [
      ["POST", "/v1/teams/invite", { emails: ["new@example.com"], team_role: "labeler" }],
      ["POST", "/v1/teams/set_role", { emails: ["new@example.com"], team_role: "member" }],
      ["POST", "/v1/teams/set_role", { emails: ["new@example.com"], team_role: "manager" }],
    ]);
  });

  it("teammate.updateRole updates the object also where the answer leaves that person out", async () => {
    const { client } = cannedClient([
      { body: [{ email: "a@example.com", role: "labeler", firstName: "Ada" }] },
      { body: [{ email: "b@example.com", role: "admin" }] },
    ]);
    const [teammate] = await client.teammates.list();
    await teammate?.updateRole("member");
    assertEquals(teammate?.toJSON(), { email: "a@example.com", role: "member", firstName: "Ada" });
  });

  it("refuses empty strings before anything is sent", async () => {
    const { teammates, studio: { assignments, projectGroups, batches } } = scale();
    const calls: [() => Promise<unknown>, RegExp][] = [
      [() => teammates.invite([""], "member"), /^emails/],
      [() => teammates.invite(["a@example.com"], ""), /^role/],
      [() => teammates.updateRole([""], "member"), /^emails/],
      [() => assignments.add([""], ["p"]), /^emails/],
      [() => assignments.remove(["a@example.com"], [""]), /^projects/],
      [() => projectGroups.create("p", { name: "", emails: [] }), /^name/],
      [() => projectGroups.create("", { name: "g", emails: [] }), /^project/],
      [() => projectGroups.update("p", "g", { add_emails: [""] }), /^add_emails/],
      [() => batches.assign("..", ["g"]), /^name/],
      [() => batches.assign("week-10", [""]), /^groups/],
      [() => batches.setPriorities([""]), /^names/],
    ];
    for (const [call, names] of calls) assertMatch((await assertRejects(call, TypeError)).message, names);
    assertEquals(await mock.requests(), []);
  });

  it("ProjectGroups.create and update send parameters that are not known, and no undefined", async () => {
    const { projects, studio: { assignments, projectGroups } } = scale();
    await projects.create({ name: "p", type: "imageannotation", studio: true });
    const emails = ["bo@example.com"];
    await assignments.add(emails, ["p"]);
    await mock.clearRequests();
    await projectGroups.create("p", { name: "g", emails, newer_param: 7 });
    await projectGroups.update("p", "g", { remove_emails: emails, add_emails: undefined, newer_param: 7 });
    assertEquals(await bodies(), [
      ["POST", "/v1/studio/projects/p/groups", { name: "g", emails, newer_param: 7 }],
      ["PUT", "/v1/studio/projects/p/groups/g", { add_emails: [], remove_emails: emails, newer_param: 7 }],
    ]);
  });

  it("evaluation and training tasks need expected_response at run time too", async () => {
    const { evaluationTasks, trainingTasks } = scale();
    // @ts-expect-error: expected_response is missing
    const evaluation = () => evaluationTasks.create("imageannotation", { project: "p" });
    // @ts-expect-error: expected_response is missing
    const training = () => trainingTasks.create("imageannotation", { project: "p" });
    for (const call of [evaluation, training]) {
      assertMatch((await assertRejects(call, TypeError)).message, /^expected_response/);
    }
    assertEquals(await mock.requests(), []);
  });

  it("StudioBatches.setPriorities needs all pending batches, and passes on Scale's words", async () => {
    const { projects, batches, studio } = scale();
    await projects.create({ name: "cows", type: "imageannotation", studio: true });
    for (const name of ["one", "two"]) await (await batches.create({ project: "cows", name })).finalize();
    const pending = (await studio.batches.list()).map(({ name }) => name);
    assert(pending.includes("one") && pending.includes("two"));
    const missing = await failureOf(studio.batches.setPriorities(["one"]), ScaleInvalidRequestError);
    assert(missing.detail.length > 10 && missing.message.endsWith(missing.detail));
    const unknown = await studio.batches.setPriorities([...pending, "three"]).catch((error) => error);
    assert(unknown instanceof ScaleInvalidRequestError || unknown instanceof ScaleResourceNotFoundError);
    const turned = pending.toReversed();
    assertEquals((await studio.batches.setPriorities(turned)).map(({ name }) => name), turned);
    assertEquals((await studio.batches.list()).map(({ name }) => name), turned);
  });
});
