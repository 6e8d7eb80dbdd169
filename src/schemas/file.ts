/** Files given to Scale. @module */

import type { FileData } from "../generated/types.ts";
import { list, type Model, model, number, optional, required, text } from "./nodes.ts";

/** A file that was uploaded or imported. */
export const file: Model<FileData> = model<FileData>(
  "FileData",
  "A file that Scale holds for use in tasks.\n\n@see {@link https://scale.com/docs/api-reference/file-endpoints}",
)({
  id: required(text, "The id of the file, a UUID."),
  attachment_url: required(text, "What to give a task as its attachment: a `scaledata://` address."),
  mime_type: optional(text, "The media type."),
  size: optional(number, "The size in bytes."),
  project_names: optional(list(text), "The projects that may use the file."),
  created_at: optional(text, "When the file was uploaded or imported, ISO 8601 in UTC."),
  updated_at: optional(text, "When the file last changed, ISO 8601 in UTC."),
});
