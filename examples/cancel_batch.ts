/**
 * Cancels all tasks of one or more batches, 50 at a time; tasks on which work is done already are left alone.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL \
 *       examples/cancel_batch.ts [--clear] week-10 week-11
 *
 * With `--clear` the tasks' `unique_id`s are free again.
 */

import { type CancelOutcome, ScaleClient, ScaleResourceNotFoundError } from "@scaleapi/sdk";

/** Cancels the tasks of a batch, and gives how many ended how. */
export async function cancelBatch(
  scale: ScaleClient,
  batch: string,
  clear_unique_id = false,
): Promise<Record<CancelOutcome["status"], number>> {
  const counts = { canceled: 0, completed: 0, failed: 0 };
  for await (const { id, status, error } of scale.batches.cancelTasks(batch, { clear_unique_id, concurrency: 50 })) {
    counts[status]++;
    if (error) console.error(`${id}: ${error}`);
  }
  return counts;
}

if (import.meta.main) {
  const scale = new ScaleClient({
    apiKey: Deno.env.get("SCALE_API_KEY") ?? "",
    baseUrl: Deno.env.get("SCALE_BASE_URL"),
  });
  const batches = Deno.args.filter((arg) => arg !== "--clear");
  if (!batches.length) throw new TypeError("batches: name one or more");
  for (const batch of batches) {
    try {
      const { canceled, completed, failed } = await cancelBatch(scale, batch, Deno.args.includes("--clear"));
      console.log(`${batch}: ${canceled} canceled, ${completed} were completed, ${failed} could not be canceled`);
      if (failed) Deno.exitCode = 1;
    } catch (error) {
      if (!(error instanceof ScaleResourceNotFoundError)) throw error;
      console.error(`${batch}: no such batch`);
      Deno.exitCode = 1;
    }
  }
}
