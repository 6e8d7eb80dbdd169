import type { OpenString } from "../generated/types.ts";
import type { GetDeliveriesResponse, GetDeliveryTasksResponseDocsInner, Task } from "../generated/v2_types.ts";
import { v2DeliveredTasksSpec, v2DeliveriesSpec, v2DeliveryTasksSpec } from "../generated/validators.ts";
import type { Listing, ListOptions } from "../listing.ts";
import type { CallOptions } from "../options.ts";
import type { Transport } from "../transport.ts";
import { pages, PROJECT, read } from "./call.ts";
import type { TaskStatus } from "./enums.ts";
import type { Expanded, ExpandedAnswer } from "./expand.ts";
import type { MaybeProject, OpenParams, PageParams, ProjectRef, TaskDetails, Time } from "./params.ts";

/** The filters of `deliveries.list`. */
export interface DeliveryFilters extends OpenParams {
  /** Earliest `delivered_at`: a `Date`, or a string, which is sent as it is. */
  delivered_after?: Time;
  /** Latest `delivered_at`. */
  delivered_before?: Time;
  /** References that are to come as objects instead of ids. */
  expand?: readonly OpenString<"project">[] | null | undefined;
}

/** What `deliveries.list` takes: the project by its id or by its name, and filters. */
export type ListDeliveriesParams = ProjectRef & DeliveryFilters;

/** A delivery by its id. */
export interface DeliveryById {
  /** The delivery's id. */
  delivery_id: string;
  /** Not together with `delivery_id`. */
  delivery_name?: null | undefined;
}

/** A delivery by its name. */
export interface DeliveryByName {
  /** The delivery's name. It may be unique only within its project. */
  delivery_name: string;
  /** Not together with `delivery_name`. */
  delivery_id?: null | undefined;
}

/** A delivery: by its id or by its name, not by both. */
export type DeliveryRef = DeliveryById | DeliveryByName;

/** The details with which the tasks of a delivery come. */
export interface DeliveredTaskDetails extends TaskDetails<"project" | "batch" | "delivery">, PageParams {}

/** What `deliveries.get` takes: the delivery by its id or by its name, optionally its project in the same way. */
export type GetDeliveryParams = DeliveryRef & (ProjectRef | MaybeProject) & DeliveredTaskDetails;

/** The filters of `deliveries.tasks`. */
export interface DeliveryTaskFilters extends PageParams {
  /** Only those of this delivery. */
  delivery_id?: string | null | undefined;
  /** The status: see {@linkcode TaskStatus}. */
  status?: OpenString<TaskStatus> | null | undefined;
  /** Earliest `completed_at`: a `Date`, or a string, which is sent as it is. */
  completed_after?: Time;
  /** Latest `completed_at`. */
  completed_before?: Time;
}

/** What `deliveries.tasks` takes: the project by its id or by its name, or a delivery, and filters. */
export type ListDeliveryTasksParams = (ProjectRef | (MaybeProject & { delivery_id: string })) & DeliveryTaskFilters;

/**
 * Deliveries of completed tasks: `scale.v2.deliveries`.
 *
 * @see https://docs.genai.scale.com
 */
export class Deliveries {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Lists the deliveries of a project, in one answer.
   *
   * @throws {TypeError} If not exactly one of `project_id` and `project_name` is given.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { deliveries } = await scale.v2.deliveries.list({
   *   project_name: "Rivers RLHF",
   *   delivered_after: new Date("2025-03-01"),
   * });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  list<const P extends ListDeliveriesParams>(
    params: P,
    options?: CallOptions,
  ): Promise<ExpandedAnswer<GetDeliveriesResponse, P>> {
    return read(this.#transport, "/v2/deliveries", v2DeliveriesSpec, params, options, PROJECT);
  }

  /**
   * Lists the tasks of a delivery, as a {@linkcode Listing}. The delivery itself is in `page.raw.delivery`: its id, or
   * with `expand` the object.
   *
   * @throws {RangeError} If `limit` is not an integer from 1 to 100.
   * @throws {TypeError} If not exactly one of `delivery_id` and `delivery_name` is given, or both `project_id` and
   *   `project_name`, or `next_token`: use {@linkcode ListOptions.cursor}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const listing = scale.v2.deliveries.get({ delivery_id: "67001122aabbccddeeff0011", expand: ["delivery"] });
   * for await (const page of listing.pages()) console.log(page.raw.delivery, page.items.length);
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  get<const P extends GetDeliveryParams>(params: P, options?: ListOptions): Listing<Expanded<Task, P>> {
    const needed = "delivery_id or delivery_name";
    return pages(this.#transport, "/v2/delivery", v2DeliveredTasksSpec, "tasks", params, options, needed);
  }

  /**
   * Lists tasks with their raw responses as they were delivered, as a {@linkcode Listing}. Tasks that were not
   * delivered are listed too, with null. `page.raw.total` is the number of tasks on the page; the service does not say
   * how many there are in all.
   *
   * @throws {RangeError} If `limit` is not an integer from 1 to 100.
   * @throws {TypeError} If neither a project nor `delivery_id` is given, or both `project_id` and `project_name`, or
   *   `next_token`: use {@linkcode ListOptions.cursor}.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * for await (const task of scale.v2.deliveries.tasks({ project_name: "Rivers RLHF" })) {
   *   console.log(task.task_id, task.delivered_at, task.response);
   * }
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  tasks(params: ListDeliveryTasksParams, options?: ListOptions): Listing<GetDeliveryTasksResponseDocsInner> {
    const needed = `${PROJECT} or delivery_id`;
    return pages(this.#transport, "/v2/delivery/tasks", v2DeliveryTasksSpec, "docs", params, options, needed);
  }
}
