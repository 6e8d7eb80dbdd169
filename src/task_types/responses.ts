/** From the type of a task to its response. */

import type { TaskType } from "../enums.ts";
import type { OpenString } from "../generated/types.ts";
import type { OpenObject, Sent } from "../loose.ts";
import type { DocumentResponse } from "./documents.ts";
import type { NamedEntityRecognitionResponse } from "./entities.ts";
import type {
  CategorizationResponse,
  ChatResponse,
  ComparisonResponse,
  DataCollectionResponse,
  TranscriptionResponse,
} from "./general.ts";
import type {
  BoxTaskResponse,
  CuboidTaskResponse,
  ImageAnnotationResponse,
  PointTaskResponse,
  VerticesTaskResponse,
} from "./image.ts";
import type { LidarAnnotationResponse, LidarLinkingResponse, LidarSegmentationResponse } from "./lidar.ts";
import type { SegmentAnnotationResponse } from "./segmentation.ts";
import type { OpenTaskResponse } from "./shared.ts";
import type { TextCollectionResponse } from "./text.ts";
import type { VideoAnnotationResponse, VideoPlaybackAnnotationResponse } from "./video.ts";

/** Responses of the types of task that Scale documents, by the type's name. */
export interface TaskResponseMap {
  /** Boxes. */
  annotation: BoxTaskResponse;
  /** One or more categories. */
  categorization: CategorizationResponse;
  /** The steps of a conversation. */
  chat: ChatResponse;
  /** The answer chosen. */
  comparison: ComparisonResponse;
  /** Cuboids. */
  cuboidannotation: CuboidTaskResponse;
  /** Facts. */
  datacollection: DataCollectionResponse;
  /** Texts and their places. */
  documentmodel: DocumentResponse;
  /** Texts and their places. */
  documenttranscription: DocumentResponse;
  /** Shapes. */
  imageannotation: ImageAnnotationResponse;
  /** Link to cuboids. */
  lidarannotation: LidarAnnotationResponse;
  /** Link to shapes. */
  lidarlinking: LidarLinkingResponse;
  /** Links to labels of points, and to cuboids. */
  lidarsegmentation: LidarSegmentationResponse;
  /** Lines. */
  lineannotation: VerticesTaskResponse;
  /** Entities and relationships. */
  namedentityrecognition: NamedEntityRecognitionResponse;
  /** Points. */
  pointannotation: PointTaskResponse;
  /** Polygons. */
  polygonannotation: VerticesTaskResponse;
  /** Label map and images. */
  segmentannotation: SegmentAnnotationResponse;
  /** The form, filled in. */
  textcollection: TextCollectionResponse;
  /** Texts, by field. */
  transcription: TranscriptionResponse;
  /** Links to shapes and events. */
  videoannotation: VideoAnnotationResponse;
  /** Links to shapes and events. */
  videoplaybackannotation: VideoPlaybackAnnotationResponse;
}

/**
 * The response of a type of task. All its fields are optional, there may be others, and if the task failed there is an
 * `error` instead. For a type that is not documented or not known it is an open object.
 *
 * @example
 * ```ts
 * import type { TaskResponse } from "@scaleapi/sdk";
 *
 * function labels(response: TaskResponse<"imageannotation">): (string | undefined)[] {
 *   return response.annotations?.map((annotation) => annotation.label) ?? [];
 * }
 * ```
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export type TaskResponse<Type extends OpenString<TaskType>> = Type extends keyof TaskResponseMap ? TaskResponseMap[Type]
  : OpenTaskResponse;

/** The response of a type of task in the form in which you send it, in an evaluation or a training task. */
export type SentResponse<Type extends OpenString<TaskType>> = Type extends keyof TaskResponseMap
  ? Sent<TaskResponseMap[Type]>
  : OpenObject;
