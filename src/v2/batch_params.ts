import type { OpenString } from "../generated/types.ts";
import type { OpenObject } from "../loose.ts";
import type { BatchStatus } from "./enums.ts";
import type { BatchRef, MaybeProject, OpenParams, PageParams, ProjectRef, Time } from "./params.ts";

/** The details with which batches come. */
export interface BatchDetails extends OpenParams {
  /** References that are to come as objects instead of ids. */
  expand?: readonly OpenString<"project">[] | null | undefined;
}

/** What `batches.get` takes: `batch_id` or `batch_name`. */
export type GetBatchParams = BatchRef & BatchDetails;

/** The filters of `batches.list`. */
export interface BatchFilters extends BatchDetails, PageParams {
  /** The status: see {@linkcode BatchStatus}. */
  status?: OpenString<BatchStatus> | null | undefined;
  /** Earliest `created_at`: a `Date`, or a string, which is sent as it is. */
  created_after?: Time;
  /** Latest `created_at`. */
  created_before?: Time;
  /** Earliest `completed_at`. */
  completed_after?: Time;
  /** Latest `completed_at`. */
  completed_before?: Time;
}

/** What `batches.list` takes: an optional project, by its id or by its name, and filters. */
export type ListBatchesParams = (ProjectRef | MaybeProject) & BatchFilters;

/** A batch to create. */
export interface NewBatch extends OpenParams {
  /** The batch's name. */
  name: string;
  /** A URL that is called, or an e-mail address that is written to, when the batch is completed. */
  callback?: string | null | undefined;
  /**
   * Whether work waits until the batch is finalized.
   *
   * @default {false}
   */
  staging_batch?: boolean | null | undefined;
  /** Your own data. */
  metadata?: OpenObject | null | undefined;
}

/** What `batches.create` takes: the project by its id or by its name, and the batch. */
export type CreateBatchParams = ProjectRef & NewBatch;

/** What `finalize`, `pause`, `resume` and `cancel` take: `batch_id` or `batch_name`. */
export type BatchOperationParams = BatchRef & OpenParams;

/** New metadata for a batch. */
export interface NewMetadata extends OpenParams {
  /** The new metadata. */
  metadata: OpenObject;
  /**
   * Whether the new metadata is merged deeply into the old, which it overrides. Otherwise it replaces all of it.
   *
   * @default {false}
   */
  merge?: boolean | null | undefined;
}

/** What `batches.setMetadata` takes: `batch_id` or `batch_name`, and the metadata. */
export type SetBatchMetadataParams = BatchRef & NewMetadata;
