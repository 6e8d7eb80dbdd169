import { ScaleResponseTooLargeError } from "./errors.ts";

/**
 * Reads a body, at most `maxBytes` of it, counted after decompression: `content-length` is trusted only where nothing
 * is compressed.
 *
 * @param what The call, for the error; where it is not given, the bytes end at the limit.
 * @throws {ScaleResponseTooLargeError} If there is more.
 */
export async function readBytes(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
  what?: string,
): Promise<Uint8Array> {
  const tooLarge = () => new ScaleResponseTooLargeError(`${what}: answer of more than ${maxBytes} bytes`, maxBytes);
  const length = response.headers.get("content-length");
  if ((length && +length <= maxBytes && !response.headers.has("content-encoding")) || !response.body) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    // A fetch of the caller's may say any length.
    if (bytes.length <= maxBytes) return bytes;
    if (!what) return bytes.subarray(0, maxBytes);
    throw tooLarge();
  }
  const reader = response.body.getReader();
  const stop = () => {
    reader.cancel(signal.reason).catch(() => {});
  };
  signal.addEventListener("abort", stop);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return join(chunks, size);
      chunks.push(value);
      if ((size += value.length) > maxBytes) {
        stop();
        if (!what) return join(chunks, size).subarray(0, maxBytes);
        throw tooLarge();
      }
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function join(chunks: Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

let decoder: TextDecoder | undefined;

/** UTF-8 to text; bytes that are no UTF-8 become U+FFFD, or an error where `fatal` is set; none are no text. */
export function decodeUtf8(bytes?: Uint8Array, fatal = false): string {
  const text = (decoder ??= new TextDecoder()).decode(bytes);
  // Deno takes seven times as long where it is to fail.
  return fatal && text.includes("\ufffd") ? new TextDecoder("utf-8", { fatal }).decode(bytes) : text;
}
