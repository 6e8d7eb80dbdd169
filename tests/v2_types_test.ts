/**
 * Type tests of v2: what is below a `@ts-expect-error` must not compile, everything else must. They run when the suite
 * is type-checked; the functions that hold them are never called.
 */

import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { Listing, ScaleClient } from "@scaleapi/sdk";
import {
  type Annotation,
  type AnnotationFile,
  AnnotationType,
  type Batch,
  type BatchOperationParams,
  type BatchOperationResponse,
  BatchStatus,
  type Chunk,
  type Dataset,
  type DatasetDelivery,
  type Delivery,
  ErrorType,
  type Expanded,
  type ExpandedAnswer,
  type GetBatchParams,
  type LabeledTextValue,
  MessageRole,
  Option,
  type Project,
  ProjectType,
  type RubricRatingValue,
  type Task,
  TaskStatus,
  type UnknownAnnotation,
} from "@scaleapi/sdk/v2";
import { typed } from "./helpers/same_type.ts";

type None = null | undefined;
declare const v2: ScaleClient["v2"];

async function expandedBatches(unknown: string[], known: "project"[], maybe: boolean): Promise<void> {
  const batch_id = "b";
  typed<string>()((await v2.batches.get({ batch_id })).project, true);
  typed<string>()((await v2.batches.get({ batch_id, expand: [] })).project, true);
  typed<string>()((await v2.batches.get({ batch_id, expand: null })).project, true);
  typed<string>()((await v2.batches.get({ batch_id, expand: ["later"] })).project, true);
  typed<Project>()((await v2.batches.get({ batch_id, expand: ["project"] })).project, true);
  typed<Project>()((await v2.batches.get({ batch_name: "b", expand: ["later", "project"] })).project, true);
  typed<string | Project>()((await v2.batches.get({ batch_id, expand: unknown })).project, true);
  typed<string | Project>()((await v2.batches.get({ batch_id, expand: known })).project, true);
  typed<string | Project>()((await v2.batches.get({ batch_id, expand: maybe ? ["project"] : [] })).project, true);
  typed<string | Project>()((await v2.batches.get({ batch_id, expand: [unknown[0] ?? ""] })).project, true);
  typed<string | Project>()((await v2.batches.get({ batch_id, expand: [JSON.parse("")] })).project, true);
  const params: GetBatchParams = { batch_id };
  typed<string | Project>()((await v2.batches.get(params)).project, true);
  const open: BatchOperationParams = { batch_id, expand: ["project"] };
  typed<string | Project>()((await v2.batches.get(open)).project, true);
  typed<string | Project>()((await v2.batches.get(JSON.parse(""))).project, true);
  const optional: { batch_id: string; expand?: ["project"] } = { batch_id };
  typed<string | Project>()((await v2.batches.get(optional)).project, true);
  for await (const batch of v2.batches.list({ expand: ["project"] })) typed<Project>()(batch.project, true);
  for await (const batch of v2.batches.list()) typed<string>()(batch.project, true);
  for await (const batch of v2.batches.list(undefined, { prefetch: 0 })) typed<string>()(batch.project, true);
  const perhaps: { expand: ["project"] } | undefined = maybe ? { expand: ["project"] } : undefined;
  for await (const batch of v2.batches.list(perhaps)) typed<string | Project>()(batch.project, true);
  const all = await v2.datasets.deliveries(maybe ? { expand: ["dataset"] } : undefined);
  typed<string | Dataset | None>()(all.deliveries[0]?.dataset, true);
}

async function expandedTasks(): Promise<void> {
  const task_id = "t";
  const plain = await v2.tasks.get({ task_id, opts: ["submissions", "later"] });
  typed<string>()(plain.project, true);
  typed<string | None>()(plain.batch, true);
  const project = await v2.tasks.get({ task_id, expand: ["project"] });
  typed<Project>()(project.project, true);
  typed<string | None>()(project.batch, true);
  const both = await v2.tasks.get({ task_id, expand: ["batch", "project"] });
  typed<Project>()(both.project, true);
  typed<Batch | None>()(both.batch, true);
  typed<unknown>()(both.later, true);
  typed<Task["status"]>()(both.status, true);
  const one = await v2.tasks.get({ task_id, expand: ["batch" as "batch" | "project"] });
  typed<string | Project>()(one.project, true);
  for await (const task of v2.tasks.list({ batch_name: "b", expand: ["batch"] })) {
    typed<Batch | None>()(task.batch, true);
    typed<string>()(task.project, true);
    const whole: Task = task;
    void whole;
  }
  typed<string>()((await v2.tasks.createChat({ project_id: "p" })).project, true);
}

