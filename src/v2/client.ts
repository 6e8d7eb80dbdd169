import type { Transport } from "../transport.ts";
import { Annotations } from "./annotations.ts";
import { Batches } from "./batches.ts";
import { Datasets } from "./datasets.ts";
import { Deliveries } from "./deliveries.ts";
import { Projects } from "./projects.ts";
import { Schemas } from "./schemas.ts";
import { Tasks } from "./tasks.ts";

/**
 * The v2 (GenAI) API: `scale.v2`. Every method takes one object of Scale's names, as its query or body has them, and
 * sends Bearer authentication.
 *
 * @example
 * ```ts
 * import { ScaleClient } from "@scaleapi/sdk";
 *
 * const { v2 } = new ScaleClient({ apiKey: "test_key" });
 * for await (const task of v2.tasks.list({ project_name: "Rivers RLHF", expand: ["batch"] })) {
 *   console.log(task.task_id, task.batch?.name);
 * }
 * ```
 *
 * @see https://docs.genai.scale.com
 */
export class V2 {
  /** Tasks. */
  declare readonly tasks: Tasks;
  /** Batches of tasks. */
  declare readonly batches: Batches;
  /** Projects. */
  declare readonly projects: Projects;
  /** Deliveries of completed tasks. */
  declare readonly deliveries: Deliveries;
  /** Annotations. */
  declare readonly annotations: Annotations;
  /** Schemas of delivered responses. */
  declare readonly schemas: Schemas;
  /** Datasets, their deliveries and tasks. */
  declare readonly datasets: Datasets;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.tasks = new Tasks(transport);
    this.batches = new Batches(transport);
    this.projects = new Projects(transport);
    this.deliveries = new Deliveries(transport);
    this.annotations = new Annotations(transport);
    this.schemas = new Schemas(transport);
    this.datasets = new Datasets(transport);
  }
}
