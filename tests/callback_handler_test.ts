import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  callbackHandler,
  type CallbackHandlerOptions,
  ScaleCallbackError,
  type TaskCallback,
  verifyCallback,
  type VerifyCallbackOptions,
} from "@scaleapi/sdk/callbacks";
import audited from "./fixtures/callback.json" with { type: "json" };
import { failureOf } from "./helpers/clients.ts";
import { watched } from "./helpers/streams.ts";
import { delay } from "./helpers/time.ts";
import { authKey, post, text, url, withBody } from "./helpers/callback_requests.ts";

/** Why `verifyCallback` refuses a request. */
function refusal(request: Request, options: Partial<VerifyCallbackOptions> = {}): Promise<ScaleCallbackError> {
  return failureOf(verifyCallback(request, { authKey, ...options }), ScaleCallbackError);
}

/** A handler that notes what its functions were given, and what it answered to some requests. */
async function answers(
  options: Partial<CallbackHandlerOptions>,
  ...requests: Request[]
): Promise<{ statuses: number[]; taken: TaskCallback[]; errors: unknown[] }> {
  const taken: TaskCallback[] = [];
  const errors: unknown[] = [];
  const handle = callbackHandler({
    authKey,
    onCallback: (callback) => taken.push(callback),
    onError: (error) => errors.push(error),
    ...options,
  });
  const statuses: number[] = [];
  for (const request of requests) {
    const response = await handle(request);
    assertEquals(await response.text(), "");
    statuses.push(response.status);
  }
  return { statuses, taken, errors };
}

