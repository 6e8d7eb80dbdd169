import { parseMultipart } from "./multipart.ts";

/** A body as it was read. */
export interface ReadBody {
  readonly kind: "none" | "json" | "multipart" | "text";
  readonly value: unknown;
  readonly bytes: number;
}

/** Enough for the small parts before a file. */
const headBytes = 65_536;

/** Reads a body to its end. Of one larger than `maxKept` only the size and the beginning are kept. */
export async function readBody(
  chunks: AsyncIterable<Uint8Array> | null,
  contentType: string,
  maxKept: number,
): Promise<ReadBody> {
  let kept: Uint8Array[] = [];
  let bytes = 0;
  let last = 0;
  if (chunks) {
    for await (const chunk of chunks) {
      if (bytes <= maxKept) kept.push(chunk);
      if (bytes <= maxKept && bytes + chunk.length > maxKept) kept = [concat(kept).slice(0, headBytes)];
      bytes += chunk.length;
      last = chunk[chunk.length - 1] ?? last;
    }
  }
  if (bytes === 0) return { kind: "none", value: undefined, bytes };
  if (/^multipart\/form-data/i.test(contentType)) {
    return {
      kind: "multipart",
      value: await parseMultipart(concat(kept), contentType, last === 10 ? bytes - 2 : bytes),
      bytes,
    };
  }
  const text = new TextDecoder().decode(concat(kept));
  if (/^application\/json/i.test(contentType)) {
    try {
      return { kind: "json", value: JSON.parse(text), bytes };
    } catch {
      return { kind: "text", value: text, bytes };
    }
  }
  return { kind: "text", value: text, bytes };
}

/** Chunks of a web stream; not every runtime can iterate over one. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let done = false;
  try {
    while (true) {
      const next = await reader.read();
      done = next.done;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    if (!done) await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

/** All chunks in one piece. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
