/** A task as the type tests see it: created with the types of `tasks.create`, on a plain wire object. */

import type { TaskParams } from "../../src/task_types/params.ts";
import type { TypedTask } from "../../src/task_types/tasks.ts";

/** The task object as it comes over the wire, with a method. */
export interface WireTask {
  task_id: string;
  type?: string | null;
  response?: { [field: string]: unknown } | null;
  refresh?(): Promise<this>;
  [field: string]: unknown;
}

/** Has the shape of `tasks.create`. */
export function create<Type extends string>(type: Type, params: TaskParams<Type>): TypedTask<WireTask, Type> {
  return { task_id: "t", type, ...params, response: null };
}
