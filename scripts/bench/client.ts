/**
 * The measured side: runs on every runtime, from one bundle, as a process of its own. Takes what to do as JSON in its
 * first argument and prints what it found as JSON in its last line.
 *
 * Each row alternates the plain loop and the SDK, plain first in one round and last in the next. What is given is the
 * median of the rounds' ratios, since the two halves of a round see the same machine.
 *
 * @module
 */

import { readFileSync } from "node:fs";
import process from "node:process";
import { ScaleClient } from "../../mod.ts";
import { median } from "./median.ts";
import { plainCreate, plainGet, plainList } from "./plain.ts";

/** What to measure. */
export interface Order {
  /** One of the rows below, or a single walk whose peak memory is wanted. */
  readonly row: string;
  /** Where the task sets are. */
  readonly urls: Record<string, string>;
  /** How often. */
  readonly rounds: number;
  /** The share of the full work. */
  readonly share: number;
}

/** What was found: the plain loop's time by the SDK's, or what else the row is about. */
export interface Found {
  readonly ratio: number;
  /** The medians, in milliseconds. */
  readonly plainMs?: number;
  readonly sdkMs?: number;
  /** Something to print beside it. */
  readonly note?: string;
}

type Work = () => Promise<number>;

function clientOf(url: string): ScaleClient {
  return new ScaleClient({ apiKey: "test_key", baseUrl: url });
}

async function sdkList(url: string): Promise<number> {
  let count = 0;
  for await (const task of clientOf(url).tasks.list()) if (task.task_id) count++;
  return count;
}

async function sdkPages(url: string, afterPage: () => Promise<void>): Promise<number> {
  let count = 0;
  for await (const { items } of clientOf(url).tasks.list().pages()) {
    for (const task of items) if (task.task_id) count++;
    await afterPage();
  }
  return count;
}

async function sdkExport(url: string): Promise<number> {
  let count = 0;
  for await (const task of clientOf(url).tasks.export({}, { windows: 8 })) if (task.task_id) count++;
  return count;
}

async function sdkGet(url: string, times: number): Promise<number> {
  const { tasks } = clientOf(url);
  let count = 0;
  for (let i = 0; i < times; i++) if ((await tasks.get("65e7270353c5ab0f4d1a9c11")).task_id) count++;
  return count;
}

async function sdkCreate(url: string, items: number): Promise<number> {
  let count = 0;
  for await (const { status } of clientOf(url).tasks.createMany(newTasks(items), { concurrency: 16 })) {
    if (status === "created") count++;
  }
  return count;
}

/** Makes tasks as a script would: a row each. */
function* newTasks(count: number): Generator<{ type: string; params: Record<string, unknown> }> {
  for (let i = 0; i < count; i++) {
    yield {
      type: "imageannotation",
      params: {
        project: "street_bikes",
        attachment: `https://files.example.com/street/${i}.jpg`,
        unique_id: `street-${i}`,
        metadata: { run: "2024-03-05-a", index: i },
      },
    };
  }
}

/** What a request has at least that a time limit can end and that sends its key nowhere else. */
function stoppable(): RequestInit {
  return { signal: new AbortController().signal, redirect: "manual" };
}

async function timed(work: Work, expected: number): Promise<number> {
  const start = performance.now();
  const count = await work();
  const ms = performance.now() - start;
  if (count !== expected) throw new Error(`Cannot compare: ${count} instead of ${expected}`);
  return ms;
}

/** How long a comparison without latency runs before it counts. */
const WARM_UP_MS = 4000;

