import { Bulk } from "../bulk.ts";
import { cancelMany, type CancelManyOptions, cancelMatching, type CancelOutcome } from "../cancel_many.ts";
import { checkObject, checkText, checkTexts } from "../check.ts";
import { createMany, type CreateManyOptions, type CreateOutcome, type NewTask } from "../create_many.ts";
import type { TaskType } from "../enums.ts";
import { type ExportCheckpoint, Exporter, type ExportOptions, type TaskPage } from "../exporter.ts";
import type { OpenString, TaskData } from "../generated/types.ts";
import { taskPageSpec, taskSpec } from "../generated/validators.ts";
import { Listing, type ListOptions } from "../listing.ts";
import type { Open, OpenObject } from "../loose.ts";
import { peekToken } from "../next_token.ts";
import type { Operation } from "../operation.ts";
import { type CallOptions, checkShared } from "../options.ts";
import { path } from "../path.ts";
import { type BulkCheckpoint, isItems, type Items } from "../pool.ts";
import type { Query } from "../query.ts";
import { type Fields, ifOurs } from "../same.ts";
import type { KnownTaskParams, TaskParams } from "../task_types/params.ts";
import type { Transport } from "../transport.ts";
import { poll, type WaitOptions } from "../poll.ts";
import { type Task, TaskModel } from "./task.ts";
import { checkSelective, type KnownTaskFilters, type TaskFilters, taskQuery } from "./task_filters.ts";

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
   * Creates a task. With a `unique_id` it is never created twice: the call is repeated after any temporary failure, and
   * if an earlier attempt created the task, that task is returned. Without one, a failure that may have left a task
   * behind is not retried: the error has `maybeSent`.
   *
   * @param type The task type, for example `TaskType.ImageAnnotation`.
   * @param params Scale's parameters. Those that the project supplies can be left out.
   * @throws {TypeError} If the type or `unique_id` is empty.
   * @throws {ScaleDuplicateResourceError} If another task has the `unique_id`.
   * @throws {ScaleInvalidRequestError} If Scale refuses a parameter.
   * @throws {ScaleNotEnabledError} If the account may not create tasks of this type.
   * @throws {ScaleResourceNotFoundError} If there is no such project or batch.
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
  async create<const T extends OpenString<TaskType>>(
    type: T,
    params: KnownTaskParams<T> | TaskParams<T>,
    options?: CallOptions,
  ): Promise<Task<T>> {
    return await this.#send({
      ...creation(path`/v1/task/${{ type }}`, params as Fields),
      find: (options, sent) => this.#find({ type, params: sent }, options),
    }, options) as Task<T>;
  }

  /**
   * Creates many tasks, some at a time. Each item has one outcome; an item that fails does not end the walk. With a
   * `unique_id` in each item (see {@linkcode uniqueId}) the same input can be given again after a crash, with or
   * without a checkpoint, and no task is created twice.
   *
   * @param items An iterable, an async iterable or a stream of `{ type, params }`.
   * @throws {TypeError} If `items` is neither an iterable nor a stream, `checkpoint` is not one of this method, or
   * `onDuplicate` is neither `skip` nor `error`.
   * @throws {RangeError} If `concurrency` is not an integer from 1 up.
   * @throws {ScaleTooManyRequestsError} While walking, if the service asks for a longer pause than a call waits for.
   * Continue later, from the checkpoint.
   *
   * @example
   * ```ts
   * import { ScaleClient, uniqueId } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * async function* items(urls: string[]) {
   *   for (const attachment of urls) {
   *     const unique_id = await uniqueId("cows", attachment);
   *     yield { type: "imageannotation", params: { project: "cows", attachment, unique_id } };
   *   }
   * }
   * for await (const outcome of scale.tasks.createMany(items(["https://example.com/cow.jpg"]), { concurrency: 16 })) {
   *   if (outcome.status === "failed") console.error(outcome.index, outcome.error);
   * }
   * ```
   */
  createMany<I extends NewTask>(
    items: Items<I>,
    options: CreateManyOptions = {},
  ): Bulk<CreateOutcome<I>, BulkCheckpoint> {
    return createMany(this, (item, call) => this.#find(item, call), items, options);
  }

  /**
   * Cancels many tasks, some at a time: those with the given ids, or those that match the filters when the walk begins.
   * A task that is already completed is an outcome of its own, not a failure.
   *
   * @param tasks Ids or tasks; or filters, of which at least one must be set. Filters that this version does not know
   * are refused, since a service that does not know them either would match all tasks. For those, list the tasks first:
   * `cancelMany(await scale.tasks.list(filters).toArray())`. Do not pass the listing itself: canceling can shift its
   * pages, and tasks would be missed.
   * @throws {TypeError} If no filter is set, if one is empty, unknown or does not select tasks (`limit`), or if
   * `checkpoint` is not one of this method.
   * @throws {RangeError} If `concurrency` is not an integer from 1 up.
   * @throws {ScaleTooManyRequestsError} While walking, as in {@linkcode Tasks.createMany}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * for await (const { id, status } of scale.tasks.cancelMany({ batch_name: "week-10", status: "pending" })) {
   *   console.log(id, status);
   * }
   * ```
   */
  cancelMany(
    tasks: Items<string | Task> | TaskFilters,
    options: CancelManyOptions = {},
  ): Bulk<CancelOutcome, BulkCheckpoint> {
    options = checkShared(options);
    if (isItems(tasks)) return cancelMany(this, tasks, options);
    const filters = checkSelective(tasks);
    return cancelMatching(this, () => filters, options);
  }

  /**
   * Reads many tasks, in no particular order, by walking several stretches of `created_at` side by side. Where requests
   * take long, that is many times as fast as a listing. Each task comes exactly once, even while others are being
   * created.
   *
   * @throws {TypeError} If `limited_response` is set, since it leaves out `created_at`; or if `checkpoint` is not one
   * of this method.
   * @throws {RangeError} If `windows` or `concurrency` is not an integer from 1 up.
   * @throws {ScaleError} While walking, if a request fails. Continue from the checkpoint.
   * @throws {ScaleValidationError} While walking, if a task has no `created_at`.
   *
   * @example
   * ```ts
   * import { ndjson, ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const tasks = scale.tasks.export({ project_name: "cows", status: "completed" });
   * const response = new Response(tasks.stream().pipeThrough(ndjson()));
   * ```
   */
  export(filters: KnownTaskFilters | TaskFilters = {}, options: ExportOptions = {}): Bulk<Task, ExportCheckpoint> {
    const fetchPage = (query: Query, call: CallOptions) => this.#page(query, call, {});
    return new Bulk(new Exporter(fetchPage, taskQuery(filters), options));
  }

  /**
   * Waits until a task has a status, by default until it is no longer `pending`. `until` sets another one; without
   * `totalTimeoutMs` there is no time limit.
   *
   * @throws {RangeError} If `pollMs` is out of range.
   * @throws {ScaleDeadlineError} If `totalTimeoutMs` is over; `last` is the task as it was read last.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const task = await scale.tasks.waitFor("65e7270353c5ab0f4d1a9c11", { totalTimeoutMs: 3_600_000 });
   * console.log(task.status);
   * ```
   */
  async waitFor(id: string, options: WaitOptions<Task> = {}): Promise<Task> {
    return await poll(`task ${id}`, (call) => this.get(id, call), ({ status }) => status !== "pending", options);
  }

  /**
   * Gets a task.
   *
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
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
    return await this.#send({ path: path`/v1/task/${{ id }}` }, options);
  }

  /**
   * Lists tasks, newest first. This does not return a promise, but a {@linkcode Listing}: walk it with `for await`, or
   * take its `toArray()`, `first()` or `pages()`.
   *
   * @throws {RangeError} If `limit` is not an integer from 1 to 100.
   * @throws {TypeError} If a filter cannot be sent, or is `cursor`, `next_token` or `offset`: use
   * {@linkcode ListOptions.cursor}.
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
  list(filters: KnownTaskFilters | TaskFilters = {}, options?: ListOptions): Listing<Task> {
    const query = taskQuery(filters);
    return new Listing<Task>(
      (cursor, options, size, onNext) =>
        this.#page({ ...query, limit: query.limit ?? size, next_token: cursor }, options, { peek: peekToken(onNext) }),
      options,
    );
  }

  /**
   * Counts tasks, with one small request.
   *
   * @throws {RangeError} As {@linkcode Tasks.list}.
   * @throws {TypeError} As {@linkcode Tasks.list}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * console.log(await scale.tasks.count({ project_name: "cows", status: "pending" }));
   * ```
   */
  async count(filters: KnownTaskFilters | TaskFilters = {}, options?: CallOptions): Promise<number> {
    return (await this.#page({ ...taskQuery(filters), limit: 1 }, options)).total;
  }

  /**
   * Cancels a task on which work has not begun. Canceling it again is not an error.
   *
   * @param params With `clear_unique_id`, other tasks can have the task's `unique_id` again.
   * @throws {ScaleInvalidRequestError} If the task is completed, or work on it has begun.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const task = await scale.tasks.cancel("65e7270353c5ab0f4d1a9c11", { clear_unique_id: true });
   * console.log(task.status);
   * ```
   */
  async cancel(id: string, params: CancelParams = {}, options?: CallOptions): Promise<Task> {
    const { clear_unique_id } = checkObject(params);
    return await this.#send({
      method: "POST",
      path: path`/v1/task/${{ id }}/cancel`,
      query: { ...params, clear_unique_id: clear_unique_id || undefined },
    }, options);
  }

  /**
   * Reviews a completed task. The call is not repeated after a failure that leaves open whether the review was
   * recorded.
   *
   * @param params Whether the work is accepted, and why.
   * @throws {TypeError} If `accepted` is not a boolean.
   * @throws {ScaleInvalidRequestError} If the task is not completed.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * await scale.tasks.audit("65e7270353c5ab0f4d1a9c11", { accepted: false, comments: "A box is missing." });
   * ```
   */
  async audit(id: string, params: Open<AuditParams>, options?: CallOptions): Promise<void> {
    const { accepted, comments = null } = checkObject(params);
    if (typeof accepted !== "boolean") throw new TypeError("accepted: must be a boolean");
    await this.#transport.send({
      method: "POST",
      path: path`/v1/task/${{ id }}/audit`,
      json: { ...params, comments },
      safety: "never",
      answer: "nothing",
    }, options);
  }

  /**
   * Gives a task another `unique_id`.
   *
   * @throws {TypeError} If it is empty.
   * @throws {ScaleDuplicateResourceError} If another task has it.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.tasks.updateUniqueId("65e7270353c5ab0f4d1a9c11", "cow-2");
   * ```
   */
  async updateUniqueId(id: string, uniqueId: string, options?: CallOptions): Promise<Task> {
    checkText("uniqueId", uniqueId);
    return await this.#send({
      method: "POST",
      path: path`/v1/task/${{ id }}/unique_id`,
      json: { unique_id: uniqueId },
      find: async (options) => {
        const task = await this.get(id, options);
        return task.unique_id === uniqueId ? task : undefined;
      },
    }, options);
  }

  /**
   * Removes a task's `unique_id`, so that another task can have it.
   *
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.tasks.clearUniqueId("65e7270353c5ab0f4d1a9c11");
   * ```
   */
  async clearUniqueId(id: string, options?: CallOptions): Promise<Task> {
    return await this.#send({ method: "DELETE", path: path`/v1/task/${{ id }}/unique_id` }, options);
  }

  /**
   * Replaces all of a task's metadata: what is left out is removed. At most 10 KB as JSON.
   *
   * @throws {TypeError} If the metadata is not an object.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.tasks.setMetadata("65e7270353c5ab0f4d1a9c11", { herd: 7 });
   * ```
   */
  async setMetadata(id: string, metadata: OpenObject, options?: CallOptions): Promise<Task> {
    return await this.#send({
      method: "POST",
      path: path`/v1/task/${{ id }}/setMetadata`,
      json: checkObject(metadata, "metadata"),
    }, options);
  }

  /**
   * Replaces a task's tags, of which it can have at most five; an empty list removes them all.
   *
   * @throws {TypeError} If a tag is not a string, or is empty.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const task = await scale.tasks.setTags("65e7270353c5ab0f4d1a9c11", ["night", "rain"]);
   * console.log(task.tags);
   * ```
   */
  async setTags(id: string, tags: readonly string[], options?: CallOptions): Promise<Task> {
    return await this.#tags("POST", id, tags, options);
  }

  /**
   * Adds tags to a task. Tags that it has already are ignored.
   *
   * @throws {TypeError} If a tag is not a string, or is empty.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.tasks.addTags("65e7270353c5ab0f4d1a9c11", ["second look"]);
   * ```
   */
  async addTags(id: string, tags: readonly string[], options?: CallOptions): Promise<Task> {
    return await this.#tags("PUT", id, tags, options);
  }

  /**
   * Removes tags from a task. Tags that it does not have are ignored.
   *
   * @throws {TypeError} If a tag is not a string, or is empty.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.tasks.deleteTags("65e7270353c5ab0f4d1a9c11", ["second look"]);
   * ```
   */
  async deleteTags(id: string, tags: readonly string[], options?: CallOptions): Promise<Task> {
    return await this.#tags("DELETE", id, tags, options);
  }

  async #tags(
    method: "POST" | "PUT" | "DELETE",
    id: string,
    tags: readonly string[],
    options?: CallOptions,
  ): Promise<Task> {
    checkTexts({ tags });
    return await this.#send({ method, path: path`/v1/task/${{ id }}/tags`, json: tags }, options);
  }

  async #send(operation: Operation<TaskData>, options?: CallOptions): Promise<Task> {
    return this.#object(await this.#transport.send({ spec: taskSpec, ...operation }, options));
  }

  /** The task with the item's `unique_id`, if it is the one that was to be created. */
  async #find({ type, params }: NewTask, options: CallOptions): Promise<Task | undefined> {
    if (!params.unique_id) return undefined;
    const { items } = await this.#page({ unique_id: params.unique_id as string }, options);
    return items.find((task) => ifOurs(task, { ...params, type }));
  }

  async #page(
    query: Query,
    options?: CallOptions,
    more?: Pick<Operation<unknown>, "peek">,
  ): Promise<TaskPage> {
    const raw = await this.#transport.send({
      path: "/v1/tasks",
      query,
      spec: taskPageSpec,
      list: "docs",
      // A count and a look-up go no further than this page.
      flaw: (page) => more && page.has_more && !page.next_token && "has_more without next_token",
      ...more,
    }, options);
    return {
      items: raw.docs.map((task) => this.#object(task)),
      total: raw.total,
      cursor: raw.has_more ? String(raw.next_token) : undefined,
      raw,
    };
  }

  #object(data: TaskData): Task {
    return new TaskModel(data, this) as unknown as Task;
  }
}

/**
 * The operation that creates a task of any kind. It can be repeated if the task has a `unique_id`.
 *
 * @throws {TypeError} If the parameters are not an object, or the `unique_id` is empty.
 */
export function creation(path: string, params: Fields): Operation<never> {
  const { unique_id = null } = checkObject(params);
  if (unique_id !== null) checkText("unique_id", unique_id);
  return { method: "POST", path, json: params, safety: unique_id === null ? "never" : "keyed" };
}

/** What `cancel` takes. */
export interface CancelParams {
  /**
   * Whether to free the task's `unique_id`, so that another task can have it.
   *
   * @default {false}
   */
  clear_unique_id?: boolean | undefined;
}

/** What `audit` takes. */
export interface AuditParams {
  /** Whether the work is accepted. */
  accepted: boolean;
  /**
   * A comment for the people who did the work.
   *
   * @default {null}
   */
  comments?: string | null | undefined;
}
