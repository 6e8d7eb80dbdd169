import type { TaskType } from "../enums.ts";
import type { OpenString, TaskData } from "../generated/types.ts";
import type { TaskResponse } from "../task_types/responses.ts";
import type { AnyTask, TypedTask } from "../task_types/tasks.ts";

/**
 * The body of a task callback, under its wire names. Comparing `callback.task?.type` with a known type gives
 * `callback.task.response` that type's shape; {@linkcode isCallbackOf} does so for `callback.response` too, which is
 * the same object on the wire. `TaskCallback<"imageannotation">` is the callback of one type of task.
 *
 * @example
 * ```ts
 * import type { TaskCallback } from "@scaleapi/sdk/callbacks";
 *
 * function countShapes({ task }: TaskCallback): number {
 *   return task?.type === "imageannotation" ? task.response?.annotations?.length ?? 0 : 0;
 * }
 * ```
 *
 * @see https://scale.com/docs/api-reference/callbacks
 */
export type TaskCallback<Type extends OpenString<TaskType> = string> = CallbackBody<
  TaskResponse<Type>,
  string extends Type ? AnyTask<CallbackTask> : Type extends string ? TypedTask<CallbackTask, Type> : never
>;

/** The fields of a {@linkcode TaskCallback}, for a type of response and a type of task. */
export interface CallbackBody<Response, Task> {
  /** The id of the task. */
  task_id: string;
  /** The status of the task. Callbacks of older projects leave it out: see `task.status`. */
  status?: OpenString<"completed" | "pending" | "canceled" | "error"> | null | undefined;
  /** The result, as in `task.response`; the reason, if the status is `error`. */
  response?: Response | null | undefined;
  /** The whole task, as it was when Scale wrote the callback. */
  task?: Task | null | undefined;
  /** Whatever else the service sends. */
  [key: string]: unknown;
}

/** The task of a callback, without the two fields that its type decides. It is plain data: it has no methods. */
export type CallbackTask = {
  [Field in keyof TaskData as Field extends "type" | "response" ? never : Field]: TaskData[Field];
};

/**
 * Whether a callback is about a task of this type; if so, `response` and `task.response` have the type's shape.
 *
 * @param callback What `verifyCallback` or `onCallback` gave.
 * @param type The type, such as `TaskType.ImageAnnotation`.
 *
 * @example
 * ```ts
 * import { isCallbackOf, type TaskCallback } from "@scaleapi/sdk/callbacks";
 *
 * function labels(callback: TaskCallback): (string | undefined)[] {
 *   if (!isCallbackOf(callback, "imageannotation")) return [];
 *   return callback.response?.annotations?.map((annotation) => annotation.label) ?? [];
 * }
 * ```
 *
 * @see https://scale.com/docs/api-reference/callbacks
 */
export function isCallbackOf<Type extends OpenString<TaskType>>(
  callback: TaskCallback,
  type: Type,
): callback is TaskCallback & TaskCallback<Type> {
  return callback.task?.type === type;
}
