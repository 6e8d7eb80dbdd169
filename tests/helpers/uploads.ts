/** What the tests of uploads share: files of every kind, and what arrived of them. */

import type { FileSource } from "../../src/resources/files.ts";
import { streamOfChunks } from "./streams.ts";
import type { ArrivedPart, Mock } from "../mock/mod.ts";

/** Where uploads arrive. */
export const path = "/v1/files/upload";

/** An answer after which a call is made again at once. */
export const again = { status: 503, headers: { "retry-after": "0" } };

/** The parts of the last upload that arrived. */
export async function lastParts(mock: Mock): Promise<ArrivedPart[]> {
  const arrivals = await mock.requests({ path });
  return arrivals.at(-1)?.body as ArrivedPart[];
}

/** The file among them. */
export async function filePart(mock: Mock): Promise<ArrivedPart | undefined> {
  return (await lastParts(mock)).at(-1);
}

/** So many random bytes. */
export function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

/** The same bytes in every way that a file can be given. */
export function sources(bytes: Uint8Array<ArrayBuffer>): Record<string, () => FileSource> {
  const stream = (): ReadableStream<Uint8Array> => streamOfChunks(bytes.subarray(0, 10), bytes.subarray(10));
  const around = new Uint8Array([1, ...bytes, 2]);
  return {
    File: () => new File([bytes], "given.bin"),
    Blob: () => new Blob([bytes]),
    Uint8Array: () => bytes,
    "a part of an ArrayBuffer": () => around.subarray(1, -1),
    ArrayBuffer: () => bytes.buffer,
    ReadableStream: stream,
    "a function": () => stream,
    "an async function": () => () => Promise.resolve(stream()),
  };
}
