/**
 * A Bun service that receives callbacks and keeps the newest state of every task as a file of its own. In a project that
 * has the package, with this file in `examples`:
 *
 *     SCALE_API_KEY=live_… SCALE_CALLBACK_KEY=… bun examples/callbacks_bun.ts results 8000
 *
 * A callback is only taken as word that a task has changed: what is kept is read from Scale. So it does no harm when
 * callbacks come twice or in another order, and somebody who recorded one cannot bring an old result back.
 */

import { ScaleClient } from "@scaleapi/sdk";
import { callbackEvent, callbackHandler } from "@scaleapi/sdk/callbacks";

/** What is used of Bun; leave it out where `@types/bun` is installed. */
declare const Bun: {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  serve(options: { port: number; fetch: (request: Request) => Promise<Response> }): { readonly url: URL };
  write(path: string, text: string): Promise<number>;
};

/** Makes the function that answers callbacks; `save` is given the id of a task and the task as JSON. */
export function keepTasks(
  scale: ScaleClient,
  authKey: string,
  save: (taskId: string, json: string) => Promise<unknown>,
): (request: Request) => Promise<Response> {
  return callbackHandler({
    authKey,
    async onCallback(callback) {
      const task = await scale.tasks.get(callback.task_id);
      await save(task.task_id, JSON.stringify(task));
      console.log(`${task.task_id}: ${callbackEvent(callback)}, now ${task.status}`);
    },
    onError: (error) => console.error(error),
  });
}

if (import.meta.main) {
  const { SCALE_API_KEY = "", SCALE_BASE_URL = "https://api.scale.com", SCALE_CALLBACK_KEY = "" } = Bun.env;
  const [folder = "results", port = "8000"] = Bun.argv.slice(2);
  const scale = new ScaleClient({ apiKey: SCALE_API_KEY, baseUrl: SCALE_BASE_URL });
  const save = (taskId: string, json: string): Promise<number> => Bun.write(`${folder}/${taskId}.json`, json);
  const { url } = Bun.serve({ port: Number(port), fetch: keepTasks(scale, SCALE_CALLBACK_KEY, save) });
  console.log(`Listening on ${url}`);
}
