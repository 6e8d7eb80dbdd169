/**
 * Uploads a generated stream of 1 GiB: how much memory that takes beside an idle process, and how fast it is beside a
 * bare `fetch` of the same multipart body. Each memory is that of a process of its own, all speeds come from one, and a
 * `node:http` server in another throws away what it gets.
 *
 * ```sh
 * deno run -A scripts/bench/upload.ts
 * ```
 *
 * @module
 */

import { ScaleClient } from "../../mod.ts";
import { frame } from "../../src/multipart.ts";
import { lastLines, run } from "../test/process.ts";
import { type Server, startServer } from "../test/server.ts";
import { median } from "./median.ts";

/** What was measured. */
export interface UploadBench {
  /** Throughput of `files.upload`, in MiB a second. */
  readonly sdkMiBps: number;
  /** The median of the ratios of the two throughputs, of pairs of uploads right after each other. */
  readonly throughputRatio: number;
  /** Peak memory of `files.upload` beyond that of an idle process, in MiB. */
  readonly extraMiB: number;
}

type Way = "sdk" | "progress" | "fetch";

const MIB = 2 ** 20;
/** Bytes of a chunk where throughputs are compared: what files and network give. */
const CHUNK = 65_536;
/**
 * Bytes of a chunk where memory is measured. Every chunk is new, so that one that is kept is seen; but V8 collects them
 * by the number of objects, not by their bytes. With chunks of 64 KiB, 30 to 60 MiB of the generator's own refuse hide
 * what an upload holds: 40 to 77 MiB above the idle process then, and 50 to 70 MiB with a bare `fetch`.
 */
const SMALL_CHUNK = 16_384;
const SIZE = 1024 * MIB;
/** What is uploaded at once where throughputs are compared: pairs that are near in time see the same machine. */
const SLICE = 256 * MIB;
const PAIRS = 12;
const MEMORY_ROUNDS = 5;

const answer = JSON.stringify({ id: "1", attachment_url: "scaledata://1" });
const sinkScript = `
import { createServer } from "node:http";
const server = createServer((request, response) => {
  let bytes = 0;
  request.on("data", (chunk) => bytes += chunk.length);
  request.on("end", () => response.setHeader("x-request-id", String(bytes)).end('${answer}'));
});
server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port));
`;

/** A stream of fresh chunks that nobody keeps. */
function generated(size: number, chunk: number, head?: Uint8Array, tail?: Uint8Array): ReadableStream<Uint8Array> {
  let left = size;
  return new ReadableStream({
    start(controller): void {
      if (head) controller.enqueue(head);
    },
    pull(controller): void {
      if (left > 0) {
        controller.enqueue(new Uint8Array(Math.min(left, chunk)).fill(left / chunk));
        left -= chunk;
      } else {
        if (tail) controller.enqueue(tail);
        controller.close();
      }
    },
  }, { highWaterMark: 0 });
}

/** Uploads with the SDK. Gives how many bytes arrived. */
async function withSdk(url: string, size: number, chunk: number, progress: boolean): Promise<number> {
  const { files } = new ScaleClient({ apiKey: "test_key", baseUrl: url, timeoutMs: Infinity });
  let arrived = 0;
  let sent = 0;
  await files.upload(generated(size, chunk), {}, {
    maxBytes: Infinity,
    onResponse: ({ requestId }) => arrived = Number(requestId),
    ...progress && { onProgress: (progress) => sent = progress.sent },
  });
  if (progress && sent !== size) throw new Error(`Cannot measure: ${sent} bytes of progress`);
  return arrived;
}

/** Uploads the same body with nothing but `fetch`. */
async function withFetch(url: string, size: number, chunk: number): Promise<number> {
  const { type, head, tail } = frame({}, "file", undefined);
  const response = await fetch(
    new Request(`${url}/v1/files/upload`, {
      method: "POST",
      headers: { "content-type": type },
      body: generated(size, chunk, head, tail),
      duplex: "half",
    } as RequestInit),
  );
  await response.json();
  return Number(response.headers.get("x-request-id"));
}

/** Uploads, and gives how long that took in milliseconds. */
async function upload(way: Way, url: string, size: number, chunk: number): Promise<number> {
  const start = performance.now();
  const arrived = way === "fetch"
    ? await withFetch(url, size, chunk)
    : await withSdk(url, size, chunk, way === "progress");
  const ms = performance.now() - start;
  if (!(arrived > size && arrived < size + 1000)) throw new Error(`Cannot measure: ${arrived} bytes arrived`);
  return ms;
}

