import { assertEquals } from "@std/assert";
import { afterAll, beforeAll, describe, it } from "@std/testing/bdd";
import { makeNpmPackage } from "../scripts/npm_package.ts";
import { findBun } from "../scripts/test/bun.ts";
import { findNode } from "../scripts/test/node.ts";
import { lastLines, run } from "../scripts/test/process.ts";
import { installPackages } from "../scripts/test/tools.ts";
import { startMock } from "./mock/mod.ts";

const consumer = `import { ScaleClient, type Task, TaskType } from "@scaleapi/sdk";
import { callbackHandler } from "@scaleapi/sdk/callbacks";
import type { Batch } from "@scaleapi/sdk/v2";

const [apiKey = "", baseUrl = ""] = process.argv.slice(2);
const scale = new ScaleClient({ apiKey, baseUrl });
const task = await scale.tasks.create(TaskType.ImageAnnotation, {
  attachment: "https://example.com/cow.jpg",
  geometries: { box: { objects_to_annotate: ["cow"] } },
});
// @ts-expect-error: a typo in a known option
const wrong: Parameters<typeof scale.tasks.create<"imageannotation">>[1] = { geometries: { box: { min_heigth: 1 } } };
const label: string | undefined = task.response?.annotations?.[0]?.label;
const same: Task = await scale.tasks.get(task.task_id);
const batch: Batch | undefined = undefined;
const handler: (request: Request) => Promise<Response> = callbackHandler({ authKey: "k", onCallback() {} });
console.log(label, same.task_id === task.task_id, typeof wrong, typeof batch, typeof handler);
`;

/** A module that exports what it infers, also where it never names the entry point that a type comes from. */
const library = `import { ScaleClient } from "@scaleapi/sdk";

const scale = new ScaleClient({ apiKey: "k" });
export const task = (id: string) => scale.tasks.get(id);
export const create = (attachment: string) => scale.tasks.create("imageannotation", { attachment });
export const createMany = () => scale.tasks.createMany([{ type: "imageannotation", params: {} }]);
export const v2Task = (task_id: string) => scale.v2.tasks.get({ task_id, expand: ["project"] });
export const v2Batches = () => scale.v2.batches.list();
export const v2Paused = () => scale.v2.batches.pause({ batch_name: "b" });
export const v2Annotation = (annotation_id: string) => scale.v2.annotations.get({ annotation_id });
`;

/** A server's module: its streams, requests and responses are those of whichever types are installed. */
const server = `import { ndjson, ScaleClient } from "@scaleapi/sdk";
import { callbackHandler, verifyCallback } from "@scaleapi/sdk/callbacks";

const scale = new ScaleClient({ apiKey: "k", fetch: (request) => fetch(request) });
export const handler: { fetch(request: Request): Promise<Response> } = {
  fetch: callbackHandler({ authKey: "k", onCallback() {} }),
};
export async function serve(request: Request): Promise<Response> {
  const { signal } = request;
  if (request.method === "PUT" && request.body) {
    const file = await scale.files.upload(request.body, { project_name: "cows" }, { filename: "cow.jpg", signal });
    return Response.json(file);
  }
  if (request.method === "POST") return Response.json(await verifyCallback(request, { authKey: "k" }));
  for await (const { items } of scale.tasks.list({}, { signal }).pages()) console.log(items.length);
  return new Response(scale.tasks.export({ project_name: "cows" }, { signal }).stream().pipeThrough(ndjson()));
}
`;

/** Creates tasks that must not be sent twice; prints how many calls failed. */
const creator = `import { ScaleClient } from "@scaleapi/sdk";

const [apiKey = "", baseUrl = ""] = process.argv.slice(2);
let failed = 0;
for (const given of [{}, { fetch: (request) => fetch(request) }]) {
  const scale = new ScaleClient({ apiKey, baseUrl, ...given });
  for (let i = 0; i < 5; i++) {
    await scale.tasks.create("chat", { attachment: String(i) }).catch(() => failed++);
    await scale.batches.create({ name: "b" + i, project: "none" }).catch(() => {});
  }
}
console.log(failed);
`;

/** Uploads what fails on its way, which must not end the process. */
const uploader = `import { ScaleClient } from "@scaleapi/sdk";

const [apiKey = "", baseUrl = ""] = process.argv.slice(2);
const scale = new ScaleClient({ apiKey, baseUrl });
const broken = () => new ReadableStream({
  start: (controller) => controller.enqueue(new Uint8Array(10)),
  pull: (controller) => controller.error(new Error("disk on fire")),
});
await scale.files.upload(broken).catch((error) => console.log(error.message));
await new Promise((resolve) => setTimeout(resolve, 50));
console.log("goes on");
`;

/** Where the programs that run the consumer are. */
const runtimes: Record<string, () => Promise<string>> = {
  Node: async () => (await findNode(20)).command,
  Bun: async () => await findBun(await installPackages(["bun@1"])),
};

