/** The people: teammates, their studio assignments, project groups, studio batches. @module */

import type {
  GroupWorker,
  ProjectGroupData,
  StudioAssignments,
  StudioBatchData,
  TeammateData,
} from "../generated/types.ts";
import { boolean, known, list, type Model, model, number, optional, record, required, text } from "./nodes.ts";

/** A member of the team. */
export const teammate: Model<TeammateData> = model<TeammateData>(
  "TeammateData",
  "A member of the team.\n\n@see {@link https://scale.com/docs/api-reference/studio}",
)({
  email: required(text, "The e-mail address, which is how a teammate is named everywhere."),
  role: required(
    known("labeler", "member", "manager", "admin", "invited", "disabled"),
    "What the teammate may do. Labelers work in Studio only.",
  ),
  company: optional(text, "The company."),
  firstName: optional(text, "The first name."),
  lastName: optional(text, "The last name."),
  isStudioLabeler: optional(boolean, "Whether the teammate labels in Studio."),
  disableRapidEmails: optional(boolean, "Whether mail about Rapid is turned off."),
  expiry: optional(text, "When the invitation runs out, ISO 8601 in UTC."),
});

/** Who works on which project. */
export const studioAssignments: Model<StudioAssignments> = record<StudioAssignments>(
  "StudioAssignments",
  "Who works on which projects in Studio: e-mail address to names of projects.\n\n" +
    "@see {@link https://scale.com/docs/api-reference/studio}",
)(list(text));

/** A member of a project group. */
export const groupWorker: Model<GroupWorker> = model<GroupWorker>("GroupWorker", "A member of a project group.")({
  id: required(text, "The id of the person."),
  email: required(text, "The e-mail address."),
});

/** A group of people in a project. */
export const projectGroup: Model<ProjectGroupData> = model<ProjectGroupData>(
  "ProjectGroupData",
  "A group of people in a Studio project, to whom batches are assigned.\n\n" +
    "@see {@link https://scale.com/docs/api-reference/studio}",
)({
  id: required(text, "The id of the group."),
  name: required(text, "The name, unique in the project."),
  numWorkers: required(number, "How many people are in the group."),
  isSingleton: required(boolean, "Whether the group stands for one person."),
  workers: optional(list(groupWorker), "The people in the group."),
});

/** A batch as Studio sees it. */
export const studioBatch: Model<StudioBatchData> = model<StudioBatchData>(
  "StudioBatchData",
  "A pending batch as Studio sees it.\n\n@see {@link https://scale.com/docs/api-reference/studio}",
)({
  id: required(text, "The id of the batch."),
  name: required(text, "The name of the batch."),
  projectId: required(text, "The id of the project."),
  projectName: required(text, "The name of the project."),
  batchType: required(known("Production", "Calibration"), "What the batch is for."),
  total: required(number, "How many tasks the batch has."),
  completed: required(number, "How many of them are completed."),
  groups: required(list(text), "The names of the groups that work on the batch."),
  studioPriority: optional(number, "The place in the order of work, the lowest first."),
});
