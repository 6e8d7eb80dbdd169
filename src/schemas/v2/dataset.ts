/** Datasets, their deliveries and tasks. @module */

import type {
  Dataset,
  DatasetDelivery,
  DatasetDeliveryMetadata,
  DatasetTask,
  GetDatasetDeliveriesResponse,
  GetDatasetDeliveryResponse,
  GetDatasetsResponse,
  GetDatasetTasksResponse,
} from "../../generated/v2_types.ts";
import { byKind, list, type Model, model, number, open, optional, required, text } from "../nodes.ts";

const nextToken = optional(text, "The token of the next page; absent or null on the last one.");

/** A dataset. */
export const dataset: Model<Dataset> = model<Dataset>("Dataset", "A dataset.")({
  id: required(text, "The id of the dataset."),
  name: required(text, "The name of the dataset."),
});

const datasetReference = byKind({ string: text, object: dataset });

const counts: Model<DatasetDeliveryMetadata> = model<DatasetDeliveryMetadata>(
  "DatasetDeliveryMetadata",
  "How much is in a delivery.",
)({
  task_count: optional(number, "How many tasks."),
  turn_count: optional(number, "How many turns."),
});

/** A delivery of a dataset. */
export const datasetDelivery: Model<DatasetDelivery> = model<DatasetDelivery>(
  "DatasetDelivery",
  "A delivery that belongs to a dataset.",
)({
  id: required(text, "The id of the delivery."),
  name: required(text, "The name of the delivery."),
  delivered_at: required(text, "When it was handed over, ISO 8601 in UTC."),
  metadata: required(counts, "How much is in it."),
  dataset: optional(datasetReference, "The dataset: its id, or the object with `expand`."),
});

const deliveryReference = byKind({ string: text, object: datasetDelivery });

/** A task of a dataset. */
export const datasetTask: Model<DatasetTask> = model<DatasetTask>("DatasetTask", "A task of a dataset.")({
  task_id: required(text, "The id of the task."),
  dataset: required(datasetReference, "The dataset: its id, or the object with `expand`."),
  delivery: required(deliveryReference, "The delivery: its id, or the object with `expand`."),
  response: required(open, "The result of the work; each dataset has its own form."),
});

/** The datasets of the account. */
export const datasets: Model<GetDatasetsResponse> = model<GetDatasetsResponse>(
  "GetDatasetsResponse",
  "The datasets of the account.",
)({
  datasets: required(list(dataset), "The datasets."),
});

/** The deliveries of a dataset. */
export const datasetDeliveries: Model<GetDatasetDeliveriesResponse> = model<GetDatasetDeliveriesResponse>(
  "GetDatasetDeliveriesResponse",
  "The deliveries of a dataset.",
)({
  deliveries: required(list(datasetDelivery), "The deliveries."),
});

/** One page of the tasks of a dataset delivery. */
export const datasetDeliveryTasks: Model<GetDatasetDeliveryResponse> = model<GetDatasetDeliveryResponse>(
  "GetDatasetDeliveryResponse",
  "One page of the tasks of a dataset delivery.",
)({
  tasks: required(list(datasetTask), "The tasks of this page."),
  delivery: optional(deliveryReference, "The delivery: its id or the object."),
  next_token: nextToken,
});

/** One page of the tasks of a dataset. */
export const datasetTasks: Model<GetDatasetTasksResponse> = model<GetDatasetTasksResponse>(
  "GetDatasetTasksResponse",
  "One page of the tasks of a dataset.",
)({
  tasks: required(list(datasetTask), "The tasks of this page."),
  next_token: nextToken,
});
