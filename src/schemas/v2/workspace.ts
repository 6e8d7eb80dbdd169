/** The value of a `workspace_container` annotation. @module */

import type {
  ContentAndUrl,
  WorkspaceContainerConfig,
  WorkspaceContainerValue,
  WorkspaceExecutionData,
  WorkspaceExecutionDataResult,
  WorkspaceExecutionDataResultStatus,
  WorkspaceFile,
} from "../../generated/v2_types.ts";
import { boolean, list, type Model, model, number, optional, required, text } from "../nodes.ts";

const config: Model<WorkspaceContainerConfig> = model<WorkspaceContainerConfig>(
  "WorkspaceContainerConfig",
  "How a workspace is reached.",
)({
  workspace_id: required(text, "The id of the workspace."),
  workspace_url: required(text, "Where the workspace is."),
  workspace_token: required(text, "Opens the workspace: a secret, not for logs."),
  expires_at: required(text, "When the workspace expires."),
  inactivity_freeze_time: required(
    number,
    "After how much idle time the workspace freezes; the unit is not documented.",
  ),
  force_enable_workspace_access: optional(boolean, "Whether access is always granted."),
  workspace_image_version: optional(number, "The version of the image."),
});

const resultStatus: Model<WorkspaceExecutionDataResultStatus> = model<WorkspaceExecutionDataResultStatus>(
  "WorkspaceExecutionDataResultStatus",
  "How a run of code ended.",
)({
  code: optional(number, "The code of the outcome."),
  name: optional(text, "The name of the outcome."),
});

const result: Model<WorkspaceExecutionDataResult> = model<WorkspaceExecutionDataResult>(
  "WorkspaceExecutionDataResult",
  "What a run of code came to.",
)({
  status: optional(resultStatus, "How the run ended."),
  time: optional(number, "How long the run took."),
  score: optional(number, "The score of the run."),
});

const execution: Model<WorkspaceExecutionData> = model<WorkspaceExecutionData>(
  "WorkspaceExecutionData",
  "One run of code.",
)({
  id: optional(text, "The id of the run."),
  result: optional(result, "The result of the run."),
});

const workspaceFile: Model<WorkspaceFile> = model<WorkspaceFile>(
  "WorkspaceFile",
  "A file that was made in a workspace.",
)({
  scale_url: required(text, "Where the file lies in Scale's storage."),
  file_name: optional(text, "The file name."),
  url: optional(text, "Where the file came from."),
  file_language: optional(text, "The programming language."),
  file_content: optional(text, "The text of the file."),
});

const output: Model<ContentAndUrl> = model<ContentAndUrl>("ContentAndUrl", "What a program wrote.")({
  content: optional(text, "The text."),
  url: optional(text, "Where the text lies."),
  scale_url: optional(text, "Where the text lies in Scale's storage."),
});

/** What a person did in a workspace. */
export const workspace: Model<WorkspaceContainerValue> = model<WorkspaceContainerValue>(
  "WorkspaceContainerValue",
  "A workspace in which code was written and run.",
)({
  workspace_id: optional(text, "The id of the workspace."),
  workspace_config: optional(config, "How the workspace is reached."),
  last_code_run_event: optional(execution, "The last run of code."),
  output_files: optional(list(workspaceFile), "The files that were made."),
  stdout_output: optional(output, "What went to the standard output."),
  stderr_output: optional(output, "What went to the standard error."),
  test_stdout_output: optional(output, "What the test cases wrote to the standard output."),
  test_stderr_output: optional(output, "What the test cases wrote to the standard error."),
});