async function expandedDeliveries(): Promise<void> {
  const { deliveries } = await v2.deliveries.list({ project_id: "p", expand: ["project"] });
  typed<Project | undefined>()(deliveries[0]?.project, true);
  typed<string | undefined>()((await v2.deliveries.list({ project_name: "p" })).deliveries[0]?.project, true);
  const delivered = v2.deliveries.get({ delivery_id: "d", expand: ["batch", "delivery"] });
  typed<Batch | None>()((await delivered.first())?.batch, true);
  const task = await v2.datasets.task({ task_id: "t", expand: ["delivery"] });
  typed<DatasetDelivery>()(task.delivery, true);
  typed<string>()(task.dataset, true);
  const tasks = await v2.datasets.tasks({ dataset_id: "d", expand: ["dataset"] }).toArray();
  typed<Dataset | undefined>()(tasks[0]?.dataset, true);
  const all = await v2.datasets.deliveries();
  typed<string | None>()(all.deliveries[0]?.dataset, true);
  const limited = await v2.datasets.deliveries(undefined, { maxRetries: 0 });
  typed<string | None>()(limited.deliveries[0]?.dataset, true);
  const some = await v2.datasets.deliveries({ expand: ["dataset"] });
  typed<Dataset | None>()(some.deliveries[0]?.dataset, true);
  const delivery: Expanded<Delivery, { expand: ["project"] }> | undefined = deliveries[0];
  void delivery;
}

/** What callers declare as interfaces, which have no index signature. */
interface OwnRef {
  batch_name: string;
}
interface OwnExpanding extends OwnRef {
  expand: ["project"];
}
interface OwnFilters {
  project_id: string;
  status?: string;
  limit?: number;
}
interface OwnNames {
  batch_id: string;
  batch_name: string;
}
interface OwnChat {
  project_name: string;
  template_variables: OwnRef;
  metadata: OwnNames;
}

async function interfaces(ref: OwnRef, expanding: OwnExpanding, filters: OwnFilters, both: OwnNames): Promise<void> {
  typed<string>()((await v2.batches.get(ref)).project, true);
  typed<Project>()((await v2.batches.get(expanding)).project, true);
  for await (const task of v2.tasks.list(filters)) typed<string>()(task.project, true);
  v2.batches.list(filters);
  v2.deliveries.tasks(filters);
  await v2.projects.list(filters);
  await v2.batches.finalize(ref);
  await v2.batches.setMetadata({ ...ref, metadata: both });
  const chat: OwnChat = { project_name: "p", template_variables: ref, metadata: both };
  await v2.tasks.createChat(chat);
  // @ts-expect-error: by its id or by its name
  await v2.batches.get(both);
  // @ts-expect-error: an id is missing
  await v2.tasks.get(ref);
}

async function oneOf(): Promise<void> {
  // @ts-expect-error: a batch is named
  await v2.batches.get({});
  // @ts-expect-error: by its id or by its name
  await v2.batches.get({ batch_id: "b", batch_name: "b" });
  await v2.batches.get({ batch_id: "b", batch_name: undefined });
  // @ts-expect-error: by its id or by its name
  await v2.batches.finalize({ batch_id: "b", batch_name: "b" });
  // @ts-expect-error: a batch is named
  await v2.batches.pause({});
  // @ts-expect-error: a batch needs a project
  await v2.batches.create({ name: "b" });
  // @ts-expect-error: by its id or by its name
  await v2.batches.create({ name: "b", project_id: "p", project_name: "p" });
  // @ts-expect-error: metadata is an object
  await v2.batches.setMetadata({ batch_id: "b", metadata: ["a"] });
  // @ts-expect-error: metadata is an object
  await v2.tasks.createChat({ project_id: "p", metadata: "a" });
  // @ts-expect-error: metadata is needed
  await v2.batches.setMetadata({ batch_id: "b" });
  // @ts-expect-error: a project or a batch is named
  v2.tasks.list({ status: "completed" });
  // @ts-expect-error: by its id or by its name
  v2.tasks.list({ project_id: "p", project_name: "p" });
  // @ts-expect-error: by its id or by its name
  v2.tasks.list({ project_id: "p", batch_id: "b", batch_name: "b" });
  const perhaps = "b" as string | undefined;
  v2.tasks.list({ project_id: "p", batch_id: perhaps });
  v2.batches.list({ project_id: perhaps });
  v2.tasks.list({ project_id: "p", batch_name: "b", status: "later", completed_after: new Date() });
  // @ts-expect-error: a project is named
  await v2.tasks.createChat({ batch_id: "b" });
  // @ts-expect-error: by its id or by its name
  await v2.tasks.createChat({ project_id: "p", batch_id: "b", batch_name: "b" });
  // @ts-expect-error: by its id or by its name
  v2.batches.list({ project_id: "p", project_name: "p" });
  // @ts-expect-error: a project is named
  await v2.deliveries.list({ delivered_after: new Date() });
  // @ts-expect-error: by its id or by its name
  v2.deliveries.get({ delivery_id: "d", delivery_name: "d" });
  v2.deliveries.tasks({ delivery_id: "d" });
  // @ts-expect-error: a project or a delivery is named
  v2.deliveries.tasks({ status: "completed" });
  // @ts-expect-error: a dataset or a delivery is named
  v2.datasets.tasks({ limit: 5 });
  v2.datasets.tasks({ dataset_id: "d", delivery_id: "d" });
  // @ts-expect-error: an id is a string
  await v2.tasks.get({ task_id: 5 });
}

