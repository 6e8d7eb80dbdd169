/**
 * A Deno service that receives callbacks and notes each of them as a line of an NDJSON file.
 *
 *     SCALE_CALLBACK_KEY=… deno run --allow-net --allow-env=SCALE_CALLBACK_KEY --allow-read=. --allow-write=. \
 *       examples/callbacks_deno.ts callbacks.ndjson 8000
 *
 * The key is the Live Callback Auth Key of Scale's dashboard. Scale is answered 200 once the line is written, and sends
 * the callback again if that fails; what the file has already is not written twice, also after a restart.
 */

import { callbackEvent, callbackHandler, type TaskCallback } from "@scaleapi/sdk/callbacks";

/** Makes the function that answers callbacks and writes them to the file. */
export async function noteCallbacks(authKey: string, path: string): Promise<(request: Request) => Promise<Response>> {
  const done = new Set<string>();
  const bytes = await readFile(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const lines = new TextDecoder().decode(bytes.subarray(0, end)).split("\n");
  for (const line of lines) if (line) done.add(keyOf(JSON.parse(line)));
  // A crash may have left a part of a line: it goes, and Scale sends that callback again.
  if (end < bytes.length) await Deno.truncate(path, end);
  return callbackHandler({
    authKey,
    seen: (_, callback) => done.has(keyOf(callback)),
    async onCallback(callback) {
      await Deno.writeTextFile(path, `${JSON.stringify(callback)}\n`, { append: true });
      done.add(keyOf(callback));
      console.log(`${callback.task_id}: ${callbackEvent(callback)}`);
    },
    onError: (error) => console.error(error),
  });
}

/** A task has several callbacks in its life, so its id alone would not do. */
function keyOf(callback: TaskCallback): string {
  return [callback.task_id, callbackEvent(callback), callback.task?.updated_at].join(" ");
}

async function readFile(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Uint8Array();
    throw error;
  }
}

if (import.meta.main) {
  const [path = "callbacks.ndjson", port = "8000"] = Deno.args;
  Deno.serve({ port: Number(port) }, await noteCallbacks(Deno.env.get("SCALE_CALLBACK_KEY") ?? "", path));
}
