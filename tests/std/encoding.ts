/**
 * `@std/encoding` for machines that cannot load it from its registry: the functions the suite uses, with the same
 * names, signatures and meanings.
 *
 * @module
 */

/** Bytes as base64 text, padded. */
export function encodeBase64(data: ArrayBuffer | Uint8Array | string): string {
  return btoa(Array.from(toBytes(data), (byte) => String.fromCharCode(byte)).join(""));
}

/** Base64 text as bytes; throws on text that is not base64. */
export function decodeBase64(b64: string): Uint8Array<ArrayBuffer> {
  const digits = b64.replace(/={1,2}$/, "");
  // `atob` would skip white space.
  const invalid = /[^A-Za-z0-9+/]/.exec(digits);
  if (invalid) throw new TypeError(`Cannot decode input as base64: Invalid character (${invalid[0]})`);
  return Uint8Array.from(atob(digits), (char) => char.charCodeAt(0));
}

/** Bytes as lower-case hexadecimal text. */
export function encodeHex(src: string | Uint8Array | ArrayBuffer): string {
  return Array.from(toBytes(src), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Hexadecimal text as bytes; throws `TypeError` on another character, `RangeError` on an odd length. */
export function decodeHex(src: string): Uint8Array<ArrayBuffer> {
  const invalid = /[^0-9a-f]/i.exec(src);
  if (invalid) throw new TypeError(`Invalid byte '${invalid[0]}'`);
  if (src.length % 2 === 1) {
    throw new RangeError(`Cannot decode the hex string as the input length should be even: length is ${src.length}`);
  }
  return Uint8Array.from(src.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function toBytes(data: unknown): Uint8Array {
  if (typeof data === "string") return new TextEncoder().encode(data);
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new TypeError(`Cannot validate the input as it must be a Uint8Array, a string, or an ArrayBuffer`);
}
