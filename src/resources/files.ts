import { checkLimit, checkObject, checkText } from "../check.ts";
import { MAX_UPLOAD_BYTES } from "../defaults.ts";
import type { FileData } from "../generated/types.ts";
import { fileSpec } from "../generated/validators.ts";
import type { Open, OpenObject } from "../loose.ts";
import { frame, type Sending, sending } from "../multipart.ts";
import type { Operation } from "../operation.ts";
import { type CallOptions, checkShared } from "../options.ts";
import { tell } from "../tell.ts";
import type { Fields } from "../same.ts";
import type { Transport } from "../transport.ts";
import { onAbort } from "../on_abort.ts";

/**
 * What can be uploaded. After a failure everything but a `ReadableStream` can be sent again. A function is called again
 * for that, and must return a new stream each time.
 *
 * In Node, `await openAsBlob(path)` gives a `Blob`, and `Readable.toWeb()` a stream; with TypeScript's `dom` library
 * the type of the latter needs `as ReadableStream<Uint8Array>`.
 */
export type FileSource =
  | Blob
  | ArrayBuffer
  | Uint8Array
  | ReadableStream<Uint8Array>
  | (() => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>);

/**
 * The details of a file. Undefined is not sent. Null is not sent by an upload; by an import it is sent as JSON's null.
 */
export interface FileParams {
  /** The project that may use it (Rapid). For several, upload it again with the same `reference_id`. */
  project_name?: string | null | undefined;
  /** The name that Scale shows. */
  display_name?: string | null | undefined;
  /** Your own id of the file. A second upload with it is refused, unless it is for another project. */
  reference_id?: string | null | undefined;
  /** Your own data. */
  metadata?: OpenObject | null | undefined;
}

/** How far an upload has come. */
export interface UploadProgress {
  /** Bytes of the file that were handed over for sending. A retry starts again at 0. */
  sent: number;
  /** The size of the file in bytes; undefined for a stream whose `size` is not given. */
  total: number | undefined;
}

/** The last argument of {@linkcode Files.upload}. */
export interface UploadOptions extends CallOptions {
  /** The file's name. By default that of the `File`, without folders, or `file` if it has none. */
  filename?: string | undefined;
  /** The file's media type, by default that of the `Blob`. If there is none, none is sent. */
  type?: string | undefined;
  /**
   * The size of a stream in bytes, if known: `onProgress` receives it as `total`, and `maxBytes` is checked before
   * sending.
   */
  size?: number | undefined;
  /**
   * The largest file that is sent, in bytes. Scale accepts 80 MB.
   *
   * @default {80_000_000}
   */
  maxBytes?: number | undefined;
  /** Called for every chunk. With it the request has no `content-length`, as if the file were a stream. */
  onProgress?: ((progress: UploadProgress) => unknown) | undefined;
}

/**
 * Files, for attachments that have no URL yet: `scale.files`.
 *
 * @see https://scale.com/docs/api-reference/file-endpoints
 */
