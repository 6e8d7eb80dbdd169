import { Bulk } from "./bulk.ts";
import type { TaskType } from "./enums.ts";
import { ScaleDuplicateResourceError } from "./errors.ts";
import type { OpenString } from "./generated/types.ts";
import { IdSet } from "./id_set.ts";
import { checkObject, checkWord } from "./check.ts";
import { toJson } from "./json.ts";
import { type CallOptions, checkShared } from "./options.ts";
import {
  type BulkCheckpoint,
  type BulkOptions,
  type Indexed,
  type Items,
  Pool,
  type TaskOutcome,
  throwIfHeldBack,
} from "./pool.ts";
import type { Task } from "./resources/task.ts";
import type { Tasks } from "./resources/tasks.ts";
import type { KnownTaskParams, TaskParams } from "./task_types/params.ts";
import { tell } from "./tell.ts";

/** One task to create. */
export interface NewTask<T extends OpenString<TaskType> = string> {
  /** The task type. */
  type: T;
  /**
   * Scale's parameters. With a `unique_id` the item can be given again, for example after a crash, without a second
   * task.
   */
  params: KnownTaskParams<T> | TaskParams<T>;
}

/**
 * The outcome of one item of `createMany`; its `status` says whether it has a `task` or an `error`. `exists`: there
 * already was a task with its `unique_id` and the same type, attachments, project, batch and metadata; other parameters
 * are not compared.
 */
export type CreateOutcome<I extends NewTask = NewTask> = Indexed & TaskOutcome<"created" | "exists"> & {
  /** The item as it was given. */
  item: I;
};

/** How far a `createMany` is. */
export interface CreateProgress {
  /** Items with an outcome. */
  done: number;
  /**
   * Tasks that this call created. A task that was there before is counted here too if the answer to an attempt was
   * lost, since that attempt may have created it.
   */
  created: number;
  /** Tasks that already existed. */
  exists: number;
  /** Items that failed. */
  failed: number;
}

/** The options of `createMany`. */
export interface CreateManyOptions extends BulkOptions {
  /**
   * What happens if a `unique_id` is taken: with `skip` its task is looked up and, if it is the one that the item asks
   * for, given as `exists`; with `error` the item fails.
   *
   * @default {"skip"}
   */
  onDuplicate?: "skip" | "error" | undefined;
  /** Called after each outcome. */
  onProgress?: ((progress: CreateProgress) => unknown) | undefined;
}

/** Creates many tasks: see {@linkcode Tasks.createMany}. `find` gives the task of an item if it is there already. */
export function createMany<I extends NewTask>(
  tasks: Tasks,
  find: (item: NewTask, call: CallOptions) => Promise<Task | undefined>,
  items: Items<I>,
  options: CreateManyOptions,
): Bulk<CreateOutcome<I>, BulkCheckpoint> {
  options = checkShared(options);
  const { onDuplicate, onProgress } = options;
  checkWord("onDuplicate", onDuplicate, "skip", "error");
  const seen = new IdSet();
  const progress: CreateProgress = { done: 0, created: 0, exists: 0, failed: 0 };

  /** Notes the `unique_id` of an item, and returns it if an earlier item had it. */
  function noteUniqueId(item: I): string | false {
    const uniqueId = item?.params?.unique_id;
    return typeof uniqueId === "string" && !seen.add(uniqueId) && uniqueId;
  }

  async function create(item: I, index: number, call: CallOptions): Promise<CreateOutcome<I>> {
    let sent: string | undefined;
    try {
      const uniqueId = noteUniqueId(checkObject(item, "item"));
      if (uniqueId) throw new TypeError(`unique_id: "${uniqueId}" occurs twice in the input`);
      const { type, params } = item;
      // The input may use these objects for its next item.
      sent = toJson({ type, params });
      return { index, item, status: "created", task: await tasks.create(type, params, call) };
    } catch (error) {
      if (onDuplicate !== "error" && error instanceof ScaleDuplicateResourceError) {
        const task = await find(JSON.parse(sent as string), call).catch((cause) => {
          error.cause = cause;
        });
        if (task) return { index, item, status: "exists", task };
      }
      throwIfHeldBack(error);
      return { index, item, status: "failed", error };
    }
  }

  function onOutcome({ status }: CreateOutcome<I>): void {
    progress.done++;
    progress[status]++;
    tell(onProgress, { ...progress });
  }

  return new Bulk(new Pool<I, CreateOutcome<I>>(items, create, onOutcome, options, noteUniqueId));
}
