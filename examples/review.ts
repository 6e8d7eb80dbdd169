/**
 * Reviews the completed image tasks of a project that nobody has reviewed: accepts those whose boxes are large enough,
 * and rejects the others with a comment.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL examples/review.ts cows
 */

import { ScaleClient, ScaleError, type Task, TaskType } from "@scaleapi/sdk";

/** Reviews what is there to review, and gives how many were accepted and rejected. */
export async function review(scale: ScaleClient, project: string): Promise<{ accepted: number; rejected: number }> {
  // Without a project the listing would have the tasks of all of them.
  if (!project) throw new TypeError("project: must not be empty");
  const counts = { accepted: 0, rejected: 0 };
  // Read to the end before the first review: a review takes its task out of the listing.
  const tasks = await scale.tasks.list({
    project_name: project,
    type: TaskType.ImageAnnotation,
    status: "completed",
    review_status: "pending",
  }).toArray();
  for (const task of tasks) {
    const comments = complaint(task);
    const accepted = comments === undefined;
    try {
      await task.audit({ accepted, comments: comments ?? null });
      counts[accepted ? "accepted" : "rejected"]++;
    } catch (error) {
      // A review is never sent twice. Where it may have arrived, the next run finds out.
      if (!(error instanceof ScaleError) || !error.maybeSent) throw error;
      console.error(`${task.task_id}: ${error.message}`);
    }
  }
  return counts;
}

/** What is wrong with a task; undefined where nothing is. */
function complaint(task: Task): string | undefined {
  if (task.type !== TaskType.ImageAnnotation) return undefined;
  const annotations = task.response?.annotations ?? [];
  if (!annotations.length) return "Nothing is labelled.";
  for (const annotation of annotations) {
    if (annotation.type !== "box") continue;
    const { label, width, height } = annotation;
    if (width < 10 || height < 10) return `The box around "${label}" is too small to be of use.`;
  }
  return undefined;
}

if (import.meta.main) {
  const [project = ""] = Deno.args;
  const scale = new ScaleClient({
    apiKey: Deno.env.get("SCALE_API_KEY") ?? "",
    baseUrl: Deno.env.get("SCALE_BASE_URL"),
  });
  const { accepted, rejected } = await review(scale, project);
  console.log(`${accepted} accepted, ${rejected} rejected`);
}
