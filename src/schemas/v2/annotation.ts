/** Annotations: what people say about a conversation or a part of it. @module */

import { literal } from "valibot";
import type {
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
  LabeledTextValue,
  RubricCriteriaValue,
  RubricRatingValue,
  UnknownAnnotation,
} from "../../generated/v2_types.ts";
import {
  anything,
  boolean,
  byKind,
  byType,
  later,
  list,
  type Model,
  model,
  number,
  optional,
  required,
  text,
  unknownKind,
} from "../nodes.ts";
import { basicFile, detailedFile } from "./file.ts";
import { workspace } from "./workspace.ts";

/** A reference to an annotation: its id or the annotation itself. */
const reference = byKind({ string: text, object: later<Annotation>(() => annotation) });

const metadata: Model<AnnotationMetadata> = model<AnnotationMetadata>(
  "AnnotationMetadata",
  "What an annotation is linked to.",
)({
  criteria: optional(reference, "The criterion that is rated: the id of an annotation, or the annotation."),
});

/** The id, the key and the type are missing from answers without `opts: ["annotation_details"]`. */
const common = {
  id: optional(text, "The id of the annotation. Not sent without `annotation_details`."),
  key: optional(text, "The key of the question, the same in all tasks."),
  title: optional(text, "The title of the question. Not sent without `annotation_details`."),
  description: optional(text, "The text of the question. Not sent without `annotation_details`."),
  labels: optional(list(text), "How the possible values read. Not sent without `annotation_details`."),
  not_applicable: optional(boolean, "Whether the question does not apply."),
  cannot_assess: optional(boolean, "Whether the question cannot be judged."),
  metadata: optional(metadata, "What the annotation is linked to. Not sent without `annotation_details`."),
  justification: optional(text, "Why the rater says so."),
};

const kindOfAnswer = "The kind of the answer.";
const possible = "The answers that could be chosen. Not sent without `annotation_details`.";

const yesOrNo: Model<AnnotationBoolean> = model<AnnotationBoolean>("AnnotationBoolean", "A yes or no.")({
  ...common,
  type: required(literal("boolean"), kindOfAnswer),
  value: optional(boolean, "The answer."),
  possible_values: optional(list(boolean), possible),
});

const integer: Model<AnnotationInteger> = model<AnnotationInteger>("AnnotationInteger", "A whole number.")({
  ...common,
  type: required(literal("integer"), kindOfAnswer),
  value: optional(number, "The answer."),
  possible_values: optional(list(number), possible),
});

const freeText: Model<AnnotationText> = model<AnnotationText>("AnnotationText", "A text.")({
  ...common,
  type: required(literal("text"), kindOfAnswer),
  value: optional(text, "The answer."),
});

const category: Model<AnnotationCategory> = model<AnnotationCategory>("AnnotationCategory", "One of several choices.")({
  ...common,
  type: required(literal("category"), kindOfAnswer),
  value: optional(text, "The answer."),
  possible_values: optional(list(text), possible),
});

const categories: Model<AnnotationCategoryMultiple> = model<AnnotationCategoryMultiple>(
  "AnnotationCategoryMultiple",
  "Any of several choices.",
)({
  ...common,
  type: required(literal("category_multiple"), kindOfAnswer),
  value: optional(list(text), "The answers."),
  possible_values: optional(list(text), possible),
});

const file: Model<AnnotationFile> = model<AnnotationFile>("AnnotationFile", "Files.")({
  ...common,
  type: required(literal("file"), kindOfAnswer),
  value: optional(byKind({ object: detailedFile, array: list(basicFile) }), "One file, or a list of files."),
});

const labeledTextValue: Model<LabeledTextValue> = model<LabeledTextValue>(
  "LabeledTextValue",
  "A piece of text with a label.",
)({
  label: optional(text, "The label."),
  text: optional(text, "The piece of text."),
});

const labeledText: Model<AnnotationLabeledText> = model<AnnotationLabeledText>(
  "AnnotationLabeledText",
  "Pieces of text with labels.",
)({
  ...common,
  type: required(literal("labeled_text"), kindOfAnswer),
  value: optional(list(labeledTextValue), "The pieces of text."),
});

const rankedChoices: Model<AnnotationRankedChoices> = model<AnnotationRankedChoices>(
  "AnnotationRankedChoices",
  "Choices in order.",
)({
  ...common,
  type: required(literal("ranked_choices"), kindOfAnswer),
  value: optional(list(text), "The choices, the best first."),
});

const rankedGroups: Model<AnnotationRankedGroups> = model<AnnotationRankedGroups>(
  "AnnotationRankedGroups",
  "Choices in order, with ties.",
)({
  ...common,
  type: required(literal("ranked_groups"), kindOfAnswer),
  value: optional(list(list(text)), "The choices, the best first; those that tie share a list."),
});

const rubricCriteriaValue: Model<RubricCriteriaValue> = model<RubricCriteriaValue>(
  "RubricCriteriaValue",
  "A criterion of a rubric.",
)({
  weight: optional(number, "How much the criterion counts."),
});

const rubricCriteria: Model<AnnotationRubricCriteria> = model<AnnotationRubricCriteria>(
  "AnnotationRubricCriteria",
  "A criterion to rate by.",
)({
  ...common,
  type: required(literal("rubric_criteria"), kindOfAnswer),
  value: optional(rubricCriteriaValue, "The criterion."),
});

const rubricRatingValue: Model<RubricRatingValue> = model<RubricRatingValue>("RubricRatingValue", "A rating.")({
  score: optional(number, "The score."),
  color: optional(text, "The color that stands for the score."),
  justification: optional(text, "Why the score was given."),
});

const rubricRating: Model<AnnotationRubricRating> = model<AnnotationRubricRating>(
  "AnnotationRubricRating",
  "A rating by a criterion.",
)({
  ...common,
  type: required(literal("rubric_rating"), kindOfAnswer),
  value: optional(rubricRatingValue, "The rating."),
});

const workspaceContainer: Model<AnnotationWorkspaceContainer> = model<AnnotationWorkspaceContainer>(
  "AnnotationWorkspaceContainer",
  "A workspace in which code was written and run.",
)({
  ...common,
  type: required(literal("workspace_container"), kindOfAnswer),
  value: optional(workspace, "The workspace."),
});

const other: Model<UnknownAnnotation> = model<UnknownAnnotation>(
  "UnknownAnnotation",
  "An annotation without a type, or of a type that is newer than this version.",
)({
  ...common,
  type: optional(unknownKind, "The kind of the answer, if it is sent; not one of the known kinds."),
  value: optional(anything, "The answer."),
  possible_values: optional(anything, possible),
});

/** An annotation of any kind. */
export const annotation: Model<Annotation> = byType<Annotation>(
  "Annotation",
  "What a person says about a conversation or a part of it. A `switch` over `type` narrows it; an annotation without a\n" +
    "known type is an `UnknownAnnotation`.",
  {
    boolean: yesOrNo,
    integer,
    text: freeText,
    category,
    category_multiple: categories,
    file,
    labeled_text: labeledText,
    ranked_choices: rankedChoices,
    ranked_groups: rankedGroups,
    rubric_criteria: rubricCriteria,
    rubric_rating: rubricRating,
    workspace_container: workspaceContainer,
  },
  other,
);