export class Files {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Uploads a file; its `attachment_url` is what tasks take. After a failure it is sent again, unless it is a
   * `ReadableStream`. Streams are read no faster than they can be sent, and cancelled if they are not read to the end.
   *
   * `timeoutMs` (60 s by default) includes the sending: set it to suit the file's size and the connection. If an
   * attempt with a `reference_id` arrived but its answer was lost, sending it again ends in a 409. The API has no call
   * to look up a file, so that is for you to judge.
   *
   * @throws {RangeError} If the file is larger than `maxBytes`, before anything is sent where its size is known; or if
   * `maxBytes` is out of range.
   * @throws {TypeError} If the file has a type that cannot be uploaded or is a locked stream, or if a name or the media
   * type cannot be sent.
   * @throws {ScaleDuplicateResourceError} If the `reference_id` is taken.
   * @throws The error of the file's stream, if it fails.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const cow = new File([new Uint8Array(1000)], "cow.png", { type: "image/png" });
   * const { attachment_url } = await scale.files.upload(cow, { project_name: "cows" });
   * ```
   *
   * @example A large file, opened again for every attempt
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.files.upload(async () => (await Deno.open("cow.mp4")).readable, { reference_id: "cow-1" }, {
   *   filename: "cow.mp4",
   *   timeoutMs: 600_000,
   *   onProgress: ({ sent }) => console.log(sent),
   * });
   * ```
   *
   * @see https://scale.com/docs/api-reference/file-endpoints
   */
  async upload(file: FileSource, params: Open<FileParams> = {}, options: UploadOptions = {}): Promise<FileData> {
    const once = isStream(file);
    if (once && file.locked) throw new TypeError("file: stream is locked");
    // An error of the file's stream ends the call as an abort by the caller does: at once, with that error.
    const end = new AbortController();
    // After the event loop has turned: workerd breaks if a request is aborted while it reads its body.
    const abort = (reason: unknown): void => void setTimeout(() => end.abort(reason));
    let leave: (() => void) | undefined;
    try {
      // A copy: the caller may give the object another signal for the next upload.
      options = checkShared(options);
      const { signal } = options;
      leave = signal && onAbort(signal, abort);
      if (signal?.aborted) end.abort(signal.reason);
      return await this.#transport.send(upload(file, params as Fields, options, end.signal, abort), {
        ...options,
        signal: end.signal,
      });
    } finally {
      leave?.();
      // If it was never read; otherwise `release` cancels it.
      if (once && !file.locked) file.cancel(end.signal.reason).catch(() => {});
    }
  }

  /**
   * Has Scale fetch a file from a URL; its `attachment_url` is what tasks take.
   *
   * @throws {TypeError} If the URL is empty.
   * @throws {ScaleDuplicateResourceError} If the `reference_id` is taken, possibly by an earlier attempt of this call.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { attachment_url } = await scale.files.import("https://example.com/cow.jpg", { project_name: "cows" });
   * ```
   *
   * @see https://scale.com/docs/api-reference/file-endpoints
   */
  async import(fileUrl: string, params: Open<FileParams> = {}, options?: CallOptions): Promise<FileData> {
    checkText("fileUrl", fileUrl);
    return await this.#transport.send({
      method: "POST",
      path: "/v1/files/import",
      json: { ...checkObject(params), file_url: fileUrl },
      spec: fileSpec,
    }, options);
  }
}

/**
 * The operation of an upload. `abort` is called with an error of the file's stream; `end` is the signal of the call.
 */
function upload(
  file: FileSource,
  params: Fields,
  options: UploadOptions,
  end: AbortSignal,
  abort: (reason: unknown) => void,
): Operation<FileData> {
  const { filename, type, maxBytes = MAX_UPLOAD_BYTES, onProgress } = options;
  checkLimit("maxBytes", maxBytes, 0);
  const check = (bytes = 0): void => {
    if (bytes <= maxBytes) return;
    throw new RangeError(`file: must be at most ${maxBytes} bytes (${maxBytes / 1e6} MB; see maxBytes)`);
  };
  const once = isStream(file);
  const bytes = file instanceof ArrayBuffer || ArrayBuffer.isView(file);
  const blob = bytes ? new Blob([file as BlobPart]) : file instanceof Blob ? file : undefined;
  const open = blob ? () => blob.stream() : once ? () => file : file;
  if (typeof open !== "function") {
    throw new TypeError("file: must be a Blob, Uint8Array, ArrayBuffer, ReadableStream or function");
  }
  const { size } = blob ?? options;
  check(size);
  // The name is what follows the folders. In Bun the name of a file on disk is its path, with backslashes on Windows.
  const name = (blob as Partial<File> | undefined)?.name?.replace(blob instanceof File ? /.*\//s : /.*[\\/]/s, "");
  const around = frame(params, filename || name || "file", type ?? blob?.type);
  const { head, tail } = around;
  const whole = blob && !onProgress && new Blob([head, blob, tail]);
  let current: Sending | undefined;
  return {
    method: "POST",
    path: "/v1/files/upload",
    body: () => {
      // The abort ends the call itself one turn later.
      options.signal?.throwIfAborted();
      // Bun leaves out a file on disk from a Blob that has other parts.
      if (whole && whole.size === head.length + blob.size + tail.length) return { type: around.type, body: whole };
      let sent = 0;
      current = sending(around, open, (bytes) => {
        options.signal?.throwIfAborted();
        check(sent += bytes);
        tell(onProgress, { sent, total: size });
      }, abort);
      return { type: around.type, body: current.body };
    },
    release: () => current?.release(end.reason),
    once,
    spec: fileSpec,
  };
}

function isStream(file: unknown): file is ReadableStream<Uint8Array> {
  return typeof (file as ReadableStream | undefined)?.getReader === "function";
}
