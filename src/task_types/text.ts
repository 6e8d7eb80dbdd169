/** `textcollection`: a form to fill in for one or more attachments. */

import type { Loose, Sent } from "../loose.ts";
import type { OpenTaskResponse, OtherKind, SharedTaskParams, Suggest } from "./shared.ts";

/** An attachment of a text collection. */
export interface TextCollectionAttachment {
  /** What it is. */
  readonly type: Suggest<"pdf" | "image" | "text" | "video" | "website" | "audio">;
  /** A URL, or the text itself: markdown or HTML, which Scale makes harmless. */
  readonly content: string;
  /** Shown only with these forms, by `field_id`. */
  readonly forms?: readonly string[] | undefined;
}

/** What all fields have in common. */
export interface FieldBase {
  /** Key of the field in the response. Keep it stable; unique in the project. */
  readonly field_id: string;
  /** The question. Not empty. */
  readonly title: string;
  /** More about the question. */
  readonly description?: string | undefined;
  /** A hint that labelers can open. */
  readonly hint?: string | undefined;
  /**
   * Whether it must be answered.
   *
   * @default {false}
   */
  readonly required?: boolean | undefined;
  /**
   * Minimum number of answers; above 0.
   *
   * @default {1}
   */
  readonly min_responses_required?: number | undefined;
  /**
   * Maximum number of answers, up to 100. Above 1, the response is an array of them.
   *
   * @default {1}
   */
  readonly max_responses_required?: number | undefined;
  /**
   * When the field is shown, by the `field_id` of other fields: members of an object are joined by "and", those of an
   * array by "or"; `not` turns one round.
   */
  readonly conditions?: readonly unknown[] | undefined;
}

/** One choice of a category field. */
export interface FieldChoice {
  /** What labelers see. */
  readonly label: string;
  /** What the response has. */
  readonly value: string | number | boolean;
  /** A hint that labelers can open. */
  readonly hint?: string | undefined;
  /** Choices nested under this one; leaves alone can be chosen. */
  readonly subchoices?: readonly FieldChoice[] | undefined;
}

/** A choice from a list. */
export interface CategoryField extends FieldBase {
  /** Tells the kinds of field apart. */
  readonly type: "category";
  /** What can be chosen. */
  readonly choices: readonly FieldChoice[];
  /**
   * Minimum number of choices.
   *
   * @default {1}
   */
  readonly min_choices?: number | undefined;
  /**
   * Maximum number of choices; above 1 they are boxes to tick.
   *
   * @default {1}
   */
  readonly max_choices?: number | undefined;
}

/** Yes or no. */
export interface BooleanField extends FieldBase {
  /** Tells the kinds of field apart. */
  readonly type: "boolean";
}

/** A text, a number, a time, a selection or a span of time. Scale does not document the options of their own. */
export interface ValueField extends FieldBase {
  /** Tells the kinds of field apart. */
  readonly type: "text" | "number" | "datetime" | "select" | "time_range";
  /** Options of the kind. */
  readonly [option: string]: unknown;
}

/** Fields that are answered together. */
export interface FieldSet extends FieldBase {
  /** `field_set`; Scale's table writes `field_Set`. */
  readonly type: "field_set" | "field_Set";
  /** At least two fields, which may be sets themselves. */
  readonly fields: readonly Loose<TextCollectionField>[];
  /**
   * Whether they are in one line: then two at most, of text or number.
   *
   * @default {false}
   */
  readonly inline?: boolean | undefined;
}

/** A kind of field that this version does not know, such as a form. */
export interface OtherField extends FieldBase {
  /** The kind's name, cast to {@linkcode OtherKind}. */
  readonly type: OtherKind;
  /** Options of the kind. */
  readonly [option: string]: unknown;
}

/**
 * A question of the form, told apart by `type`.
 *
 * @see https://docs.scale.com/reference/text-collection
 */
export type TextCollectionField = CategoryField | BooleanField | ValueField | FieldSet | OtherField;

/**
 * Parameters of `textcollection`. Scale wants `fields` from here or from the project, and `attachments` unless the
 * project has a template (`template_variables`).
 *
 * @example
 * ```ts
 * import type { TextCollectionParams } from "@scaleapi/sdk";
 *
 * const params: TextCollectionParams = {
 *   attachments: [{ type: "text", content: "Please call me back." }],
 *   fields: [{
 *     type: "category",
 *     field_id: "tone",
 *     title: "Tone",
 *     choices: [{ label: "Calm", value: "calm" }, { label: "Angry", value: "angry" }],
 *   }],
 *   responses_required: 1,
 * };
 * ```
 *
 * @see https://docs.scale.com/reference/text-collection
 */
export interface TextCollectionParams extends SharedTaskParams {
  /** What the form is about. */
  readonly attachments?: readonly TextCollectionAttachment[] | undefined;
  /** The questions. */
  readonly fields?: readonly Loose<TextCollectionField>[] | undefined;
  /** Title of the form. */
  readonly title?: string | undefined;
  /** Text above the form. */
  readonly description?: string | undefined;
  /** By how many labelers the form is filled in. */
  readonly responses_required?: number | undefined;
  /** Answers to start from. */
  readonly hypothesis?: Sent<TextCollectionResponse> | undefined;
  /** Answers to start from that can be locked. */
  readonly base_annotations?: Sent<TextCollectionResponse> | undefined;
}

/** An answer with its field, as evaluation tasks have it. */
export interface FieldAnswer {
  /** Kind of the field. */
  type?: string | undefined;
  /** Key of the field. */
  field_id?: string | undefined;
  /** The answers: for a category, one array of chosen values for each. */
  response?: unknown;
  /** Other fields. */
  [field: string]: unknown;
}

/**
 * The answer to a field: an array of chosen values for a category, an object for a field set, else a plain value, where
 * a number may come as text. An array of these where `max_responses_required` is above 1.
 */
export type FieldValue = string | number | boolean | null | unknown[] | FieldAnswer;

/**
 * Response of `textcollection`.
 *
 * @see https://docs.scale.com/reference/text-collection
 */
export interface TextCollectionResponse extends OpenTaskResponse {
  /** `field_id` to the answer. */
  annotations?: { [field_id: string]: FieldValue } | undefined;
}
