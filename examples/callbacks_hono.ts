/**
 * A Hono app, for any runtime, in which one route receives callbacks and another says what came of them.
 *
 *     SCALE_CALLBACK_KEYS=new_key,old_key deno run --allow-net --allow-env=SCALE_CALLBACK_KEYS \
 *       examples/callbacks_hono.ts
 *
 * While the key in Scale's dashboard is replaced, both the new one and the old one are taken. The `callback_url` of the
 * tasks ends in `/scale`.
 */

import { callbackEvent, callbackHandler, isCallbackOf, type TaskCallback } from "@scaleapi/sdk/callbacks";
import { Hono } from "hono";

/** What is known of a task. */
interface Result {
  readonly event: string;
  readonly labels?: readonly string[];
}

/** Makes the app. */
export function createApp(authKey: readonly string[]): Hono {
  const results = new Map<string, Result>();
  const receive = callbackHandler({
    authKey,
    onCallback: (callback) => {
      results.set(callback.task_id, resultOf(callback));
    },
    onError: (error) => console.error(error),
  });
  const app = new Hono();
  app.all("/scale", (c) => receive(c.req.raw));
  app.get("/results", (c) => c.json(Object.fromEntries(results)));
  return app;
}

function resultOf(callback: TaskCallback): Result {
  const event = callbackEvent(callback);
  if (!isCallbackOf(callback, "imageannotation")) return { event };
  return { event, labels: callback.response?.annotations?.map(({ label = "" }) => label) ?? [] };
}

if (import.meta.main) {
  Deno.serve(createApp((Deno.env.get("SCALE_CALLBACK_KEYS") ?? "").split(",")).fetch);
}
