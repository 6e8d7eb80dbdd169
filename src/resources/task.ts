import type { TaskType } from "../enums.ts";
import type { OpenString, TaskData } from "../generated/types.ts";
import type { Open, OpenObject } from "../loose.ts";
import { Model, refill } from "../model.ts";
import type { CallOptions } from "../options.ts";
import type { AnyTask, TypedTask } from "../task_types/tasks.ts";
import type { AuditParams, CancelParams, Tasks } from "./tasks.ts";

/** What every task has: the wire fields, and methods that change the task and this object with it. */
export interface TaskObject extends TaskData {
  /** Cancels the task: see {@linkcode Tasks.cancel}. */
  cancel<Self>(this: Self, params?: CancelParams, options?: CallOptions): Promise<Self>;
  /** Reviews the task: see {@linkcode Tasks.audit}. The object stays as it was. */
  audit<Self>(this: Self, params: Open<AuditParams>, options?: CallOptions): Promise<Self>;
  /** Gives the task another `unique_id`: see {@linkcode Tasks.updateUniqueId}. */
  updateUniqueId<Self>(this: Self, uniqueId: string, options?: CallOptions): Promise<Self>;
  /** Removes the task's `unique_id`: see {@linkcode Tasks.clearUniqueId}. */
  clearUniqueId<Self>(this: Self, options?: CallOptions): Promise<Self>;
  /** Replaces the task's metadata: see {@linkcode Tasks.setMetadata}. */
  setMetadata<Self>(this: Self, metadata: OpenObject, options?: CallOptions): Promise<Self>;
  /** Replaces the task's tags: see {@linkcode Tasks.setTags}. */
  setTags<Self>(this: Self, tags: readonly string[], options?: CallOptions): Promise<Self>;
  /** Adds tags: see {@linkcode Tasks.addTags}. */
  addTags<Self>(this: Self, tags: readonly string[], options?: CallOptions): Promise<Self>;
  /** Removes tags: see {@linkcode Tasks.deleteTags}. */
  deleteTags<Self>(this: Self, tags: readonly string[], options?: CallOptions): Promise<Self>;
  /** Reads the task again, into this object. */
  refresh<Self>(this: Self, options?: CallOptions): Promise<Self>;
  /** The plain wire object. */
  toJSON(): TaskData;
}

/**
 * A task, as the client gives it: the wire fields are own properties. `Task<"imageannotation">` has the response of
 * that type; a plain `Task` gets its response's type once `type` is compared with a known one.
 *
 * @example
 * ```ts
 * import { ScaleClient, TaskType } from "@scaleapi/sdk";
 *
 * const scale = new ScaleClient({ apiKey: "test_key" });
 * const task = await scale.tasks.get("65e7270353c5ab0f4d1a9c11");
 * if (task.type === TaskType.ImageAnnotation) console.log(task.response?.annotations?.length);
 * await task.setTags(["seen"]);
 * console.log(task.tags);
 * ```
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export type Task<T extends OpenString<TaskType> = string> = string extends T ? AnyTask<TaskBase>
  : T extends string ? TypedTask<TaskBase, T>
  : never;

/** A task without the two fields that its type decides. */
export type TaskBase = {
  [Field in keyof TaskObject as Field extends "type" | "response" ? never : Field]: TaskObject[Field];
};

/** The class behind `Task`. */
export class TaskModel extends Model<TaskData> {
  declare readonly task_id: string;
  readonly #tasks: Tasks;

  constructor(data: TaskData, tasks: Tasks) {
    super(data);
    this.#tasks = tasks;
  }

  async cancel(params?: CancelParams, options?: CallOptions): Promise<this> {
    return refill(this, await this.#tasks.cancel(this.task_id, params, options));
  }

  async audit(params: Open<AuditParams>, options?: CallOptions): Promise<this> {
    await this.#tasks.audit(this.task_id, params, options);
    return this;
  }

  async updateUniqueId(uniqueId: string, options?: CallOptions): Promise<this> {
    return refill(this, await this.#tasks.updateUniqueId(this.task_id, uniqueId, options));
  }

  async clearUniqueId(options?: CallOptions): Promise<this> {
    return refill(this, await this.#tasks.clearUniqueId(this.task_id, options));
  }

  async setMetadata(metadata: OpenObject, options?: CallOptions): Promise<this> {
    return refill(this, await this.#tasks.setMetadata(this.task_id, metadata, options));
  }

  async setTags(tags: readonly string[], options?: CallOptions): Promise<this> {
    return refill(this, await this.#tasks.setTags(this.task_id, tags, options));
  }

  async addTags(tags: readonly string[], options?: CallOptions): Promise<this> {
    return refill(this, await this.#tasks.addTags(this.task_id, tags, options));
  }

  async deleteTags(tags: readonly string[], options?: CallOptions): Promise<this> {
    return refill(this, await this.#tasks.deleteTags(this.task_id, tags, options));
  }

  async refresh(options?: CallOptions): Promise<this> {
    return refill(this, await this.#tasks.get(this.task_id, options));
  }
}
