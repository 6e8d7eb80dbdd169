/** Segmentation of images: a label for every pixel. */

import type { Sent } from "../loose.ts";
import type { AttributeValues } from "./attributes.ts";
import type { Label, OpenTaskResponse, SharedTaskParams, Suggest } from "./shared.ts";

/**
 * Parameters of `segmentannotation`. Scale wants an `attachment`, and `labels` from here or from the project.
 *
 * @see https://scale.com/docs/api-reference/image-and-video-tasks
 */
export interface SegmentAnnotationParams extends SharedTaskParams {
  /**
   * Always `image`.
   *
   * @default {"image"}
   */
  readonly attachment_type?: Suggest<"image"> | undefined;
  /** The labels, at most 50. `instance_label` in a description asks for a mask per instance. */
  readonly labels?: readonly Label[] | undefined;
  /**
   * Whether pixels may stay without a label.
   *
   * @default {false}
   */
  readonly allow_unlabeled?: boolean | undefined;
  /** Labels that get a mask per instance. Older form; see `labels`. */
  readonly instance_labels?: readonly string[] | undefined;
  /** Returned by the service as false; Scale does not say what it does. */
  readonly allow_parent_labels?: boolean | undefined;
  /** Masks to start from: `labelMapping` and `annotations.combined.indexedImage` must be given. */
  readonly hypothesis?: Sent<SegmentAnnotationResponse> | undefined;
  /** Masks to start from that can be locked. */
  readonly base_annotations?: Sent<SegmentAnnotationResponse> | undefined;
}

/** How a label, or one instance of it, is shown in the images. */
export interface SegmentationLabel {
  /** The value of its pixels in `indexedImage`, which is unique. */
  index: number;
  /** The colour of its pixels in `image`, as `#rrggbb`. Colours may repeat. */
  color?: string | undefined;
  /** Number of its pixels. */
  numPixels?: number | undefined;
  /** Answers to `annotation_attributes`; instances only. */
  attributes?: AttributeValues | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** For each label, how it is shown in the images; an array if the label has instances. */
export interface SegmentationMap {
  /** How that label is shown. */
  [label: string]: SegmentationLabel | SegmentationLabel[];
}

/** All labels in one image. */
export interface CombinedMasks {
  /** URL of an image in the colours of the labels. */
  image?: string | undefined;
  /** URL of an image whose pixel values are the indexes of the labels. */
  indexedImage?: string | undefined;
  /** URL of a like image, for more labels than fit into one byte. */
  extendedIndexedImage?: string | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** The images of a segmentation. */
export interface SegmentationImages {
  /** All labels in one image. */
  combined?: CombinedMasks | undefined;
  /** The URL of each label's mask; an array if the label has instances, null if it does not occur. */
  labeled?: { [label: string]: string | string[] | null } | undefined;
  /** URL of the mask of the pixels without a label, if there are any. */
  unlabeled?: string | null | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/**
 * Response of `segmentannotation`.
 *
 * @see https://scale.com/docs/api-reference/image-and-video-tasks
 */
export interface SegmentAnnotationResponse extends OpenTaskResponse {
  /** How each label is shown in the images. */
  labelMapping?: SegmentationMap | undefined;
  /** The images. */
  annotations?: SegmentationImages | undefined;
}
