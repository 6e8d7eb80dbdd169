import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { type CallbackData, TaskType } from "@scaleapi/sdk";
import { callbackEvent, isCallbackOf, type TaskCallback, verifyCallback } from "@scaleapi/sdk/callbacks";
import fc from "fast-check";
import audited from "./fixtures/callback.json" with { type: "json" };
import failed from "./fixtures/callback_error.json" with { type: "json" };
import old from "./fixtures/callback_old.json" with { type: "json" };
import recalled from "./fixtures/callback_recall.json" with { type: "json" };
import { authKey, post } from "./helpers/callback_requests.ts";

describe("callbackEvent", () => {
  function event(body: Record<string, unknown>): string {
    return callbackEvent({ task_id: "t", ...body });
  }

  it("tells the documented events apart, in bodies with and without a status", () => {
    assertEquals([audited, failed, old, recalled].map(event), ["audited", "error", "completed", "recalled"]);
    const audit = { audit_result: "fixed", audit_source: "scale" };
    assertEquals(event({ ...audited, task: { ...audited.task, audits: null } }), "completed");
    assertEquals(event({ ...old, task: { ...old.task, audits: [audit] } }), "audited");
    assertEquals(event({ ...old, task: { ...old.task, audits: [] } }), "completed");
    assertEquals(event({ task: { task_id: "t", status: "pending", audits: [audit] } }), "recalled");
  });

  it("is inferred from the response if there is no status at all", () => {
    assertEquals(event({ response: { error: "Attachment is gone." } }), "error");
    assertEquals(event({ response: { annotations: [] } }), "unknown");
    assertEquals(event({ status: "completed", response: { error: null } }), "completed");
    assertEquals(event({ status: "on_hold", response: { error: "a field of the type" } }), "unknown");
    assertEquals(event({ status: "canceled" }), "unknown");
    assertEquals(event({}), "unknown");
  });

  it("has an answer for any body that verifyCallback lets through", () => {
    const known = ["completed", "error", "audited", "recalled", "unknown"];
    const part = fc.oneof(
      fc.anything(),
      fc.record({ status: fc.anything(), audits: fc.anything(), error: fc.anything() }),
    );
    fc.assert(fc.property(part, part, part, (status, response, task) => {
      assert(known.includes(event({ status, response, task })));
    }));
  });
});

describe("TaskCallback", () => {
  it("is typed by the type of its task", async () => {
    const callback = await verifyCallback(post(), { authKey });
    const data: CallbackData = callback;
    assertEquals(data.task_id, audited.task_id);
    let shapes = -1;
    if (callback.task?.type === TaskType.ImageAnnotation) shapes = callback.task.response?.annotations?.length ?? -1;
    assertEquals(shapes, 1);
    // @ts-expect-error Before the type is known, a field of the response is unknown.
    assertEquals(callback.task?.response?.annotations?.length, 1);
    const { response } = callback;
    assertEquals<unknown>(response?.annotations, audited.response.annotations);
  });

  it("of one type, of several or of one that is not known is a callback", () => {
    const one: TaskCallback<"imageannotation"> = { task_id: "t", status: "completed" };
    const several: TaskCallback<"categorization" | "imageannotation"> = { task_id: "t", status: "error" };
    const unknown: TaskCallback<"brand_new"> = { task_id: "t", status: "pending" };
    const all: TaskCallback[] = [one, several, unknown];
    const events = [callbackEvent(one), callbackEvent(several), callbackEvent(unknown)];
    assertEquals(events, ["completed", "error", "recalled"]);
    assertEquals(events, all.map(callbackEvent));
  });

  it("is narrowed as a whole by isCallbackOf", async () => {
    const callback = await verifyCallback(post(), { authKey });
    assertEquals(isCallbackOf(callback, "categorization"), false);
    assertEquals(isCallbackOf({ task_id: "t" }, "categorization"), false);
    assert(isCallbackOf(callback, TaskType.ImageAnnotation));
    const labels: (string | undefined)[] | undefined = callback.response?.annotations?.map(({ label }) => label);
    assertEquals([labels, callback.task?.response?.annotations?.length], [["bicycle"], 1]);
    const narrow: TaskCallback<"imageannotation"> = callback;
    assertEquals(narrow.task?.type, "imageannotation");
  });
});
