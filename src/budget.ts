import { BUDGET, RETRY_COST } from "./defaults.ts";

/**
 * A token bucket that prevents retry storms: while the service is down, retries run out after some dozens, and each
 * further call sends one request. Successes fill it again.
 */
export class RetryBudget {
  readonly #capacity: number;
  /** Tokens left, from 0 to the capacity. */
  tokens: number;

  /** A full budget, enough for all retries of at least one call. */
  constructor(maxRetries = 0) {
    this.tokens = this.#capacity = Math.max(BUDGET, maxRetries * RETRY_COST);
  }

  /** Takes the cost of one retry; false if too little is left. */
  spend(): boolean {
    if (this.tokens < RETRY_COST) return false;
    this.tokens -= RETRY_COST;
    return true;
  }

  /** Takes note of a success: 1 token for a clean one, all that its retries cost for another. */
  succeed(retries: number): void {
    this.tokens = Math.min(this.#capacity, this.tokens + (retries * RETRY_COST || 1));
  }
}
