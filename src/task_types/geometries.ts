/** The parameter `geometries`: which shapes to draw, and within which limits. */

import type { Label } from "./shared.ts";

/** What all geometries take. */
export interface GeometryOptions {
  /**
   * Labels of the objects to annotate with this shape.
   *
   * @default {[]}
   */
  readonly objects_to_annotate?: readonly Label[] | undefined;
}

/** Options of boxes. */
export interface BoxOptions extends GeometryOptions {
  /**
   * Minimum height, in whole pixels.
   *
   * @default {0}
   */
  readonly min_height?: number | undefined;
  /**
   * Minimum width, in whole pixels.
   *
   * @default {0}
   */
  readonly min_width?: number | undefined;
  /**
   * Whether boxes may be turned.
   *
   * @default {false}
   */
  readonly can_rotate?: boolean | undefined;
  /**
   * Whether left, top, width and height are whole numbers. Not for turned boxes.
   *
   * @default {false}
   */
  readonly integer_pixels?: boolean | undefined;
}

/** Options of polygons and lines. */
export interface VerticesOptions extends GeometryOptions {
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

/** A line drawn between two points, as a help to the eye. */
export interface PointConnection {
  /** Labels of the two points. */
  readonly pair: readonly [string, string];
  /** Name of a linked attribute that says which points belong together. */
  readonly connection_attribute?: string | undefined;
}

/** Options of points. Scale wants `objects_to_annotate` here. */
export interface PointOptions extends GeometryOptions {
  /**
   * Points that are shown as connected.
   *
   * @default {[]}
   */
  readonly connections?: readonly PointConnection[] | undefined;
}

/** The inner geometry of a camera, in pixels. */
export interface CameraIntrinsics {
  /** Focal length, horizontal. */
  readonly fx?: number | undefined;
  /** Focal length, vertical. */
  readonly fy?: number | undefined;
  /** Optical centre, from the left. */
  readonly cx?: number | undefined;
  /** Optical centre, from the top. */
  readonly cy?: number | undefined;
  /**
   * Skew of the axes.
   *
   * @default {0}
   */
  readonly skew?: number | undefined;
  /**
   * By how much the image was scaled.
   *
   * @default {1}
   */
  readonly scalefactor?: number | undefined;
  /** The name that Scale's sample has for `scalefactor`. */
  readonly scale_factor?: number | undefined;
}

/** A rotation as a unit quaternion. */
export interface Quaternion {
  /** The real part. */
  readonly w: number;
  /** First imaginary part. */
  readonly x: number;
  /** Second imaginary part. */
  readonly y: number;
  /** Third imaginary part. */
  readonly z: number;
}

/** Options of cuboids. With all three camera options, the response has 3D points too. */
export interface CuboidOptions extends GeometryOptions {
  /**
   * Minimum height, in whole pixels.
   *
   * @default {0}
   */
  readonly min_height?: number | undefined;
  /**
   * Minimum width, in whole pixels.
   *
   * @default {0}
   */
  readonly min_width?: number | undefined;
  /**
   * The camera's inner geometry.
   *
   * @default {null}
   */
  readonly camera_intrinsics?: CameraIntrinsics | null | undefined;
  /**
   * The camera's rotation.
   *
   * @default {null}
   */
  readonly camera_rotation_quaternion?: Quaternion | null | undefined;
  /**
   * The camera's height above ground, in metres.
   *
   * @default {null}
   */
  readonly camera_height?: number | null | undefined;
}

/**
 * The shapes to draw. A shape that is not named here is not offered to labelers.
 *
 * @example
 * ```ts
 * import type { Geometries } from "@scaleapi/sdk";
 *
 * const geometries: Geometries = {
 *   box: { objects_to_annotate: ["Baby Cow", "Big Cow"], min_height: 10, min_width: 10 },
 *   polygon: { objects_to_annotate: [{ choice: "Fence", display: "Fence or wall" }], min_vertices: 3 },
 * };
 * ```
 *
 * @see https://scale.com/docs/api-reference/image-and-video-reference
 */
export interface Geometries {
  /** Upright or turned rectangles. */
  readonly box?: BoxOptions | undefined;
  /** Closed shapes. */
  readonly polygon?: VerticesOptions | undefined;
  /** Open shapes. */
  readonly line?: VerticesOptions | undefined;
  /** Single points. */
  readonly point?: PointOptions | undefined;
  /** Boxes in perspective. */
  readonly cuboid?: CuboidOptions | undefined;
  /** Ellipses. */
  readonly ellipse?: GeometryOptions | undefined;
}
