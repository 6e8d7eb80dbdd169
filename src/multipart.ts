import { checkHeader } from "./options.ts";
import { wellFormed } from "./path.ts";
import { pairs } from "./query.ts";

/** Bytes of a file that are handed over at once: some streams give all of it in one chunk. */
const PIECE = 65_536;

/** A multipart body around its file. */
export interface Frame {
  /** The `content-type` of the request. */
  readonly type: string;
  /** What comes before the file's bytes. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** What comes after them. */
  readonly tail: Uint8Array<ArrayBuffer>;
}

/**
 * Writes a multipart body but for the bytes of its file, which is the last part, named `file`. The same on every
 * runtime, which `FormData` is not: a file name is always there, and no name can end its header line or its quotes.
 *
 * @throws {TypeError} If a name or a text holds a lone surrogate, or the media type cannot stand in a header.
 */
export function frame(fields: Record<string, unknown>, filename: string, type: string | undefined): Frame {
  const boundary = "scale-" + crypto.getRandomValues(new Uint32Array(4)).join("-");
  const encoder = new TextEncoder();
  const part = `--${boundary}\r\nContent-Disposition: form-data; name="`;
  let head = "";
  for (const [name, text] of pairs(fields)) head += `${part}${quotable("name", name)}"\r\n\r\n${text}\r\n`;
  head += `${part}file"; filename="${quotable("filename", filename)}"\r\n`;
  if (type) {
    checkHeader("type", type);
    head += `Content-Type: ${type}\r\n`;
  }
  return {
    type: "multipart/form-data; boundary=" + boundary,
    head: encoder.encode(head + "\r\n"),
    tail: encoder.encode(`\r\n--${boundary}--\r\n`),
  };
}

/** Percent-encodes what HTML's forms do, and NUL, and a last backslash, which many servers take for an escape. */
function quotable(what: string, name: string): string {
  wellFormed(what, name);
  return name.replace(/["\r\n\0]|\\$/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0"));
}

/** A body on its way. */
export interface Sending {
  /** What `fetch` is given. It reads from the file no faster than it is read itself, and keeps nothing. */
  readonly body: ReadableStream<Uint8Array>;
  /** Ends it, wherever it is: the file's stream is cancelled. Runtimes often do not when a request ends early. */
  readonly release: (reason?: unknown) => void;
}

/**
 * Frames the stream of a file while it is sent. It is opened only when the body is read.
 *
 * @param onPiece Is told the size of every piece of the file before it is sent; what it throws ends the body.
 * @param onError Is told why the body cannot be completed. Runtimes hide or replace that reason.
 */
export function sending(
  { head, tail }: Frame,
  open: () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>,
  onPiece: (bytes: number) => void,
  onError: (error: unknown) => void,
): Sending {
  let control: ReadableStreamDefaultController<Uint8Array>;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let rest: Uint8Array | undefined;
  let begun = false;
  let over = false;
  const release = (reason?: unknown): void => {
    over = true;
    control.error(reason);
    reader?.cancel(reason).catch(() => {});
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller): void {
      control = controller;
    },
    async pull(): Promise<void> {
      try {
        if (!begun) {
          begun = true;
          return control.enqueue(head);
        }
        reader ??= (await open()).getReader();
        if (over) return release();
        let piece = rest;
        // An empty chunk would end a chunked body.
        while (!piece?.length) {
          const { done, value } = await reader.read();
          // The end of a cancelled stream is not the end of the file.
          if (over) return;
          if (done) {
            control.enqueue(tail);
            return control.close();
          }
          if (!(value instanceof Uint8Array)) throw new TypeError("file: must be a stream of Uint8Array");
          piece = value;
        }
        rest = undefined;
        if (piece.length > PIECE) {
          rest = piece.subarray(PIECE);
          piece = piece.subarray(0, PIECE);
        }
        onPiece(piece.length);
        control.enqueue(piece);
      } catch (error) {
        const early = over;
        release(error);
        if (!early) onError(error);
      }
    },
    cancel: release,
  }, { highWaterMark: 0 });
  return { body, release };
}
