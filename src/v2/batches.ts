import type { OpenString } from "../generated/types.ts";
import type { Batch, BatchOperationResponse, Project } from "../generated/v2_types.ts";
import {
  v2BatchesValidator,
  v2BatchOperationValidator,
  v2BatchValidator,
  type Validator,
} from "../generated/validators.ts";
import type { Listing, ListOptions } from "../listing.ts";
import type { CallOptions } from "../options.ts";
import { checkName } from "../path.ts";
import { isOurs } from "../same.ts";
import type { Transport } from "../transport.ts";
import { poll, untilStatus, type WaitOptions } from "../waiting.ts";
import { BATCH, given, pages, post, PROJECT } from "./call.ts";
import type { BatchStatus } from "./enums.ts";
import type { Expanded } from "./expand.ts";
import type { BatchRef, NoProject, OpenParams, PageParams, ProjectRef, Time } from "./params.ts";

/** Which references of a batch come as objects. */
export interface BatchDetails extends OpenParams {
  /** References that come as objects instead of ids. */
  expand?: readonly OpenString<"project">[] | null | undefined;
}

/** What `batches.get` takes: `batch_id` or `batch_name`. */
export type GetBatchParams = BatchRef & BatchDetails;

/** Which batches `batches.list` gives. */
export interface BatchFilters extends BatchDetails, PageParams {
  /** The status: see {@linkcode BatchStatus}. */
  status?: OpenString<BatchStatus> | null | undefined;
  /** Least `created_at`: a `Date`, or a text that travels as it is. */
  created_after?: Time;
  /** Greatest `created_at`. */
  created_before?: Time;
  /** Least `completed_at`. */
  completed_after?: Time;
  /** Greatest `completed_at`. */
  completed_before?: Time;
}

/** What `batches.list` takes: perhaps a project, by its id or by its name, and filters. */
export type ListBatchesParams = (ProjectRef | NoProject) & BatchFilters;

/** A batch to be made. */
export interface NewBatch extends OpenParams {
  /** The batch's name. */
  name: string;
  /** A URL that is called, or an e-mail address that is written to, when the batch is completed. */
  callback?: string | null | undefined;
  /**
   * Whether work waits until the batch is finalized.
   *
   * @default false
   */
  staging_batch?: boolean | null | undefined;
  /** The caller's own data. */
  metadata?: { readonly [name: string]: unknown } | null | undefined;
}

/** What `batches.create` takes: the project by its id or by its name, and the batch. */
export type CreateBatchParams = ProjectRef & NewBatch;

/** What `finalize`, `pause`, `resume` and `cancel` take: `batch_id` or `batch_name`. */
export type BatchOperationParams = BatchRef & OpenParams;

/** New metadata for a batch. */
export interface NewMetadata extends OpenParams {
  /** The new metadata. */
  metadata: { readonly [name: string]: unknown };
  /**
   * Whether the new metadata is merged into the old, deeply, its values winning. Otherwise it replaces all of it.
   *
   * @default false
   */
  merge?: boolean | null | undefined;
}

/** What `batches.setMetadata` takes: `batch_id` or `batch_name`, and the metadata. */
export type SetBatchMetadataParams = BatchRef & NewMetadata;

/**
 * Batches: `scale.v2.batches`. Finalizing, pausing, resuming, canceling and setting metadata are sent again after any
 * failure that may pass, since doing them twice does no work twice; when a first attempt was acted on unseen, the
 * second one can be answered with an error about the batch's status.
 *
 * @see https://docs.genai.scale.com
 */
