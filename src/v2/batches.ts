import type { Batch, BatchOperationResponse, Project } from "../generated/v2_types.ts";
import { type SpecOf, v2BatchesSpec, v2BatchOperationSpec, v2BatchSpec } from "../generated/validators.ts";
import type { Listing, ListOptions } from "../listing.ts";
import type { CallOptions } from "../options.ts";
import { checkName } from "../check.ts";
import type { Query } from "../query.ts";
import { ifOurs } from "../same.ts";
import type { Transport } from "../transport.ts";
import { poll, type WaitOptions } from "../poll.ts";
import type {
  BatchOperationParams,
  CreateBatchParams,
  GetBatchParams,
  ListBatchesParams,
  SetBatchMetadataParams,
} from "./batch_params.ts";
import { BATCH, checkParams, pages, PROJECT, read, write } from "./call.ts";
import type { Expanded, ExpandedAnswer } from "./expand.ts";

/**
 * Batches: `scale.v2.batches`. Finalizing, pausing, resuming, canceling and setting metadata are retried after any
 * temporary failure, since none of them does work twice. If the first attempt succeeded but its answer was lost, the
 * second can fail with an error about the batch's status.
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
  get<const P extends GetBatchParams>(params: P, options?: CallOptions): Promise<Expanded<Batch, P>> {
    return read(this.#transport, "/v2/batch", v2BatchSpec, params, options, BATCH);
  }

  /** Lists all batches. */
  list(): Listing<Expanded<Batch>>;
  /**
   * Lists batches, of one project or of all, as a {@linkcode Listing}.
   *
   * @throws {RangeError} If `limit` is not an integer from 1 to 100.
   * @throws {TypeError} If both `project_id` and `project_name` are given, or `next_token`: use
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
  list<const P extends ListBatchesParams | undefined>(params: P, options?: ListOptions): Listing<Expanded<Batch, P>>;
  list(params?: ListBatchesParams, options?: ListOptions): Listing<Expanded<Batch>> {
    return pages(this.#transport, "/v2/batches", v2BatchesSpec, "batches", params, options);
  }

  /**
   * Creates a batch. It is never created twice: if an earlier attempt of this call created it, that batch is returned.
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
    const json = { staging_batch: false, ...checkParams(params, PROJECT) };
    const { name } = json as Query;
    checkName("name", name);
    return await this.#transport.send({
      method: "POST",
      path: "/v2/batch",
      json,
      spec: v2BatchSpec,
      safety: "keyed",
      find: async (options, sent) => {
        const found: Batch = await this.get({ batch_name: name, expand: ["project"] }, options);
        const { id = found.project, name: project_name } = found.project as Project;
        found.project = id as string;
        return ifOurs({ ...found, project_id: id, project_name }, sent) && found;
      },
    }, options) as Expanded<Batch>;
  }

  /**
   * Starts the work on a staging batch.
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
  finalize(params: BatchOperationParams, options?: CallOptions): Promise<Expanded<Batch>> {
    return this.#post("finalize", v2BatchSpec, params, options);
  }

  /**
   * Starts to pause a batch that is in progress: tasks that nobody has begun will wait. It may take a while: see
   * {@linkcode Batches.waitFor}.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {ScaleApiError} If the batch is not `in_progress`.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { message } = await scale.v2.batches.pause({ batch_name: "rivers-week-10" });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  pause(params: BatchOperationParams, options?: CallOptions): Promise<ExpandedAnswer<BatchOperationResponse>> {
    return this.#post("pause", v2BatchOperationSpec, params, options);
  }

  /**
   * Starts to resume a paused batch. It may take a while: see {@linkcode Batches.waitFor}.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {ScaleApiError} If the batch is not `paused`.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { message } = await scale.v2.batches.resume({ batch_name: "rivers-week-10" });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  resume(params: BatchOperationParams, options?: CallOptions): Promise<ExpandedAnswer<BatchOperationResponse>> {
    return this.#post("resume", v2BatchOperationSpec, params, options);
  }

  /**
   * Starts to cancel a batch for good: tasks that nobody has begun are canceled. It may take a while: see
   * {@linkcode Batches.waitFor}.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {ScaleApiError} If the batch is completed or cancelled.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { message } = await scale.v2.batches.cancel({ batch_name: "rivers-week-10" });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  cancel(params: BatchOperationParams, options?: CallOptions): Promise<ExpandedAnswer<BatchOperationResponse>> {
    return this.#post("cancel", v2BatchOperationSpec, params, options);
  }

  /**
   * Sets a batch's metadata.
   *
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given, or if `metadata` is missing or not
   *   an object.
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
  setMetadata(params: SetBatchMetadataParams, options?: CallOptions): Promise<Expanded<Batch>> {
    return this.#post("metadata", v2BatchSpec, params, options, { merge: false }, "metadata");
  }

  /**
   * Waits until a batch has a status, by default `completed` or `cancelled`. Use it also after pausing, resuming or
   * canceling, which have only started when their call returns. A batch without tasks may never become `paused`, so set
   * `totalTimeoutMs`.
   *
   * @param options `totalTimeoutMs` limits the whole wait.
   * @throws {TypeError} If not exactly one of `batch_id` and `batch_name` is given.
   * @throws {RangeError} If `pollMs` is out of range.
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
  waitFor<const P extends GetBatchParams>(
    params: P,
    options: WaitOptions<Expanded<Batch, P>> = {},
  ): Promise<Expanded<Batch, P>> {
    // Each look asks for the batch that was named at the call.
    params = { ...params };
    return poll<Expanded<Batch, P>>(
      "v2.batches.waitFor",
      (options) => this.get(params, options),
      ({ status }) => status === "completed" || status === "cancelled",
      options,
    );
  }

  #post<R>(
    verb: string,
    spec: SpecOf<unknown>,
    params: object,
    options?: CallOptions,
    defaults: object = {},
    ...needed: string[]
  ): Promise<R> {
    return write(this.#transport, "/v2/batch/" + verb, spec, defaults, params, options, BATCH, ...needed);
  }
}
