/**
 * The main job, end to end: make a project and a batch, create image tasks, let the batch begin, follow it, and read
 * what people labelled.
 *
 *     deno task demo                            # against a service inside this process; nothing leaves the machine
 *     SCALE_API_KEY=test_… deno task demo       # against Scale, with a handful of tasks
 */

import {
  type Batch,
  type NewTask,
  ScaleClient,
  ScaleConnectionError,
  ScaleDeadlineError,
  ScaleDuplicateResourceError,
  ScaleError,
  ScaleUnauthorizedError,
  TaskType,
  uniqueId,
} from "@scaleapi/sdk";
import { startMock } from "../tests/mock/mod.ts";
import { Progress } from "./helpers/progress.ts";

/** Where the demo runs, and how large it is. */
interface Setting {
  scale: ScaleClient;
  tasks: number;
  close: () => Promise<void>;
}

const animals = ["cow", "calf", "dog"];

async function main(signal: AbortSignal): Promise<void> {
  const key = Deno.env.get("SCALE_API_KEY");
  const setting = key ? withKey(key) : await withMock();
  if (!setting) return;
  try {
    await run(setting, signal);
  } finally {
    await setting.close();
  }
}

/** The embedded service, whose clock plays the people. */
async function withMock(): Promise<Setting> {
  const mock = await startMock({ autoComplete: { afterMs: 600, everyMs: 150, perTick: 4 } });
  console.log(`No SCALE_API_KEY: using a mock of Scale's service at ${mock.url}\n`);
  const scale = new ScaleClient({ apiKey: mock.liveKey, baseUrl: mock.url });
  return { scale, tasks: 48, close: mock.close };
}

/** Scale itself, after a warning. */
function withKey(apiKey: string): Setting | undefined {
  const tasks = 3;
  const scale = new ScaleClient({ apiKey, baseUrl: Deno.env.get("SCALE_BASE_URL") });
  console.log(`This creates a project, a batch and ${tasks} tasks in the account of SCALE_API_KEY.`);
  if (!/^test_|\|test$/.test(apiKey)) {
    console.log("This is not a test key: people will work on the tasks, and live tasks cost money.");
    const sure = Deno.args.includes("--yes") || (Deno.stdin.isTerminal() && confirm("Create them?"));
    if (!sure) {
      console.log("Nothing was created. Give --yes to go on without being asked.");
      return undefined;
    }
  }
  return { scale, tasks, close: () => Promise.resolve() };
}

async function run({ scale, tasks }: Setting, signal: AbortSignal): Promise<void> {
  const project = "sdk demo: cows";
  const name = `cows ${new Date().toISOString().slice(0, 19)}`;
  try {
    await scale.projects.create({
      name: project,
      type: TaskType.ImageAnnotation,
      params: {
        instruction: "Draw a box around each animal.",
        geometries: { box: { objects_to_annotate: animals, min_width: 10, min_height: 10 } },
      },
    }, { signal });
    console.log(`Project  ${project}`);
  } catch (error) {
    if (!(error instanceof ScaleDuplicateResourceError)) throw error;
    console.log(`Project  ${project} (was there)`);
  }
  const batch = await scale.batches.create({ project, name }, { signal });
  console.log(`Batch    ${batch.name} is ${batch.status}`);

  const creating = new Progress("Creating ");
  const outcomes = scale.tasks.createMany(pictures(project, name, tasks), { concurrency: 8, signal });
  let done = 0;
  for await (const outcome of outcomes) {
    if (outcome.status === "failed") throw outcome.error;
    creating.update(++done, tasks);
  }
  creating.end();

  await batch.finalize({ signal });
  await follow(scale, name, tasks, signal);
  await report(scale, name, signal);
}

/** The tasks, each with an id of its own: if one is sent twice, there is still one. */
async function* pictures(project: string, batch: string, count: number): AsyncGenerator<NewTask<"imageannotation">> {
  for (let number = 1; number <= count; number++) {
    const unique_id = await uniqueId(project, [batch, number]);
    const attachment = `https://example.com/pasture/${number}.jpg`;
    yield { type: TaskType.ImageAnnotation, params: { project, batch, attachment, unique_id } };
  }
}

async function follow(scale: ScaleClient, name: string, tasks: number, signal: AbortSignal): Promise<void> {
  const labelling = new Progress("Labelling");
  const show = (batch: Batch): void => labelling.update(batch.tasks_completed ?? 0, tasks);
  try {
    await scale.batches.waitFor(name, {
      pollMs: 250,
      totalTimeoutMs: 12_000,
      until: (batch) => !batch.tasks_pending,
      onProgress: show,
      signal,
    });
    labelling.end();
  } catch (error) {
    if (!(error instanceof ScaleDeadlineError)) throw error;
    labelling.end();
    console.log("People are still at work; what is done so far:");
  }
}

async function report(scale: ScaleClient, batch: string, signal: AbortSignal): Promise<void> {
  const boxes = new Map<string, number>();
  let tasks = 0;
  for await (const task of scale.tasks.list({ batch_name: batch, status: "completed" }, { signal })) {
    tasks++;
    if (task.type !== TaskType.ImageAnnotation) continue;
    for (const { label = "?" } of task.response?.annotations ?? []) boxes.set(label, (boxes.get(label) ?? 0) + 1);
  }
  console.log(`\n${tasks} completed tasks\n\nlabel     boxes`);
  for (const [label, count] of boxes) console.log(`${label.padEnd(9)} ${String(count).padStart(5)}`);
}

/** What went wrong, in a line. */
function explain(error: unknown): string {
  if (error instanceof ScaleUnauthorizedError) return "Scale does not know this key. Check SCALE_API_KEY.";
  if (error instanceof ScaleConnectionError) return `The service cannot be reached (${error.message}).`;
  if (error instanceof ScaleError || error instanceof TypeError) return error.message;
  throw error;
}

const stop = new AbortController();
const onInterrupt = (): void => stop.abort();
Deno.addSignalListener("SIGINT", onInterrupt);
try {
  await main(stop.signal);
} catch (error) {
  console.error(stop.signal.aborted ? "\nStopped." : explain(error));
  Deno.exitCode = stop.signal.aborted ? 130 : 1;
} finally {
  Deno.removeSignalListener("SIGINT", onInterrupt);
}
