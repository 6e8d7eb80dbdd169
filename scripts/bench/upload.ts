/**
 * Uploads a generated stream of 1 GiB: how much memory that takes beside an idle process, and how fast it is beside a
 * bare `fetch` of the same multipart body. Every upload runs in a process of its own, to a `node:http` server in
 * another that throws away what it gets.
 *
 * ```sh
 * deno run -A scripts/bench/upload.ts
 * ```
 *
 * @module
 */

import { ScaleClient } from "../../mod.ts";
import { frame } from "../../src/multipart.ts";

/** What was measured. */
export interface UploadBench {
  /** Throughput of `files.upload`, in MiB a second: the median of the rounds. */
  readonly sdkMiBps: number;
  /** Throughput of a bare `fetch`, in MiB a second. */
  readonly fetchMiBps: number;
  /** The median of the rounds' ratios of the two throughputs. */
  readonly throughputRatio: number;
  /** Peak memory of `files.upload` beyond that of an idle process, in MiB: the largest of the rounds. */
  readonly extraMiB: number;
  /** Peak memory of the bare `fetch` beyond that of an idle process, in MiB. */
  readonly fetchExtraMiB: number;
}

type Kind = "idle" | "sdk" | "progress" | "fetch";

/** What a process says of its upload. */
interface Upload {
  readonly ms: number;
  readonly peakBytes: number;
}

const MIB = 2 ** 20;
const CHUNK = 65_536;
const SIZE = 1024 * MIB;
const WARM_UP = 16 * MIB;

