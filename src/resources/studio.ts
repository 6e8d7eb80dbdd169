import type { Transport } from "../transport.ts";
import { Assignments } from "./assignments.ts";
import { ProjectGroups } from "./project_groups.ts";
import { StudioBatches } from "./studio_batches.ts";

/**
 * Studio, where the caller's own people label: `scale.studio`. Needs a live key.
 *
 * @see https://scale.com/docs/api-reference/studio
 */
export class Studio {
  /** Who works on which project. */
  declare readonly assignments: Assignments;
  /** Groups of people within a project. */
  declare readonly projectGroups: ProjectGroups;
  /** Pending batches and their order. */
  declare readonly batches: StudioBatches;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.assignments = new Assignments(transport);
    this.projectGroups = new ProjectGroups(transport);
    this.batches = new StudioBatches(transport);
  }
}
