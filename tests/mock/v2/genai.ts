import batch from "../../fixtures/v2/batch.json" with { type: "json" };
import batchCompleted from "../../fixtures/v2/batch_completed.json" with { type: "json" };
import batchStaging from "../../fixtures/v2/batch_staging.json" with { type: "json" };
import dataset from "../../fixtures/v2/dataset.json" with { type: "json" };
import datasetSecond from "../../fixtures/v2/dataset_second.json" with { type: "json" };
import datasetDelivery from "../../fixtures/v2/dataset_delivery.json" with { type: "json" };
import datasetDeliverySecond from "../../fixtures/v2/dataset_delivery_second.json" with { type: "json" };
import datasetTask from "../../fixtures/v2/dataset_task.json" with { type: "json" };
import datasetTaskSecond from "../../fixtures/v2/dataset_task_second.json" with { type: "json" };
import datasetTaskThird from "../../fixtures/v2/dataset_task_third.json" with { type: "json" };
import datasetTaskCode from "../../fixtures/v2/dataset_task_code.json" with { type: "json" };
import delivery from "../../fixtures/v2/delivery.json" with { type: "json" };
import deliverySecond from "../../fixtures/v2/delivery_second.json" with { type: "json" };
import project from "../../fixtures/v2/project.json" with { type: "json" };
import projectLakes from "../../fixtures/v2/project_lakes.json" with { type: "json" };
import schema from "../../fixtures/v2/schema.json" with { type: "json" };
import taskCanceled from "../../fixtures/v2/task_canceled.json" with { type: "json" };
import taskCompleted from "../../fixtures/v2/task_completed.json" with { type: "json" };
import taskDeleted from "../../fixtures/v2/task_deleted.json" with { type: "json" };
import taskError from "../../fixtures/v2/task_error.json" with { type: "json" };
import taskPending from "../../fixtures/v2/task_pending.json" with { type: "json" };
import taskReported from "../../fixtures/v2/task_reported.json" with { type: "json" };
import { addBatch, addProject, type BatchRecord, type Store, type TaskRecord } from "../state.ts";
import type { GenAiIds, JsonObject } from "../types.ts";

const attachment = "att_9";

/** The project that every account has from the start. */
export function loadFirstProject(store: Store): void {
  loadProject(store, project);
}

/** Puts the world of the v2 fixtures into a store, with the fixtures' own ids. Does nothing the second time. */
export function loadGenAi(store: Store): GenAiIds {
  if (!store.batches.has(batch.name)) {
    loadProject(store, projectLakes);
    for (const one of [batch, batchStaging, batchCompleted]) loadBatch(store, project.name, one);
    for (const one of [taskCompleted, taskPending, taskError, taskReported, taskCanceled, taskDeleted]) {
      loadTask(store, one);
    }
    const { genai } = store;
    genai.deliveries.push(delivery, deliverySecond);
    genai.schemas.push(schema);
    genai.datasets.push(dataset, datasetSecond);
    genai.datasetDeliveries.push(datasetDelivery, datasetDeliverySecond);
    genai.datasetTasks.push(datasetTask, datasetTaskSecond, datasetTaskThird, datasetTaskCode);
    genai.attachments.set(
      `${datasetTask.task_id}/${attachment}`,
      `https://files.example.com/signed/${attachment}?expires=1741602600&signature=abc`,
    );
  }
  return {
    project: project.id,
    batch: batch.id,
    tasks: [taskCompleted, taskPending, taskError, taskReported, taskCanceled, taskDeleted].map((one) => one.task_id),
    delivery: delivery.id,
    schema: schema.id,
    dataset: dataset.id,
    datasetDelivery: datasetDelivery.id,
    datasetTasks: [datasetTask, datasetTaskSecond, datasetTaskThird].map((one) => one.task_id),
    attachment,
  };
}

interface ProjectFixture {
  id: string;
  name: string;
  created_at: string;
  types?: string[];
  models?: string[];
}

function loadProject(store: Store, fixture: ProjectFixture): void {
  const { id, name, created_at, types, models } = fixture;
  const record = addProject(store, { id, name, type: "chat", createdMs: Date.parse(created_at) });
  if (types) record.types = types;
  if (models) record.models = models;
}

interface BatchFixture {
  id: string;
  name: string;
  created_at: string;
  completed_at?: string;
  status: string;
  callback?: string;
  metadata: JsonObject;
}

function loadBatch(store: Store, projectName: string, fixture: BatchFixture): void {
  const { id, name, created_at, completed_at, status, callback, metadata } = fixture;
  const home = store.projects.get(projectName);
  if (!home) return;
  const record = addBatch(store, { id, name, project: home, callback, metadata, createdMs: Date.parse(created_at) });
  record.state = status as BatchRecord["state"];
  if (completed_at !== undefined) record.completedMs = Date.parse(completed_at);
}

interface TaskFixture {
  task_id: string;
  status: string;
  created_at: string;
  completed_at?: string;
  batch?: string;
  metadata: JsonObject;
  threads?: unknown;
  errors?: unknown;
  sensitive_content_reports?: unknown;
}

function loadTask(store: Store, fixture: TaskFixture): void {
  const { task_id, status, created_at, completed_at, metadata, threads, errors, sensitive_content_reports } = fixture;
  const createdMs = Date.parse(created_at);
  const record: TaskRecord = {
    data: {
      task_id,
      created_at,
      updated_at: completed_at ?? created_at,
      ...completed_at !== undefined && { completed_at },
      type: "chat",
      status,
      instruction: "",
      params: { template_variables: { prompt: "Name three rivers in Portugal." } },
      is_test: store.mode === "test",
      urgency: "standard",
      metadata,
      processed_attachments: [],
      project: project.name,
      ...fixture.batch !== undefined && { batch: batch.name },
      ...status === "completed" && { response: { responses: [{ type: "Instructions", output: "test response" }] } },
    },
    seq: store.tasks.nextSeq(),
    createdMs,
    updatedMs: Date.parse(completed_at ?? created_at),
    ...completed_at !== undefined && { completedMs: Date.parse(completed_at) },
    v2: {
      ...threads !== undefined && status === "completed" && { threads },
      ...errors !== undefined && { errors },
      ...sensitive_content_reports !== undefined && { sensitive_content_reports },
      ...completed_at !== undefined && { delivery_id: delivery.id },
    },
  };
  store.tasks.add(record);
}
