/** Projects, their parameters over time, and task templates. @module */

import type { ProjectData, ProjectParams, TaskTemplateData } from "../generated/types.ts";
import { anything, boolean, byKind, list, type Model, model, number, open, optional, required, text } from "./nodes.ts";

/** One version of a project's parameters. */
export const projectParams: Model<ProjectParams> = model<ProjectParams>(
  "ProjectParams",
  "One version of a project's default task parameters. Parameters of its task type stand beside the fields named here.",
)({
  version: required(number, "The number of this version; the first is 0."),
  instruction: optional(text, "What the labelers are told, in Markdown; it is put after the task's own instruction."),
  created_at: optional(text, "When this version was made, ISO 8601 in UTC."),
});

/** A project as it travels. */
export const project: Model<ProjectData> = model<ProjectData>(
  "ProjectData",
  "A project: what tasks of one kind have in common.\n\n@see {@link https://scale.com/docs/api-reference/projects}",
)({
  name: required(text, "The name, unique among the account's projects."),
  type: required(text, "The type of the project's tasks."),
  param_history: required(
    list(projectParams),
    "The default parameters over time, the current ones last; may be empty.",
  ),
  created_at: optional(text, "When the project was created, ISO 8601 in UTC."),
});

/** What a chat or text collection project asks for. */
export const taskTemplate: Model<TaskTemplateData> = model<TaskTemplateData>(
  "TaskTemplateData",
  "What the tasks of a `textcollection` or `chat` project ask for.\n\n" +
    "@see {@link https://scale.com/docs/api-reference/projects}",
)({
  id: required(text, "The id of the template."),
  version: required(byKind({ string: text, number }), "The version of the template."),
  created_at: required(text, "When the template was made, ISO 8601 in UTC."),
  updated_at: required(text, "When the template last changed, ISO 8601 in UTC."),
  template_variables: required(open, "The variables that a task fills in, by name."),
  response_schema: optional(anything, "The schema of the responses, if the account has this feature."),
  auto_onboard_enabled: optional(boolean, "Whether labelers are introduced automatically; absent means no."),
});
