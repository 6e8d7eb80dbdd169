/** Shapes as they come back in responses, and as they go out in `hypothesis` and `base_annotations`. */

import type { AttributeValues } from "./attributes.ts";
import type { Point2d, Suggest } from "./shared.ts";

/** What all annotations have in common. */
export interface AnnotationBase {
  /** Id of the annotation. In a video the same object keeps it over all frames. */
  uuid?: string | undefined;
  /** The label chosen: a leaf, where labels are nested. */
  label?: string | undefined;
  /** Answers to `annotation_attributes`; absent when none were asked for. */
  attributes?: AttributeValues | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** A rectangle, in pixels. */
export interface BoxAnnotation extends AnnotationBase {
  /** Tells the shapes apart. */
  type: "box";
  /** Left edge; of the unturned box where it is turned. */
  left: number;
  /** Upper edge; of the unturned box where it is turned. */
  top: number;
  /** Width. */
  width: number;
  /** Height. */
  height: number;
  /** With `can_rotate`: by how much it is turned clockwise, in radians. */
  rotation?: number | undefined;
  /** With `can_rotate`: the corners. */
  vertices?: Point2d[] | undefined;
}

/** A closed shape. */
export interface PolygonAnnotation extends AnnotationBase {
  /** Tells the shapes apart. */
  type: "polygon";
  /** Its corners, in the order drawn. */
  vertices: Point2d[];
}

/** An open shape. */
export interface LineAnnotation extends AnnotationBase {
  /** Tells the shapes apart. */
  type: "line";
  /** Its points, in the order drawn. */
  vertices: Point2d[];
}

/** A single point, in pixels. */
export interface PointAnnotation extends AnnotationBase {
  /** Tells the shapes apart. */
  type: "point";
  /** From the left. */
  x: number;
  /** From the top. */
  y: number;
}

/** An ellipse. */
export interface EllipseAnnotation extends AnnotationBase {
  /** Tells the shapes apart. */
  type: "ellipse";
  /** Its four extremal points. */
  vertices: Point2d[];
}

/** A corner of a cuboid, in pixels. */
export interface CuboidVertex extends Point2d {
  /** Which corner it is. */
  description: Suggest<
    "face-topleft" | "face-bottomleft" | "face-topright" | "face-bottomright" | "side-topcorner" | "side-bottomcorner"
  >;
  /** Always `vertex`. Absent in older types. */
  type?: "vertex" | undefined;
}

/** An edge of a cuboid, in pixels. */
export interface CuboidEdge {
  /** Which edge it is. */
  description: Suggest<"face-top" | "face-right" | "face-bottom" | "face-left" | "side-bottom" | "side-top">;
  /** Start, from the left. */
  x1: number;
  /** Start, from the top. */
  y1: number;
  /** End, from the left. */
  x2: number;
  /** End, from the top. */
  y2: number;
  /** Always `edge`. */
  type?: "edge" | undefined;
}

/** A box in perspective. With the camera's parameters in the task, it has 3D points among its other fields. */
export interface CuboidAnnotation extends AnnotationBase {
  /** Tells the shapes apart. */
  type: "cuboid";
  /** Its six visible corners. */
  vertices: CuboidVertex[];
  /** Its edges. */
  edges?: CuboidEdge[] | undefined;
}

/**
 * A shape on an image or on a frame of a video, told apart by `type`. Should Scale add a shape, `String(annotation.type)`
 * names it.
 *
 * @example
 * ```ts
 * import type { Annotation } from "@scaleapi/sdk";
 *
 * function area(annotation: Annotation): number {
 *   return annotation.type === "box" ? annotation.width * annotation.height : 0;
 * }
 * ```
 *
 * @see https://scale.com/docs/api-reference/image-and-video-reference
 */
export type Annotation =
  | BoxAnnotation
  | PolygonAnnotation
  | LineAnnotation
  | PointAnnotation
  | EllipseAnnotation
  | CuboidAnnotation;
