/**
 * Puts people to work in Studio: assigns them to a project, makes them a group, gives the group a batch, and puts that
 * batch first in line.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL \
 *       examples/studio.ts cows night-shift week-10 ada@example.com bo@example.com
 *
 * The people are in the account's team already: `scale.teammates.invite(emails, "labeler")`, and they have accepted. It
 * needs a live key.
 */

import { ScaleClient, type StudioBatchData } from "@scaleapi/sdk";

/** Lets a group of people work on a batch before all others; gives the pending batches in their new order. */
export async function staffBatch(
  scale: ScaleClient,
  { project, group, batch, emails }: { project: string; group: string; batch: string; emails: string[] },
): Promise<StudioBatchData[]> {
  const { assignments, projectGroups, batches } = scale.studio;
  await assignments.add(emails, [project]);

  const groups = await projectGroups.list(project);
  if (groups.some(({ name }) => name === group)) await projectGroups.update(project, group, { add_emails: emails });
  else await projectGroups.create(project, { name: group, emails });

  await batches.assign(batch, [group]);

  // Scale wants all pending batches, each once.
  const pending = (await batches.list()).map(({ name }) => name);
  return await batches.setPriorities([batch, ...pending.filter((name) => name !== batch)]);
}

if (import.meta.main) {
  const [project = "", group = "", batch = "", ...emails] = Deno.args;
  const scale = new ScaleClient({
    apiKey: Deno.env.get("SCALE_API_KEY") ?? "",
    baseUrl: Deno.env.get("SCALE_BASE_URL"),
  });
  for (const { name, groups } of await staffBatch(scale, { project, group, batch, emails })) {
    console.log(name, groups.join(", "));
  }
}
