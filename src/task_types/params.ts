/** From the type of a task to its parameters. */

import type { TaskType } from "../enums.ts";
import type { OpenString } from "../generated/types.ts";
import type { DocumentTranscriptionParams } from "./documents.ts";
import type { NamedEntityRecognitionParams } from "./entities.ts";
import type { CategorizationParams, ComparisonParams, DataCollectionParams, TranscriptionParams } from "./general.ts";
import type {
  BoxTaskParams,
  CuboidTaskParams,
  ImageAnnotationParams,
  LineTaskParams,
  PointTaskParams,
  PolygonTaskParams,
} from "./image.ts";
import type {
  LidarAnnotationParams,
  LidarLinkingParams,
  LidarSegmentationParams,
  LidarTopdownParams,
  MultiStageParams,
  SensorFusionParams,
} from "./lidar.ts";
import type { SentResponse } from "./responses.ts";
import type { SegmentAnnotationParams } from "./segmentation.ts";
import type { SharedTaskParams } from "./shared.ts";
import type { TextCollectionParams } from "./text.ts";
import type { VideoAnnotationParams, VideoPlaybackAnnotationParams } from "./video.ts";

/** Parameters of each type of task, by its name. Types that Scale does not document have the shared ones. */
export interface TaskParamsMap {
  /** Boxes on an image. */
  annotation: BoxTaskParams;
  /** One or more categories. */
  categorization: CategorizationParams;
  /** A conversation. Not documented. */
  chat: SharedTaskParams;
  /** A conversation. Not documented. */
  chatexperimental: SharedTaskParams;
  /** A conversation. Not documented. */
  chatlite: SharedTaskParams;
  /** A comparison. */
  comparison: ComparisonParams;
  /** Cuboids on an image. */
  cuboidannotation: CuboidTaskParams;
  /** Facts about an attachment. */
  datacollection: DataCollectionParams;
  /** Documents read by a model. Not documented. */
  documentmodel: SharedTaskParams;
  /** Text and its places in a document. */
  documenttranscription: DocumentTranscriptionParams;
  /** Shapes on a video. Not documented. */
  federal2dvideoannotation: SharedTaskParams;
  /** Shapes on an image. */
  imageannotation: ImageAnnotationParams;
  /** Lanes on an image. Not documented. */
  laneannotation: SharedTaskParams;
  /** Cuboids in lidar frames. */
  lidarannotation: LidarAnnotationParams;
  /** Shapes linked to cuboids. */
  lidarlinking: LidarLinkingParams;
  /** A label for every lidar point. */
  lidarsegmentation: LidarSegmentationParams;
  /** Shapes seen from above. */
  lidartopdown: LidarTopdownParams;
  /** Lines on an image. */
  lineannotation: LineTaskParams;
  /** Several conversations. Not documented. */
  multichat: SharedTaskParams;
  /** A scene in several stages. */
  multistage: MultiStageParams;
  /** Named entities in a text. */
  namedentityrecognition: NamedEntityRecognitionParams;
  /** Points on an image. */
  pointannotation: PointTaskParams;
  /** Polygons on an image. */
  polygonannotation: PolygonTaskParams;
  /** A label for every pixel. */
  segmentannotation: SegmentAnnotationParams;
  /** One scene of several sensors. */
  sensorfusion: SensorFusionParams;
  /** A form to fill in. */
  textcollection: TextCollectionParams;
  /** Fields to transcribe. */
  transcription: TranscriptionParams;
  /** Shapes on the frames of a video. */
  videoannotation: VideoAnnotationParams;
  /** Boxes on a video. Not documented. */
  videoboxannotation: SharedTaskParams;
  /** Cuboids on a video. Not documented. */
  videocuboidannotation: SharedTaskParams;
  /** Shapes and events in a video file. */
  videoplaybackannotation: VideoPlaybackAnnotationParams;
}

/**
 * The parameters of a type of task that this version knows. A type that is not known, and a type that is only known to
 * be a string, has the shared ones.
 */
export type KnownTaskParams<Type extends OpenString<TaskType>> = Type extends keyof TaskParamsMap ? TaskParamsMap[Type]
  : SharedTaskParams;

/**
 * Parameters of `tasks.create(type, params)` for a type of task: those that are known, whose options are checked, and
 * any others beside them, which are sent as they are.
 *
 * @example
 * ```ts
 * import type { TaskParams } from "@scaleapi/sdk";
 *
 * const params: TaskParams<"imageannotation"> = {
 *   project: "cows",
 *   attachment: "https://i.imgur.com/v4cBreD.jpg",
 *   geometries: { box: { objects_to_annotate: ["Baby Cow", "Big Cow"], min_height: 10 } },
 *   some_new_parameter: true,
 * };
 * ```
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export type TaskParams<Type extends OpenString<TaskType>> = KnownTaskParams<Type> & {
  /** Any other parameter. */
  readonly [param: string]: unknown;
};

/** What a training task has beside the parameters of its type. */
export interface ExpectedResponse<Response> {
  /** The right answer, in the form of the type's response. */
  readonly expected_response: Response;
}

/** What an evaluation task has beside the parameters of its type. */
export interface EvaluationResponses<Response> extends ExpectedResponse<Response> {
  /** The answer that labelers start from, for the evaluation of a review phase. */
  readonly initial_response?: Response | undefined;
}

/**
 * Parameters of `trainingTasks.create(type, params)`. Rapid projects only.
 *
 * @example
 * ```ts
 * import type { TrainingTaskParams } from "@scaleapi/sdk";
 *
 * const params: TrainingTaskParams<"imageannotation"> = {
 *   project: "cows",
 *   attachment: "https://i.imgur.com/v4cBreD.jpg",
 *   expected_response: { annotations: [{ type: "point", label: "Cow", x: 12, y: 30 }] },
 * };
 * ```
 */
export type TrainingTaskParams<Type extends OpenString<TaskType>> =
  & TaskParams<Type>
  & ExpectedResponse<SentResponse<Type>>;

/**
 * Parameters of `evaluationTasks.create(type, params)`. Rapid projects only.
 *
 * @example
 * ```ts
 * import type { EvaluationTaskParams } from "@scaleapi/sdk";
 *
 * const params: EvaluationTaskParams<"textcollection"> = {
 *   project: "test_project",
 *   attachments: [{ type: "image", content: "https://i.imgur.com/bGjrNzl.jpeg" }],
 *   expected_response: { annotations: { answer_reasonable: ["no"] } },
 *   initial_response: { annotations: { answer_reasonable: ["yes"] } },
 * };
 * ```
 */
export type EvaluationTaskParams<Type extends OpenString<TaskType>> =
  & TaskParams<Type>
  & EvaluationResponses<SentResponse<Type>>;
