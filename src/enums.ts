/**
 * The values of types, statuses and roles in Scale's v1 API as constants, with the names that the Python SDK gives
 * them. Each constant is a plain object of strings, with a type of the same name. Wherever one of its values is
 * accepted, the plain string is accepted too.
 *
 * @module
 */

/**
 * The types of task, as used in the path of `POST /v1/task/{type}` and in `task.type`.
 *
 * @example
 * ```ts
 * import { TaskType } from "@scaleapi/sdk";
 *
 * const type: TaskType = TaskType.ImageAnnotation; // the same as "imageannotation"
 * ```
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export const TaskType = {
  /** Boxes on an image. Older; prefer {@linkcode TaskType.ImageAnnotation}. */
  Annotation: "annotation",
  /** One or more categories for an attachment. Deprecated in favour of {@linkcode TaskType.TextCollection}. */
  Categorization: "categorization",
  /** A comparison of several attachments. */
  Comparison: "comparison",
  /** Cuboids on an image. Older; prefer {@linkcode TaskType.ImageAnnotation}. */
  CuboidAnnotation: "cuboidannotation",
  /** Facts about an attachment, looked up and written down. */
  DataCollection: "datacollection",
  /** Documents read by a model. Its parameters are not documented. */
  DocumentModel: "documentmodel",
  /** Text and its places in a document. */
  DocumentTranscription: "documenttranscription",
  /** Shapes on an image: boxes, polygons, lines, points, cuboids, ellipses. */
  ImageAnnotation: "imageannotation",
  /** Lanes on an image. Its parameters are not documented. */
  LaneAnnotation: "laneannotation",
  /** Cuboids in a series of lidar frames. */
  LidarAnnotation: "lidarannotation",
  /** Shapes on camera images, linked to the cuboids of a lidar task. */
  LidarLinking: "lidarlinking",
  /** A label for every lidar point. */
  LidarSegmentation: "lidarsegmentation",
  /** Shapes on lidar frames or an aerial image, seen from above. */
  LidarTopdown: "lidartopdown",
  /** Lines on an image. Older; prefer {@linkcode TaskType.ImageAnnotation}. */
  LineAnnotation: "lineannotation",
  /** Named entities in a text and the relationships between them. */
  NamedEntityRecognition: "namedentityrecognition",
  /** Points on an image. Older; prefer {@linkcode TaskType.ImageAnnotation}. */
  PointAnnotation: "pointannotation",
  /** Polygons on an image. Older; prefer {@linkcode TaskType.ImageAnnotation}. */
  PolygonAnnotation: "polygonannotation",
  /** A label for every pixel of an image. */
  SegmentAnnotation: "segmentannotation",
  /** Fields transcribed from an attachment. */
  Transcription: "transcription",
  /** A form, filled in for one or more attachments. */
  TextCollection: "textcollection",
  /** Shapes on the frames of a video. */
  VideoAnnotation: "videoannotation",
  /** Boxes on a video. Its parameters are not documented. */
  VideoBoxAnnotation: "videoboxannotation",
  /** Shapes and events in a video file. */
  VideoPlaybackAnnotation: "videoplaybackannotation",
  /** Cuboids on a video. Its parameters are not documented. */
  VideoCuboidAnnotation: "videocuboidannotation",
  /** Annotations of one scene of several sensors. */
  SensorFusion: "sensorfusion",
  /** A conversation, in projects with a task template. */
  Chat: "chat",
  /** A conversation. Its parameters are not documented. */
  ChatExperimental: "chatexperimental",
  /** A conversation. Its parameters are not documented. */
  ChatLite: "chatlite",
  /** Several conversations. Its parameters are not documented. */
  MultiChat: "multichat",
  /** A scene that passes through several kinds of annotation. */
  MultiStage: "multistage",
  /** Shapes on a video. Its parameters are not documented. */
  Federal2dVideoAnnotation: "federal2dvideoannotation",
} as const;

/** One of the values of the constant {@linkcode TaskType}: a type of task that this version knows. */
export type TaskType = typeof TaskType[keyof typeof TaskType];

/**
 * The states of a task, in `task.status` and in the filter `status`.
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export const TaskStatus = {
  /** Work is to be done, or being done. */
  Pending: "pending",
  /** `task.response` holds the result. */
  Completed: "completed",
  /** Canceled before work began. */
  Canceled: "canceled",
  /** Scale could not use the task; `task.response.error` says why. */
  Error: "error",
} as const;

/** One of the values of the constant {@linkcode TaskStatus}. */
export type TaskStatus = typeof TaskStatus[keyof typeof TaskStatus];

/**
 * The outcomes of a customer's audit, for the filter `review_status`.
 *
 * @see https://docs.scale.com/reference/audit-a-task
 */
export const TaskReviewStatus = {
  /** The customer took the response as it was. */
  Accepted: "accepted",
  /** The customer corrected the response. */
  Fixed: "fixed",
  /** The customer left a comment. */
  Commented: "commented",
  /** The customer turned the response down. */
  Rejected: "rejected",
  /** Not audited yet. */
  Pending: "pending",
} as const;

/** One of the values of the constant {@linkcode TaskReviewStatus}. */
export type TaskReviewStatus = typeof TaskReviewStatus[keyof typeof TaskReviewStatus];

/**
 * The states of a batch, in `batch.status` and in the filter `status`.
 *
 * @see https://scale.com/docs/api-reference/batches
 */
export const BatchStatus = {
  /** Tasks can still be added; work has not begun. */
  Staging: "staging",
  /** Finalized: being worked on. */
  InProgress: "in_progress",
  /** Every task is completed. */
  Completed: "completed",
} as const;

/** One of the values of the constant {@linkcode BatchStatus}. */
export type BatchStatus = typeof BatchStatus[keyof typeof BatchStatus];

/**
 * The roles in a team.
 *
 * @see https://docs.scale.com/reference/teams-overview
 */
export const TeammateRole = {
  /** Labels tasks. Studio only. */
  Labeler: "labeler",
  /** Uses projects and tasks. */
  Member: "member",
  /** A member who also manages the team and sees the API keys. */
  Manager: "manager",
  /** Can do everything. This role can be read, but not given or taken through the API. */
  Admin: "admin",
} as const;

/** One of the values of the constant {@linkcode TeammateRole}. */
export type TeammateRole = typeof TeammateRole[keyof typeof TeammateRole];

/** The kinds of Studio batch, in `batchType`. */
export const StudioBatchStatus = {
  /** A batch of real work. */
  Production: "Production",
  /** A batch that tries out the instructions. */
  Calibration: "Calibration",
} as const;

/** One of the values of the constant {@linkcode StudioBatchStatus}. */
export type StudioBatchStatus = typeof StudioBatchStatus[keyof typeof StudioBatchStatus];
