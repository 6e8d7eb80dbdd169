/**
 * The v2 (GenAI) API of Scale AI: the types of what `scale.v2` takes and returns, and constants for its values. The
 * client itself comes from `@scaleapi/sdk`.
 *
 * @example
 * ```ts
 * import { ScaleClient } from "@scaleapi/sdk";
 * import { type Annotation, Option, TaskStatus } from "@scaleapi/sdk/v2";
 *
 * const { v2 } = new ScaleClient({ apiKey: "test_key" });
 * const tasks = v2.tasks.list({
 *   project_name: "Rivers RLHF",
 *   status: TaskStatus.Completed,
 *   expand: ["batch"],
 *   opts: [Option.AnnotationDetails],
 * });
 * for await (const task of tasks) {
 *   console.log(task.task_id, task.batch?.name);
 *   for (const thread of task.threads ?? []) {
 *     for (const turn of thread.turns) console.log(turn.annotations.map(answer));
 *   }
 * }
 *
 * function answer(annotation: Annotation): string {
 *   switch (annotation.type) {
 *     case "boolean":
 *       return annotation.value ? "yes" : "no";
 *     case "category_multiple":
 *       return annotation.value?.join(", ") ?? "";
 *     default:
 *       return JSON.stringify(annotation.value);
 *   }
 * }
 * ```
 *
 * @module
 */

export { AnnotationType, BatchStatus, ErrorType, MessageRole, Option, ProjectType, TaskStatus } from "./enums.ts";

export type { V2 } from "./client.ts";
export type { Annotations, GetAnnotationParams } from "./annotations.ts";
export type {
  BatchDetails,
  BatchFilters,
  BatchOperationParams,
  CreateBatchParams,
  GetBatchParams,
  ListBatchesParams,
  NewBatch,
  NewMetadata,
  SetBatchMetadataParams,
} from "./batch_params.ts";
export type { Batches } from "./batches.ts";
export type {
  Datasets,
  DatasetTaskDetails,
  DatasetTaskFilters,
  GetDatasetDeliveryParams,
  GetDatasetTaskParams,
  ListDatasetDeliveriesParams,
  ListDatasetTasksParams,
  ResponseUrlParams,
} from "./datasets.ts";
export type {
  DeliveredTaskDetails,
  Deliveries,
  DeliveryById,
  DeliveryByName,
  DeliveryFilters,
  DeliveryRef,
  DeliveryTaskFilters,
  GetDeliveryParams,
  ListDeliveriesParams,
  ListDeliveryTasksParams,
} from "./deliveries.ts";
export type { GetProjectParams, ListProjectsParams, Projects } from "./projects.ts";
export type { GetSchemaParams, Schemas } from "./schemas.ts";
export type {
  ChatTask,
  CreateChatParams,
  GetTaskParams,
  ListTasksParams,
  SetTaskMetadataParams,
  TaskFilters,
  Tasks,
} from "./tasks.ts";
export type { Expanded, ExpandedAnswer, ExpandedField, ExpandOf } from "./expand.ts";
export type {
  BatchById,
  BatchByName,
  BatchRef,
  MaybeBatch,
  MaybeProject,
  OpenParams,
  PageParams,
  ProjectById,
  ProjectByName,
  ProjectRef,
  TaskDetails,
  Time,
} from "./params.ts";

export type {
  Annotation,
  AnnotationBoolean,
  AnnotationCategory,
  AnnotationCategoryMultiple,
  AnnotationFile,
  AnnotationInteger,
  AnnotationLabeledText,
  AnnotationMetadata,
  AnnotationRankedChoices,
  AnnotationRankedGroups,
  AnnotationRubricCriteria,
  AnnotationRubricRating,
  AnnotationText,
  AnnotationWorkspaceContainer,
  BasicFile,
  Batch,
  BatchOperationResponse,
  Chunk,
  ChunkText,
  ContentAndUrl,
  CriterionDefinition,
  CriterionEvaluation,
  Dataset,
  DatasetDelivery,
  DatasetDeliveryMetadata,
  DatasetTask,
  Delivery,
  DetailedFile,
  ErrorDetail,
  GetBatchesResponse,
  GetDatasetDeliveriesResponse,
  GetDatasetDeliveryResponse,
  GetDatasetsResponse,
  GetDatasetTasksResponse,
  GetDeliveredTasksResponse,
  GetDeliveriesResponse,
  GetDeliveryTasksResponse,
  GetDeliveryTasksResponseDocsInner,
  GetProjectsResponse,
  GetSchemaResponse,
  GetSchemaResponseSchema,
  GetTasksResponse,
  LabeledTextValue,
  Message,
  MessageContent,
  ModelParameters,
  Project,
  Reasoning,
  ReferenceText,
  Rubric,
  RubricCriteriaValue,
  RubricEvaluation,
  RubricRatingValue,
  SensitiveContentReport,
  Submission,
  Task,
  Thread,
  Turn,
  UnknownAnnotation,
  UnknownChunk,
  UnknownKind,
  WorkspaceContainerConfig,
  WorkspaceContainerValue,
  WorkspaceExecutionData,
  WorkspaceExecutionDataResult,
  WorkspaceExecutionDataResultStatus,
  WorkspaceFile,
} from "../generated/v2_types.ts";
export type { OpenString } from "../generated/types.ts";

export type { OpenObject } from "../loose.ts";
export type { FetchPage, Listing, ListOptions, Page } from "../listing.ts";
export type { CallOptions, CallResponseInfo, SharedOptions } from "../options.ts";
export type { WaitOptions } from "../poll.ts";
