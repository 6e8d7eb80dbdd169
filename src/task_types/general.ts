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
  readonly attachment_type?: Suggest<"text" | "image" | "video" | "audio" | "website" | "pdf">;
  /** The categories to choose from. */
  readonly categories?: readonly string[];
  /** Ids of categories: id to category. The response then has `category_id`. */
  readonly category_ids?: { readonly [id: string]: string };
  /**
   * Whether several may be chosen.
   *
   * @default {false}
   */
  readonly allow_multiple?: boolean;
  /** Question to its definition. */
  readonly taxonomies?: OpenObject;
}

/** Response of `categorization`: an array with `allow_multiple`. */
export interface CategorizationResponse extends OpenTaskResponse {
  /** The category, or the categories. */
  category?: string | string[];
  /** Its id or theirs, where `category_ids` were given. */
  category_id?: string | string[] | null;
}

/**
 * Parameters of `comparison`. Scale wants `attachments`, and `fields` or `choices`.
 *
 * @see https://docs.scale.com/reference
 */
export interface ComparisonParams extends SharedTaskParams {
  /** What the attachments are. */
  readonly attachment_type?: Suggest<"text" | "image" | "video" | "audio" | "website" | "pdf">;
  /** What to compare: URLs, or texts. */
  readonly attachments?: readonly string[];
  /** Questions to answer: key to description. */
  readonly fields?: { readonly [key: string]: string };
  /** Answers to choose from. */
  readonly choices?: readonly string[];
}

/** Response of `comparison`. */
export interface ComparisonResponse extends OpenTaskResponse {
  /** The answer chosen. */
  choice?: string;
  /** Key to answer. */
  fields?: { [key: string]: unknown };
}

/**
 * Parameters of `transcription`. Scale wants `attachment`, and `fields` or `repeatable_fields`.
 *
 * @see https://docs.scale.com/reference
 */
export interface TranscriptionParams extends SharedTaskParams {
  /** What the attachment is. */
  readonly attachment_type?: Suggest<"image" | "pdf" | "website">;
  /** What to write off once: key to description. */
  readonly fields?: { readonly [key: string]: string };
  /** What to write off for each row: key to description. */
  readonly repeatable_fields?: { readonly [key: string]: string };
  /** The oldest name of `repeatable_fields`; at most ten rows. */
  readonly row_fields?: { readonly [key: string]: string };
}

/** Response of `transcription`. */
export interface TranscriptionResponse extends OpenTaskResponse {
  /** Key to text. */
  fields?: { [key: string]: string };
  /** Key to text, for each row. */
  repeatable_fields?: { [key: string]: string }[];
  /** The oldest name of `repeatable_fields`. */
  rows?: { [key: string]: string }[];
}

/**
 * Parameters of `datacollection`. Scale wants `attachment` and `fields`.
 *
 * @see https://docs.scale.com/reference
 */
export interface DataCollectionParams extends SharedTaskParams {
  /** What the attachment is. */
  readonly attachment_type?: Suggest<"text" | "image" | "website">;
  /** What to find out: key to description. */
  readonly fields?: { readonly [key: string]: string };
}

/** Response of `datacollection`. */
export interface DataCollectionResponse extends OpenTaskResponse {
  /** Key to text. */
  fields?: { [key: string]: string };
  /** How long the work took, in seconds. */
  time_spent_in_seconds?: number;
}

/** One step of a conversation. */
export interface ChatOutput {
  /** What it is, for example `Instructions` or `PromptInput`. */
  type?: string;
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
  responses?: ChatOutput[];
}
