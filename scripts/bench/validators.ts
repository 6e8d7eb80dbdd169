/**
 * How long the generated validator takes for a page of 100 tasks, beside Valibot and beside parsing the page.
 *
 * ```sh
 * deno run scripts/bench/validators.ts
 * ```
 *
 * @module
 */

import { type GenericSchema, safeParse } from "valibot";
import { issuesOf, type SpecOf, taskPageSpec, v2TasksSpec } from "../../src/generated/validators.ts";
import { taskPage } from "../../src/schemas/task.ts";
import { tasks } from "../../src/schemas/v2/task.ts";
import { median } from "./median.ts";

/** What was measured for one page; times are medians. */
export interface ValidatorBench {
  readonly name: string;
  /** How long the page is, in bytes. */
  readonly bytes: number;
  /** How long `JSON.parse` takes, in microseconds. */
  readonly parseUs: number;
  /** How long the validator takes, in microseconds. */
  readonly validateUs: number;
  /** How many times as long Valibot's `safeParse` takes. */
  readonly timesValibot: number;
  /** What share of the time of `JSON.parse` the validator takes. */
  readonly shareOfParse: number;
}

/** A page of tasks of about 0.9 kB each, as the service sends them: three of four are completed. */
function pageOfTasks(count: number): string {
  const docs = Array.from({ length: count }, (_, i) => {
    const id = (0x65e7270353c5 + i).toString(16).padEnd(24, "0");
    const done = i % 4 !== 3;
    return {
      task_id: id,
      created_at: "2024-03-05T14:07:31.482Z",
      ...(done && { completed_at: "2024-03-05T18:20:02.090Z" }),
      type: "imageannotation",
      status: done ? "completed" : "pending",
      instruction: "Draw a box around every bicycle. Leave out those that are hidden for more than one half.",
      params: {
        attachment: `https://files.example.com/street/${id}.jpg`,
        attachment_type: "image",
        geometries: { box: { objects_to_annotate: ["bicycle"], min_height: 8, min_width: 8 } },
      },
      is_test: false,
      urgency: "standard",
      metadata: { run: "2024-03-05-a", index: i },
      project: "street_bikes",
      batch: "street_bikes_week10",
      callback_url: "https://hooks.example.com/scale",
      processed_attachments: [],
      unique_id: `street-${i}`,
      tags: ["weather:dry"],
      ...(done && {
        callback_succeeded: true,
        response: {
          annotations: [
            { uuid: `0d6a3f7e-51f7-4f5f-9a2e-6a9a3c1be${i}`, type: "box", label: "bicycle", left: 212, top: 96 },
          ],
        },
      }),
    };
  });
  return JSON.stringify({ docs, total: 3700, limit: count, offset: 0, has_more: true, next_token: "eyJpZCI6IjY1In0" });
}

/** A page of v2 tasks, each with a conversation of two messages. */
function pageOfConversations(count: number): string {
  const answer = (key: string, value: unknown): Record<string, unknown> => ({ id: key, key, type: "category", value });
  const message = (role: string, text: string): Record<string, unknown> => {
    return {
      role,
      content: { text },
      source_id: role,
      annotations: [answer("tone", "plain"), answer("length", "fine")],
    };
  };
  const tasks = Array.from({ length: count }, (_, i) => ({
    task_id: `66f1c0a2b7d94e0012ab${i}`,
    project: "65aa10f3c2e8b7001f9d0a11",
    batch: "65ab77c0d1e2f3004a5b6c7d",
    status: "completed",
    created_at: "2025-03-04T09:12:45.120Z",
    completed_at: "2025-03-05T16:40:02.377Z",
    metadata: { ticket: "OPS-118" },
    threads: [{
      id: "thread_0",
      turns: [{
        id: "turn_0",
        messages: [message("user", "Name three rivers in Portugal."), message("assistant", "Tagus, Douro, Mondego.")],
        annotations: [answer("selected_model_id", "model_1")],
      }],
      annotations: [],
    }],
  }));
  return JSON.stringify({ tasks, next_token: null });
}

/** Microseconds for one call, the median of rounds that each last some ten milliseconds. */
function measure(call: (turn: number) => unknown): number {
  const rounds = 15;
  let times = 1;
  for (; timed(call, times) < 10_000; times *= 2);
  const results = Array.from({ length: rounds }, () => timed(call, times) / times);
  return median(results);
}

function timed(call: (turn: number) => unknown, times: number): number {
  const start = performance.now();
  for (let turn = 0; turn < times; turn++) call(turn);
  return (performance.now() - start) * 1000;
}

function compare(name: string, text: string, spec: SpecOf<unknown>, schema: GenericSchema): ValidatorBench {
  // Several copies, so that not one and the same page stays in the nearest cache.
  const pages = Array.from({ length: 16 }, (): unknown => JSON.parse(text));
  if (issuesOf(spec, pages[0]) || !safeParse(schema, pages[0]).success) {
    throw new Error(`Cannot measure ${name}: the page does not fit its schema`);
  }
  const parseUs = measure(() => JSON.parse(text));
  const validateUs = measure((turn) => issuesOf(spec, pages[turn % pages.length]));
  const valibotUs = measure((turn) => safeParse(schema, pages[turn % pages.length]));
  return {
    name,
    bytes: text.length,
    parseUs,
    validateUs,
    timesValibot: valibotUs / validateUs,
    shareOfParse: validateUs / parseUs,
  };
}

/** Measures, prints a line for each page, and gives the figures. */
export function benchValidators(): ValidatorBench[] {
  const results = [
    compare("page of 100 tasks", pageOfTasks(100), taskPageSpec, taskPage),
    compare("page of 100 v2 tasks", pageOfConversations(100), v2TasksSpec, tasks),
  ];
  for (const { name, bytes, parseUs, validateUs, timesValibot, shareOfParse } of results) {
    console.log(
      `${name} (${(bytes / 1000).toFixed(0)} kB): JSON.parse ${parseUs.toFixed(0)} µs, validator ${
        validateUs.toFixed(1)
      } µs, ${(shareOfParse * 100).toFixed(1)} % of JSON.parse, ${timesValibot.toFixed(0)} times as fast as Valibot`,
    );
  }
  return results;
}

if (import.meta.main) benchValidators();
