/** What may be asked about an annotation, and how annotations may be linked. */

import type { Label } from "./shared.ts";

/** What all attributes have in common. */
export interface AttributeBase {
  /** The question, as labelers see it. */
  readonly description?: string | undefined;
  /** When the attribute is asked for. Scale does not document the form. */
  readonly conditions?: unknown;
}

/** A choice among labels. An attribute without a `type` is one of these. */
export interface CategoryAttribute extends AttributeBase {
  /** May be left out. */
  readonly type?: "category" | undefined;
  /** The labels to choose from. */
  readonly choices: readonly Label[];
  /**
   * Whether several may be chosen; the value is then an array.
   *
   * @default {false}
   */
  readonly allow_multiple?: boolean | undefined;
}

/** A whole number. */
export interface NumberAttribute extends AttributeBase {
  /** Tells the kinds of attribute apart. */
  readonly type: "number";
  /** The minimum. Scale mentions bounds without naming them: check that yours take effect. */
  readonly min?: number | undefined;
  /** The maximum; see `min`. */
  readonly max?: number | undefined;
}

/** An angle in degrees, from 0 to 360. */
export interface AngleAttribute extends AttributeBase {
  /** Tells the kinds of attribute apart. */
  readonly type: "angle";
}

/** A free text. */
export interface TextAttribute extends AttributeBase {
  /** Tells the kinds of attribute apart. */
  readonly type: "text";
}

/** A vertical or horizontal line within a box, by its offset. */
export interface LineAttribute extends AttributeBase {
  /** `x_line` for a horizontal offset, `y_line` for a vertical one. */
  readonly type: "x_line" | "y_line";
}

/** A reference to another annotation. */
export interface LinkedAttribute extends AttributeBase {
  /** Tells the kinds of attribute apart. */
  readonly type: "linked";
  /** Labels of the annotations that may be referred to. */
  readonly allowed_labels?: readonly string[] | undefined;
  /** Whether a reference must be given. */
  readonly required?: boolean | undefined;
}

/** The definition of an attribute, told apart by `type`; without one it is a category. */
export type AnnotationAttribute =
  | CategoryAttribute
  | NumberAttribute
  | AngleAttribute
  | TextAttribute
  | LineAttribute
  | LinkedAttribute;

/**
 * The parameter `annotation_attributes`: name of the attribute to its definition.
 *
 * @see https://scale.com/docs/api-reference/image-and-video-reference
 */
export interface AnnotationAttributes {
  /** The definition of the attribute of that name. */
  readonly [name: string]: AnnotationAttribute;
}

/** The attributes of an annotation in a response: name to value. The value's form follows from the definition. */
export interface AttributeValues {
  /** A label, an array of labels, a number, a text or a reference. */
  [name: string]: unknown;
}

/** A kind of link between two annotations. */
export interface LinkDefinition {
  /** Whether the link has no direction. */
  readonly is_bidirectional?: boolean | undefined;
  /** Labels that it may come from. */
  readonly from_allowed_labels?: readonly string[] | undefined;
  /** Labels that it may go to. */
  readonly to_allowed_labels?: readonly string[] | undefined;
}

/**
 * The parameter `links`: label of the link to its definition. Scale's text has one definition per label, its sample an
 * array of them; both may be sent.
 *
 * @see https://scale.com/docs/api-reference/image-and-video-reference
 */
export interface Links {
  /** The definition of the link of that label. */
  readonly [label: string]: LinkDefinition | readonly LinkDefinition[];
}
