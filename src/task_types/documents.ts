/** Documents: text and its places on the pages. */

import type { Loose, Sent } from "../loose.ts";
import type { OpenTaskResponse, OtherKind, Point2d, SharedTaskParams, Suggest } from "./shared.ts";

/** What a feature may be marked as. */
export type FeatureFlag = Suggest<
  "line" | "key" | "value" | "thead" | "tbody" | "date" | "money" | "checkbox" | "region" | "query" | "span"
>;

/** A piece of text, or a block of them, to transcribe. */
export interface DocumentFeature {
  /** A piece of text, or a block of it. */
  readonly type: "text" | "block";
  /** Its label, which comes back in the response. */
  readonly label: string;
  /** What it is besides. */
  readonly flags?: readonly FeatureFlag[] | undefined;
}

/** Features that belong together. Scale does not document how they are given. */
export interface DocumentFeatureGroup {
  /** Tells the kinds of feature apart. */
  readonly type: "group";
  /** Its title. */
  readonly title: string;
  /** What it is besides. */
  readonly flags?: readonly FeatureFlag[] | undefined;
  /** Its features and other options. */
  readonly [option: string]: unknown;
}

/** A kind of feature that this version does not know. */
export interface OtherFeature {
  /** The kind's name, cast to {@linkcode OtherKind}. */
  readonly type: OtherKind;
  /** Options of the kind. */
  readonly [option: string]: unknown;
}

/**
 * Parameters of `documenttranscription`. Scale wants `attachment` or `attachments`, and `features` from here or from the
 * project. For OCR of your own, see `customer_ocr_url` and `customer_ocr_type` in `metadata`.
 *
 * @see https://docs.scale.com/reference/custom-ocr-for-document-task-type
 */
export interface DocumentTranscriptionParams extends SharedTaskParams {
  /** URL of the document; its content type says what it is. */
  readonly attachment?: string | undefined;
  /** URLs of the pages. */
  readonly attachments?: readonly string[] | undefined;
  /** What to transcribe. */
  readonly features?: readonly Loose<DocumentFeature | DocumentFeatureGroup | OtherFeature>[] | undefined;
  /**
   * Language of the document.
   *
   * @default {"en-US"}
   */
  readonly lang?: string | undefined;
  /**
   * How places are given: upright boxes, or polygons that may be turned.
   *
   * @default {"box"}
   */
  readonly geometry?: Suggest<"box" | "polygon"> | undefined;
  /** Texts to start from. */
  readonly hypothesis?: Sent<DocumentResponse> | undefined;
  /** Texts to start from that can be locked. */
  readonly base_annotations?: Sent<DocumentResponse> | undefined;
}

/** An upright place on a page, in pixels. */
export interface BoxLocation {
  /** Tells the kinds of place apart. */
  type: "box";
  /** Left edge. */
  left: number;
  /** Upper edge. */
  top: number;
  /** Width. */
  width: number;
  /** Height. */
  height: number;
}

/** A place of any shape on a page. */
export interface PolygonLocation {
  /** Tells the kinds of place apart. */
  type: "polygon";
  /** Its corners. */
  vertices: Point2d[];
}

/** An amount of money, as read. */
export interface MoneyValue {
  /** The amount as it is written. */
  amount?: unknown;
  /** The amount as it was understood. */
  parsed?: unknown;
  /** Other fields. */
  [field: string]: unknown;
}

/** A piece of text and its place. */
export interface DocumentAnnotation {
  /** Id of the annotation. */
  uuid?: string | undefined;
  /** Index into the task's `document_pages`. */
  page?: number | undefined;
  /** Label of the feature. */
  label?: string | undefined;
  /** The text. */
  text?: string | undefined;
  /** Where it is on the page. */
  location?: BoxLocation | PolygonLocation | undefined;
  /** References to other annotations. */
  refs?: unknown[] | undefined;
  /** With the flag `money`. Other flags have fields of their own. */
  money?: MoneyValue | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** A page, in the task's `document_pages`: one per page, in the order of the attachments. */
export interface DocumentPage {
  /** Width in pixels. */
  width?: number | undefined;
  /** Height in pixels. */
  height?: number | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/**
 * Response of `documenttranscription` and `documentmodel`.
 *
 * @see https://docs.scale.com/reference/task-document-pages
 */
export interface DocumentResponse extends OpenTaskResponse {
  /** The texts. */
  annotations?: DocumentAnnotation[] | undefined;
}
