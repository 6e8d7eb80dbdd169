/**
 * The Scale AI API for Deno, Bun, Node and the edge: typed, without dependencies, and safe with paid human work.
 *
 * @example
 * ```ts
 * import { ScaleClient, TaskType } from "@scaleapi/sdk";
 *
 * const scale = new ScaleClient({ apiKey: "test_key" });
 * const task = await scale.tasks.create(TaskType.ImageAnnotation, {
 *   project: "cows",
 *   unique_id: "cow-1",
 *   attachment: "https://example.com/cow.jpg",
 *   geometries: { box: { objects_to_annotate: ["cow"] } },
 * });
 * console.log(task.task_id);
 *
 * for await (const done of scale.tasks.list({ project_name: "cows", status: "completed" })) {
 *   console.log(done.task_id, done.completed_at);
 * }
 * ```
 *
 * @module
 */

// The client and its options.
export { ScaleClient } from "./src/client.ts";
export type {
  CallOptions,
  CallResponseInfo,
  InvalidResponseInfo,
  RequestInfo,
  ResponseInfo,
  RetryInfo,
  ScaleClientOptions,
  ScaleHooks,
  SharedOptions,
  ValidationMode,
} from "./src/options.ts";
export type { RawRequest } from "./src/request.ts";
// From that entry point, so that declarations which name a type of v2 find it there.
export type { V2 } from "./src/v2/mod.ts";
export type { Query, QueryValue } from "./src/query.ts";
export type { Loose, Named, Open, OpenObject, Sent, SentFields } from "./src/loose.ts";

// What its methods take and give.
export type { Listing, ListOptions, Page } from "./src/listing.ts";
export type { Task, TaskBase, TaskObject } from "./src/resources/task.ts";
export type { AuditParams, CancelParams, Tasks } from "./src/resources/tasks.ts";
export type { KnownTaskFilters, TaskFilters } from "./src/resources/task_filters.ts";
export type { Batch } from "./src/resources/batch.ts";
export type { Batches, BatchFilters, BatchParams, KnownBatchFilters } from "./src/resources/batches.ts";
export type {
  NewProject,
  Ontology,
  OntologyChoice,
  Project,
  ProjectFilters,
  Projects,
  ProjectUpdate,
} from "./src/resources/projects.ts";
export type { EvaluationTasks, TrainingTasks } from "./src/resources/quality.ts";
export type { Role, Teammate, Teammates } from "./src/resources/teammates.ts";
export type { Studio } from "./src/resources/studio.ts";
export type { Assignments } from "./src/resources/assignments.ts";
export type { ProjectGroupParams, ProjectGroups, ProjectGroupUpdate } from "./src/resources/project_groups.ts";
export type { StudioBatches } from "./src/resources/studio_batches.ts";

export type { FileParams, Files, FileSource, UploadOptions, UploadProgress } from "./src/resources/files.ts";

// Large work.
export type { Bulk } from "./src/bulk.ts";
export type { BulkCheckpoint, BulkOptions, Indexed, Items, TaskOutcome } from "./src/pool.ts";
export type { CreateManyOptions, CreateOutcome, CreateProgress, NewTask } from "./src/create_many.ts";
export type { CancelManyOptions, CancelOutcome } from "./src/cancel_many.ts";
export type { ExportCheckpoint, ExportOptions } from "./src/exporter.ts";
export type { WaitOptions } from "./src/poll.ts";
export type { ExportWindow } from "./src/export_window.ts";
export { ndjson } from "./src/ndjson.ts";
export { uniqueId } from "./src/unique_id.ts";

// Constants for the values of types, statuses and roles.
export { BatchStatus, StudioBatchStatus, TaskReviewStatus, TaskStatus, TaskType, TeammateRole } from "./src/enums.ts";

// Errors.
export {
  ScaleApiError,
  ScaleConnectionError,
  ScaleDeadlineError,
  ScaleDuplicateResourceError,
  ScaleError,
  ScaleInternalError,
  ScaleInvalidRequestError,
  ScaleNotEnabledError,
  ScaleResourceNotFoundError,
  ScaleResponseTooLargeError,
  ScaleServiceUnavailableError,
  ScaleTimeoutError,
  ScaleTooManyRequestsError,
  ScaleUnauthorizedError,
  ScaleValidationError,
} from "./src/errors.ts";
export type { ScaleApiErrorInit } from "./src/errors.ts";

