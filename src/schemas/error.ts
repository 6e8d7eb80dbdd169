/** What the service says when it refuses. @module */

import type { ErrorBody } from "../generated/types.ts";
import { type Model, model, number, optional, text } from "./nodes.ts";

/** The body of an error answer, of v1 and v2 alike. */
export const errorBody: Model<ErrorBody> = model<ErrorBody>(
  "ErrorBody",
  "The body of an answer that refuses.\n\n@see {@link https://scale.com/docs/api-reference/errors}",
)({
  status_code: optional(number, "The HTTP status once more."),
  error: optional(text, "What is wrong, in words."),
});
