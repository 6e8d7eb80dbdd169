/** Every default limit of the client, in one place. Times are in milliseconds, sizes in bytes. */

/** The public service. v1 and v2 paths are put after it. */
export const BASE_URL = "https://api.scale.com";
/** One attempt, body included. */
export const TIMEOUT_MS = 60_000;
/** Attempts after the first. */
export const MAX_RETRIES = 3;
/** The backoff before the first retry; it doubles with each. */
export const BASE_DELAY_MS = 500;
/** The longest backoff. */
export const MAX_DELAY_MS = 8_000;
/** The longest single wait (`Retry-After` included) of a call that has no `totalTimeoutMs`. */
export const MAX_WAIT_MS = 120_000;
/** The longest delay that `setTimeout` keeps; a longer one would fire at once. */
export const MAX_TIMER_MS = 2_147_483_647;
/** Decoded bytes of an answer. */
export const MAX_RESPONSE_BYTES = 67_108_864;
/** Decoded bytes of an error's body. */
export const MAX_ERROR_BYTES = 1_048_576;
/** Tokens of the retry budget. */
export const BUDGET = 500;
/** Tokens that a retry costs. */
export const RETRY_COST = 14;
/** Characters of an error body that become its `detail` when it has no `error` text. */
export const MAX_DETAIL = 500;
/** Bytes of an uploaded file: Scale's documentation says 80 MB. */
export const MAX_UPLOAD_BYTES = 80_000_000;