// Parameters and responses by task type.
export type {
  Annotation,
  AnnotationBase,
  BoxAnnotation,
  CuboidAnnotation,
  CuboidEdge,
  CuboidVertex,
  EllipseAnnotation,
  LineAnnotation,
  PointAnnotation,
  PolygonAnnotation,
} from "./src/task_types/annotations.ts";
export type {
  AngleAttribute,
  AnnotationAttribute,
  AnnotationAttributes,
  AttributeBase,
  AttributeValues,
  CategoryAttribute,
  LineAttribute,
  LinkDefinition,
  LinkedAttribute,
  Links,
  NumberAttribute,
  TextAttribute,
} from "./src/task_types/attributes.ts";
export type {
  BoxLocation,
  DocumentAnnotation,
  DocumentFeature,
  DocumentFeatureGroup,
  DocumentPage,
  DocumentResponse,
  DocumentTranscriptionParams,
  FeatureFlag,
  MoneyValue,
  OtherFeature,
  PolygonLocation,
} from "./src/task_types/documents.ts";
export type {
  EntityLabel,
  EntityRelationship,
  NamedEntity,
  NamedEntityRecognitionParams,
  NamedEntityRecognitionResponse,
  RelationshipDefinition,
} from "./src/task_types/entities.ts";
export type {
  CameraImage,
  CameraResponse,
  LidarAnnotationFile,
  LidarCuboid,
  LidarFrameAnnotations,
  LidarFrameFile,
  LidarFrameLinks,
  LidarLinkingFile,
  LidarPoint,
  LidarSegment,
  LidarSegmentationFile,
  LinkedShape,
  Vector3,
  VideoAnnotationFile,
  VideoEvent,
  VideoEventsFile,
  VideoFrame,
  VideoKeyFrame,
  VideoPlaybackAnnotationFile,
  VideoTrack,
  VideoTracks,
} from "./src/task_types/files.ts";
export type {
  CategorizationParams,
  CategorizationResponse,
  ChatOutput,
  ChatResponse,
  ComparisonParams,
  ComparisonResponse,
  DataCollectionParams,
  DataCollectionResponse,
  TranscriptionParams,
  TranscriptionResponse,
} from "./src/task_types/general.ts";
export type {
  BoxOptions,
  CameraIntrinsics,
  CuboidOptions,
  Geometries,
  GeometryOptions,
  PointConnection,
  PointOptions,
  Quaternion,
  VerticesOptions,
} from "./src/task_types/geometries.ts";
export type {
  BoxTaskParams,
  BoxTaskResponse,
  CuboidTaskParams,
  CuboidTaskResponse,
  ImageAnnotationParams,
  ImageAnnotationResponse,
  LegacyBox,
  LegacyCuboid,
  LegacyImageParams,
  LegacyPoint,
  LegacyVertices,
  LineTaskParams,
  PointTaskParams,
  PointTaskResponse,
  PolygonTaskParams,
  VerticesTaskResponse,
} from "./src/task_types/image.ts";
export type {
  LidarAnnotationParams,
  LidarAnnotationResponse,
  LidarLinkingParams,
  LidarLinkingResponse,
  LidarSegmentationParams,
  LidarSegmentationResponse,
  LidarTopdownParams,
  MultiStageParams,
  SensorFusionParams,
} from "./src/task_types/lidar.ts";
export type {
  EvaluationResponses,
  EvaluationTaskParams,
  ExpectedResponse,
  KnownTaskParams,
  TaskParams,
  TaskParamsMap,
  TrainingTaskParams,
} from "./src/task_types/params.ts";
export type { SentResponse, TaskResponse, TaskResponseMap } from "./src/task_types/responses.ts";
export type {
  CombinedMasks,
  SegmentAnnotationParams,
  SegmentAnnotationResponse,
  SegmentationImages,
  SegmentationLabel,
  SegmentationMap,
} from "./src/task_types/segmentation.ts";
export type {
  ContextAttachment,
  Dependents,
  DependentTask,
  FailedAttachment,
  FailedFrame,
  FileLink,
  Label,
  LabelDescription,
  Layers,
  OpenTaskResponse,
  OtherKind,
  Point2d,
  SharedTaskParams,
  Suggest,
  TaskExample,
} from "./src/task_types/shared.ts";
export type {
  AnyTask,
  OtherTask,
  OtherTaskResponse,
  OtherTaskTyping,
  TaskTyping,
  TypedTask,
  UndocumentedTaskType,
} from "./src/task_types/tasks.ts";
export type {
  BooleanField,
  CategoryField,
  FieldAnswer,
  FieldBase,
  FieldChoice,
  FieldSet,
  FieldValue,
  OtherField,
  TextCollectionAttachment,
  TextCollectionField,
  TextCollectionParams,
  TextCollectionResponse,
  ValueField,
} from "./src/task_types/text.ts";
export type {
  VideoAnnotationParams,
  VideoAnnotationResponse,
  VideoPlaybackAnnotationParams,
  VideoPlaybackAnnotationResponse,
  VideoPlaybackLinks,
} from "./src/task_types/video.ts";

// Wire objects and their validators.
export type {
  BatchData,
  BatchPageData,
  BatchStatusData,
  CallbackData,
  ErrorBody,
  FileData,
  GroupWorker,
  OpenString,
  ProjectData,
  ProjectGroupData,
  ProjectParams,
  QualityTaskData,
  StudioAssignments,
  StudioBatchData,
  TaskAudit,
  TaskData,
  TaskPageData,
  TaskTemplateData,
  TeammateData,
} from "./src/generated/types.ts";
export {
  batchPageValidator,
  batchStatusValidator,
  batchValidator,
  callbackValidator,
  errorBodyValidator,
  fileValidator,
  projectGroupListValidator,
  projectGroupValidator,
  projectListValidator,
  projectValidator,
  qualityTaskValidator,
  studioAssignmentsValidator,
  studioBatchListValidator,
  studioBatchValidator,
  taskPageValidator,
  taskTemplateValidator,
  taskValidator,
  teammateListValidator,
} from "./src/generated/validators.ts";
export type { ValidationIssue, Validator } from "./src/generated/validators.ts";