/** Alternates the two, and gives the median of the rounds' ratios. */
async function compare(rounds: number, expected: number, plain: Work, sdk: Work, warmUp = true): Promise<Found> {
  const plainMs: number[] = [];
  const sdkMs: number[] = [];
  const start = performance.now();
  while (warmUp && performance.now() - start < WARM_UP_MS) for (const work of [plain, sdk]) await work();
  for (let round = 0; round < rounds; round++) {
    const turns = [
      () => timed(plain, expected).then((ms) => plainMs.push(ms)),
      () => timed(sdk, expected).then((ms) => sdkMs.push(ms)),
    ];
    for (const turn of round % 2 ? turns.reverse() : turns) await turn();
  }
  const ratios = plainMs.map((ms, i) => ms / (sdkMs[i] ?? NaN));
  return { ratio: median(ratios), plainMs: median(plainMs), sdkMs: median(sdkMs) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Microseconds that the SDK adds to a call: what the same `fetch` costs by itself is taken off. */
async function overhead(rounds: number, share: number): Promise<Found> {
  const calls = 20_000 * share;
  const text = JSON.stringify({ task_id: "65e7270353c5ab0f4d1a9c11", type: "imageannotation", status: "completed" });
  const headers = { "content-type": "application/json", "content-length": String(text.length) };
  const answer = (): Promise<Response> => Promise.resolve(new Response(text, { headers }));
  const { tasks } = new ScaleClient({ apiKey: "test_key", fetch: answer });
  const plain = async (): Promise<number> => {
    for (let i = 0; i < calls; i++) JSON.parse(await (await answer()).text());
    return calls;
  };
  const sdk = async (): Promise<number> => {
    for (let i = 0; i < calls; i++) await tasks.get("65e7270353c5ab0f4d1a9c11");
    return calls;
  };
  const withRequest = async (): Promise<number> => {
    const init = { headers: { authorization: "Basic abc", "user-agent": "scaleapi-sdk" } };
    for (let i = 0; i < calls; i++) {
      const { signal } = new AbortController();
      new Request("https://api.scale.com/v1/task/1", { ...init, signal });
      JSON.parse(await (await answer()).text());
    }
    return calls;
  };
  const found = await compare(rounds, calls, plain, sdk);
  const least = await compare(rounds, calls, plain, withRequest);
  const us = ({ plainMs = NaN, sdkMs = NaN }: Found): number => (sdkMs - plainMs) / calls * 1000;
  const note = `a Request with a signal alone adds ${us(least).toFixed(1)}`;
  return { ...found, ratio: us(found), note };
}

/** The most memory that this process has had, in MiB. */
function peakMiB(): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

/** Creates tasks from a generator that never waits, answered at once: memory must stay flat. */
async function flatMemory(items: number): Promise<Found> {
  const text = JSON.stringify({ task_id: "65e7270353c5ab0f4d1a9c11", type: "imageannotation", status: "pending" });
  const fetch = (): Promise<Response> => Promise.resolve(new Response(text));
  const client = new ScaleClient({ apiKey: "test_key", fetch });
  const start = performance.now();
  let done = 0;
  let early = 0;
  for await (const _ of client.tasks.createMany(newTasks(items), { concurrency: 16 })) {
    if (++done === items / 10) early = peakMiB();
  }
  const seconds = (performance.now() - start) / 1000;
  const note = `${items} items in ${seconds.toFixed(0)} s: peak ${early.toFixed(0)} MiB after a tenth, ${
    peakMiB().toFixed(0)
  } at the end`;
  return { ratio: peakMiB() - early, note };
}

const rows: Record<string, (order: Order) => Promise<Found>> = {
  async small({ urls: { small = "" }, rounds }) {
    return await compare(rounds, 10_000, () => plainList(small), () => sdkList(small));
  },
  async large({ urls: { large = "" }, rounds }) {
    return await compare(rounds, 10_000, () => plainList(large), () => sdkList(large));
  },
  async consumer({ urls: { far = "" }, rounds, share }) {
    const work = () => pause(20);
    return await compare(rounds, 10_000 * share, () => plainList(far, work), () => sdkPages(far, work), false);
  },
  async export({ urls: { far = "" }, rounds, share }) {
    return await compare(rounds, 10_000 * share, () => plainList(far), () => sdkExport(far), false);
  },
  async bunched({ urls: { bunched = "" }, rounds, share }) {
    return await compare(rounds, 10_000 * share, () => plainList(bunched), () => sdkExport(bunched), false);
  },
  async get({ urls: { small = "" }, rounds, share }) {
    const times = 2000 * share;
    const sdk = () => sdkGet(small, times);
    const found = await compare(rounds, times, () => plainGet(small, times), sdk);
    const { ratio } = await compare(rounds, times, () => plainGet(small, times, stoppable), sdk);
    return { ...found, note: `${ratio.toFixed(2)} of one whose requests can be stopped and follow no redirect` };
  },
  async create({ urls: { small = "" }, rounds, share }) {
    const count = 2000 * share;
    const sdk = () => sdkCreate(small, count);
    const toBlob = (json: string) => new Blob([json]);
    const blob = () => plainCreate(small, newTasks(count), 16, toBlob);
    const signal = () => plainCreate(small, newTasks(count), 16, toBlob, stoppable);
    const text = () => plainCreate(small, newTasks(count), 16, (json) => json);
    const found = await compare(rounds, count, blob, sdk);
    const beside = (await compare(rounds, count, signal, sdk)).ratio.toFixed(2);
    const { ratio } = await compare(rounds, count, text, sdk);
    const note =
      `${beside} of one whose requests can be stopped and follow no redirect, ${
        ratio.toFixed(2)
      } of one with strings, ` +
      "which may create twice";
    return { ...found, note };
  },
  overhead: ({ rounds, share }) => overhead(rounds, share),
  flat: ({ share }) => flatMemory(1_000_000 * share),
  async memoryPlain({ urls: { huge = "" } }) {
    await plainList(huge);
    return { ratio: peakMiB() };
  },
  async memorySdk({ urls: { huge = "" } }) {
    await sdkList(huge);
    return { ratio: peakMiB() };
  },
};

const order: Order = JSON.parse(process.argv[2] ?? "{}");
console.log(JSON.stringify(await rows[order.row]?.(order)));
process.exit(0);
