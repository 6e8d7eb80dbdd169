/** What tests/permissions_deno_test.ts runs: every entry point, and calls to the service named on the command line. */

import { ScaleClient } from "@scaleapi/sdk";
import "@scaleapi/sdk/callbacks";
import "@scaleapi/sdk/v2";

const client = new ScaleClient({ apiKey: "test_dummy_key", baseUrl: Deno.args[0] ?? "" });
const params = { attachment: "https://example.com/a.jpg", instruction: "Name it." };
const created = await client.tasks.create("categorization", params);
const read = await client.tasks.get(created.task_id);
const listed: string[] = [];
for await (const { task_id } of client.tasks.list()) listed.push(task_id);
if (read.task_id !== created.task_id || !listed.includes(read.task_id)) throw new Error("The task did not come back");
console.log("created, read and listed");
