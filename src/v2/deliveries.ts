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

/** Which deliveries of a project `deliveries.list` gives. */
export interface DeliveryFilters extends OpenParams {
  /** Least `delivered_at`: a `Date`, or a text that travels as it is. */
  delivered_after?: Time;
  /** Greatest `delivered_at`. */
  delivered_before?: Time;
  /** References that come as objects instead of ids. */
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
  /** The delivery's name, perhaps unique only in its project. */
  delivery_name: string;
  /** Not together with `delivery_name`. */
  delivery_id?: null | undefined;
}

/** A delivery: by its id or by its name, not by both. */
export type DeliveryRef = DeliveryById | DeliveryByName;

/** How the tasks of a delivery come. */
export interface DeliveredTaskDetails extends TaskDetails<"project" | "batch" | "delivery">, PageParams {}

/** What `deliveries.get` takes: the delivery by its id or by its name, perhaps its project in the same way. */
export type GetDeliveryParams = DeliveryRef & (ProjectRef | MaybeProject) & DeliveredTaskDetails;

/** Which tasks `deliveries.tasks` gives. */
export interface DeliveryTaskFilters extends PageParams {
  /** Only those of this delivery. */
  delivery_id?: string | null | undefined;
  /** The status: see {@linkcode TaskStatus}. */
  status?: OpenString<TaskStatus> | null | undefined;
  /** Least `completed_at`: a `Date`, or a text that travels as it is. */
  completed_after?: Time;
  /** Greatest `completed_at`. */
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
   * Lists the tasks of a delivery. The delivery itself, its id or with `expand` the object, is in `page.raw.delivery`.
   *
   * @throws {RangeError} If `limit` is no integer from 1 to 100.
   * @throws {TypeError} If not exactly one of `delivery_id` and `delivery_name` is given, or both `project_id` and
   *   `project_name`, or `next_token`: see {@linkcode ListOptions.cursor}.
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
   * Lists tasks with their responses as they were delivered, raw. Tasks that were not delivered are listed too, with
   * null. How many are on a page is in `page.raw.total`; how many there are in all the service does not say.
   *
   * @throws {RangeError} If `limit` is no integer from 1 to 100.
   * @throws {TypeError} If neither a project nor `delivery_id` is given, or both `project_id` and `project_name`, or
   *   `next_token`: see {@linkcode ListOptions.cursor}.
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
