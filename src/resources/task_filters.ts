import type { TaskReviewStatus, TaskStatus, TaskType } from "../enums.ts";
import type { OpenString } from "../generated/types.ts";
import { pairs, type Query, type QueryValue } from "../query.ts";
import { checkFilters, wireFilters } from "./filters.ts";

/** The filters of tasks that this version knows. */
export interface KnownTaskFilters {
  /** The project's name. */
  project_name?: string | null | undefined;
  /** The batch's name. */
  batch_name?: string | null | undefined;
  /** The task type. */
  type?: OpenString<TaskType> | null | undefined;
  /** `pending`, `completed`, `canceled` or `error`. */
  status?: OpenString<TaskStatus> | null | undefined;
  /** One review status or several: `accepted`, `fixed`, `commented`, `rejected`, `pending`. */
  review_status?: OpenString<TaskReviewStatus> | readonly OpenString<TaskReviewStatus>[] | null | undefined;
  /** One `unique_id` or several. */
  unique_id?: string | readonly string[] | null | undefined;
  /** Earliest `completed_at`: a `Date`, or a string, which is sent as it is. */
  completed_after?: Date | string | null | undefined;
  /** Latest `completed_at`. */
  completed_before?: Date | string | null | undefined;
  /** Earliest `updated_at`. */
  updated_after?: Date | string | null | undefined;
  /** Latest `updated_at`. */
  updated_before?: Date | string | null | undefined;
  /** Earliest `created_at`. */
  created_after?: Date | string | null | undefined;
  /** Latest `created_at`. */
  created_before?: Date | string | null | undefined;
  /** One tag or several. */
  tags?: string | readonly string[] | null | undefined;
  /** Whether each task comes with a signed URL of its attachment. */
  include_attachment_url?: boolean | null | undefined;
  /** Whether each task has only `task_id`, `status`, `metadata`, `project` and `otherVersion`. */
  limited_response?: boolean | null | undefined;
  /**
   * Tasks per page, an integer from 1 to 100. The number of tasks is not bounded by it.
   *
   * @default {100}
   */
  limit?: number | null | undefined;
}

/** Which tasks are listed or counted. Filters that are undefined or null are not sent; unknown ones are. */
export interface TaskFilters extends KnownTaskFilters {
  /** Filters that this version does not know are sent as they are. */
  [filter: string]: QueryValue | readonly QueryValue[];
}

const SELECTIVE =
  /^((project|batch)_name|type|(review_)?status|unique_id|tags|(creat|updat|complet)ed_(after|before))$/;

/**
 * Checks filters whose tasks are to be changed: if none is sent, or none that the service knows, all tasks of the
 * account match.
 *
 * @returns A copy of the filters.
 * @throws {TypeError} If no filter is set, or if one is empty, has an empty item, or is not known to select tasks.
 */
export function checkSelective(given: unknown): TaskFilters {
  const filters: TaskFilters = { ...(typeof given === "object" && given) };
  for (const name in filters) {
    if (!SELECTIVE.test(name)) throw new TypeError(`${name}: must be a filter that selects tasks`);
    const values = [filters[name] ?? name].flat();
    if (!values.length || !values.every(Boolean)) throw new TypeError(`${name}: must not be empty`);
  }
  const copy = checkFilters(filters);
  if (!pairs(copy).length) throw new TypeError("tasks: must be ids, or a filter that selects tasks");
  return copy;
}

/** The wire names of the filters. */
export function taskQuery(filters: KnownTaskFilters | TaskFilters): Query {
  const { batch_name, review_status, limited_response, ...same } = wireFilters(filters as TaskFilters);
  return {
    batch: batch_name,
    customer_review_status: Array.isArray(review_status) ? review_status.join() || undefined : review_status,
    limited_response: limited_response || undefined,
    ...same,
  };
}
