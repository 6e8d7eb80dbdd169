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
  const { headers } = response;
  const length = headers.get("content-length");
  let bytes: Uint8Array;
  // The body is looked at last: that makes a stream of it.
  if ((length && +length <= maxBytes && !headers.has("content-encoding")) || !response.body) {
    bytes = new Uint8Array(await response.arrayBuffer());
  } else {
    const reader = response.body.getReader();
    const stop = () => {
      reader.cancel(signal.reason).catch(() => {});
    };
    // The signal is that of one attempt, and goes with it.
    signal.addEventListener("abort", stop);
    const chunks: Uint8Array[] = [];
    let size = 0;
    while (size <= maxBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.length;
    }
    if (size > maxBytes) stop();
    bytes = new Uint8Array(size);
    for (const chunk of chunks.reverse()) bytes.set(chunk, size -= chunk.length);
  }
  // A body that does not listen may come to its end all the same.
  signal.throwIfAborted();
  // A fetch of the caller's may say any length.
  if (bytes.length <= maxBytes) return bytes;
  if (!what) return bytes.subarray(0, maxBytes);
  throw new ScaleResponseTooLargeError(`${what}: answer of more than ${maxBytes} bytes`, maxBytes);
}

let decoder: TextDecoder | undefined;

/** UTF-8 to text; bytes that are no UTF-8 become U+FFFD; none are no text. */
export function decodeUtf8(bytes?: Uint8Array): string {
  return (decoder ??= new TextDecoder()).decode(bytes);
}
