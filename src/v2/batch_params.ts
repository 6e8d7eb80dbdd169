import type { OpenString } from "../generated/types.ts";
import type { OpenObject } from "../loose.ts";
import type { BatchStatus } from "./enums.ts";
import type { BatchRef, MaybeProject, OpenParams, PageParams, ProjectRef, Time } from "./params.ts";

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
export type ListBatchesParams = (ProjectRef | MaybeProject) & BatchFilters;

/** A batch to be made. */
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
  /** The caller's own data. */
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
   * Whether the new metadata is merged into the old, deeply, its values winning. Otherwise it replaces all of it.
   *
   * @default {false}
   */
  merge?: boolean | null | undefined;
}

/** What `batches.setMetadata` takes: `batch_id` or `batch_name`, and the metadata. */
export type SetBatchMetadataParams = BatchRef & NewMetadata;
