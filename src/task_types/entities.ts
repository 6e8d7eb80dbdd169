/** `namedentityrecognition`: entities in a text, and the relationships between them. */

import type { Sent } from "../loose.ts";
import type { AttributeValues } from "./attributes.ts";
import type { OpenTaskResponse, SharedTaskParams } from "./shared.ts";

/** A kind of entity. */
export interface EntityLabel {
  /** Its name, which comes back in the response. */
  readonly name: string;
  /** What belongs to it. */
  readonly description?: string | undefined;
  /** What labelers see in place of the name. */
  readonly display_name?: string | undefined;
  /** Kinds nested under this one. */
  readonly children?: readonly EntityLabel[] | undefined;
  /** What is asked about each entity. Scale does not document the form. */
  readonly attributes?: unknown;
}

/**
 * A kind of relationship: named (`name`, `display_name`), or identified only by the two labels. Within a task, all have
 * names or none has.
 */
export interface RelationshipDefinition {
  /** Its name, which comes back in the response. */
  readonly name?: string | undefined;
  /** What labelers see in place of the name. */
  readonly display_name?: string | undefined;
  /**
   * Whether it has a direction.
   *
   * @default {false}
   */
  readonly is_directed?: boolean | undefined;
  /** Label of the entity that it starts from. */
  readonly source_label?: string | undefined;
  /** Label of the entity that it goes to. */
  readonly target_label?: string | undefined;
}

/**
 * Parameters of `namedentityrecognition`. Scale wants `text` and `labels`, and no attachment.
 *
 * @see https://scale.com/docs/api-reference/generative-ai
 */
export interface NamedEntityRecognitionParams extends SharedTaskParams {
  /** The text to read. */
  readonly text?: string | undefined;
  /** The kinds of entity to mark. */
  readonly labels?: readonly EntityLabel[] | undefined;
  /** The kinds of relationship to mark. */
  readonly relationships?: readonly RelationshipDefinition[] | undefined;
  /** Entities to start from. */
  readonly hypothesis?: Sent<NamedEntityRecognitionResponse> | undefined;
  /** Entities to start from that can be locked. */
  readonly base_annotations?: Sent<NamedEntityRecognitionResponse> | undefined;
}

/** An entity in the text. */
export interface NamedEntity {
  /** Id, to which relationships refer. */
  id?: string | undefined;
  /** Where it starts, in characters. */
  start: number;
  /** Where it ends, in characters. Scale does not say whether that one is part of it: compare with `text`. */
  end: number;
  /** Its words. */
  text?: string | undefined;
  /** Its kind. */
  label?: string | undefined;
  /** What was asked about it. */
  attributes?: AttributeValues | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** A relationship between two entities. */
export interface EntityRelationship {
  /** Id of the relationship. */
  id?: string | undefined;
  /** Id of the entity that it starts from. */
  source_ref: string;
  /** Id of the entity that it goes to. */
  target_ref: string;
  /** Its kind, where kinds have names. */
  name?: string | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/**
 * Response of `namedentityrecognition`.
 *
 * @see https://scale.com/docs/api-reference/generative-ai
 */
export interface NamedEntityRecognitionResponse extends OpenTaskResponse {
  /** The entities. */
  annotations?: NamedEntity[] | undefined;
  /** The relationships. */
  relationships?: EntityRelationship[] | undefined;
}