/** In a process of its own: the most memory that it ever held, in bytes, with an upload of 1 GiB or none. */
async function peakMemory(way: Way | "idle", url: string): Promise<number> {
  let peak = 0;
  const look = (): number => peak = Math.max(peak, Deno.memoryUsage().rss);
  const timer = setInterval(look, 5);
  if (way === "idle") await new Promise((resolve) => setTimeout(resolve, 500));
  else await upload(way, url, SIZE, SMALL_CHUNK);
  clearInterval(timer);
  look();
  return await highWaterMark() ?? peak;
}

/** In a process of its own: the times of pairs of uploads in milliseconds, once with the SDK and once without. */
async function pairs(url: string): Promise<{ sdk: number; fetch: number }[]> {
  await upload("sdk", url, SLICE / 4, CHUNK);
  await upload("fetch", url, SLICE / 4, CHUNK);
  return await inTurn(PAIRS, async (i) => {
    const first = await upload(i % 2 ? "sdk" : "fetch", url, SLICE, CHUNK);
    const second = await upload(i % 2 ? "fetch" : "sdk", url, SLICE, CHUNK);
    return i % 2 ? { sdk: first, fetch: second } : { sdk: second, fetch: first };
  });
}

/** The most memory that this process ever held, where the system says it. */
async function highWaterMark(): Promise<number | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const status = await Deno.readTextFile("/proc/self/status");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

async function elsewhere<T>(what: string, url: string): Promise<T> {
  const args = ["run", "-A", "--no-check", "--quiet", import.meta.filename ?? "", what, url];
  const outcome = await run(Deno.execPath(), args, { timeoutMs: 1_200_000 });
  if (outcome.code !== 0) throw new Error(`Cannot measure ${what}: ${lastLines(outcome, 8)}`);
  return JSON.parse(outcome.stdout);
}

/** Starts the server: with Node, which is faster at this and so hides less; else with Deno. */
async function startSink(): Promise<Server> {
  try {
    return await startServer("node", ["--input-type=module", "-e", sinkScript]);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return await startServer(Deno.execPath(), ["eval", sinkScript]);
  }
}

/** Measures, prints the figures, and gives them. */
export async function benchUpload(): Promise<UploadBench> {
  const sink = await startSink();
  try {
    const rounds = await inTurn(MEMORY_ROUNDS, async () => ({
      idle: await elsewhere<number>("idle", sink.line),
      sdk: await elsewhere<number>("sdk", sink.line),
      progress: await elsewhere<number>("progress", sink.line),
      fetch: await elsewhere<number>("fetch", sink.line),
    }));
    const times = await elsewhere<{ sdk: number; fetch: number }[]>("pairs", sink.line);
    const idle = median(rounds.map(({ idle }) => idle)) / MIB;
    const extra = (way: Way): number[] => rounds.map((round) => round[way] / MIB - idle).sort((a, b) => a - b);
    const bench: UploadBench = {
      sdkMiBps: SLICE / MIB / (median(times.map(({ sdk }) => sdk)) / 1000),
      throughputRatio: median(times.map(({ sdk, fetch }) => fetch / sdk)),
      extraMiB: Math.max(median(extra("sdk")), median(extra("progress"))),
    };
    const list = (way: Way): string => extra(way).map((mib) => mib.toFixed(0)).join(" ");
    console.log(
      `upload of a stream: ${bench.sdkMiBps.toFixed(0)} MiB/s, ${bench.throughputRatio.toFixed(2)} of a bare fetch ` +
        `(at least 0.90)\n` +
        `upload of 1 GiB: ${bench.extraMiB.toFixed(0)} MiB (less than 64) above the ${idle.toFixed(0)} of an idle ` +
        `process (runs: ${list("sdk")}; with onProgress: ${list("progress")}; bare fetch: ${list("fetch")})`,
    );
    return bench;
  } finally {
    await sink.close();
  }
}

async function inTurn<T>(times: number, work: (i: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let i = 0; i < times; i++) done.push(await work(i));
  return done;
}

if (import.meta.main) {
  const [what, url] = Deno.args;
  if (what !== undefined && url !== undefined) {
    console.log(JSON.stringify(what === "pairs" ? await pairs(url) : await peakMemory(what as Way, url)));
  } else {
    const { throughputRatio, extraMiB } = await benchUpload();
    if (throughputRatio < 0.9 || extraMiB >= 64) Deno.exit(1);
  }
}
