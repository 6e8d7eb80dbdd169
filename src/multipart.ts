import { checkHeader, checkString } from "./check.ts";
import { pairs } from "./query.ts";

/** The most bytes of a file that are handed over at once, since some streams give all of it in one chunk. */
const PIECE = 65_536;

/** A multipart body without the bytes of its file. */
export interface Frame {
  /** The `content-type` of the request. */
  readonly type: string;
  /** What comes before the file's bytes. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** What comes after them. */
  readonly tail: Uint8Array<ArrayBuffer>;
}

/**
 * Writes a multipart body without the bytes of its file, which is the last part, named `file`. Unlike `FormData`, it is
 * the same on every runtime: there always is a file name, and no name can end its header line or its quotes.
 *
 * @throws {TypeError} If a name or a value contains a lone surrogate, or the media type is not valid in a header.
 */
export function frame(fields: Record<string, unknown>, filename: string, type: string | undefined): Frame {
  const boundary = crypto.randomUUID();
  const encoder = new TextEncoder();
  const part = `--${boundary}\r\nContent-Disposition: form-data; name="`;
  let head = "";
  checkString("filename", filename);
  for (const [name, text] of pairs(fields)) head += `${part}${quotable(name)}"\r\n\r\n${text}\r\n`;
  head += `${part}file"; filename="${quotable(filename)}"\r\n`;
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

/**
 * Percent-encodes what HTML forms do, and also NUL and a backslash at the end, which many servers take for an escape.
 */
function quotable(name: string): string {
  return name.replace(/["\r\n\0]|\\$/g, encodeURIComponent);
}

/** A body that is being sent. */
export interface Sending {
  /** The body for `fetch`. It reads the file no faster than it is read itself, and keeps nothing. */
  readonly body: ReadableStream<Uint8Array>;
  /** Ends it, and cancels the file's stream, which runtimes often do not do when a request ends early. */
  readonly release: (reason?: unknown) => void;
}

/**
 * Makes a body from a frame and the stream of its file, which is opened only when the body is read.
 *
 * @param onPiece Called with the size of every piece of the file before it is sent. If it throws, the body ends.
 * @param onError Called with the reason if the body cannot be completed, and must end the request. Runtimes hide or
 * replace that reason.
 */
export function sending(
  { head, tail }: Frame,
  open: () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>,
  onPiece: (bytes: number) => void,
  onError: (error: unknown) => void,
): Sending {
  let control: ReadableStreamDefaultController<Uint8Array>;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let rest: Uint8Array = new Uint8Array();
  let over = false;
  const release = (reason?: unknown): void => {
    over = true;
    control.error(reason);
    reader?.cancel(reason).catch(() => {});
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller): void {
      control = controller;
      control.enqueue(head);
    },
    async pull(): Promise<void> {
      try {
        // The caller's function may return anything.
        reader ??= (await open())?.getReader?.() ?? refuse();
        if (over) return release();
        // An empty chunk would end a chunked body.
        while (!rest.length) {
          const { done, value } = await reader.read();
          // The end of a cancelled stream is not the end of the file.
          if (over) return;
          if (done) {
            control.enqueue(tail);
            return control.close();
          }
          rest = value instanceof Uint8Array ? value : refuse();
        }
        const piece = rest.subarray(0, PIECE);
        rest = rest.subarray(PIECE);
        onPiece(piece.length);
        control.enqueue(piece);
      } catch (error) {
        reader?.cancel(error).catch(() => {});
        if (over) return;
        onError(error);
        // The body waits until the request has ended: where it fails before that, workerd sends what there is as if it
        // were all, and Bun before 1.4 has no handler for it.
        await new Promise(() => {});
      }
    },
    cancel: release,
  }, { highWaterMark: 0 });
  return { body, release };
}

function refuse(): never {
  throw new TypeError("file: must be a stream of Uint8Array");
}