function narrowed(annotation: Annotation): unknown {
  switch (annotation.type) {
    case "boolean":
      typed<boolean | None>()(annotation.value, true);
      return typed<boolean[] | None>()(annotation.possible_values, true);
    case AnnotationType.Integer:
      return typed<number | None>()(annotation.value, true);
    case "text":
    case "category":
      return typed<string | None>()(annotation.value, true);
    case "category_multiple":
    case "ranked_choices":
      return typed<string[] | None>()(annotation.value, true);
    case "ranked_groups":
      return typed<string[][] | None>()(annotation.value, true);
    case "file":
      return typed<AnnotationFile["value"]>()(annotation.value, true);
    case "labeled_text":
      return typed<LabeledTextValue[] | None>()(annotation.value, true);
    case "rubric_rating":
      return typed<RubricRatingValue | None>()(annotation.value, true);
    case "rubric_criteria":
      return annotation.value?.weight?.toFixed();
    case "workspace_container":
      return annotation.value?.last_code_run_event?.result?.status?.name?.trim();
    default:
      typed<UnknownAnnotation>()(annotation, true);
      return typed<unknown>()(annotation.value, true);
  }
}

function narrowedChunk(chunk: Chunk): string | undefined {
  if (chunk.type === "text") return chunk.text;
  typed<unknown>()(chunk.text, true);
  return undefined;
}

async function results(): Promise<void> {
  const paused = await v2.batches.pause({ batch_id: "b" });
  typed<ExpandedAnswer<BatchOperationResponse>>()(paused, true);
  typed<string | undefined>()(paused.batch?.project, true);
  typed<string | None>()(paused.message, true);
  typed<unknown>()(paused.later, true);
  typed<string>()(await v2.datasets.responseUrl({ task_id: "t", attachment_id: "a" }), true);
  const listing: Listing<Expanded<Task>> = v2.tasks.list({ project_id: "p" });
  typed<string>()((await v2.batches.waitFor({ batch_id: "b" }, { until: BatchStatus.Paused })).project, true);
  const followed = await v2.batches.waitFor({ batch_id: "b", expand: ["project"] }, {
    until: ({ project }) => project.name === "p",
  });
  typed<Project>()(followed.project, true);
  void listing;
}

describe("v2 types", () => {
  it("hold", () => {
    assertEquals(
      [expandedBatches, expandedTasks, expandedDeliveries, interfaces, oneOf, narrowed, narrowedChunk, results].length,
      8,
    );
  });
});

describe("v2 enums", () => {
  it("have the values of the reference", () => {
    assertEquals(Object.values(TaskStatus), ["pending", "completed", "canceled", "error", "deleted"]);
    assertEquals(Object.values(BatchStatus), ["staging", "in_progress", "completed", "paused", "cancelled"]);
    assertEquals(Object.values(MessageRole), ["system", "user", "assistant", "function"]);
    assertEquals(Object.values(Option), [
      "annotation_details",
      "attachment_details",
      "model_parameters",
      "submissions",
    ]);
    assertEquals(Object.values(ErrorType).length, 5);
    assertEquals(Object.values(AnnotationType).length, 12);
    assertEquals(Object.values(ProjectType).length, 10);
  });
});
