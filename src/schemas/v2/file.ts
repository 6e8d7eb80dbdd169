/** Files inside tasks. @module */

import type { BasicFile, DetailedFile } from "../../generated/v2_types.ts";
import { type Model, model, number, optional, text } from "../nodes.ts";

const common = {
  mime_type: optional(text, "The media type."),
  scale_url: optional(text, "Where the file lies in Scale's storage."),
  url: optional(text, "Where the file came from."),
  name: optional(text, "The file name."),
  content: optional(text, "The bytes, in base64."),
};

/** A file without details of its kind. */
export const basicFile: Model<BasicFile> = model<BasicFile>("BasicFile", "A file.")(common);

/** A file with the details of images and audio. Nothing on the wire tells the kinds apart, so that they are one. */
export const detailedFile: Model<DetailedFile> = model<DetailedFile>(
  "DetailedFile",
  "A file with what is known of its kind: a size for images; duration and transcript for audio.",
)({
  ...common,
  file_size_in_bytes: optional(number, "The size in bytes, for images."),
  duration: optional(number, "How long it plays, in seconds."),
  transcript: optional(text, "What is said."),
  transcript_url: optional(text, "Where the transcript lies."),
  transcript_start: optional(number, "Where the transcript begins, in seconds."),
  transcript_end: optional(number, "Where the transcript ends, in seconds."),
});
