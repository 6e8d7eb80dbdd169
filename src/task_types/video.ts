/** Video types: frames or a video file, annotated with shapes and events. */

import type { Sent } from "../loose.ts";
import type { Geometries } from "./geometries.ts";
import type { FileLink, OpenTaskResponse, SharedTaskParams, Suggest } from "./shared.ts";

/**
 * Parameters of `videoannotation`. Scale wants `geometries`, and either frames (`attachments`, with `attachment_type`
 * `image`) or a video file (`attachment`, with `attachment_type` `video`).
 *
 * @see https://scale.com/docs/api-reference/image-and-video-tasks
 */
export interface VideoAnnotationParams extends SharedTaskParams {
  /** `image` for frames, `video` for a file. */
  readonly attachment_type?: Suggest<"image" | "video"> | undefined;
  /** URL of a video: mp4, webm or ogg. */
  readonly attachment?: string | undefined;
  /** URLs of the frames, in the order of time. */
  readonly attachments?: readonly string[] | undefined;
  /** The shapes to draw. */
  readonly geometries?: Geometries | undefined;
  /** Frames to annotate per second of the video. */
  readonly frame_rate?: number | undefined;
  /** Labels of the events to mark. */
  readonly events_to_annotate?: readonly string[] | undefined;
  /** Shapes to start from. */
  readonly hypothesis?: Sent<VideoAnnotationResponse> | undefined;
  /** Shapes to start from that can be locked. */
  readonly base_annotations?: Sent<VideoAnnotationResponse> | undefined;
}

/**
 * Parameters of `videoplaybackannotation`: a video file, annotated along its time. Scale wants an `attachment`.
 *
 * @see https://scale.com/docs/api-reference/image-and-video-tasks
 */
export interface VideoPlaybackAnnotationParams extends SharedTaskParams {
  /** Always `video`. */
  readonly attachment_type?: Suggest<"video"> | undefined;
  /** URL of a video: mp4, webm or ogg. */
  readonly attachment?: string | undefined;
  /** URLs of several videos. Version 2 of the type, which Scale turns on for an account. */
  readonly attachments?: readonly string[] | undefined;
  /** The shapes to draw. */
  readonly geometries?: Geometries | undefined;
  /**
   * Frames to annotate per second.
   *
   * @default {1}
   */
  readonly frame_rate?: number | undefined;
  /** Version 2: frames to annotate per second, in place of `frame_rate`. */
  readonly annotation_frame_rate?: number | undefined;
  /** Version 2: frames per second of the video itself. */
  readonly video_frame_rate?: number | undefined;
  /** Labels of the events to mark. */
  readonly events_to_annotate?: readonly string[] | undefined;
  /** Shapes to start from. */
  readonly hypothesis?: Sent<VideoPlaybackAnnotationResponse> | undefined;
  /** Shapes to start from that can be locked. */
  readonly base_annotations?: Sent<VideoPlaybackAnnotationResponse> | undefined;
}

/**
 * Response of `videoannotation`: the annotations are in a file.
 *
 * @see https://scale.com/docs/api-reference/image-and-video-tasks
 */
export interface VideoAnnotationResponse extends OpenTaskResponse {
  /** Link to a {@linkcode VideoAnnotationFile}. */
  annotations?: FileLink | undefined;
  /** Link to a {@linkcode VideoEventsFile}, where events were asked for. */
  events?: FileLink | undefined;
}

/** The links of a `videoplaybackannotation` response. */
export interface VideoPlaybackLinks extends FileLink {
  /** Where Scale's text, though not its sample, has the link to the events. */
  events?: FileLink | undefined;
}

/**
 * Response of `videoplaybackannotation`: annotations and events are in files.
 *
 * @see https://scale.com/docs/api-reference/image-and-video-tasks
 */
export interface VideoPlaybackAnnotationResponse extends OpenTaskResponse {
  /** Link to a {@linkcode VideoPlaybackAnnotationFile}. */
  annotations?: VideoPlaybackLinks | undefined;
  /** Link to a {@linkcode VideoEventsFile}. */
  events?: FileLink | undefined;
}
