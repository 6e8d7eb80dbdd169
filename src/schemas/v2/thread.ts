/** Conversations: threads of turns of messages, and the rubrics they are scored by. @module */

import { literal } from "valibot";
import type {
  Chunk,
  ChunkText,
  CriterionDefinition,
  CriterionEvaluation,
  Message,
  MessageContent,
  ModelParameters,
  Reasoning,
  ReferenceText,
  Rubric,
  RubricEvaluation,
  Submission,
  Thread,
  Turn,
  UnknownChunk,
} from "../../generated/v2_types.ts";
import { byType, known, list, type Model, model, number, optional, required, text, unknownKind } from "../nodes.ts";
import { annotation } from "./annotation.ts";
import { detailedFile } from "./file.ts";

const annotations = list(annotation);

const criterionDefinition: Model<CriterionDefinition> = model<CriterionDefinition>(
  "CriterionDefinition",
  "A criterion of a rubric.",
)({
  id: required(text, "The id of the criterion."),
  criterion: required(text, "What is asked for."),
  annotations: required(annotations, "What people say about the criterion."),
  weight: optional(number, "How much the criterion counts."),
});

const rubric: Model<Rubric> = model<Rubric>("Rubric", "What the answers of a turn are scored by.")({
  criteria_definitions: required(list(criterionDefinition), "The criteria."),
  max_total_score: optional(number, "The highest score that can be reached."),
});

const criterionEvaluation: Model<CriterionEvaluation> = model<CriterionEvaluation>(
  "CriterionEvaluation",
  "How a message does by one criterion.",
)({
  criterion_definition_id: optional(text, "The id of the criterion."),
  score: optional(number, "The score, without the weight."),
  annotations: optional(annotations, "What people say about it."),
});

const rubricEvaluation: Model<RubricEvaluation> = model<RubricEvaluation>(
  "RubricEvaluation",
  "How a message does by the rubric of its turn.",
)({
  criteria_evaluations: optional(list(criterionEvaluation), "The scores by criterion."),
  annotations: optional(annotations, "What people say about the whole."),
  total_score: optional(number, "The sum of the weighted scores."),
  percentage: optional(number, "The total in percent of the highest score."),
});

const referenceText: Model<ReferenceText> = model<ReferenceText>("ReferenceText", "A quoted source.")({
  content: optional(text, "The quoted text."),
  category: optional(text, "What kind of source it is."),
  url: optional(text, "Where the source is."),
});

const reasoning: Model<Reasoning> = model<Reasoning>("Reasoning", "A block of a model's reasoning.")({
  content: optional(text, "The text."),
});

const chunkText: Model<ChunkText> = model<ChunkText>("ChunkText", "A piece of text with annotations of its own.")({
  type: required(literal("text"), "The kind of the piece."),
  text: required(text, "The text."),
  annotations: required(annotations, "What people say about it."),
});

const otherChunk: Model<UnknownChunk> = model<UnknownChunk>(
  "UnknownChunk",
  "A piece without a type, or of a type that is newer than this version.",
)({
  type: optional(unknownKind, "The kind of the piece, if it is sent; not one of the known kinds."),
});

const chunk: Model<Chunk> = byType<Chunk>("Chunk", "A piece of a message.", { text: chunkText }, otherChunk);

const messageContent: Model<MessageContent> = model<MessageContent>("MessageContent", "What a message says.")({
  text: optional(text, "The text."),
  reference_texts: optional(list(referenceText), "The quoted sources."),
  attachments: optional(list(detailedFile), "The files."),
  chunks: optional(list(chunk), "The text in pieces that have annotations of their own."),
  reasoning: optional(list(reasoning), "The reasoning of the model."),
});

const modelParameters: Model<ModelParameters> = model<ModelParameters>(
  "ModelParameters",
  "The settings that a message was generated with.",
)({
  model: optional(text, "The name of the model."),
  temperature: optional(number, "The sampling temperature."),
  max_completion_tokens: optional(number, "The highest number of tokens."),
  top_p: optional(number, "The share of probability that was sampled from."),
  top_k: optional(number, "The number of tokens that were sampled from."),
});

const message: Model<Message> = model<Message>("Message", "One message of a conversation.")({
  role: required(known("system", "user", "assistant", "function"), "In which role it was written."),
  content: required(messageContent, "What it says."),
  source_id: required(text, "Who wrote it, for example `user` or `model_1`."),
  annotations: required(annotations, "What people say about the message."),
  model_parameters: optional(modelParameters, "The settings it was generated with; sent with `model_parameters`."),
  rubric_evaluations: optional(list(rubricEvaluation), "How it does by the rubrics of its turn."),
});

const turn: Model<Turn> = model<Turn>("Turn", "A message of the user with the answers to it.")({
  id: required(text, "The id of the turn."),
  messages: required(list(message), "The messages."),
  annotations: required(annotations, "What people say about the turn, for example which answer is better."),
  rubrics: optional(list(rubric), "What the answers are scored by."),
});

const submission: Model<Submission> = model<Submission>("Submission", "Who handed the work in, and when.")({
  submitted_at: optional(text, "When, ISO 8601 in UTC."),
  contributor_id: optional(text, "The id of the person."),
});

/** One conversation. */
export const thread: Model<Thread> = model<Thread>("Thread", "One conversation.")({
  id: required(text, "The id of the thread."),
  turns: required(list(turn), "The turns in order."),
  annotations: required(annotations, "What people say about the whole thread."),
  submissions: optional(list(submission), "Who handed the work in; sent with `submissions`."),
});
