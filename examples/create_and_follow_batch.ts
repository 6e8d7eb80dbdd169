/**
 * Creates a batch of tasks, lets the work begin, and follows it until people have done it.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL \
 *       examples/create_and_follow_batch.ts cows week-10 https://example.com/1.jpg https://example.com/2.jpg
 *
 * The project (`cows`) exists already and says what to label. Stop the program at any time and start it again: it goes
 * on with the same batch, and no task is created twice.
 */

import { type Batch, type NewTask, ScaleClient, ScaleDuplicateResourceError, TaskType, uniqueId } from "@scaleapi/sdk";

/** Creates a batch with a task for each image, and gives it back once it is completed. */
export async function createAndFollowBatch(
  scale: ScaleClient,
  project: string,
  name: string,
  images: readonly string[],
  pollMs = 10_000,
): Promise<Batch> {
  if (!images.length) throw new Error("images: a batch without tasks is never completed");
  const batch = await openBatch(scale, project, name);
  for await (const { item, status, error } of scale.tasks.createMany(tasks(project, name, new Set(images)))) {
    const { attachment } = item.params;
    if (status === "failed") throw new Error(`${attachment}: no task was created`, { cause: error });
    console.log(`${attachment}: ${status}`);
  }
  await batch.finalize();
  return await scale.batches.waitFor(name, {
    pollMs,
    onProgress: ({ status, tasks_completed }) => console.log(`${name} is ${status}: ${tasks_completed} done`),
  });
}

/** The batch of that name: a new one, or the one that an earlier run created. */
async function openBatch(scale: ScaleClient, project: string, name: string): Promise<Batch> {
  try {
    return await scale.batches.create({ project, name });
  } catch (error) {
    if (error instanceof ScaleDuplicateResourceError) return await scale.batches.get(name);
    throw error;
  }
}

/** The same image of the same batch always has the same `unique_id`. */
async function* tasks(
  project: string,
  batch: string,
  images: Iterable<string>,
): AsyncGenerator<NewTask<"imageannotation">> {
  for (const attachment of images) {
    const unique_id = await uniqueId(project, { batch, attachment });
    yield { type: TaskType.ImageAnnotation, params: { project, batch, attachment, unique_id } };
  }
}

if (import.meta.main) {
  const [project = "", name = "", ...images] = Deno.args;
  const scale = new ScaleClient({
    apiKey: Deno.env.get("SCALE_API_KEY") ?? "",
    baseUrl: Deno.env.get("SCALE_BASE_URL"),
  });
  await createAndFollowBatch(scale, project, name, images);
}
