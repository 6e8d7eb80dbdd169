/** The examples that read or write files, run as programs and as functions. */

import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { TaskType } from "@scaleapi/sdk";
import { createFromCsv } from "../examples/bulk_create_csv.ts";
import { exportEndpoint } from "../examples/export_endpoint.ts";
import { exportProject } from "../examples/export_ndjson.ts";
import { labelFile } from "../examples/upload_file.ts";
import { clientOf } from "./helpers/clients.ts";
import { serveHandler } from "./helpers/serve_requests.ts";
import { type Mock, startMock } from "./mock/mod.ts";

const params = { instruction: "Draw a box around each cow.", geometries: { box: { objects_to_annotate: ["cow"] } } };

/** Runs a test with a mock that listens, a project `cows`, and a folder. */
async function within(test: (mock: Mock, folder: string) => Promise<void>): Promise<void> {
  const mock = await startMock();
  const folder = await Deno.makeTempDir();
  try {
    await clientOf(mock).projects.create({ name: "cows", type: TaskType.ImageAnnotation, params });
    await clientOf(mock).batches.create({ project: "cows", name: "week-10" });
    await test(mock, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
    await mock.close();
  }
}

describe("examples/export_ndjson.ts", () => {
  it("writes the completed tasks to a file", async () => {
    await within(async (mock, folder) => {
      await mock.seed({ tasks: 320, project: "cows" });
      await mock.seed({ tasks: 5, project: "cows", status: "pending" });
      const path = `${folder}/cows.ndjson`;
      await exportProject(clientOf(mock), "cows", path);
      const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
      assertEquals(new Set(lines.map((line) => JSON.parse(line).task_id)).size, 320);
    });
  });

  it("wants a project: without one it would export those of all projects", async () => {
    await within(async (mock, folder) => {
      await assertRejects(() => exportProject(clientOf(mock), "", `${folder}/.ndjson`), TypeError, "project:");
      assertEquals((await mock.requests({ path: "/tasks$" })).length, 0);
    });
  });

  it("closes its file and leaves an earlier one when the export fails", async () => {
    await within(async (mock, folder) => {
      const path = `${folder}/cows.ndjson`;
      await Deno.writeTextFile(path, "earlier\n");
      await mock.fault({ when: { path: "/tasks$" }, status: 402 });
      await assertRejects(() => exportProject(clientOf(mock), "cows", path));
      assertEquals(await Deno.readTextFile(path), "earlier\n");
    });
  });
});

describe("examples/export_endpoint.ts", () => {
  it("ends the export where a download is broken off, and says nothing", async () => {
    await within(async (mock) => {
      await mock.seed({ tasks: 20_000, project: "cows" });
      const warned: unknown[] = [];
      const { warn } = console;
      console.warn = (...args) => warned.push(args);
      try {
        await using server = await serveHandler(exportEndpoint(clientOf(mock)));
        const reader = (await fetch(`${server.url}/?project=cows`)).body?.getReader();
        await reader?.read();
        await reader?.cancel();
      } finally {
        console.warn = warn;
      }
      assertEquals(warned, []);
      assert((await mock.requests({ path: "/tasks$" })).length < 100);
    });
  });
});

describe("examples/bulk_create_csv.ts", () => {
  it("creates a task per row, and none twice", async () => {
    await within(async (mock, folder) => {
      const path = `${folder}/cows.csv`;
      const rows = Array.from(
        { length: 300 },
        (_, i) => `https://example.com/${i}.jpg,"Kuh ""Ä${i}"",\n${"é".repeat(99)}"`,
      );
      await Deno.writeTextFile(path, "\ufeffurl,note\n" + rows.slice(0, 100).join("\n"));
      const first = await createFromCsv(clientOf(mock), "cows", "week-10", path);
      assertEquals(first, { done: 100, created: 100, exists: 0, failed: 0 });
      await Deno.writeTextFile(path, "\ufeffurl,note\n" + rows.join("\n"));
      const second = await createFromCsv(clientOf(mock), "cows", "week-10", path);
      assertEquals(second, { done: 300, created: 200, exists: 100, failed: 0 });
      assertEquals(await mock.countTasks(), 300);
      const metadata = (await mock.tasks()).map((task) => task.metadata as { url: string; note: string });
      const last = metadata.find(({ url }) => url === "https://example.com/299.jpg");
      assertEquals(last?.note, `Kuh "Ä299",\n${"é".repeat(99)}`);
    });
  });

  it("passes over empty rows, and names the rows that failed", async () => {
    await within(async (mock, folder) => {
      const rows = ["url , note", " https://example.com/1.jpg , a", "", "   ", ",", ",no picture"];
      const read = `${folder}/cows.csv`;
      await Deno.writeTextFile(read, [...rows, rows[1], ""].join("\r\n"));
      const { url, apiKey } = mock;
      const { code, output } = await runExample({ url, apiKey, read }, "bulk_create_csv.ts", "cows", "week-10", read);
      assertEquals(code, 1);
      assertMatch(output, /^Row 2, without a URL: ScaleInvalidRequestError: /m);
      assertMatch(output, /^Row 3, https:\/\/example.com\/1.jpg: TypeError: unique_id: .* occurs twice/m);
      assertMatch(output, /^1 created, 0 were there before, 2 failed$/m);
    });
  });

  it("sends nothing where there is no column for the URL", async () => {
    await within(async (mock, folder) => {
      const path = `${folder}/cows.csv`;
      await Deno.writeTextFile(path, "link,note\nhttps://example.com/1.jpg,a\n");
      const call = () => createFromCsv(clientOf(mock), "cows", "week-10", path);
      await assertRejects(call, Error, 'cows.csv: has no column "url"');
      assertEquals((await mock.requests({ path: "/task/" })).length, 0);
    });
  });
});

describe("examples/upload_file.ts", () => {
  it("uploads a file and creates a task for it", async () => {
    await within(async (mock, folder) => {
      const bytes = crypto.getRandomValues(new Uint8Array(60_000));
      await Deno.writeFile(`${folder}/cow.jpg`, bytes);
      await mock.fault({ when: { path: "/files/upload" }, status: 503, headers: { "retry-after": "0" } });
      const task = await labelFile(clientOf(mock), "cows", `${folder}/cow.jpg`);
      const [file] = await mock.files();
      assertEquals([file?.size, file?.attachment_url], [60_000, task.params?.attachment]);
      assertEquals((await mock.requests({ path: "/files/upload" })).length, 2);
    });
  });

  it("gives the task that is there when it is run again", async () => {
    await within(async (mock, folder) => {
      await Deno.writeFile(`${folder}/cow.jpg`, new Uint8Array(10));
      const first = await labelFile(clientOf(mock), "cows", `${folder}/cow.jpg`);
      const second = await labelFile(clientOf(mock), "cows", `${folder}/cow.jpg`);
      assertEquals([second.task_id, await mock.countTasks(), (await mock.files()).length], [first.task_id, 1, 1]);
    });
  });
});

describe("The examples", () => {
  it("run as their headers say", async () => {
    await within(async (mock) => {
      await mock.seed({ tasks: 2, project: "cows" });
      const { code, output } = await runExample(mock, "review.ts", "cows");
      assert(code === 0 && /^\d accepted, \d rejected\n$/.test(output), output);
    });
  });
});

describe("examples/cancel_batch.ts", () => {
  it("ends with 1 where a batch is not there or a task was not canceled, and goes on with the others", async () => {
    await within(async (mock) => {
      const cancel = () => runExample({ url: mock.url, apiKey: mock.liveKey }, "cancel_batch.ts", "none", "week-11");
      await mock.seed({ tasks: 2, project: "cows", batch: "week-11", status: "pending", mode: "live" });
      await mock.fault({ when: { path: "/cancel$" }, status: 400 });
      const first = await cancel();
      assert(first.output.includes("none: no such batch\n"), first.output);
      assert(first.output.includes("week-11: 1 canceled, 0 were completed, 1 could not be canceled\n"), first.output);
      assertEquals([first.code, (await cancel()).code], [1, 1]);
      const args = ["cancel_batch.ts", "week-11"] as const;
      assertEquals((await runExample({ url: mock.url, apiKey: mock.liveKey }, ...args)).code, 0);
    });
  });

  it("wants a batch", async () => {
    await within(async (mock) => {
      const { code, output } = await runExample(mock, "cancel_batch.ts", "--clear");
      assert(code === 1 && output.includes("batches:"), output);
    });
  });
});

describe("examples/demo.ts", () => {
  it("knows both forms of a test key, with which nobody works", async () => {
    for (const key of ["test_1", "1|test"]) {
      await within(async (mock) => {
        const { code, output } = await runExample({ url: mock.url, apiKey: key }, "demo.ts");
        assertEquals(code, 0, output);
        assert(output.includes("3 completed tasks") && !output.includes("not a test key"), output);
      });
    }
  });
});

/** Runs an example as its header says, with no more permissions than that; gives what it wrote anywhere. */
async function runExample(
  { url, apiKey, read }: Pick<Mock, "url" | "apiKey"> & { read?: string },
  name: string,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const flags = ["--allow-net", "--allow-env=SCALE_API_KEY,SCALE_BASE_URL", "--no-check", "--quiet"];
  if (read) flags.push(`--allow-read=${read}`);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, `examples/${name}`, ...args],
    cwd: new URL("..", import.meta.url),
    env: { SCALE_API_KEY: apiKey, SCALE_BASE_URL: url, NO_COLOR: "1" },
  }).output();
  const [output, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, output: `${output}${errors}` };
}
