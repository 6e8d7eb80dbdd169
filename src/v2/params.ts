import type { OpenString } from "../generated/types.ts";
import type { Option } from "./enums.ts";

/** A project by its id. */
export interface ProjectById {
  /** The project's id. */
  project_id: string;
  /** Not together with `project_id`. */
  project_name?: null | undefined;
}

/** A project by its name. */
export interface ProjectByName {
  /** The project's name. */
  project_name: string;
  /** Not together with `project_name`. */
  project_id?: null | undefined;
}

/** A project: by its id or by its name, not by both. */
export type ProjectRef = ProjectById | ProjectByName;

/** An optional project: by its id or by its name, not by both. */
export type MaybeProject =
  | { project_id?: string | null | undefined; project_name?: null | undefined }
  | { project_name?: string | null | undefined; project_id?: null | undefined };

/** A batch by its id. */
export interface BatchById {
  /** The batch's id. */
  batch_id: string;
  /** Not together with `batch_id`. */
  batch_name?: null | undefined;
}

/** A batch by its name. */
export interface BatchByName {
  /** The batch's name. */
  batch_name: string;
  /** Not together with `batch_name`. */
  batch_id?: null | undefined;
}

/** A batch: by its id or by its name, not by both. */
export type BatchRef = BatchById | BatchByName;

/** An optional batch: by its id or by its name, not by both. */
export type MaybeBatch =
  | { batch_id?: string | null | undefined; batch_name?: null | undefined }
  | { batch_name?: string | null | undefined; batch_id?: null | undefined };

/** What all params have in common. */
export interface OpenParams {
  /**
   * Params that this version does not know are sent as they are. With `any` instead of `unknown`, an object whose type
   * is an interface is accepted too.
   */
  // deno-lint-ignore no-explicit-any
  [param: string]: any;
}

/** What the params of all listings have in common. */
export interface PageParams extends OpenParams {
  /**
   * Items per page, an integer from 1 to 100. The number of items is not bounded by it.
   *
   * @default {100}
   */
  limit?: number | null | undefined;
}

/** The details with which tasks come. */
export interface TaskDetails<E extends string> extends OpenParams {
  /** References that are to come as objects instead of ids. */
  expand?: readonly OpenString<E>[] | null | undefined;
  /** Additional details of the tasks: see {@linkcode Option}. */
  opts?: readonly OpenString<Option>[] | null | undefined;
}

/** A time: a `Date`, or a string, which is sent as it is. */
export type Time = Date | string | null | undefined;
