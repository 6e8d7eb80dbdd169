/** What an editor shows while one writes a call: suggestions, and the documentation of a name under the cursor. */

import { assertEquals } from "@std/assert";
import { beforeAll, describe, it } from "@std/testing/bdd";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { installPackages } from "../scripts/test/tools.ts";

interface Entry {
  readonly name: string;
  readonly kind: string;
}

interface Part {
  readonly text: string;
}

/** The part of TypeScript's language service that is used here. */
interface LanguageService {
  getCompletionsAtPosition(file: string, at: number, options: unknown): { entries: Entry[] } | undefined;
  getQuickInfoAtPosition(file: string, at: number): Record<"displayParts" | "documentation", Part[]> | undefined;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const file = `${root}editor.ts`;
const head = `import { ScaleClient, type Task, type TaskParams } from "./mod.ts";
import { isCallbackOf, type TaskCallback } from "./src/callbacks.ts";
const scale = new ScaleClient({ apiKey: "k" });
declare const callback: TaskCallback;
`;

function join(parts: readonly Part[] = []): string {
  return parts.map(({ text }) => text).join("");
}

describe("an editor", () => {
  let text = head;
  let version = 0;
  let service: LanguageService;

  beforeAll(async () => {
    const modules = await installPackages(["typescript@5.9"]);
    const ts = createRequire(import.meta.url)(`${modules}/typescript`);
    const lib = ["lib.es2024.d.ts", "lib.dom.d.ts", "lib.dom.asynciterable.d.ts"];
    const { fileExists, readFile, directoryExists } = ts.sys;
    service = ts.createLanguageService({
      fileExists,
      readFile,
      directoryExists,
      getScriptFileNames: () => [file],
      getScriptVersion: (name: string) => name === file ? String(version) : "0",
      getScriptSnapshot: (name: string) => ts.ScriptSnapshot.fromString(name === file ? text : readFile(name)),
      getCurrentDirectory: () => root,
      getCompilationSettings: () => ({ lib, types: [], strict: true, module: 99, moduleResolution: 100, target: 9 }),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
    });
  });

  /** Puts the code behind the head, and says where its `|` was. */
  function write(code: string): number {
    const at = code.indexOf("|");
    text = head + code.slice(0, at) + code.slice(at + 1);
    version++;
    return head.length + at;
  }

  function suggests(code: string, ...names: string[]): void {
    const all = service.getCompletionsAtPosition(file, write(code), {})?.entries.map(({ name }) => name) ?? [];
    assertEquals(names.filter((name) => !all.includes(name)), [], code);
  }

  function documents(code: string, expected: string): void {
    assertEquals(join(service.getQuickInfoAtPosition(file, write(code))?.documentation), expected, code);
  }

  function shows(code: string, expected: string): void {
    assertEquals(join(service.getQuickInfoAtPosition(file, write(code))?.displayParts), expected, code);
  }

  it("suggests parameters and their options", () => {
    suggests(`scale.tasks.create("imageannotation", { | })`, "project", "unique_id", "geometries");
    suggests(`scale.tasks.create("imageannotation", { geometries: { box: { | } } })`, "min_height", "can_rotate");
    suggests(`scale.tasks.list({ | })`, "project_name", "status", "limit");
    suggests(`scale.batches.list({ | })`, "project_name", "exclude_archived");
    suggests(`scale.v2.tasks.get({ task_id: "t", | })`, "expand", "opts");
    suggests(`scale.tasks.get("t", { | })`, "signal", "timeoutMs");
  });

  it("suggests words, also where others are taken", () => {
    suggests(`scale.tasks.create("|", {})`, "imageannotation", "textcollection");
    suggests(`const params: TaskParams<"|"> = {};`, "imageannotation");
    suggests(`declare const task: Task<"|">;`, "imageannotation");
    suggests(`isCallbackOf(callback, "|")`, "imageannotation");
    suggests(`scale.tasks.list({ status: "|" })`, "pending", "completed");
    suggests(`scale.tasks.waitFor("t", { until: "|" })`, "completed");
    suggests(`scale.v2.tasks.get({ task_id: "t", expand: ["|"] })`, "project", "batch");
  });

  it("shows what a parameter, a filter or an option means", () => {
    documents(`scale.tasks.create("imageannotation", { geo|metries: {}, brand_new: 1 })`, "The shapes to draw.");
    documents(`scale.projects.create({ name: "p", type: "imageannotation", params: { tag|s: [] } })`, "At most five.");
    documents(`scale.tasks.list({ status: "new", tag|s: ["a"] })`, "One tag or several.");
    documents(`scale.tasks.count({ tag|s: ["a"], brand_new: 1 })`, "One tag or several.");
    documents(`scale.batches.list({ project|_name: "p" })`, "The project's name.");
    documents(`scale.batches.create({ proj|ect: "p", name: "n" })`, "The project's name.");
    documents(`scale.projects.create({ name: "p", type: "chat", stu|dio: true })`, "Whether it is a Studio project.");
    documents(
      `scale.projects.list({ arch|ived: true })`,
      "`true` for archived projects only, `false` for all others; by default every project.",
    );
    documents(
      `scale.files.import("https://example.com", { display_na|me: "n", brand_new: 1 })`,
      "The name that Scale shows.",
    );
    documents(`scale.tasks.audit("t", { acc|epted: true })`, "Whether the work is accepted.");
    documents(`scale.trainingTasks.create("chat", { expected_response: {}, tag|s: [] })`, "At most five.");
    documents(`scale.studio.projectGroups.create("p", { na|me: "n", emails: [] })`, "The group's name.");
    documents(`scale.v2.tasks.get({ task|_id: "t" })`, "The task's id.");
    documents(
      `scale.tasks.get("t", { sig|nal: undefined })`,
      "Aborts the call, waits included; it then throws the signal's reason.",
    );
  });

  it("names the types of what answers have and calls take", () => {
    shows(
      `scale.tasks.create("imageannotation", { hypo|thesis: {} })`,
      "(property) ImageAnnotationParams.hypothesis?: Loose<SentFields<ImageAnnotationResponse>> | undefined",
    );
    shows(`const ta|sk = await scale.tasks.create("chat", {});`, 'const task: TypedTask<TaskBase, "chat">');
  });
});
