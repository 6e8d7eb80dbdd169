/**
 * Creates a task for every row of a CSV file with a column `url`; the whole row goes along as the task's metadata.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL --allow-read=cows.csv \
 *       examples/bulk_create_csv.ts cows week-10 cows.csv
 *
 * The file is read as fast as tasks are created, so it may be of any size. Each row has a `unique_id` of its own: after
 * a crash, run it again on the same file, and only what is missing is created. Empty rows are skipped; a row that
 * occurs twice is created once, and reported.
 */

import { type CreateProgress, type NewTask, ScaleClient, TaskType, uniqueId } from "@scaleapi/sdk";
import { parse } from "npm:csv-parse@^7.0.3/stream";

/** Creates the tasks, and gives how many were created, were there before, and failed. */
export async function createFromCsv(
  scale: ScaleClient,
  project: string,
  batch: string,
  path: string,
): Promise<CreateProgress> {
  let progress: CreateProgress = { done: 0, created: 0, exists: 0, failed: 0 };
  const outcomes = scale.tasks.createMany(tasks(project, batch, path), {
    concurrency: 16,
    onProgress: (now) => progress = now,
  });
  for await (const { index, item, status, error } of outcomes) {
    if (status === "failed") console.error(`Row ${index + 1}, ${item.params.attachment || "without a URL"}: ${error}`);
  }
  return progress;
}

/** The first row names the columns; spreadsheets leave a mark before it, and empty rows at the end. */
const format = { columns: true, bom: true, trim: true, skip_empty_lines: true, skip_records_with_empty_values: true };

async function* tasks(project: string, batch: string, path: string): AsyncGenerator<NewTask<"imageannotation">> {
  const file = await Deno.open(path);
  const rows: ReadableStream<Record<string, string>> = file.readable.pipeThrough(parse(format));
  for await (const row of rows) {
    const { url: attachment } = row;
    if (attachment === undefined) throw new Error(`${path}: has no column "url"`);
    const unique_id = await uniqueId(project, row);
    yield { type: TaskType.ImageAnnotation, params: { project, batch, attachment, metadata: row, unique_id } };
  }
}

if (import.meta.main) {
  const [project = "", batch = "", path = ""] = Deno.args;
  const scale = new ScaleClient({
    apiKey: Deno.env.get("SCALE_API_KEY") ?? "",
    baseUrl: Deno.env.get("SCALE_BASE_URL"),
  });
  const { created, exists, failed } = await createFromCsv(scale, project, batch, path);
  console.log(`${created} created, ${exists} were there before, ${failed} failed`);
  if (failed) Deno.exitCode = 1;
}
