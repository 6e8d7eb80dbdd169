/**
 * Exports the completed tasks of a project to a file, one JSON object per line, with a progress bar.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL --allow-read=. \
 *       --allow-write=. examples/export_ndjson.ts cows cows.ndjson
 *
 * Several stretches of the project are read at a time, so the tasks come in no order. The memory that it takes does not
 * grow with the project: no more is read than the disk takes. They are written to `cows.ndjson.part`, which gets its
 * name when it is complete: an export that fails leaves an earlier one as it was.
 */

import { ndjson, ScaleClient } from "@scaleapi/sdk";
import { Progress } from "./helpers/progress.ts";

/** Writes the completed tasks of a project to a file. */
export async function exportProject(scale: ScaleClient, project: string, path: string): Promise<void> {
  // Without a project the export would have the tasks of all of them.
  if (!project) throw new TypeError("project: must not be empty");
  const progress = new Progress(project);
  const tasks = scale.tasks.export(
    { project_name: project, status: "completed" },
    { onProgress: ({ done, total }) => progress.update(done, total) },
  );
  const part = `${path}.part`;
  const file = await Deno.open(part, { write: true, create: true, truncate: true });
  try {
    await tasks.stream().pipeThrough(ndjson()).pipeTo(file.writable);
  } finally {
    progress.end();
  }
  await Deno.rename(part, path);
}

if (import.meta.main) {
  const [project = "", path = `${project}.ndjson`] = Deno.args;
  const scale = new ScaleClient({
    apiKey: Deno.env.get("SCALE_API_KEY") ?? "",
    baseUrl: Deno.env.get("SCALE_BASE_URL"),
  });
  await exportProject(scale, project, path);
}
