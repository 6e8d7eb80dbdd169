import type { BatchData } from "../generated/types.ts";
import type { OpenObject } from "../loose.ts";
import { Model, refill } from "../model.ts";
import type { CallOptions } from "../options.ts";
import type { Batches } from "./batches.ts";

/**
 * A batch, as the client gives it: the wire fields are own properties, and the methods change the batch and this
 * object.
 *
 * @see https://scale.com/docs/api-reference/batches
 */
export interface Batch extends BatchData {
  /** The number of pending tasks, once {@linkcode Batch.getStatus} was called. */
  tasks_pending?: number | undefined;
  /** The number of completed tasks, once {@linkcode Batch.getStatus} was called. */
  tasks_completed?: number | undefined;
  /** The number of tasks in error, once {@linkcode Batch.getStatus} was called. */
  tasks_error?: number | undefined;
  /** The number of canceled tasks, once {@linkcode Batch.getStatus} was called. */
  tasks_canceled?: number | undefined;
  /** Starts the work: see {@linkcode Batches.finalize}. */
  finalize(options?: CallOptions): Promise<this>;
  /** Reads `status` and the four task counts into this object; a count that Scale leaves out is 0. */
  getStatus(options?: CallOptions): Promise<this>;
  /** Sets the batch's metadata: see {@linkcode Batches.setMetadata}. */
  setMetadata(metadata: OpenObject, options?: CallOptions): Promise<this>;
  /** Reads the batch again, into this object. */
  refresh(options?: CallOptions): Promise<this>;
  /** The plain wire object, with the task counts that {@linkcode Batch.getStatus} read. */
  toJSON(): BatchData;
}

/** The class behind `Batch`. */
export class BatchModel extends Model<BatchData> {
  declare readonly name: string;
  readonly #batches: Batches;

  constructor(data: BatchData, batches: Batches) {
    super(data);
    this.#batches = batches;
  }

  async finalize(options?: CallOptions): Promise<this> {
    return refill(this, await this.#batches.finalize(this.name, options));
  }

  async getStatus(options?: CallOptions): Promise<this> {
    const { status, pending, completed, error, canceled } = await this.#batches.status(this.name, options);
    return Object.assign(this, {
      status,
      tasks_pending: pending ?? 0,
      tasks_completed: completed ?? 0,
      tasks_error: error ?? 0,
      tasks_canceled: canceled ?? 0,
    });
  }

  async setMetadata(metadata: OpenObject, options?: CallOptions): Promise<this> {
    return refill(this, await this.#batches.setMetadata(this.name, metadata, options));
  }

  async refresh(options?: CallOptions): Promise<this> {
    return refill(this, await this.#batches.get(this.name, options));
  }
}
