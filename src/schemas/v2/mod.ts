/** The schemas of what the v2 API answers. @module */

import type { GenericSchema } from "valibot";
import { annotation } from "./annotation.ts";
import { datasetDeliveries, datasetDeliveryTasks, datasets, datasetTask, datasetTasks } from "./dataset.ts";
import {
  batch,
  batches,
  batchOperation,
  deliveredTasks,
  deliveries,
  deliveryTasks,
  project,
  projects,
  schema,
  task,
  tasks,
} from "./task.ts";

/** The answers of v2 by name. */
export const v2: Readonly<Record<string, GenericSchema>> = {
  task,
  tasks,
  batch,
  batches,
  batchOperation,
  project,
  projects,
  deliveries,
  deliveredTasks,
  deliveryTasks,
  schema,
  annotation,
  datasets,
  datasetDeliveries,
  datasetDeliveryTasks,
  datasetTasks,
  datasetTask,
};
