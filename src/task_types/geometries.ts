/** The parameter `geometries`: which shapes to draw, and within which limits. */

import type { Label } from "./shared.ts";

/** What all geometries take. */
export interface GeometryOptions {
  /**
   * Labels of the objects to annotate with this shape.
   *
   * @default {[]}
   */
  readonly objects_to_annotate?: readonly Label[];
}

/** Options of boxes. */
export interface BoxOptions extends GeometryOptions {
  /**
   * Least height, in whole pixels.
   *
   * @default {0}
   */
  readonly min_height?: number;
  /**
   * Least width, in whole pixels.
   *
   * @default {0}
   */
  readonly min_width?: number;
  /**
   * Whether boxes may be turned.
   *
   * @default {false}
   */
  readonly can_rotate?: boolean;
  /**
   * Whether left, top, width and height are whole numbers. Not for turned boxes.
   *
   * @default {false}
   */
  readonly integer_pixels?: boolean;
}

/** Options of polygons and lines. */
export interface VerticesOptions extends GeometryOptions {
  /**
   * Least number of vertices.
   *
   * @default {1}
   */
  readonly min_vertices?: number;
  /**
   * Greatest number of vertices; null for any.
   *
   * @default {null}
   */
  readonly max_vertices?: number | null;
}

/** A line drawn between two points, as a help to the eye. */
export interface PointConnection {
  /** Labels of the two points. */
  readonly pair: readonly [string, string];
  /** Name of a linked attribute that says which points belong together. */
  readonly connection_attribute?: string;
}

/** Options of points. */
export interface PointOptions extends GeometryOptions {
  /**
   * Points that are shown as connected.
   *
   * @default {[]}
   */
  readonly connections?: readonly PointConnection[];
}

/** The inner geometry of a camera, in pixels. */
export interface CameraIntrinsics {
  /** Focal length, horizontal. */
  readonly fx?: number;
  /** Focal length, vertical. */
  readonly fy?: number;
  /** Optical centre, from the left. */
  readonly cx?: number;
  /** Optical centre, from the top. */
  readonly cy?: number;
  /**
   * Skew of the axes.
   *
   * @default {0}
   */
  readonly skew?: number;
  /**
   * By how much the image was scaled.
   *
   * @default {1}
   */
  readonly scalefactor?: number;
  /** The name that Scale's sample has for `scalefactor`. */
  readonly scale_factor?: number;
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
   * Least height, in whole pixels.
   *
   * @default {0}
   */
  readonly min_height?: number;
  /**
   * Least width, in whole pixels.
   *
   * @default {0}
   */
  readonly min_width?: number;
  /**
   * The camera's inner geometry.
   *
   * @default {null}
   */
  readonly camera_intrinsics?: CameraIntrinsics | null;
  /**
   * The camera's rotation.
   *
   * @default {null}
   */
  readonly camera_rotation_quaternion?: Quaternion | null;
  /**
   * The camera's height above ground, in metres.
   *
   * @default {null}
   */
  readonly camera_height?: number | null;
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
  readonly box?: BoxOptions;
  /** Closed shapes. */
  readonly polygon?: VerticesOptions;
  /** Open shapes. */
  readonly line?: VerticesOptions;
  /** Single points. */
  readonly point?: PointOptions;
  /** Boxes in perspective. */
  readonly cuboid?: CuboidOptions;
  /** Ellipses. */
  readonly ellipse?: GeometryOptions;
}
