/**
 * Uploads a local file to Scale's storage, and creates a task for it. A file's name has one task in a project: run it
 * again, and it gives the task that is there.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL --allow-read=cow.jpg \
 *       examples/upload_file.ts cows cow.jpg
 *
 * The file is streamed from the disk. It is given as a function that opens it, so that it can be sent again from its
 * beginning when the connection breaks.
 */

import { ScaleClient, type Task, TaskType, uniqueId } from "@scaleapi/sdk";
import { Progress } from "./helpers/progress.ts";

/** Uploads a file and creates a task whose attachment it is; gives the task of an earlier run if there is one. */
export async function labelFile(scale: ScaleClient, project: string, path: string): Promise<Task> {
  const { size } = await Deno.stat(path);
  const filename = path.replace(/.*[\\/]/, "");
  const unique_id = await uniqueId(project, filename);
  const earlier = await scale.tasks.list({ project_name: project, unique_id }).first();
  if (earlier) return earlier;

  const progress = new Progress("Uploading");
  const file = await scale.files.upload(
    async () => (await Deno.open(path)).readable,
    { project_name: project },
    { filename, size, onProgress: ({ sent }) => progress.update(sent, size, "bytes") },
  ).finally(() => progress.end());
  return await scale.tasks.create(TaskType.ImageAnnotation, {
    project,
    attachment: file.attachment_url,
    unique_id, // Not the file's id: each run would upload another file, and create another task.
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
