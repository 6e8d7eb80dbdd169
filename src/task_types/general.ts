/** Older general types, and the conversations of task templates. */

import type { OpenObject } from "../loose.ts";
import type { OpenTaskResponse, SharedTaskParams, Suggest } from "./shared.ts";

/**
 * Parameters of `categorization`. Deprecated in favour of `textcollection`. Scale wants `attachment`, `instruction` and
 * `categories`; its newer text has `taxonomies` in place of the last.
 *
 * @see https://docs.scale.com/reference
 */
export interface CategorizationParams extends SharedTaskParams {
  /** What the attachment is. */
  readonly attachment_type?: Suggest<"text" | "image" | "video" | "audio" | "website" | "pdf"> | undefined;
  /** The categories to choose from. */
  readonly categories?: readonly string[] | undefined;
  /** Ids of categories: id to category. The response then has `category_id`. */
  readonly category_ids?: { readonly [id: string]: string } | undefined;
  /**
   * Whether several may be chosen.
   *
   * @default {false}
   */
  readonly allow_multiple?: boolean | undefined;
  /** Question to its definition. */
  readonly taxonomies?: OpenObject | undefined;
}

/** Response of `categorization`: an array with `allow_multiple`. */
export interface CategorizationResponse extends OpenTaskResponse {
  /** The category, or the categories. */
  category?: string | string[] | undefined;
  /** Its id or theirs, where `category_ids` were given. */
  category_id?: string | string[] | null | undefined;
}

/**
 * Parameters of `comparison`. Scale wants `attachments`, and `fields` or `choices`.
 *
 * @see https://docs.scale.com/reference
 */
export interface ComparisonParams extends SharedTaskParams {
  /** What the attachments are. */
  readonly attachment_type?: Suggest<"text" | "image" | "video" | "audio" | "website" | "pdf"> | undefined;
  /** What to compare: URLs or strings. */
  readonly attachments?: readonly string[] | undefined;
  /** Questions to answer: key to description. */
  readonly fields?: { readonly [key: string]: string } | undefined;
  /** Answers to choose from. */
  readonly choices?: readonly string[] | undefined;
}

/** Response of `comparison`. */
export interface ComparisonResponse extends OpenTaskResponse {
  /** The answer chosen. */
  choice?: string | undefined;
  /** Key to answer. */
  fields?: { [key: string]: unknown } | undefined;
}

/**
 * Parameters of `transcription`. Scale wants `attachment`, and `fields` or `repeatable_fields`.
 *
 * @see https://docs.scale.com/reference
 */
export interface TranscriptionParams extends SharedTaskParams {
  /** What the attachment is. */
  readonly attachment_type?: Suggest<"image" | "pdf" | "website"> | undefined;
  /** What to write off once: key to description. */
  readonly fields?: { readonly [key: string]: string } | undefined;
  /** What to write off for each row: key to description. */
  readonly repeatable_fields?: { readonly [key: string]: string } | undefined;
  /** The oldest name of `repeatable_fields`; at most ten rows. */
  readonly row_fields?: { readonly [key: string]: string } | undefined;
}

/** Response of `transcription`. */
export interface TranscriptionResponse extends OpenTaskResponse {
  /** Key to text. */
  fields?: { [key: string]: string } | undefined;
  /** Key to text, for each row. */
  repeatable_fields?: { [key: string]: string }[] | undefined;
  /** The oldest name of `repeatable_fields`. */
  rows?: { [key: string]: string }[] | undefined;
}

/**
 * Parameters of `datacollection`. Scale wants `attachment` and `fields`.
 *
 * @see https://docs.scale.com/reference
 */
export interface DataCollectionParams extends SharedTaskParams {
  /** What the attachment is. */
  readonly attachment_type?: Suggest<"text" | "image" | "website"> | undefined;
  /** What to find out: key to description. */
  readonly fields?: { readonly [key: string]: string } | undefined;
}

/** Response of `datacollection`. */
export interface DataCollectionResponse extends OpenTaskResponse {
  /** Key to text. */
  fields?: { [key: string]: string } | undefined;
  /** How long the work took, in seconds. */
  time_spent_in_seconds?: number | undefined;
}

/** One step of a conversation. */
export interface ChatOutput {
  /** What it is, for example `Instructions` or `PromptInput`. */
  type?: string | undefined;
  /** Its text. */
  output?: unknown;
  /** Other fields. */
  [field: string]: unknown;
}

/**
 * Response of `chat`. Version 2 of the API shows the same work in more detail.
 *
 * @see https://docs.genai.scale.com/v1/task
 */
export interface ChatResponse extends OpenTaskResponse {
  /** The steps, in order. */
  responses?: ChatOutput[] | undefined;
}
