import { ScaleResponseTooLargeError } from "./errors.ts";

/**
 * Reads at most `maxBytes` of a body, counted after decompression: `content-length` is trusted only if the body is not
 * compressed.
 *
 * @param what The call, for the error's message. Without it there is no error, and the bytes end at the limit.
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
  // `body` is read last, since reading it makes the runtime create a stream.
  if ((length && +length <= maxBytes && !headers.has("content-encoding")) || !response.body) {
    bytes = new Uint8Array(await response.arrayBuffer());
  } else {
    const reader = response.body.getReader();
    const stop = () => {
      reader.cancel(signal.reason).catch(() => {});
    };
    // No need to remove the listener: the signal lives no longer than its attempt.
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
  // A body that ignores the signal may have come to its end.
  signal.throwIfAborted();
  // The answer of a caller's own `fetch` may have a wrong length.
  if (bytes.length <= maxBytes) return bytes;
  if (!what) return bytes.subarray(0, maxBytes);
  throw new ScaleResponseTooLargeError(`${what}: answer of more than ${maxBytes} bytes`, maxBytes);
}

let decoder: TextDecoder | undefined;

/** Decodes UTF-8. Malformed bytes become U+FFFD; without bytes the string is empty. */
export function decodeUtf8(bytes?: Uint8Array): string {
  return (decoder ??= new TextDecoder()).decode(bytes);
}
