import { checkObject } from "../check.ts";
import type { OpenString } from "../generated/types.ts";
import type { DatasetTask, GetDatasetDeliveriesResponse, GetDatasetsResponse } from "../generated/v2_types.ts";
import {
  v2DatasetDeliveriesSpec,
  v2DatasetDeliveryTasksSpec,
  v2DatasetsSpec,
  v2DatasetTaskSpec,
  v2DatasetTasksSpec,
} from "../generated/validators.ts";
import type { Listing, ListOptions } from "../listing.ts";
import type { CallOptions } from "../options.ts";
import { path } from "../path.ts";
import type { Transport } from "../transport.ts";
import { pages, read } from "./call.ts";
import type { Expanded, ExpandedAnswer } from "./expand.ts";
import type { OpenParams, PageParams, Time } from "./params.ts";

/** What `datasets.deliveries` takes. */
export interface ListDatasetDeliveriesParams extends OpenParams {
  /** Only those of this dataset. */
  dataset_id?: string | null | undefined;
  /** Earliest `delivered_at`: a `Date`, or a string, which is sent as it is. */
  delivered_after?: Time;
  /** Latest `delivered_at`. */
  delivered_before?: Time;
  /** References that are to come as objects instead of ids. */
  expand?: readonly OpenString<"dataset">[] | null | undefined;
}

/** The details with which a dataset's tasks come. */
export interface DatasetTaskDetails extends OpenParams {
  /** References that are to come as objects instead of ids. */
  expand?: readonly OpenString<"dataset" | "delivery">[] | null | undefined;
}

/** What `datasets.delivery` takes. */
export interface GetDatasetDeliveryParams extends DatasetTaskDetails, PageParams {
  /** The delivery's id. */
  delivery_id: string;
}

/** The filters of `datasets.tasks`. */
export interface DatasetTaskFilters extends DatasetTaskDetails, PageParams {
  /** The dataset's id. */
  dataset_id?: string | null | undefined;
  /** The delivery's id. */
  delivery_id?: string | null | undefined;
  /** Earliest `delivered_at` of the delivery: a `Date`, or a string, which is sent as it is. */
  delivered_after?: Time;
  /** Latest `delivered_at` of the delivery. */
  delivered_before?: Time;
}

/** What `datasets.tasks` takes: a dataset or a delivery or both, and filters. */
export type ListDatasetTasksParams = ({ dataset_id: string } | { delivery_id: string }) & DatasetTaskFilters;

/** What `datasets.task` takes. */
export interface GetDatasetTaskParams extends DatasetTaskDetails {
  /** The task's id. */
  task_id: string;
}

/** What `datasets.responseUrl` takes. */
export interface ResponseUrlParams {
  /** The task's id. */
  task_id: string;
  /** The attachment's id, from the task's response. */
  attachment_id: string;
}

/**
 * Datasets, their deliveries and tasks: `scale.v2.datasets`.
 *
 * @see https://docs.genai.scale.com
 */
export class Datasets {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Lists the datasets that were delivered to the account, in one answer.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { datasets } = await scale.v2.datasets.list();
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  list(params: OpenParams = {}, options?: CallOptions): Promise<GetDatasetsResponse> {
    return read(this.#transport, "/v2/datasets", v2DatasetsSpec, params, options);
  }

  /** Lists the deliveries of all datasets, in one answer. */
  deliveries(): Promise<ExpandedAnswer<GetDatasetDeliveriesResponse>>;
  /**
   * Lists deliveries of a dataset, or of all datasets, in one answer.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { deliveries } = await scale.v2.datasets.deliveries({ dataset_id: "dataset_7f1", expand: ["dataset"] });
   * console.log(deliveries[0]?.dataset?.name);
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  deliveries<const P extends ListDatasetDeliveriesParams | undefined>(
    params: P,
    options?: CallOptions,
  ): Promise<ExpandedAnswer<GetDatasetDeliveriesResponse, P>>;
  deliveries(
    params?: ListDatasetDeliveriesParams,
    options?: CallOptions,
  ): Promise<ExpandedAnswer<GetDatasetDeliveriesResponse>> {
    return read(this.#transport, "/v2/datasets/deliveries", v2DatasetDeliveriesSpec, params, options);
  }

  /**
   * Lists the tasks of a delivery, as a {@linkcode Listing}. The delivery itself is in `page.raw.delivery`: its id, or
   * with `expand` the object.
   *
   * @throws {RangeError} If `limit` is not an integer from 1 to 100.
   * @throws {TypeError} If `delivery_id` is not given, or `next_token`: use {@linkcode ListOptions.cursor}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * for await (const task of scale.v2.datasets.delivery({ delivery_id: "ddel_01" })) console.log(task.response);
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  delivery<const P extends GetDatasetDeliveryParams>(
    params: P,
    options?: ListOptions,
  ): Listing<Expanded<DatasetTask, P>> {
    const spec = v2DatasetDeliveryTasksSpec;
    return pages(this.#transport, "/v2/datasets/delivery", spec, "tasks", params, options, "delivery_id");
  }

  /**
   * Lists the tasks of a dataset, of a delivery, or of a dataset's delivery, as a {@linkcode Listing}.
   *
   * @throws {RangeError} If `limit` is not an integer from 1 to 100.
   * @throws {TypeError} If neither `dataset_id` nor `delivery_id` is given, or `next_token`: use
   *   {@linkcode ListOptions.cursor}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * for await (const task of scale.v2.datasets.tasks({ dataset_id: "dataset_7f1", expand: ["delivery"] })) {
   *   console.log(task.task_id, task.delivery.name);
   * }
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  tasks<const P extends ListDatasetTasksParams>(params: P, options?: ListOptions): Listing<Expanded<DatasetTask, P>> {
    const needed = "dataset_id or delivery_id";
    return pages(this.#transport, "/v2/datasets/tasks", v2DatasetTasksSpec, "tasks", params, options, needed);
  }

  /**
   * Gets a task of a dataset.
   *
   * @throws {TypeError} If `task_id` is not given.
   * @throws {ScaleResourceNotFoundError} If there is no task with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const task = await scale.v2.datasets.task({ task_id: "dtask_001", expand: ["dataset"] });
   * console.log(task.dataset.name, task.response);
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  task<const P extends GetDatasetTaskParams>(
    params: P,
    options?: CallOptions,
  ): Promise<Expanded<DatasetTask, P>> {
    return read(this.#transport, "/v2/datasets/task", v2DatasetTaskSpec, params, options, "task_id");
  }

  /**
   * Gets the URL from which an attachment of a response can be downloaded. Fetch it yourself, without the key.
   *
   * @throws {TypeError} If an id is empty, `.` or `..`.
   * @throws {ScaleResourceNotFoundError} If there is no such task or attachment.
   * @throws {ScaleValidationError} If the answer is a success, but not a redirect.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const url = await scale.v2.datasets.responseUrl({ task_id: "dtask_001", attachment_id: "att_9" });
   * const { body } = await fetch(url);
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  async responseUrl(params: ResponseUrlParams, options?: CallOptions): Promise<string> {
    const { task_id, attachment_id } = checkObject(params);
    return await this.#transport.send<string>({
      path: path`/v2/datasets/task/${{ task_id }}/response_url/${{ attachment_id }}`,
      answer: "location",
    }, options);
  }
}
