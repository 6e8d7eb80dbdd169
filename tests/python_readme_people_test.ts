/** The Python README on people and Studio, as code of this SDK: what its examples send, and what comes of it. */

import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { TeammateRole } from "@scaleapi/sdk";
import { sent, type Setting, setting } from "./helpers/python_readme.ts";

const emails = ["email1@example.com", "email2@example.com"];

describe("The Python README: teammates", () => {
  it("lists, invites and changes teammates", async () => {
    const { mock, client } = await setting(true);
    const before = (await client.teammates.list()).length;
    assertEquals((await client.teammates.invite(emails, TeammateRole.Member)).length, before + 2);
    const all = await client.teammates.updateRole(emails, TeammateRole.Manager);
    assertEquals(all.filter(({ email }) => emails.includes(email)).map(({ role }) => role), ["manager", "manager"]);
    assertEquals(await sent(mock), [
      "GET /v1/teams",
      ["POST /v1/teams/invite", { emails, team_role: "member" }],
      ["POST /v1/teams/set_role", { emails, team_role: "manager" }],
    ]);
  });
});

describe("The Python README: Studio", () => {
  const group = "project_group_name";

  /** A Studio project with two people, a group of one of them, and three pending batches. */
  async function studio(): Promise<Setting> {
    const all = await setting(true, { studio: true });
    await all.client.teammates.invite(emails, TeammateRole.Labeler);
    await all.mock.acceptInvitations();
    await all.client.studio.assignments.add(emails, ["test_project"]);
    await all.client.studio.projectGroups.create("test_project", { name: group, emails: emails.slice(0, 1) });
    for (const number of [1, 2, 3]) {
      await all.client.batches.create({ project: "test_project", name: `pending_batch_${number}` });
    }
    await all.mock.clearRequests();
    return all;
  }

  it("lists, adds and removes assignments", async () => {
    const { mock, client } = await studio();
    const { assignments } = client.studio;
    assertEquals((await assignments.list())["email1@example.com"], ["test_project"]);
    assertEquals((await assignments.remove(emails, ["test_project"]))["email1@example.com"], []);
    assertEquals((await assignments.add(emails, ["test_project"]))["email2@example.com"], ["test_project"]);
    assertEquals(await sent(mock), [
      "GET /v1/studio/assignments",
      ["POST /v1/studio/assignments/remove", { emails, projects: ["test_project"] }],
      ["POST /v1/studio/assignments/add", { emails, projects: ["test_project"] }],
    ]);
  });

  it("lists, creates and updates project groups", async () => {
    const { mock, client } = await studio();
    const { projectGroups } = client.studio;
    assertEquals((await projectGroups.list("test_project")).map(({ name }) => name), [group]);
    const [one, other] = [emails.slice(0, 1), emails.slice(1)];
    assertEquals((await projectGroups.create("test_project", { name: "a new one", emails: one })).numWorkers, 1);
    const changes = { add_emails: other, remove_emails: one };
    const updated = await projectGroups.update("test_project", group, changes);
    assertEquals(updated.workers?.map(({ email }) => email), other);
    assertEquals(await sent(mock), [
      "GET /v1/studio/projects/test_project/groups",
      ["POST /v1/studio/projects/test_project/groups", { emails: one, name: "a new one" }],
      [`PUT /v1/studio/projects/test_project/groups/${group}`, changes],
    ]);
  });

  it("lists, assigns and orders batches", async () => {
    const { mock, client } = await studio();
    const { batches } = client.studio;
    const names = ["pending_batch_3", "pending_batch_1", "pending_batch_2"];
    assertEquals((await batches.list()).length, 3);
    assertEquals((await batches.assign("pending_batch_1", [group])).groups, [group]);
    assertEquals((await batches.setPriorities(names)).map(({ name }) => name), names);
    assertEquals((await batches.resetPriorities()).length, 3);
    assertEquals(await sent(mock), [
      "GET /v1/studio/batches",
      ["PUT /v1/studio/batches/pending_batch_1", { groups: [group] }],
      ["POST /v1/studio/batches/set_priorities", { batches: names.map((name) => ({ name })) }],
      "POST /v1/studio/batches/reset_priorities",
    ]);
  });
});
