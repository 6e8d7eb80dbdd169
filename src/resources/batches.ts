import type { Bulk } from "../bulk.ts";
import { type CancelManyOptions, cancelMatching, type CancelOutcome } from "../cancel_many.ts";
import type { BulkCheckpoint } from "../pool.ts";
import { checkName, checkObject } from "../check.ts";
import { poll, type WaitOptions } from "../poll.ts";
import type { Tasks } from "./tasks.ts";
import type { BatchStatus } from "../enums.ts";
import type { BatchData, BatchStatusData, OpenString } from "../generated/types.ts";
import { batchPageSpec, batchSpec, batchStatusSpec } from "../generated/validators.ts";
import { Listing, type ListOptions } from "../listing.ts";
import type { Open, OpenObject } from "../loose.ts";
import type { Operation } from "../operation.ts";
import { type CallOptions, checkShared } from "../options.ts";
import { path } from "../path.ts";
import type { QueryValue } from "../query.ts";
import { ifOurs } from "../same.ts";
import type { Transport } from "../transport.ts";
import { type Batch, BatchModel } from "./batch.ts";
import { wireFilters } from "./filters.ts";

/** What `batches.create` takes. */
export interface BatchParams {
  /** The project's name. */
  project: string;
  /** The batch's name, unique in the account. */
  name: string;
  /**
   * A URL that is called, or an e-mail address that is written to, when the batch is completed.
   *
   * @default {""}
   */
  callback?: string | undefined;
  /**
   * Whether it is a calibration batch (Rapid projects).
   *
   * @default {false}
   */
  calibration_batch?: boolean | undefined;
  /**
   * Whether your own people label it (Rapid projects).
   *
   * @default {false}
   */
  self_label_batch?: boolean | undefined;
  /** Your own data; `{}` by default. */
  metadata?: OpenObject | null | undefined;
}

/** The filters of batches that this version knows. */
export interface KnownBatchFilters {
  /** The project's name. */
  project_name?: string | null | undefined;
  /** `staging`, `in_progress` or `completed`. */
  status?: OpenString<BatchStatus> | null | undefined;
  /** Earliest `created_at`: a `Date`, or a string, which is sent as it is. */
  created_after?: Date | string | null | undefined;
  /** Latest `created_at`. */
  created_before?: Date | string | null | undefined;
  /** Whether archived batches are left out. */
  exclude_archived?: boolean | null | undefined;
  /**
   * Batches per page, an integer from 1 to 100. The number of batches is not bounded by it.
   *
   * @default {100}
   */
  limit?: number | null | undefined;
}

/** Which batches are listed. Filters that are undefined or null are not sent; unknown ones are. */
export interface BatchFilters extends KnownBatchFilters {
  /** Filters that this version does not know are sent as they are. */
  [filter: string]: QueryValue | readonly QueryValue[];
}

/**
 * Batches of tasks: `scale.batches`.
 *
 * @see https://scale.com/docs/api-reference/batches
 */
export class Batches {
  readonly #transport: Transport;
  readonly #tasks: Tasks;

  /** Made by the client. */
  constructor(transport: Transport, tasks: Tasks) {
    this.#transport = transport;
    this.#tasks = tasks;
  }

