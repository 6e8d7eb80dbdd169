/** Lidar types, `sensorfusion` and `multistage`. */

import type { OpenObject } from "../loose.ts";
import type { Geometries } from "./geometries.ts";
import type { FileLink, Label, OpenTaskResponse, SharedTaskParams, Suggest } from "./shared.ts";

/**
 * Parameters of `lidarannotation`: cuboids in a series of frames. Scale wants `attachments`, `attachment_type` and
 * `labels`. Each attachment is a {@linkcode LidarFrameFile}.
 *
 * @see https://scale.com/docs/api-reference/sensor-fusion-lidar-tasks
 */
export interface LidarAnnotationParams extends SharedTaskParams {
  /** URLs of the frames, in the order of time. */
  readonly attachments?: readonly string[] | undefined;
  /**
   * The form of the frames.
   *
   * @default {"json"}
   */
  readonly attachment_type?: Suggest<"json"> | undefined;
  /** Labels of the objects to mark. */
  readonly labels?: readonly Label[] | undefined;
  /** Mark only what is within this distance, in metres. */
  readonly max_distance_meters?: number | undefined;
  /** Metres per unit of the coordinates. */
  readonly meters_per_unit?: number | undefined;
  /** Whether cuboids get a pitch and a roll. */
  readonly pitch_and_roll_enabled?: boolean | undefined;
}

/**
 * Parameters of `lidarsegmentation`: a label for every point. Scale wants `labels`, and either `attachments` or a
 * completed `lidar_task`.
 *
 * @see https://scale.com/docs/api-reference/sensor-fusion-lidar-tasks
 */
export interface LidarSegmentationParams extends SharedTaskParams {
  /** URLs of the frames, in the order of time. */
  readonly attachments?: readonly string[] | undefined;
  /**
   * The form of the frames.
   *
   * @default {"json"}
   */
  readonly attachment_type?: Suggest<"json"> | undefined;
  /** Labels of the points. */
  readonly labels?: readonly Label[] | undefined;
  /** Id of a completed `lidarannotation` task whose frames and cuboids to use. */
  readonly lidar_task?: string | undefined;
  /** Indexes of the frames of that task to use. */
  readonly lidar_task_frames?: readonly number[] | undefined;
}

/**
 * Parameters of `lidartopdown`: shapes seen from above, on frames (`attachments`) or on an aerial image
 * (`attachment`), not both. Scale wants a `project`.
 *
 * @see https://scale.com/docs/api-reference/sensor-fusion-lidar-tasks
 */
export interface LidarTopdownParams extends SharedTaskParams {
  /** URLs of the frames, in the order of time. */
  readonly attachments?: readonly string[] | undefined;
  /** URL of an aerial image: png or jpg. */
  readonly attachment?: string | undefined;
  /** The shapes to draw; only `polygon`, `line` and `point`. */
  readonly geometries?: Pick<Geometries, "polygon" | "line" | "point"> | undefined;
}

/**
 * Parameters of `lidarlinking`: shapes on camera images, linked to cuboids. Scale documents few of them.
 *
 * @see https://scale.com/docs/api-reference/sensor-fusion-lidar-tasks
 */
export interface LidarLinkingParams extends SharedTaskParams {
  /** Id of the `lidarannotation` task whose cuboids to link. */
  readonly lidar_task?: string | undefined;
  /** As in the definitions of dependent tasks, for example `annotation`. Scale does not document it. */
  readonly annotation_type?: string | undefined;
}

/**
 * Parameters of `sensorfusion`: one scene of several sensors. Scale wants `attachments`, `scene_format`, `project`,
 * `instruction`, `annotation_definition` and `callback_url`.
 *
 * @see https://scale.com/docs/api-reference/sensor-fusion-tasks
 */
export interface SensorFusionParams extends SharedTaskParams {
  /** URL of the scene: exactly one. */
  readonly attachments?: readonly string[] | undefined;
  /** The form of the scene. */
  readonly scene_format?: Suggest<"sensor_fusion"> | undefined;
  /** What to annotate. Scale does not document the form. */
  readonly annotation_definition?: readonly OpenObject[] | undefined;
}

/**
 * Parameters of `multistage`: a scene that passes through the stages of the project's active blueprint. Scale wants
 * `project`, `attachments` and `scene_format`.
 *
 * @see https://scale.com/docs/api-reference/create-multi-stage-task
 */
export interface MultiStageParams extends SharedTaskParams {
  /** URL of a scene (`.SFS`), or of each frame (`.JSON`). */
  readonly attachments?: readonly string[] | undefined;
  /** `sensor_fusion` for a scene, `split_base64` for frames. */
  readonly scene_format?: Suggest<"sensor_fusion" | "split_base64"> | undefined;
}

/**
 * Response of `lidarannotation`: the cuboids are in a file.
 *
 * @see https://scale.com/docs/api-reference/sensor-fusion-lidar-tasks
 */
export interface LidarAnnotationResponse extends OpenTaskResponse {
  /** Link to a {@linkcode LidarAnnotationFile}. */
  annotations?: FileLink | undefined;
}

/**
 * Response of `lidarsegmentation`: the labels are in a file.
 *
 * @see https://scale.com/docs/api-reference/sensor-fusion-lidar-tasks
 */
export interface LidarSegmentationResponse extends OpenTaskResponse {
  /** Link to a {@linkcode LidarSegmentationFile}. */
  point_segmentations?: FileLink | undefined;
  /** Link to a {@linkcode LidarAnnotationFile}, where there are cuboids. */
  annotations?: FileLink | undefined;
}

/**
 * Response of `lidarlinking`: the shapes are in a file.
 *
 * @see https://scale.com/docs/api-reference/sensor-fusion-lidar-tasks
 */
export interface LidarLinkingResponse extends OpenTaskResponse {
  /** Link to a {@linkcode LidarLinkingFile}. */
  annotations?: FileLink | undefined;
}
