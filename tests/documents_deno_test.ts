/** The examples of the documents run as they are printed, against a mock. */

import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { TaskType } from "@scaleapi/sdk";
import { documents, root } from "../scripts/test/project.ts";
import { clientOf } from "./helpers/clients.ts";
import { type Mock, startMock } from "./mock/mod.ts";

const liveKeys = ["live_key", "live_..."];
const box = { instruction: "Box every cow.", geometries: { box: { objects_to_annotate: ["cow"] } } };
/** Where a call that created one task stands. */
const next = { next: 1, done: [] };

/** A mock with what the examples speak of, and what their ids are there. */
async function start(code: string): Promise<{ mock: Mock; ids: Record<string, string> }> {
  const mock = await startMock({ liveKeys, autoComplete: null });
  const live = code.includes('apiKey: "live_');
  const mode = live ? "live" : "test";
  const scale = clientOf(mock, { apiKey: live ? mock.liveKey : mock.apiKey });
  if (!/\bname: "cows"/.test(code)) {
    await scale.projects.create({ name: "cows", type: TaskType.ImageAnnotation, params: box, studio: live });
    await mock.seed({ tasks: 2, project: "cows", batch: "week-9", mode, status: live ? "pending" : "completed" });
    await mock.seed({ tasks: 1, project: "cows", batch: "cows-week-11", mode });
    if (!/\bname: "week-10"/.test(code)) await scale.batches.create({ project: "cows", name: "week-10" });
  }
  await scale.projects.create({ name: "support chat", type: TaskType.Chat });
  const choices = ["calm", "angry"].map((value) => ({ label: value, value }));
  await scale.projects.create({
    name: "mails",
    type: TaskType.TextCollection,
    rapid: true,
    params: { fields: [{ type: "category", field_id: "tone", title: "Tone", choices }] },
  });
  const genai = await mock.loadGenAi({ mode });
  const tasks = await mock.tasks({ mode });
  const [open, done] = ["pending", "completed"].map((state) =>
    tasks.find(({ status }) => status === state) ?? tasks[0]
  );
  return {
    mock,
    ids: {
      "65e7270353c5ab0f4d1a9c11": String(open?.task_id),
      "65e7270353c5ab0f4d1a9c12": String(done?.task_id),
      "67001122aabbccddeeff0011": genai.schema,
      del_1: genai.delivery,
      ds_1: genai.dataset,
      dd_1: genai.datasetDelivery,
      dt_1: String(genai.datasetTasks[0]),
      att_1: genai.attachment,
    },
  };
}

describe("The documents", () => {
  for (const document of documents()) {
    const text = Deno.readTextFileSync(`${root}/${document}`);
    const examples = text.split(/^## /m).flatMap((section) =>
      [...section.matchAll(/```ts\n([^]*?)```/g)].map(([, code = ""]) => ({ code, title: section.split("\n")[0] }))
    );
    for (const [i, { code, title }] of examples.entries()) {
      // That one listens for ever.
      if (code.includes("Deno.serve")) continue;
      it(`${document}, example ${i + 1} (${title}) runs`, async () => {
        const { mock, ids } = await start(code);
        const folder = await Deno.makeTempDir();
        try {
          let program = code
            .replaceAll("new ScaleClient({ ", `new ScaleClient({ baseUrl: "${mock.url}", `)
            .replace('await Deno.readFile("cow.jpg")', "new Uint8Array(1000)");
          for (const id in ids) program = program.replaceAll(`"${id}"`, JSON.stringify(ids[id]));
          const silent = "const console = { log() {}, warn() {}, error() {} };\n";
          await Deno.writeTextFile(`${folder}/example.ts`, silent + program);
          const { createAll, exportAll } = await import(`file://${folder}/example.ts`);
          assertEquals(await createAll?.(["https://example.com/calf.jpg"]) ?? next, next);
          assertEquals((await exportAll?.())?.windows ?? [], []);
          assertEquals((await mock.counters()).inFlight, 0);
        } finally {
          await mock.close();
          await Deno.remove(folder, { recursive: true });
        }
      });
    }
  }
});
