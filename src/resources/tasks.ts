import { checkText, checkTexts } from "../check.ts";
import { ScaleValidationError } from "../errors.ts";
import { taskPageValidator, taskValidator } from "../generated/validators.ts";
import type { TaskData, TaskPageData } from "../generated/types.ts";
import type { CallOptions } from "../options.ts";
import { Listing, type ListOptions } from "../listing.ts";
import type { Operation } from "../operation.ts";
import { path } from "../path.ts";
import type { Query, QueryValue } from "../query.ts";
import { type Fields, isOurs } from "../same.ts";
import type { TaskParams } from "../task_types/params.ts";
import type { Transport } from "../transport.ts";
import { checkFilters } from "./filters.ts";
import { type Task, toTask } from "./task.ts";

/** Which tasks a listing or a count takes in. Filters that are undefined or null are not sent; unknown ones are. */
export interface TaskFilters {
  /** The project's name. */
  project_name?: string | null | undefined;
  /** The batch's name. */
  batch_name?: string | null | undefined;
  /** The task type. */
  type?: string | null | undefined;
  /** `pending`, `completed`, `canceled` or `error`. */
  status?: string | null | undefined;
  /** One review status or several: `accepted`, `fixed`, `commented`, `rejected`, `pending`. */
  review_status?: string | readonly string[] | null | undefined;
  /** One `unique_id` or several. */
  unique_id?: string | readonly string[] | null | undefined;
  /** Least `completed_at`: a `Date`, or a text that travels as it is. */
  completed_after?: Date | string | null | undefined;
  /** Greatest `completed_at`. */
  completed_before?: Date | string | null | undefined;
  /** Least `updated_at`. */
  updated_after?: Date | string | null | undefined;
  /** Greatest `updated_at`. */
  updated_before?: Date | string | null | undefined;
  /** Least `created_at`. */
  created_after?: Date | string | null | undefined;
  /** Greatest `created_at`. */
  created_before?: Date | string | null | undefined;
  /** One tag or several. */
  tags?: string | readonly string[] | null | undefined;
  /** Whether each task carries a signed URL of its attachment. */
  include_attachment_url?: boolean | null | undefined;
  /** Whether each task carries no more than `task_id`, `status`, `metadata`, `project` and `otherVersion`. */
  limited_response?: boolean | null | undefined;
  /**
   * Tasks per page, an integer from 1 to 100. The number of tasks is not bounded by it.
   *
   * @default 100
   */
  limit?: number | null | undefined;
  /** Filters that this version does not know travel as they are. */
  [filter: string]: QueryValue | readonly QueryValue[];
}

