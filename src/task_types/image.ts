/** Image types: `imageannotation` and the five older types with one geometry each. */

import type { Sent } from "../loose.ts";
import type { Annotation, CuboidEdge, CuboidVertex } from "./annotations.ts";
import type { Geometries } from "./geometries.ts";
import type { Label, OpenTaskResponse, Point2d, SharedTaskParams, Suggest } from "./shared.ts";

/**
 * Parameters of `imageannotation`: shapes on an image. Scale wants an `attachment`, and `geometries` from here or from
 * the project.
 *
 * @example
 * ```ts
 * import type { ImageAnnotationParams } from "@scaleapi/sdk";
 *
 * const params: ImageAnnotationParams = {
 *   project: "cows",
 *   attachment: "https://i.imgur.com/v4cBreD.jpg",
 *   geometries: { box: { objects_to_annotate: ["Baby Cow", "Big Cow"], min_height: 10, min_width: 10 } },
 *   annotation_attributes: { resting: { description: "Is it lying down?", choices: ["yes", "no"] } },
 * };
 * ```
 *
 * @see https://scale.com/docs/api-reference/image-and-video-tasks
 */
export interface ImageAnnotationParams extends SharedTaskParams {
  /**
   * Always `image`.
   *
   * @default {"image"}
   */
  readonly attachment_type?: Suggest<"image"> | undefined;
  /** The shapes to draw. */
  readonly geometries?: Geometries | undefined;
  /** Shapes to start from. */
  readonly hypothesis?: Sent<ImageAnnotationResponse> | undefined;
  /** Shapes to start from that can be locked. */
  readonly base_annotations?: Sent<ImageAnnotationResponse> | undefined;
}

/**
 * Response of `imageannotation`.
 *
 * @see https://scale.com/docs/api-reference/image-and-video-reference
 */
export interface ImageAnnotationResponse extends OpenTaskResponse {
  /** The shapes. */
  annotations?: Annotation[] | undefined;
}

/** What the older image types share. Scale wants `attachment` and `objects_to_annotate`. */
export interface LegacyImageParams extends SharedTaskParams {
  /**
   * Always `image`.
   *
   * @default {"image"}
   */
  readonly attachment_type?: Suggest<"image"> | undefined;
  /** The labels, at most six; three for lines. */
  readonly objects_to_annotate?: readonly Label[] | undefined;
  /** Whether each annotation gets a label; by default only in `cuboidannotation`. */
  readonly with_labels?: boolean | undefined;
}

/** Parameters of `annotation`: boxes on an image. Older; prefer `imageannotation`. */
export interface BoxTaskParams extends LegacyImageParams {
  /**
   * Minimum width in pixels, as a number or a string.
   *
   * @default {0}
   */
  readonly min_width?: number | string | undefined;
  /**
   * Minimum height in pixels, as a number or a string.
   *
   * @default {0}
   */
  readonly min_height?: number | string | undefined;
}

/** Parameters of `polygonannotation`: polygons on an image. Older; prefer `imageannotation`. */
export interface PolygonTaskParams extends LegacyImageParams {
  /**
   * Minimum number of vertices.
   *
   * @default {1}
   */
  readonly min_vertices?: number | undefined;
  /**
   * Maximum number of vertices; null for any.
   *
   * @default {null}
   */
  readonly max_vertices?: number | null | undefined;
}

/** Parameters of `lineannotation`: lines on an image. Older; prefer `imageannotation`. */
export interface LineTaskParams extends PolygonTaskParams {
  /**
   * Whether lines are bent through their vertices.
   *
   * @default {false}
   */
  readonly splines?: boolean | undefined;
}

/** Parameters of `pointannotation`: points on an image. Older; prefer `imageannotation`. */
export interface PointTaskParams extends LegacyImageParams {}

/** Parameters of `cuboidannotation`: cuboids on an image. Older; prefer `imageannotation`. */
export interface CuboidTaskParams extends LegacyImageParams {
  /**
   * Minimum number of cuboids.
   *
   * @default {0}
   */
  readonly min_annotations?: number | undefined;
  /**
   * Maximum number of cuboids; 0 for any.
   *
   * @default {0}
   */
  readonly max_annotations?: number | undefined;
}

/** A box of the older type, in pixels. */
export interface LegacyBox {
  /** Left edge. */
  left: number;
  /** Upper edge. */
  top: number;
  /** Width. */
  width: number;
  /** Height. */
  height: number;
  /** With `with_labels`. */
  label?: string | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** A polygon or a line of the older types. */
export interface LegacyVertices {
  /** Its points, in the order drawn. */
  vertices: Point2d[];
  /** With `with_labels`. */
  label?: string | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** A point of the older type, in pixels. */
export interface LegacyPoint extends Point2d {
  /** With `with_labels`. */
  label?: string | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** A cuboid of the older type. */
export interface LegacyCuboid {
  /** Its six visible corners. */
  vertices: CuboidVertex[];
  /** Its edges. */
  edges?: CuboidEdge[] | undefined;
  /** With `with_labels`. */
  label?: string | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** Response of `annotation`. */
export interface BoxTaskResponse extends OpenTaskResponse {
  /** The boxes. */
  annotations?: LegacyBox[] | undefined;
}

/** Response of `polygonannotation` and `lineannotation`. */
export interface VerticesTaskResponse extends OpenTaskResponse {
  /** The polygons or lines. */
  annotations?: LegacyVertices[] | undefined;
}

/** Response of `pointannotation`. */
export interface PointTaskResponse extends OpenTaskResponse {
  /** The points. */
  annotations?: LegacyPoint[] | undefined;
}

/** Response of `cuboidannotation`. */
export interface CuboidTaskResponse extends OpenTaskResponse {
  /** The cuboids. */
  annotations?: LegacyCuboid[] | undefined;
}