  /**
   * Creates a batch. It is never created twice: if an earlier attempt of this call created it, that batch is returned.
   *
   * @throws {TypeError} If the project's or the batch's name is empty, `.` or `..`.
   * @throws {ScaleDuplicateResourceError} If the name is taken.
   * @throws {ScaleResourceNotFoundError} If there is no such project.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const batch = await scale.batches.create({ project: "cows", name: "cows-week-10" });
   * ```
   */
  async create(params: Open<BatchParams>, options?: CallOptions): Promise<Batch> {
    const { project, name, callback = "", calibration_batch = false, self_label_batch = false, metadata } = checkObject(
      params,
    );
    checkName("project", project);
    checkName("name", name);
    return await this.#send({
      method: "POST",
      path: "/v1/batches",
      json: { ...params, callback, calibration_batch, self_label_batch, metadata: metadata ?? {} },
      safety: "keyed",
      find: async (options, sent) =>
        ifOurs(await this.get(name, options), { ...sent, metadata: metadata && sent.metadata }),
    }, options);
  }

  /**
   * Gets a batch, without the counts of its tasks: see {@linkcode Batches.status}.
   *
   * @throws {ScaleResourceNotFoundError} If there is no batch with that name.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const batch = await scale.batches.get("week-10");
   * await batch.getStatus();
   * console.log(batch.status, batch.tasks_completed);
   * ```
   */
  async get(name: string, options?: CallOptions): Promise<Batch> {
    return await this.#send({ path: path`/v1/batches/${{ name }}` }, options);
  }

  /**
   * Lists batches, newest first, as a {@linkcode Listing}. Pages are counted in rows: when a batch stops matching, as
   * one of `staging` does when it is finalized, the pages after it shift. So if a loop changes what is listed, read it
   * with {@linkcode Listing.toArray} first.
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
   * for await (const batch of scale.batches.list({ project_name: "cows" })) console.log(batch.name, batch.status);
   * ```
   */
  list(filters: KnownBatchFilters | BatchFilters = {}, options?: ListOptions): Listing<Batch> {
    const query = wireFilters(filters as BatchFilters);
    return new Listing<Batch>(async (cursor, options, size) => {
      const raw = await this.#transport.send({
        path: "/v1/batches",
        query: { ...query, limit: query.limit ?? size, offset: cursor },
        spec: batchPageSpec,
        list: "docs",
      }, options);
      return {
        items: raw.docs.map((batch) => this.#object(batch)),
        total: raw.totalDocs,
        cursor: raw.has_more ? String(+(cursor ?? 0) + +raw.limit) : undefined,
        raw,
      };
    }, options);
  }

  /**
   * Gets a batch's status and the number of its tasks in each state. A count that is left out is 0.
   *
   * @throws {ScaleResourceNotFoundError} If there is no batch with that name.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { status, pending = 0, completed = 0 } = await scale.batches.status("week-10");
   * console.log(status, pending, completed);
   * ```
   */
  async status(name: string, options?: CallOptions): Promise<BatchStatusData> {
    return await this.#transport.send(
      { path: path`/v1/batches/${{ name }}/status`, spec: batchStatusSpec },
      options,
    );
  }

  /**
   * Starts the work on a batch of a Rapid or Studio project. For other projects it changes nothing.
   *
   * @throws {ScaleResourceNotFoundError} If there is no batch with that name.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const batch = await scale.batches.finalize("week-10");
   * console.log(batch.status);
   * ```
   */
  async finalize(name: string, options?: CallOptions): Promise<Batch> {
    return await this.#send({ method: "POST", path: path`/v1/batches/${{ name }}/finalize` }, options);
  }

  /**
   * Sets a batch's metadata.
   *
   * @throws {TypeError} If the metadata is not an object.
   * @throws {ScaleResourceNotFoundError} If there is no batch with that name.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.batches.setMetadata("week-10", { city: "Oslo" });
   * ```
   */
  async setMetadata(name: string, metadata: OpenObject, options?: CallOptions): Promise<Batch> {
    return await this.#send(
      { method: "POST", path: path`/v1/batches/${{ name }}/setMetadata`, json: checkObject(metadata, "metadata") },
      options,
    );
  }

  /**
   * Waits until a batch has a status, by default `completed`. `onProgress` receives the batch with its task counts;
   * each poll is two requests.
   *
   * @throws {RangeError} If `pollMs` is out of range.
   * @throws {ScaleDeadlineError} If `totalTimeoutMs` is over; `last` is the batch as it was read last.
   * @throws {ScaleResourceNotFoundError} If there is no batch with that name.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const batch = await scale.batches.waitFor("week-10", {
   *   pollMs: 30_000,
   *   onProgress: (batch) => console.log(batch.tasks_completed, batch.tasks_pending),
   * });
   * ```
   */
  async waitFor(name: string, options: WaitOptions<Batch> = {}): Promise<Batch> {
    const read = async (call: CallOptions): Promise<Batch> => {
      const start = performance.now();
      const batch = await this.get(name, call);
      const { status } = batch;
      const { totalTimeoutMs: ms } = call;
      await batch.getStatus({ ...call, totalTimeoutMs: ms && Math.max(ms - performance.now() + start, 0) });
      // The one that came with the counts may be newer than the rest of the batch.
      return Object.assign(batch, { status });
    };
    return await poll(`batch ${name}`, read, ({ status }) => status === "completed", options);
  }

  /**
   * Cancels the tasks of a batch, some at a time. Tasks that are completed or canceled already are outcomes too.
   *
   * @throws {RangeError} If `concurrency` is not an integer from 1 up.
   * @throws {ScaleResourceNotFoundError} While walking, if there is no batch with that name.
   * @throws {ScaleTooManyRequestsError} While walking, as in {@linkcode Tasks.createMany}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const counts: Record<string, number> = {};
   * for await (const { status } of scale.batches.cancelTasks("week-10", { clear_unique_id: true })) {
   *   counts[status] = (counts[status] ?? 0) + 1;
   * }
   * console.log(counts);
   * ```
   */
  cancelTasks(name: string, options: CancelManyOptions = {}): Bulk<CancelOutcome, BulkCheckpoint> {
    return cancelMatching(this.#tasks, async (call) => {
      const { project } = await this.get(name, call);
      return { project_name: project, batch_name: name };
    }, checkShared(options));
  }

  async #send(operation: Operation<BatchData>, options?: CallOptions): Promise<Batch> {
    return this.#object(await this.#transport.send({ spec: batchSpec, ...operation }, options));
  }

  #object(data: BatchData): Batch {
    return new BatchModel(data, this) as unknown as Batch;
  }
}