/**
 * Labelling tasks: `scale.tasks`.
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export class Tasks {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a task. With a `unique_id` it is created exactly once, whatever happens on the way; without one a failure
   * that may have created it is thrown with `maybeSent` and not repeated.
   *
   * @param type The task type, for example `TaskType.ImageAnnotation`.
   * @param params Scale's parameters; what the project supplies can be left out.
   * @throws {TypeError} If `unique_id` is empty.
   * @throws {ScaleDuplicateResourceError} If the `unique_id` is another task's.
   * @throws {ScaleInvalidRequestError} If Scale refuses a parameter.
   *
   * @example
   * ```ts
   * import { ScaleClient, TaskType } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const task = await scale.tasks.create(TaskType.ImageAnnotation, {
   *   project: "cows",
   *   unique_id: "cow-1",
   *   attachment: "https://example.com/cow.jpg",
   *   geometries: { box: { objects_to_annotate: ["cow"] } },
   * });
   * console.log(task.task_id, task.status);
   * ```
   *
   * @see https://scale.com/docs/api-reference/tasks
   */
  async create<const T extends string>(type: T, params: TaskParams<T>, options?: CallOptions): Promise<Task<T>> {
    const sent = params as Fields;
    const { unique_id } = sent;
    const keyed = unique_id !== undefined && unique_id !== null;
    if (keyed) checkText("unique_id", unique_id);
    return await this.#send({
      method: "POST",
      path: path`/v1/task/${{ type }}`,
      json: params,
      safety: keyed ? "keyed" : "never",
      find: async (options) => {
        const { docs } = await this.#page({ unique_id: unique_id as string }, options);
        return docs.find((task) => isOurs(task, { ...sent, type }, OURS));
      },
    }, options) as Task<T>;
  }

  /**
   * Gets a task.
   *
   * @throws {ScaleResourceNotFoundError} If there is none of that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const task = await scale.tasks.get("65e7270353c5ab0f4d1a9c11");
   * ```
   */
  async get(id: string, options?: CallOptions): Promise<Task> {
    return this.#send({ path: path`/v1/task/${{ id }}` }, options);
  }

  /**
   * Lists tasks, newest first.
   *
   * @throws {RangeError} If `limit` is no integer from 1 to 100.
   * @throws {TypeError} If a filter cannot be sent, or is `next_token` or `offset`: see {@linkcode ListOptions.cursor}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const done = scale.tasks.list({ project_name: "cows", status: "completed", completed_after: new Date(0) });
   * for await (const task of done) console.log(task.task_id, task.response);
   * ```
   */
  list(filters: TaskFilters = {}, options?: ListOptions): Listing<Task> {
    const query = taskQuery(filters);
    return new Listing<Task>(async (cursor, options, size) => {
      const limit = query.limit ?? (size && Math.min(size, 100));
      const raw = await this.#page({ ...query, limit, next_token: cursor }, options);
      if (raw.has_more && !raw.next_token) {
        throw new ScaleValidationError("GET /v1/tasks: has_more without next_token", [], raw);
      }
      const items = raw.docs.map((task) => this.#object(task));
      return { items, total: raw.total, cursor: raw.has_more ? raw.next_token as string : undefined, raw };
    }, options);
  }

  /**
   * Counts tasks.
   *
   * @throws {TypeError} As {@linkcode Tasks.list}.
   */
  async count(filters: TaskFilters = {}, options?: CallOptions): Promise<number> {
    return (await this.#page({ ...taskQuery(filters), limit: 1 }, options)).total;
  }

  /**
   * Cancels a task on which work has not begun. Cancelling twice is no error.
   *
   * @param params With `clear_unique_id` the task's `unique_id` is free again.
   * @throws {ScaleInvalidRequestError} If the task is completed.
   */
  async cancel(id: string, params: CancelParams = {}, options?: CallOptions): Promise<Task> {
    return this.#send({
      method: "POST",
      path: path`/v1/task/${{ id }}/cancel`,
      query: { clear_unique_id: params.clear_unique_id || undefined },
    }, options);
  }

  /**
   * Reviews a completed task. Not repeated after a failure that may have recorded it.
   *
   * @param params Whether the work is accepted, and why.
   */
  async audit(id: string, params: AuditParams, options?: CallOptions): Promise<void> {
    const { accepted, comments = null } = params;
    if (typeof accepted !== "boolean") throw new TypeError("accepted: must be true or false");
    await this.#transport.send({
      method: "POST",
      path: path`/v1/task/${{ id }}/audit`,
      json: { accepted, comments },
      safety: "never",
      answer: "nothing",
    }, options);
  }

  /**
   * Gives a task another `unique_id`.
   *
   * @throws {TypeError} If it is empty.
   * @throws {ScaleDuplicateResourceError} If it is another task's.
   */
  async updateUniqueId(id: string, uniqueId: string, options?: CallOptions): Promise<Task> {
    checkText("uniqueId", uniqueId);
    return this.#send({
      method: "POST",
      path: path`/v1/task/${{ id }}/unique_id`,
      json: { unique_id: uniqueId },
      find: async (options) => {
        const task = await this.#transport.send(
          { path: path`/v1/task/${{ id }}`, validator: taskValidator },
          options,
        );
        return task.unique_id === uniqueId ? task : undefined;
      },
    }, options);
  }

  /** Takes a task's `unique_id` away, so that another task can have it. */
  async clearUniqueId(id: string, options?: CallOptions): Promise<Task> {
    return this.#send({ method: "DELETE", path: path`/v1/task/${{ id }}/unique_id` }, options);
  }

  /** Replaces a task's metadata (at most 10 KB). */
  async setMetadata(id: string, metadata: Record<string, unknown>, options?: CallOptions): Promise<Task> {
    return this.#send({ method: "POST", path: path`/v1/task/${{ id }}/setMetadata`, json: metadata }, options);
  }

  /** Replaces a task's tags (at most 5). */
  async setTags(id: string, tags: readonly string[], options?: CallOptions): Promise<Task> {
    return this.#tags("POST", id, tags, options);
  }

  /** Adds tags to a task; those that it has are left as they are. */
  async addTags(id: string, tags: readonly string[], options?: CallOptions): Promise<Task> {
    return this.#tags("PUT", id, tags, options);
  }

  /** Takes tags off a task; those that it does not have are ignored. */
  async deleteTags(id: string, tags: readonly string[], options?: CallOptions): Promise<Task> {
    return this.#tags("DELETE", id, tags, options);
  }

  async #tags(
    method: "POST" | "PUT" | "DELETE",
    id: string,
    tags: readonly string[],
    options?: CallOptions,
  ): Promise<Task> {
    checkTexts("tags", tags, false);
    return this.#send({ method, path: path`/v1/task/${{ id }}/tags`, json: tags }, options);
  }

  async #send(operation: Operation<TaskData>, options?: CallOptions): Promise<Task> {
    return this.#object(await this.#transport.send({ validator: taskValidator, ...operation }, options));
  }

  #page(query: Query, options?: CallOptions): Promise<TaskPageData> {
    return this.#transport.send({ path: "/v1/tasks", query, validator: taskPageValidator }, options);
  }

  #object(data: TaskData): Task {
    return toTask(data, this);
  }
}

/** What `cancel` takes. */
export interface CancelParams {
  /**
   * Whether the task's `unique_id` becomes free.
   *
   * @default false
   */
  clear_unique_id?: boolean;
}

/** What `audit` takes. */
export interface AuditParams {
  /** Whether the work is accepted. */
  accepted: boolean;
  /** Words for the people who did it. */
  comments?: string | null;
}

/** What a task that was found is compared by with the one that was sent. */
const OURS = ["type", "attachment", "attachments", "project", "batch", "metadata"];

/** The wire names of the filters. */
export function taskQuery(filters: TaskFilters): Query {
  checkFilters(filters);
  const { project_name, batch_name, created_after, created_before, review_status, limited_response, ...same } = filters;
  return {
    start_time: created_after,
    end_time: created_before,
    project: project_name,
    batch: batch_name,
    customer_review_status: Array.isArray(review_status) ? review_status.join() || undefined : review_status,
    limited_response: limited_response || undefined,
    ...same,
  };
}