const answer = JSON.stringify({ id: "1", attachment_url: "scaledata://1" });
const sinkScript = `
import { createServer } from "node:http";
const server = createServer((request, response) => {
  let bytes = 0;
  request.on("data", (chunk) => bytes += chunk.length);
  request.on("end", () => response.setHeader("x-request-id", String(bytes)).end('${answer}'));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

/** A stream of fresh chunks that nobody keeps. */
function generated(size: number, head?: Uint8Array, tail?: Uint8Array): ReadableStream<Uint8Array> {
  let left = size;
  return new ReadableStream({
    start(controller): void {
      if (head) controller.enqueue(head);
    },
    pull(controller): void {
      if (left > 0) {
        controller.enqueue(new Uint8Array(Math.min(left, CHUNK)).fill(left / CHUNK));
        left -= CHUNK;
      } else {
        if (tail) controller.enqueue(tail);
        controller.close();
      }
    },
  }, { highWaterMark: 0 });
}

/** Uploads with the SDK. Gives how many bytes arrived. */
async function withSdk(url: string, size: number, progress: boolean): Promise<number> {
  const { files } = new ScaleClient({ apiKey: "test_key", baseUrl: url, timeoutMs: Infinity });
  let arrived = 0;
  let sent = 0;
  await files.upload(generated(size), {}, {
    maxBytes: Infinity,
    onResponse: ({ requestId }) => arrived = Number(requestId),
    ...progress && { onProgress: (progress) => sent = progress.sent },
  });
  if (progress && sent !== size) throw new Error(`Cannot measure: ${sent} bytes of progress`);
  return arrived;
}

/** Uploads the same body with nothing but `fetch`. */
async function withFetch(url: string, size: number): Promise<number> {
  const { type, head, tail } = frame({}, "file", undefined);
  const response = await fetch(
    new Request(`${url}/v1/files/upload`, {
      method: "POST",
      headers: { "content-type": type },
      body: generated(size, head, tail),
      duplex: "half",
    } as RequestInit),
  );
  await response.json();
  return Number(response.headers.get("x-request-id"));
}

/** What runs in a process of its own. */
async function uploadHere(kind: Kind, url: string): Promise<Upload> {
  let peak = 0;
  const look = (): number => peak = Math.max(peak, Deno.memoryUsage().rss);
  const timer = setInterval(look, 5);
  const run = async (size: number): Promise<void> => {
    const arrived = kind === "fetch" ? await withFetch(url, size) : await withSdk(url, size, kind === "progress");
    if (!(arrived > size && arrived < size + 1000)) throw new Error(`Cannot measure: ${arrived} bytes arrived`);
  };
  let ms = 0;
  if (kind === "idle") await new Promise((resolve) => setTimeout(resolve, 500));
  else {
    await run(WARM_UP);
    const start = performance.now();
    await run(SIZE);
    ms = performance.now() - start;
  }
  clearInterval(timer);
  look();
  return { ms, peakBytes: await highWaterMark() ?? peak };
}

/** The most memory that this process ever held, where the system says it. */
async function highWaterMark(): Promise<number | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const status = await Deno.readTextFile("/proc/self/status");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

async function uploadElsewhere(kind: Kind, url: string): Promise<Upload> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", import.meta.filename ?? "", kind, url],
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error(`Cannot measure ${kind}: exit code ${code}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Starts the server: with Node, which is faster at this and so hides less; else with Deno. */
async function startSink(): Promise<{ url: string; close: () => Promise<void> }> {
  const options = { stdin: "null", stdout: "piped", stderr: "inherit" } as const;
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command("node", { args: ["--input-type=module", "-e", sinkScript], ...options }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    child = new Deno.Command(Deno.execPath(), { args: ["eval", sinkScript], ...options }).spawn();
  }
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return {
    url: `http://127.0.0.1:${new TextDecoder().decode(value).trim()}`,
    close: async (): Promise<void> => {
      child.kill();
      await reader.cancel();
      await child.status;
    },
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Measures in alternating rounds, prints the figures, and gives them. */
export async function benchUpload(rounds = 5): Promise<UploadBench> {
  const sink = await startSink();
  try {
    const idle = Math.min(...await inTurn(3, async () => (await uploadElsewhere("idle", sink.url)).peakBytes));
    const pairs = await inTurn(rounds, async (round) => {
      const kinds: readonly Kind[] = round % 2 ? ["fetch", "sdk"] : ["sdk", "fetch"];
      const [one, other] = await inTurn(2, (i) => uploadElsewhere(kinds[i] ?? "sdk", sink.url)) as [Upload, Upload];
      const [sdk, bare] = round % 2 ? [other, one] : [one, other];
      console.log(
        `  round ${round + 1}: files.upload ${speed(sdk).toFixed(0)} MiB/s, fetch ${speed(bare).toFixed(0)} MiB/s, ` +
          `ratio ${(bare.ms / sdk.ms).toFixed(2)}, extra memory ${extra(sdk, idle).toFixed(0)} MiB, ` +
          `fetch's ${extra(bare, idle).toFixed(0)} MiB`,
      );
      return { sdk, bare };
    });
    const progress = await uploadElsewhere("progress", sink.url);
    const bench = {
      sdkMiBps: median(pairs.map(({ sdk }) => speed(sdk))),
      fetchMiBps: median(pairs.map(({ bare }) => speed(bare))),
      throughputRatio: median(pairs.map(({ sdk, bare }) => bare.ms / sdk.ms)),
      extraMiB: Math.max(...[...pairs.map(({ sdk }) => sdk), progress].map((upload) => extra(upload, idle))),
      fetchExtraMiB: Math.max(...pairs.map(({ bare }) => extra(bare, idle))),
    };
    console.log(
      `upload of 1 GiB: ${bench.throughputRatio.toFixed(2)} of the throughput of fetch (at least 0.90), ` +
        `${bench.extraMiB.toFixed(0)} MiB more than an idle process of ${
          (idle / MIB).toFixed(0)
        } MiB (less than 64); ` +
        `with onProgress ${speed(progress).toFixed(0)} MiB/s`,
    );
    return bench;
  } finally {
    await sink.close();
  }
}

function speed({ ms }: Upload): number {
  return SIZE / MIB / (ms / 1000);
}

function extra({ peakBytes }: Upload, idle: number): number {
  return (peakBytes - idle) / MIB;
}

async function inTurn<T>(times: number, work: (i: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let i = 0; i < times; i++) done.push(await work(i));
  return done;
}

if (import.meta.main) {
  const [kind, url] = Deno.args;
  if (kind !== undefined && url !== undefined) {
    console.log(JSON.stringify(await uploadHere(kind as Kind, url)));
  } else {
    const { throughputRatio, extraMiB } = await benchUpload();
    if (throughputRatio < 0.9 || extraMiB >= 64) Deno.exit(1);
  }
}
