/** The task object, typed by the type of the task. */

import type { TaskType } from "../enums.ts";
import type { TaskResponse, TaskResponseMap } from "./responses.ts";
import type { OpenTaskResponse } from "./shared.ts";

/** The two fields of a task that follow from its type. */
export interface TaskTyping<Type extends string> {
  /** The type of the task. */
  type: Type;
  /** The result, once there is one. */
  response?: TaskResponse<Type> | null | undefined;
}

/**
 * A task object with the `type` and the `response` of one type of task: what `tasks.create` gives for a literal type.
 * `Base` is the task object of any type.
 */
export type TypedTask<Base, Type extends string> = {
  [Field in keyof (Base & TaskTyping<Type>)]: (Base & TaskTyping<Type>)[Field];
};

/** The types of task that this version knows by name, but whose response Scale does not document. */
export type UndocumentedTaskType = Exclude<TaskType, keyof TaskResponseMap>;

/**
 * The response of a task whose type this version does not know: an open object, save that the fields of documented
 * responses are ruled out. That is what lets a comparison of `task.type` with a known type give them their own types.
 * To read them from a type that is not known, declare the response open:
 *
 * @example
 * ```ts
 * import type { OpenTaskResponse, OtherTaskResponse } from "@scaleapi/sdk";
 *
 * function annotationsOf(response: OtherTaskResponse): unknown {
 *   const open: OpenTaskResponse = response;
 *   return open.annotations;
 * }
 * ```
 */
export interface OtherTaskResponse extends OpenTaskResponse {
  /** Ruled out; see above. */
  annotations?: never;
  /** Ruled out; see above. */
  category?: never;
  /** Ruled out; see above. */
  category_id?: never;
  /** Ruled out; see above. */
  choice?: never;
  /** Ruled out; see above. */
  events?: never;
  /** Ruled out; see above. */
  fields?: never;
  /** Ruled out; see above. */
  labelMapping?: never;
  /** Ruled out; see above. */
  point_segmentations?: never;
  /** Ruled out; see above. */
  relationships?: never;
  /** Ruled out; see above. */
  repeatable_fields?: never;
  /** Ruled out; see above. */
  responses?: never;
  /** Ruled out; see above. */
  rows?: never;
  /** Ruled out; see above. */
  time_spent_in_seconds?: never;
}

/** The two fields of a task whose type this version does not know, or which has none, as in a limited listing. */
export interface OtherTaskTyping {
  /** The type of the task. */
  type?: string | null | undefined;
  /** The result, once there is one. */
  response?: OtherTaskResponse | null | undefined;
}

/** A task object whose type this version does not know, or which has none. */
export type OtherTask<Base> = {
  [Field in keyof (Base & OtherTaskTyping)]: (Base & OtherTaskTyping)[Field];
};

/**
 * A task object of any type. Comparing `task.type` with a known type, in an `if` or a `switch`, gives `task.response`
 * the documented shape; before that it is an open object. `task.type` may be compared with any string.
 *
 * A comparison tells the types apart by their fields; it cannot rule out {@linkcode OtherTask}, whose type may be any
 * string. So hand on `task.response`, which has the type's own shape, rather than the task.
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export type AnyTask<Base> =
  | { [Type in keyof TaskResponseMap]: TypedTask<Base, Type> }[keyof TaskResponseMap]
  | TypedTask<Base, UndocumentedTaskType>
  | OtherTask<Base>;