describe("callbackHandler", () => {
  it("cannot be made without onCallback", () => {
    assertThrows(() => callbackHandler({ authKey } as CallbackHandlerOptions), TypeError, "onCallback: must be set");
  });

  it("answers 200 only after onCallback has resolved", async () => {
    let finish = (): void => {};
    const gate = new Promise<void>((resolve) => finish = resolve);
    let answered = false;
    const answer = callbackHandler({ authKey, onCallback: () => gate })(post()).then((response) => {
      answered = true;
      return response.status;
    });
    await delay(20);
    assertEquals(answered, false);
    finish();
    assertEquals(await answer, 200);
  });

  it("answers 401, 413 and 400 as verifyCallback refuses, tells onError, and does not call onCallback", async () => {
    const requests = [post(text, null), post(text, "wrong"), post(`"${"x".repeat(2000)}"`), post("{"), withBody({})];
    const { statuses, taken, errors } = await answers({ maxBodyBytes: 1500 }, ...requests);
    assertEquals([statuses, taken], [[401, 401, 413, 400, 400], []]);
    assertEquals(errors.map((error) => (error as ScaleCallbackError).status), statuses);
  });

  it("answers 405 to any other method, and names the one that is allowed", async () => {
    const handle = callbackHandler({ authKey, onCallback: () => {} });
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]) {
      const body = method === "PUT" ? text : null;
      const response = await handle(new Request(url, { method, body, headers: { "scale-callback-auth": authKey } }));
      assertEquals([response.status, response.headers.get("allow")], [405, "POST"]);
      assertEquals((await handle(new Request(url, { method, body }))).status, 401);
    }
  });

  it("cancels the body of another method's request without reading it", async () => {
    const body = watched();
    const init = { method: "PUT", body: body.stream, headers: { "scale-callback-auth": authKey }, duplex: "half" };
    const response = await callbackHandler({ authKey, onCallback: () => {} })(new Request(url, init as RequestInit));
    assertEquals(response.status, 405);
    await body.canceled;
  });

  it("answers 500 where onCallback or seen throws or rejects, even with a ScaleCallbackError", async () => {
    const thrown = [new Error("disk full"), new ScaleCallbackError(401, "not mine"), undefined, "text"];
    for (const error of thrown) {
      const fails = (): never => {
        throw error;
      };
      const rejects = (): Promise<never> => Promise.reject(error);
      for (const options of [{ onCallback: fails }, { onCallback: rejects }, { seen: fails }, { seen: rejects }]) {
        const { statuses, errors } = await answers(options, post());
        assertEquals([statuses, errors], [[500], [error]]);
      }
    }
  });

  it("answers 200 without onCallback where seen says true, and only then", async () => {
    const asked: unknown[] = [];
    const seen = (taskId: string, callback: TaskCallback): boolean => {
      asked.push([taskId, callback.status]);
      return asked.length > 1;
    };
    const { statuses, taken } = await answers({ seen }, post(), post());
    assertEquals([statuses, taken.length], [[200, 200], 1]);
    assertEquals(asked, [[audited.task_id, "completed"], [audited.task_id, "completed"]]);
    const later = await answers({ seen: () => Promise.resolve(true) }, post());
    assertEquals([later.statuses, later.taken], [[200], []]);
    const odd = await answers({ seen: (() => ({ value: null })) as unknown as () => boolean }, post());
    assertEquals(odd.taken.length, 1);
  });

  it("lets a failed callback be done when it is repeated", async () => {
    const done = new Set<string>();
    let calls = 0;
    const { statuses } = await answers(
      {
        seen: (taskId) => done.has(taskId),
        onCallback({ task_id }) {
          if (++calls === 1) throw new Error("busy");
          done.add(task_id);
        },
      },
      post(),
      post(),
      post(),
    );
    assertEquals([statuses, calls], [[500, 200, 200], 2]);
  });

  it("never throws: not when onError fails, not when it is given no request", async () => {
    const fails = (): never => {
      throw new Error("from onError");
    };
    for (const onError of [fails, () => Promise.reject(new Error("from onError"))]) {
      const { statuses } = await answers({ onError, onCallback: fails }, post(), post(text, "wrong"));
      assertEquals(statuses, [500, 401]);
    }
    const response = await callbackHandler({ authKey, onCallback: () => {}, onError: () => {} })(
      undefined as unknown as Request,
    );
    assertEquals(response.status, 500);
  });

  it("fails closed where the options are changed later", async () => {
    const options = { authKey, onCallback: () => {}, onError: () => {} };
    const handle = callbackHandler(options);
    options.authKey = "";
    for (const key of ["", authKey]) assertEquals((await handle(post(text, key))).status, 500);
  });

  it("calls its functions as methods of the options", async () => {
    class Receiver {
      readonly authKey = authKey;
      readonly taken: string[] = [];
      seen(taskId: string): boolean {
        return this.taken.includes(taskId);
      }
      onCallback({ task_id }: TaskCallback): void {
        this.taken.push(task_id);
      }
    }
    const receiver = new Receiver();
    const handle = callbackHandler(receiver);
    assertEquals([(await handle(post())).status, (await handle(post())).status], [200, 200]);
    assertEquals(receiver.taken, [audited.task_id]);
  });

  it("keeps the key out of every error, answer and line on the console", async () => {
    const lines: unknown[] = [];
    const { error: print } = console;
    console.error = (...parts) => lines.push(...parts);
    try {
      const fails = (): never => {
        throw new Error("disk full");
      };
      const handle = callbackHandler({ authKey: [authKey, "other_key_Zq7"], onCallback: fails });
      const requests = [
        post(),
        post("{"),
        post(text, "wrong_Zq7"),
        post("{", "other_key_Zq7"),
        withBody({ task_id: 1 }),
      ];
      for (const request of requests) {
        const response = await handle(request);
        lines.push([...response.headers].join(), await response.text());
      }
      assertEquals(lines.filter((line) => line instanceof Error).map(String), ["Error: disk full"]);
      for (const request of [post("{"), post(text, "wrong_Zq7"), withBody({ task_id: 1 })]) {
        lines.push(await refusal(request));
      }
    } finally {
      console.error = print;
    }
    for (const line of lines) {
      const all = line instanceof Error ? `${line.stack} ${JSON.stringify({ ...line })} ${line.cause}` : String(line);
      assert(!all.includes("Zq7"), all);
    }
  });
});