describe("the package for npm", () => {
  let folder = "";

  beforeAll(async () => {
    folder = await Deno.makeTempDir({ prefix: "scaleapi-sdk-consumer-" });
    await Deno.mkdir(`${folder}/node_modules/@scaleapi/sdk`, { recursive: true });
    await makeNpmPackage(`${folder}/node_modules/@scaleapi/sdk`);
    await Deno.writeTextFile(`${folder}/package.json`, '{ "type": "module", "private": true }');
    await Deno.writeTextFile(`${folder}/main.ts`, consumer);
    await Deno.writeTextFile(`${folder}/library.ts`, library);
    await Deno.writeTextFile(`${folder}/server.ts`, server);
    await Deno.writeTextFile(`${folder}/globals.d.ts`, "declare const process: { argv: string[] };\n");
  });

  afterAll(async () => {
    await Deno.remove(folder, { recursive: true });
  });

  async function compile(
    files: string[],
    options: { moduleResolution: string; [option: string]: unknown },
    typescript = "5.9",
  ): Promise<void> {
    const compilerOptions = { ...options, outDir: `${folder}/out-${options.moduleResolution}` };
    await Deno.writeTextFile(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files }));
    const modules = await installPackages([`typescript@${typescript}`]);
    const outcome = await run(`${modules}/.bin/tsc`, ["-p", folder], { cwd: folder });
    assertEquals(outcome.code, 0, lastLines(outcome));
  }

  // The last version that sends again what a reused connection closed on, whatever the body is.
  it("creates each task once on Bun 1.3.13 where the service closes reused connections", async () => {
    await using mock = await startMock();
    await mock.fault({ when: { method: "POST", reused: true }, act: "drop", after: true, times: null });
    await Deno.writeTextFile(`${folder}/creator.js`, creator);
    const bun = await findBun(await installPackages(["bun@1.3.13"]));
    const outcome = await run(bun, ["creator.js", mock.apiKey, mock.url], { cwd: folder });
    assertEquals([outcome.code, outcome.stdout], [0, "0\n"], lastLines(outcome));
    const tasks = await mock.requests({ path: "/v1/task/chat" });
    assertEquals(tasks.map(({ body }) => (body as { attachment?: string }).attachment), [..."0123401234"]);
    assertEquals((await mock.requests({ path: "/v1/batches" })).length, 10);
  });

  // Which ends the process for a stream that fails under a request that was not stopped.
  it("fails an upload, and nothing else, on Bun 1.3.13 where its stream fails", async () => {
    await using mock = await startMock();
    await Deno.writeTextFile(`${folder}/uploader.js`, uploader);
    const bun = await findBun(await installPackages(["bun@1.3.13"]));
    const outcome = await run(bun, ["uploader.js", mock.apiKey, mock.url], { cwd: folder });
    assertEquals([outcome.code, outcome.stdout], [0, "disk on fire\ngoes on\n"], lastLines(outcome));
  });

  for (const [module, moduleResolution] of [["esnext", "bundler"], ["nodenext", "nodenext"]] as const) {
    const compilerOptions = {
      module,
      moduleResolution,
      target: "es2022",
      lib: ["es2024", "dom", "dom.iterable", "dom.asynciterable"],
      types: [],
      strict: true,
      declaration: true,
    };

    it(`type-checks with moduleResolution ${moduleResolution}`, async () => {
      await compile(["main.ts", "globals.d.ts"], compilerOptions);
    });

    it(`lets a library export what it infers with moduleResolution ${moduleResolution}`, async () => {
      await compile(["library.ts"], compilerOptions);
    });

    // The oldest that the README promises, and the newest.
    for (const typescript of ["5.7", "7"]) {
      it(`type-checks with TypeScript ${typescript} and moduleResolution ${moduleResolution}`, async () => {
        await compile(["library.ts", "server.ts"], compilerOptions, typescript);
      });
    }

    for (const [types, version] of [["@cloudflare/workers-types", 5], ["@types/node", 24]]) {
      it(`type-checks with ${types} in place of the DOM and moduleResolution ${moduleResolution}`, async () => {
        const modules = await installPackages([`${types}@${version}`]);
        const options = { ...compilerOptions, lib: ["es2022"], types: [`${modules}/${types}`] };
        await compile(["library.ts", "server.ts"], options, "7");
      });
    }

    for (const [name, find] of Object.entries(runtimes)) {
      it(`runs on ${name} as compiled with moduleResolution ${moduleResolution}`, async () => {
        await using mock = await startMock();
        const args = [`out-${moduleResolution}/main.js`, mock.apiKey, mock.url];
        const outcome = await run(await find(), args, { cwd: folder });
        assertEquals(outcome.code, 0, lastLines(outcome));
        assertEquals(outcome.stdout, "cow true object undefined function\n");
      });
    }
  }
});
