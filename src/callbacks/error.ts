import { ScaleError } from "../errors.ts";
import type { ValidationIssue } from "../generated/validators.ts";

/**
 * A request that is not a callback from Scale, or cannot be read. The error contains neither the key nor what was sent
 * in its place.
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
  /** The class's name, unchanged by minifiers. */
  override readonly name: string = "ScaleCallbackError";
  /**
   * The status to answer with: 401 for a missing or wrong key, 413 for a body that is too large, 400 for one that is
   * not a callback or broke off.
   */
  readonly status: 400 | 401 | 413;
  /** Every mismatch of a body of the wrong shape, with its path; empty for all other failures. */
  readonly issues: readonly ValidationIssue[];

  /** Made by `verifyCallback`. */
  constructor(status: 400 | 401 | 413, message: string, issues: readonly ValidationIssue[] = []) {
    super(`callback refused: ${message}`);
    this.status = status;
    this.issues = issues;
  }
}