export class Batches {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Gets a batch.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {ScaleResourceNotFoundError} If there is no such batch.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const batch = await scale.v2.batches.get({ batch_name: "rivers-week-10", expand: ["project"] });
   * console.log(batch.status, batch.project.name);
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  async get<const P extends GetBatchParams>(params: P, options?: CallOptions): Promise<Expanded<Batch, P>> {
    return await this.#transport.send(
      { path: "/v2/batch", query: given(params, ...BATCH), validator: v2BatchValidator },
      options,
    ) as Expanded<Batch, P>;
  }

  /**
   * Lists batches, of one project or of all.
   *
   * @throws {RangeError} If `limit` is no integer from 1 to 100.
   * @throws {TypeError} If both `project_id` and `project_name` are given, or `next_token`: see
   *   {@linkcode ListOptions.cursor}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const open = await scale.v2.batches.list({ project_name: "Rivers RLHF", status: "in_progress" }).toArray();
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  list<const P extends ListBatchesParams = Record<never, never>>(
    params: P = {} as P,
    options?: ListOptions,
  ): Listing<Expanded<Batch, P>> {
    return pages(this.#transport, "/v2/batches", "batches", v2BatchesValidator, given(params), options);
  }

  /**
   * Creates a batch, exactly once: its name stands for it.
   *
   * @throws {TypeError} If the name is empty, or not exactly one of `project_id` and `project_name` is given.
   * @throws {ScaleDuplicateResourceError} If the name is taken.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const batch = await scale.v2.batches.create({
   *   project_name: "Rivers RLHF",
   *   name: "rivers-week-10",
   *   staging_batch: true,
   * });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  async create(params: CreateBatchParams, options?: CallOptions): Promise<Expanded<Batch>> {
    const { name } = params;
    checkName("name", name);
    const sent = given(params, ...PROJECT);
    const path = "/v2/batch";
    return await this.#transport.send({
      method: "POST",
      path,
      json: { staging_batch: false, ...sent },
      validator: v2BatchValidator,
      safety: "keyed",
      find: async (options) => {
        const query = { batch_name: name, expand: ["project"] };
        const found = await this.#transport.send({ path, query, validator: v2BatchValidator }, options);
        const { id = found.project, name: project_name } = found.project as Project;
        found.project = id as string;
        const shown = { ...found, project_id: id, project_name };
        return isOurs(shown, sent, ["project_id", "project_name", "metadata"]) ? found : undefined;
      },
    }, options) as Expanded<Batch>;
  }

  /**
   * Lets the work on a staging batch begin.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {ScaleApiError} If the batch is not `staging`.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.v2.batches.finalize({ batch_name: "rivers-week-10" });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  async finalize(params: BatchOperationParams, options?: CallOptions): Promise<Expanded<Batch>> {
    return await this.#post("finalize", v2BatchValidator, params, options) as Expanded<Batch>;
  }

  /**
   * Begins to pause a batch that is in progress: tasks that people have not begun wait. The change may take a while.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {ScaleApiError} If the batch is not `in_progress`.
   *
   * @see https://docs.genai.scale.com
   */
  async pause(params: BatchOperationParams, options?: CallOptions): Promise<BatchOperationResponse> {
    return await this.#post("pause", v2BatchOperationValidator, params, options);
  }

  /**
   * Begins to resume a paused batch. The change may take a while.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {ScaleApiError} If the batch is not `paused`.
   *
   * @see https://docs.genai.scale.com
   */
  async resume(params: BatchOperationParams, options?: CallOptions): Promise<BatchOperationResponse> {
    return await this.#post("resume", v2BatchOperationValidator, params, options);
  }

  /**
   * Begins to cancel a batch for good: tasks that people have not begun are canceled. The change may take a while.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {ScaleApiError} If the batch is completed or cancelled.
   *
   * @see https://docs.genai.scale.com
   */
  async cancel(params: BatchOperationParams, options?: CallOptions): Promise<BatchOperationResponse> {
    return await this.#post("cancel", v2BatchOperationValidator, params, options);
  }

  /**
   * Sets a batch's metadata.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.v2.batches.setMetadata({ batch_name: "rivers-week-10", metadata: { owner: "geo" }, merge: true });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  async setMetadata(params: SetBatchMetadataParams, options?: CallOptions): Promise<Expanded<Batch>> {
    return await this.#post("metadata", v2BatchValidator, { merge: false, ...params }, options) as Expanded<Batch>;
  }

  /**
   * Waits until a batch has a status: `completed` or `cancelled`, or what `until` says. Pausing, resuming and canceling
   * are only begun when they are answered; this is how to follow them. A batch without tasks may never be paused, so
   * give a limit.
   *
   * @param options `totalTimeoutMs` bounds the whole wait.
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {ScaleDeadlineError} If `totalTimeoutMs` is over; `last` is the batch as it was read last.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const batch = { batch_name: "rivers-week-10" };
   * await scale.v2.batches.pause(batch);
   * await scale.v2.batches.waitFor(batch, { until: "paused", pollMs: 2_000, totalTimeoutMs: 60_000 });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  async waitFor(params: BatchOperationParams, options: WaitOptions<Expanded<Batch>> = {}): Promise<Expanded<Batch>> {
    return await poll(
      "v2.batches.waitFor",
      (options) => this.get(params, options) as Promise<Expanded<Batch>>,
      untilStatus(options.until, ({ status }) => /^c(omplet|ancell)ed$/.test(status)),
      options,
    );
  }

  async #post<T>(verb: string, validator: Validator<T>, params: object, options?: CallOptions): Promise<T> {
    return await post(this.#transport, "/v2/batch/" + verb, given(params, ...BATCH), validator, options);
  }
}
