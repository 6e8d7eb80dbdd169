/**
 * Uploads a local file to Scale's storage, and creates a task for it.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL --allow-read=cow.jpg \
 *       examples/upload_file.ts cows cow.jpg
 *
 * The file is streamed from the disk. It is given as a function that opens it, so that it can be sent again from its
 * beginning when the connection breaks.
 */

import { ScaleClient, type Task, TaskType } from "@scaleapi/sdk";
import { Progress } from "./helpers/progress.ts";

/** Uploads a file and creates a task whose attachment it is. */
export async function labelFile(
  scale: ScaleClient,
  project: string,
  path: string,
): Promise<Task<"imageannotation">> {
  const progress = new Progress("Uploading");
  const { size } = await Deno.stat(path);
  const file = await scale.files.upload(
    async () => (await Deno.open(path)).readable,
    { project_name: project },
    { filename: path.replace(/.*[\\/]/, ""), size, onProgress: ({ sent }) => progress.update(sent, size, "bytes") },
  );
  progress.end();
  return await scale.tasks.create(TaskType.ImageAnnotation, {
    project,
    attachment: file.attachment_url,
    unique_id: file.id, // Makes creating safe to repeat.
  });
}

if (import.meta.main) {
  const [project = "", path = ""] = Deno.args;
  const scale = new ScaleClient({
    apiKey: Deno.env.get("SCALE_API_KEY") ?? "",
    baseUrl: Deno.env.get("SCALE_BASE_URL"),
  });
  const task = await labelFile(scale, project, path);
  console.log(`Task ${task.task_id} is ${task.status}`);
}
