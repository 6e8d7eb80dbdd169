/**
 * Teaches and tests the labelers of a Rapid project: a training task shows new ones what is wanted, an evaluation task
 * measures them against an answer that is known.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL \
 *       examples/evaluation_and_training.ts "support mails"
 *
 * The project is of type `textcollection` and has a category field `tone` with the choices `calm` and `angry`. Run it
 * again after it was stopped, and only what is missing is created.
 */

import { type QualityTaskData, ScaleClient, ScaleDuplicateResourceError, TaskType } from "@scaleapi/sdk";

const calm = { annotations: { tone: { type: "category", field_id: "tone", response: [["calm"]] } } };
const angry = { annotations: { tone: { type: "category", field_id: "tone", response: [["angry"]] } } };

/** Creates a training task, and an evaluation task for the review phase; gives those that were not there before. */
export async function teachAndTest(
  scale: ScaleClient,
  project: string,
): Promise<{ training: QualityTaskData | undefined; evaluation: QualityTaskData | undefined }> {
  const training = await once(scale.trainingTasks.create(TaskType.TextCollection, {
    project,
    attachments: [{ type: "text", content: "Thank you, that was quick!" }],
    expected_response: calm,
    unique_id: `${project}: training 1`,
  }));
  const evaluation = await once(scale.evaluationTasks.create(TaskType.TextCollection, {
    project,
    attachments: [{ type: "text", content: "I have been waiting for three weeks." }],
    initial_response: calm, // What the reviewer is shown,
    expected_response: angry, // and what the reviewer should make of it.
    unique_id: `${project}: evaluation 1`,
  }));
  return { training, evaluation };
}

/** Gives undefined where the `unique_id` is taken: such a task cannot be looked up. */
async function once(created: Promise<QualityTaskData>): Promise<QualityTaskData | undefined> {
  try {
    return await created;
  } catch (error) {
    if (error instanceof ScaleDuplicateResourceError) return undefined;
    throw error;
  }
}

if (import.meta.main) {
  const [project = ""] = Deno.args;
  const scale = new ScaleClient({
    apiKey: Deno.env.get("SCALE_API_KEY") ?? "",
    baseUrl: Deno.env.get("SCALE_BASE_URL"),
  });
  const { training, evaluation } = await teachAndTest(scale, project);
  const before = "(was there before)";
  console.log(`Training task ${training?.id ?? before}, evaluation task ${evaluation?.id ?? before}`);
}
