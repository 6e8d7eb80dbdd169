/**
 * Turns objects into lines of JSON (UTF-8), so that a listing, an export or the outcomes of a bulk call can be the body
 * of a `Response` or go into a file. An error is written with its name, its message and its own fields.
 * A value that JSON cannot express, such as undefined or a bigint, ends the stream with a `TypeError`.
 *
 * @example
 * ```ts
 * import { ndjson, ScaleClient } from "@scaleapi/sdk";
 *
 * const scale = new ScaleClient({ apiKey: "test_key" });
 * const lines = scale.tasks.list({ project_name: "cows" }).stream().pipeThrough(ndjson());
 * const response = new Response(lines, { headers: { "content-type": "application/x-ndjson" } });
 * ```
 */
export function ndjson(): TransformStream<unknown, Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return new TransformStream({
    transform(value, controller) {
      // What JSON cannot express, such as undefined, gives no string, and fails here.
      controller.enqueue(encoder.encode(JSON.stringify(value, withMessage).concat("\n")));
    },
  });
}

function withMessage(_: string, value: unknown): unknown {
  return value instanceof Error ? { ...value, name: value.name, message: value.message } : value;
}
