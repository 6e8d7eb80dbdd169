/**
 * The values of types, statuses and options in the v2 API as constants. Each constant is a plain object of strings,
 * with a type of the same name. Wherever one of its values is accepted, any string is accepted too.
 *
 * @module
 */

/**
 * The states of a task, in `task.status` and in the filter `status`.
 *
 * @example
 * ```ts
 * import { TaskStatus } from "@scaleapi/sdk/v2";
 *
 * const status: TaskStatus = TaskStatus.Completed; // the same as "completed"
 * ```
 */
export const TaskStatus = {
  /** Work is to be done, or being done. */
  Pending: "pending",
  /** `task.threads` holds the result. */
  Completed: "completed",
  /** Canceled; with one l, unlike a batch's. */
  Canceled: "canceled",
  /** The task could not be done; `task.errors` says why. */
  Error: "error",
  /** Deleted. */
  Deleted: "deleted",
} as const;

/** One of the values of the constant {@linkcode TaskStatus}. */
export type TaskStatus = typeof TaskStatus[keyof typeof TaskStatus];

/** The states of a batch, in `batch.status` and in the filter `status`. */
export const BatchStatus = {
  /** Tasks can still be added; work begins when the batch is finalized. */
  Staging: "staging",
  /** Being worked on. */
  InProgress: "in_progress",
  /** Every task is completed. */
  Completed: "completed",
  /** Tasks that were not begun wait until the batch is resumed. */
  Paused: "paused",
  /** Cancelled for good; with two l, unlike a task's. */
  Cancelled: "cancelled",
} as const;

/** One of the values of the constant {@linkcode BatchStatus}. */
export type BatchStatus = typeof BatchStatus[keyof typeof BatchStatus];

/** The role in which a message was written. */
export const MessageRole = {
  /** Instructions for the model. */
  System: "system",
  /** The person who asks. */
  User: "user",
  /** The model that answers. */
  Assistant: "assistant",
  /** What a function gave back. */
  Function: "function",
} as const;

/** One of the values of the constant {@linkcode MessageRole}. */
export type MessageRole = typeof MessageRole[keyof typeof MessageRole];

/** The kinds of annotation, in `annotation.type`. */
export const AnnotationType = {
  /** A whole number. */
  Integer: "integer",
  /** A yes or no. */
  Boolean: "boolean",
  /** A text. */
  Text: "text",
  /** One of several choices. */
  Category: "category",
  /** Any of several choices. */
  CategoryMultiple: "category_multiple",
  /** Files. */
  File: "file",
  /** A workspace in which code was written and run. */
  WorkspaceContainer: "workspace_container",
  /** Choices in order. */
  RankedChoices: "ranked_choices",
  /** Choices in order, with ties. */
  RankedGroups: "ranked_groups",
  /** A criterion to rate by. */
  RubricCriteria: "rubric_criteria",
  /** A rating by a criterion. */
  RubricRating: "rubric_rating",
  /** Pieces of text with labels. */
  LabeledText: "labeled_text",
} as const;

/** One of the values of the constant {@linkcode AnnotationType}. */
export type AnnotationType = typeof AnnotationType[keyof typeof AnnotationType];

/** Why a task could not be done, in `task.errors[].type`. */
export const ErrorType = {
  /** The language is not supported. */
  UnsupportedLanguage: "UNSUPPORTED_LANGUAGE",
  /** The prompt is not in the language that was asked for. */
  LanguageMismatch: "LANGUAGE_MISMATCH",
  /** The prompt is too long. */
  PromptLengthExceeded: "PROMPT_LENGTH_EXCEEDED",
  /** The category is not one of the project's. */
  InvalidCategory: "INVALID_CATEGORY",
  /** The prompt asks for what cannot be done. */
  PromptInfeasible: "PROMPT_INFEASIBLE",
} as const;

/** One of the values of the constant {@linkcode ErrorType}. */
export type ErrorType = typeof ErrorType[keyof typeof ErrorType];

/** Additional details of tasks, for the parameter `opts`. */
export const Option = {
  /** The question behind every annotation: `id`, `type`, `title`, `labels`, `possible_values` and so on. */
  AnnotationDetails: "annotation_details",
  /** What is known of an attachment of its kind: size, duration, transcript. */
  AttachmentDetails: "attachment_details",
  /** The settings that a message was generated with. */
  ModelParameters: "model_parameters",
  /** Who handed a thread in, and when. */
  Submissions: "submissions",
} as const;

/** One of the values of the constant {@linkcode Option}. */
export type Option = typeof Option[keyof typeof Option];

/** The kinds of project, in `project.types`. */
export const ProjectType = {
  /** Supervised fine-tuning. */
  Sft: "SFT",
  /** Preferences between answers. */
  RlhfPrefRanking: "RLHF: Pref Ranking",
  /** Preferences between answers, with better ones written. */
  RlhfPrefRankingWithRewrites: "RLHF: Pref Ranking with Rewrites",
  /** Rewards that can be verified. */
  Rlvr: "RLVR: Reinforcement Learning with Verifiable Rewards",
  /** Criteria and scores. */
  Rubrics: "Rubrics",
  /** Judgements of single steps. */
  ProcessSupervision: "Process Supervision",
  /** Evaluations of models. */
  Evals: "Evals",
  /** Prompts to be written. */
  PromptGeneration: "Prompt Generation",
  /** Questions about given content. */
  ContentUnderstanding: "Content Understanding",
  /** Anything else. */
  Other: "Other",
} as const;

/** One of the values of the constant {@linkcode ProjectType}. */
export type ProjectType = typeof ProjectType[keyof typeof ProjectType];
