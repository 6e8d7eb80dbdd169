/** The files that tasks are made from and that responses link to. Download them with `fetch` and parse them as JSON. */

import type { Annotation } from "./annotations.ts";
import type { AttributeValues } from "./attributes.ts";
import type { Quaternion } from "./geometries.ts";
import type { Suggest } from "./shared.ts";

/** A place or a size in space, in metres or units of the scene; z is up. */
export interface Vector3 {
  /** East. */
  x: number;
  /** North. */
  y: number;
  /** Up. */
  z: number;
}

/** A point that a lidar saw, in the coordinates of the world. Scale keeps 32-bit floats: stay below 100 000. */
export interface LidarPoint extends Vector3 {
  /** Intensity, from 0 to 1. */
  i?: number | undefined;
  /** Number of the device, from 0. */
  d?: number | undefined;
  /** Time in nanoseconds. */
  t?: number | undefined;
  /**
   * Whether it belongs to the ground.
   *
   * @default {false}
   */
  is_ground?: boolean | undefined;
}

/** A camera image of a frame. */
export interface CameraImage {
  /** URL of the image. */
  image_url: string;
  /** Where the camera was, in the world. */
  position: Vector3;
  /** How it was turned. */
  heading: Quaternion;
  /** Focal length in pixels, horizontal. */
  fx: number;
  /** Focal length in pixels, vertical. */
  fy: number;
  /** Optical centre in pixels, from the left. */
  cx: number;
  /** Optical centre in pixels, from the top. */
  cy: number;
  /** Time of the image. */
  timestamp?: number | undefined;
  /** Skew of the axes. */
  skew?: number | undefined;
  /** First radial distortion. */
  k1?: number | undefined;
  /** Second radial distortion. */
  k2?: number | undefined;
  /** Third radial distortion. */
  k3?: number | undefined;
  /** Fourth radial distortion. */
  k4?: number | undefined;
  /** First tangential distortion. */
  p1?: number | undefined;
  /** Second tangential distortion. */
  p2?: number | undefined;
  /** The lens. Sources differ on the names. */
  camera_model?: Suggest<"brown_conrady" | "pinhole" | "fisheye"> | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/**
 * A frame of a lidar task: the JSON behind each URL of `attachments`.
 *
 * @example
 * ```ts
 * import type { LidarFrameFile } from "@scaleapi/sdk";
 *
 * const frame: LidarFrameFile = {
 *   points: [{ x: 1, y: 2, z: 0.5, i: 0.7 }],
 *   device_position: { x: 0, y: 0, z: 1.8 },
 *   device_heading: { w: 1, x: 0, y: 0, z: 0 },
 *   images: [],
 * };
 * ```
 *
 * @see https://docs.scale.com/reference/data-types-and-the-frame-objects
 */
export interface LidarFrameFile {
  /** What the lidar saw, in the coordinates of the world. */
  points: LidarPoint[];
  /** Where the device was. */
  device_position?: Vector3 | undefined;
  /** How it was turned. */
  device_heading?: Quaternion | undefined;
  /** Camera images of the moment. */
  images?: CameraImage[] | undefined;
  /** Time of the frame. */
  timestamp?: number | undefined;
  /** What the radar saw. Scale does not document the names of its fields. */
  radar_points?: { [field: string]: unknown }[] | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** A cuboid in space. */
export interface LidarCuboid {
  /** Id; the same object keeps it over all frames. */
  uuid: string;
  /** The label chosen. */
  label: string;
  /** Its centre. */
  position: Vector3;
  /** Its size. */
  dimensions: Vector3;
  /** Its turn about the vertical, in radians: 0 along +y, counter-clockwise. */
  yaw: number;
  /** With `pitch_and_roll_enabled`. */
  pitch?: number | undefined;
  /** With `pitch_and_roll_enabled`. */
  roll?: number | undefined;
  /** Whether it stands still through all frames. */
  stationary?: boolean | undefined;
  /** Index of the camera that helped. */
  camera_used?: number | null | undefined;
  /** Answers to `annotation_attributes`. */
  attributes?: AttributeValues | undefined;
  /** Distance to the device, in metres. */
  distance_to_device?: number | undefined;
  /** Number of points in it. */
  numberOfPoints?: number | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** The cuboids of one frame. */
export interface LidarFrameAnnotations {
  /** The cuboids. */
  cuboids: LidarCuboid[];
  /** Other fields. */
  [field: string]: unknown;
}

/** Result file of `lidarannotation`: one element per frame, in order. */
export type LidarAnnotationFile = LidarFrameAnnotations[];

/** An object that points belong to. */
export interface LidarSegment {
  /** The label chosen. */
  label: string;
  /** Number by which points refer to it, from 1. */
  index: number;
  /** The instance, where the label has several. */
  instance?: unknown;
  /** Other fields. */
  [field: string]: unknown;
}

/** Result file of `lidarsegmentation`. Scale's text and its sample differ on the names; both are here. */
export interface LidarSegmentationFile {
  /** The objects. */
  objects?: LidarSegment[] | undefined;
  /** For each frame, for each of its points: index of the object, or 0 for none. */
  point_objects?: number[][] | undefined;
  /** The name of `objects` in Scale's text. */
  labels?: LidarSegment[] | undefined;
  /** The name of `point_objects` in Scale's text. */
  point_labels?: number[][] | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** A shape on a camera image, linked to a cuboid. Its geometry is among the other fields. */
export interface LinkedShape {
  /** Id of the cuboid. */
  cuboid_uuid?: string | undefined;
  /** The label chosen. */
  label?: string | undefined;
  /** Name of the shape. */
  type?: string | undefined;
  /** Whether the object is on the image alone. */
  not_in_lidar?: boolean | undefined;
  /** The geometry, and other fields. */
  [field: string]: unknown;
}

/** The shapes on one camera image. */
export interface CameraResponse {
  /** Index of the camera. */
  camera_used: number;
  /** The shapes. */
  annotations: LinkedShape[];
  /** Other fields. */
  [field: string]: unknown;
}

/** The linked shapes of one frame. */
export interface LidarFrameLinks {
  /** One element per camera. */
  camera_responses: CameraResponse[];
  /** Other fields. */
  [field: string]: unknown;
}

/** Result file of `lidarlinking`: one element per frame, in order. */
export type LidarLinkingFile = LidarFrameLinks[];

/** The shapes of one frame of a video. */
export interface VideoFrame {
  /** The shapes. The same object has the same `uuid` in every frame. */
  annotations: Annotation[];
  /** Other fields. */
  [field: string]: unknown;
}

/** Result file of `videoannotation`: one element per frame, in order. */
export type VideoAnnotationFile = VideoFrame[];

/** A shape at one moment of a video. Its geometry is among the other fields. */
export interface VideoKeyFrame {
  /** Number of the frame in the video. */
  key: number;
  /** Seconds from the start of the video. */
  timestamp: number;
  /** Answers to `annotation_attributes`. */
  attributes?: AttributeValues | undefined;
  /** The geometry, and other fields. */
  [field: string]: unknown;
}

/** An object in a video, over time. */
export interface VideoTrack {
  /** The label chosen. */
  label: string;
  /** Name of the shape, for example `box`. */
  geometry: string;
  /** Its key frames, in order. */
  frames: VideoKeyFrame[];
  /** Other fields. */
  [field: string]: unknown;
}

/** The objects of a video. */
export interface VideoTracks {
  /** Id to object. */
  annotations: { [uuid: string]: VideoTrack };
  /** Other fields. */
  [field: string]: unknown;
}

/** Result file of `videoplaybackannotation`: an array of one element. */
export type VideoPlaybackAnnotationFile = VideoTracks[];

/** A moment or a span of a video. */
export interface VideoEvent {
  /** The label chosen. */
  label: string;
  /** `point` for a moment, `range` for a span. */
  type: Suggest<"point" | "range">;
  /** Frame at which it starts. */
  start: number;
  /** Seconds at which it starts. */
  startTime: number;
  /** Frame at which a span ends. */
  end?: number | undefined;
  /** Seconds at which a span ends. */
  endTime?: number | undefined;
  /** Answers to what was asked about it. */
  attributes?: AttributeValues | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** File of the events of a video. */
export interface VideoEventsFile {
  /** The events. */
  events?: VideoEvent[] | undefined;
  /** Other fields. */
  [field: string]: unknown;
}
