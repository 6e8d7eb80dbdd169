import type { ArrivedPart } from "./types.ts";

/**
 * Parts of a multipart body, with the `content-disposition` as sent. Written by hand: `Request.formData()` hides what
 * the client wrote, and differs by runtime.
 *
 * Where `body` is only the beginning, `total` is the size of the whole, up to its last `--`: the part that was cut off
 * is then the last one, and has no hash.
 */
export async function parseMultipart(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
  total: number = body.length,
): Promise<ArrivedPart[]> {
  const said = /;\s*boundary=(?:"([^"]+)"|([^";\s]+))/i.exec(contentType);
  const boundary = said?.[1] ?? said?.[2];
  if (boundary === undefined) return [];
  const encoder = new TextEncoder();
  const delimiter = encoder.encode(`\r\n--${boundary}`);
  const blank = encoder.encode("\r\n\r\n");
  const parts: ArrivedPart[] = [];
  let at = find(body, delimiter.subarray(2), 0);
  if (at < 0) return [];
  at = behindPadding(body, at + delimiter.length - 2);
  while (body[at] === 13) {
    const headEnd = find(body, blank, at);
    const end = find(body, delimiter, headEnd);
    if (headEnd < 0) break;
    const head = new TextDecoder().decode(body.subarray(at + 2, headEnd));
    if (end < 0) {
      if (total > body.length) parts.push({ ...describePart(head), size: total - headEnd - delimiter.length - 6 });
      break;
    }
    parts.push(await wholePart(head, body.subarray(headEnd + 4, end)));
    at = behindPadding(body, end + delimiter.length);
  }
  return parts;
}

/** Blanks may follow a delimiter on its line. */
function behindPadding(body: Uint8Array, at: number): number {
  while (body[at] === 32 || body[at] === 9) at++;
  return at;
}

async function wholePart(head: string, content: Uint8Array<ArrayBuffer>): Promise<ArrivedPart> {
  const part = describePart(head);
  const text = part.filename === undefined ? { text: new TextDecoder().decode(content) } : {};
  return { ...part, ...text, size: content.length, sha256: await sha256(content) };
}

function describePart(head: string): Omit<ArrivedPart, "size"> {
  const headers = Object.fromEntries(
    head.split("\r\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const disposition = headers["content-disposition"] ?? "";
  const type = headers["content-type"];
  const filename = parameter(disposition, "filename") ?? extendedParameter(disposition, "filename");
  return {
    name: parameter(disposition, "name") ?? "",
    ...filename !== undefined && { filename },
    ...type !== undefined && { type },
    disposition,
  };
}

function parameter(disposition: string, name: string): string | undefined {
  const quoted = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, "i").exec(disposition)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n");
  return new RegExp(`;\\s*${name}=([^;\\s]+)`, "i").exec(disposition)?.[1];
}

/** A parameter in the form of RFC 8187, as some clients write names beyond ASCII: `filename*=UTF-8''%C3%A5.png`. */
function extendedParameter(disposition: string, name: string): string | undefined {
  const text = new RegExp(`;\\s*${name}\\*=utf-8'[^']*'([^;\\s]+)`, "i").exec(disposition)?.[1];
  try {
    return text && decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** SHA-256 in hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function find(body: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0];
  if (first === undefined || from < 0) return -1;
  for (let at = body.indexOf(first, from); at >= 0; at = body.indexOf(first, at + 1)) {
    let same = 1;
    while (same < wanted.length && body[at + same] === wanted[same]) same++;
    if (same === wanted.length) return at;
  }
  return -1;
}
