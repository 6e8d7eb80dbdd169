import type { OpenString } from "../generated/types.ts";
import type { Task } from "../generated/v2_types.ts";
import { v2TaskSpec, v2TasksSpec } from "../generated/validators.ts";
import type { Listing, ListOptions } from "../listing.ts";
import type { OpenObject } from "../loose.ts";
import type { CallOptions } from "../options.ts";
import type { Transport } from "../transport.ts";
import { BATCH, checkParams, pages, PROJECT, read, write } from "./call.ts";
import type { TaskStatus } from "./enums.ts";
import type { Expanded } from "./expand.ts";
import type {
  BatchRef,
  MaybeBatch,
  MaybeProject,
  OpenParams,
  PageParams,
  ProjectRef,
  TaskDetails,
  Time,
} from "./params.ts";

/** What `tasks.get` takes. */
export interface GetTaskParams extends TaskDetails<"project" | "batch"> {
  /** The task's id. */
  task_id: string;
}

/** The filters of `tasks.list`. */
export interface TaskFilters extends TaskDetails<"project" | "batch">, PageParams {
  /** The status: see {@linkcode TaskStatus}. */
  status?: OpenString<TaskStatus> | null | undefined;
  /** Earliest `completed_at`: a `Date`, or a string, which is sent as it is. */
  completed_after?: Time;
  /** Latest `completed_at`. */
  completed_before?: Time;
}

/** What `tasks.list` takes: a project or a batch or both, each by its id or by its name, and filters. */
export type ListTasksParams = ((ProjectRef & (BatchRef | MaybeBatch)) | (MaybeProject & BatchRef)) & TaskFilters;

/** A chat task to create from the project's template. */
export interface ChatTask extends OpenParams {
  /** Values for the variables of the project's template, for example `prompt`. */
  template_variables?: OpenObject | null | undefined;
  /** Your own data. */
  metadata?: OpenObject | null | undefined;
  /** A URL that is called, or an e-mail address that is written to, when the task is completed. */
  callback_url?: string | null | undefined;
}

/**
 * What `tasks.createChat` takes: the project by its id or by its name, optionally a batch in the same way, and the
 * task.
 */
export type CreateChatParams = ProjectRef & (BatchRef | MaybeBatch) & ChatTask;

/** What `tasks.setMetadata` takes. */
export interface SetTaskMetadataParams extends OpenParams {
  /** The task's id. */
  task_id: string;
  /** The new metadata. */
  metadata: OpenObject;
  /**
   * Whether the new metadata is merged deeply into the old, which it overrides. Otherwise it replaces all of it.
   *
   * @default {false}
   */
  merge?: boolean | null | undefined;
}

/**
 * Tasks: `scale.v2.tasks`.
 *
 * @see https://docs.genai.scale.com
 */
export class Tasks {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Gets a task.
   *
   * @throws {TypeError} If `task_id` is not given.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const task = await scale.v2.tasks.get({
   *   task_id: "66f1c0a2b7d94e0012ab34cd",
   *   expand: ["project"],
   *   opts: ["annotation_details"],
   * });
   * console.log(task.project.name, task.threads?.length);
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  get<const P extends GetTaskParams>(params: P & GetTaskParams, options?: CallOptions): Promise<Expanded<Task, P>> {
    return read(this.#transport, "/v2/task", v2TaskSpec, params, options, "task_id");
  }

  /**
   * Lists the tasks of a project or a batch, as a {@linkcode Listing}.
   *
   * @throws {RangeError} If `limit` is not an integer from 1 to 100.
   * @throws {TypeError} If neither project nor batch is given, or one of them by both its id and its name, or
   *   `next_token`: use {@linkcode ListOptions.cursor}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * for await (const task of scale.v2.tasks.list({ batch_name: "rivers-week-10", status: "completed" })) {
   *   console.log(task.task_id);
   * }
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  list<const P extends ListTasksParams>(params: P, options?: ListOptions): Listing<Expanded<Task, P>> {
    return pages(this.#transport, "/v2/tasks", v2TasksSpec, "tasks", params, options, `${PROJECT} or ${BATCH}`);
  }

  /**
   * Creates a chat task from the project's template. It is retried only if Scale says that nothing was done (429, 503),
   * since v2 has no `unique_id` that would prevent a second task. After a failure that may have left a task behind, the
   * error has `maybeSent`.
   *
   * @throws {TypeError} If not exactly one of `project_id` and `project_name` is given, or both `batch_id` and
   *   `batch_name`.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const task = await scale.v2.tasks.createChat({
   *   project_name: "Rivers RLHF",
   *   batch_name: "rivers-week-10",
   *   template_variables: { prompt: "Name three rivers." },
   * });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  async createChat(params: CreateChatParams, options?: CallOptions): Promise<Expanded<Task>> {
    return await this.#transport.send({
      method: "POST",
      path: "/v2/task/chat",
      json: checkParams(params, PROJECT),
      spec: v2TaskSpec,
      safety: "never",
    }, options) as Expanded<Task>;
  }

  /**
   * Sets a task's metadata. It is retried after any temporary failure: doing it twice changes nothing.
   *
   * @throws {TypeError} If `task_id` or `metadata` is not given, or the metadata is not an object.
   * @throws {ScaleResourceNotFoundError} If there is no such task.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.v2.tasks.setMetadata({ task_id: "66f1c0a2b7d94e0012ab34cd", metadata: { reviewed: true }, merge: true });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  setMetadata(params: SetTaskMetadataParams, options?: CallOptions): Promise<Expanded<Task>> {
    const path = "/v2/task/metadata";
    return write(this.#transport, path, v2TaskSpec, { merge: false }, params, options, "task_id", "metadata");
  }
}
