import { ScaleError } from "../errors.ts";
import type { ValidationIssue } from "../generated/validators.ts";

/**
 * A request that is no callback of Scale's, or none that can be read. Neither the key nor what came in its place is in
 * it.
 *
 * @example
 * ```ts
 * import { ScaleCallbackError, verifyCallback } from "@scaleapi/sdk/callbacks";
 *
 * export async function receive(request: Request): Promise<Response> {
 *   try {
 *     const callback = await verifyCallback(request, { authKey: "callback_key" });
 *     return new Response(callback.task_id);
 *   } catch (error) {
 *     if (error instanceof ScaleCallbackError) return new Response(error.message, { status: error.status });
 *     throw error;
 *   }
 * }
 * ```
 *
 * @see https://scale.com/docs/api-reference/callbacks
 */
export class ScaleCallbackError extends ScaleError {
  /** The class's name, also after minifying. */
  override readonly name: string = "ScaleCallbackError";
  /**
   * The status to answer with: 401 for a missing or wrong key, 413 for a body that is too large, 400 for one that is no
   * callback or broke off.
   */
  readonly status: 400 | 401 | 413;
  /** Every mismatch of a body of the wrong shape, with its path; empty for every other failure. */
  readonly issues: readonly ValidationIssue[];

  /** Made by `verifyCallback`. */
  constructor(status: 400 | 401 | 413, message: string, issues: readonly ValidationIssue[] = []) {
    super(`callback refused: ${message}`);
    this.status = status;
    this.issues = issues;
  }
}
