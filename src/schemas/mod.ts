/**
 * The schemas of everything that Scale answers: the one place where a field is defined. `scripts/generate.ts` writes
 * `src/generated/` from the three lists below. Not published, and not reachable from the entry points.
 *
 * @module
 */

import type { GenericSchema } from "valibot";
import { batch, batchPage, batchStatus } from "./batch.ts";
import { callback } from "./callback.ts";
import { errorBody } from "./error.ts";
import { file } from "./file.ts";
import { list } from "./nodes.ts";
import { project, taskTemplate } from "./project.ts";
import { projectGroup, studioAssignments, studioBatch, teammate } from "./team.ts";
import { qualityTask, task, taskPage } from "./task.ts";

/** The answers of v1: each gets a validator of this name with `Validator` after it, and its interfaces in `types.ts`. */
export const v1: Readonly<Record<string, GenericSchema>> = {
  task,
  taskPage,
  qualityTask,
  batch,
  batchPage,
  batchStatus,
  project,
  projectList: list(project),
  taskTemplate,
  file,
  teammateList: list(teammate),
  studioAssignments,
  projectGroup,
  projectGroupList: list(projectGroup),
  studioBatch,
  studioBatchList: list(studioBatch),
  errorBody,
  callback,
};

/** What comes by the hundred: its validator tells a good value in straight-line code. */
export const hot: ReadonlySet<GenericSchema> = new Set<GenericSchema>([task]);

/** The answers of v2: likewise, with `v2` before the name, and the interfaces in `v2_types.ts`. */
export { v2 } from "./v2/mod.ts";
