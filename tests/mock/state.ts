import { Ids } from "./ids.ts";
import { TaskTable } from "./task_table.ts";
import { iso } from "./time.ts";
import type { JsonObject, Mode } from "./types.ts";

/** A task: the object that the service shows, and what is needed to find it. */
export interface TaskRecord {
  /** What the service shows, by wire names. */
  readonly data: JsonObject & { task_id: string; type: string; status: string; metadata: unknown };
  /** Order of creation among tasks of the same millisecond. */
  readonly seq: number;
  /** Creation time. */
  readonly createdMs: number;
  /** Time of the last change. */
  updatedMs: number;
  /** Completion time. */
  completedMs?: number;
  /** When it was canceled, or ended in an error. */
  failedMs?: number;
  /** Newest result of a review. */
  review?: string;
  /** What a v2 read shows beside `data`: threads, errors, reports, its delivery. */
  v2?: JsonObject;
  /** `data` as JSON, until it changes. */
  json?: string;
}

/** A batch. */
export interface BatchRecord {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly createdMs: number;
  readonly callback?: string;
  readonly calibration: boolean;
  metadata: JsonObject;
  /** What was set; "in_progress" reads as "completed" once all tasks are done. */
  state: "staging" | "in_progress" | "paused" | "cancelled" | "completed";
  /** When it was completed, where its tasks do not say it. */
  completedMs?: number;
  /** A change of state that was begun and shows from a time on. */
  next?: { readonly state: BatchRecord["state"]; readonly atMs: number };
  archived: boolean;
  finalizedMs: number;
  /** Place among the pending Studio batches. */
  priority?: number;
  /** Assigned Studio groups. */
  groups: string[];
}

/** A project. */
export interface ProjectRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly createdMs: number;
  readonly paramHistory: JsonObject[];
  readonly rapid: boolean;
  readonly studio: boolean;
  readonly datasetId?: string;
  readonly ontologies: unknown[];
  archived: boolean;
  /** GenAI project types and models, shown by v2. */
  types?: string[];
  models?: string[];
}

/** A file. */
export interface FileRecord {
  /** What the service shows. */
  readonly data: JsonObject & { id: string };
  readonly referenceId?: string;
  readonly sha256?: string;
  readonly filename?: string;
}

/** A Studio group. */
export interface GroupRecord {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly emails: Set<string>;
}

/** What v2 knows beside projects, batches and tasks. */
export interface GenAiWorld {
  deliveries: JsonObject[];
  schemas: JsonObject[];
  datasets: JsonObject[];
  datasetDeliveries: JsonObject[];
  datasetTasks: JsonObject[];
  /** Where the attachments of data set tasks are: `taskId/attachmentId` to URL. */
  attachments: Map<string, string>;
}

/** The data of one mode of the account. Nothing of one is seen in the other. */
export class Store {
  /** Ids of this store. */
  readonly ids: Ids;
  /** Tasks, by id, unique_id, batch, project and time. */
  readonly tasks: TaskTable = new TaskTable();
  /** Batches by name; the name is unique over the account. */
  readonly batches: Map<string, BatchRecord> = new Map();
  /** Batches whose change of state was begun; they are looked at before anything is read. */
  readonly changing: Set<BatchRecord> = new Set();
  /** Projects by name. */
  readonly projects: Map<string, ProjectRecord> = new Map();
  /** Files, oldest first. */
  readonly files: FileRecord[] = [];
  /** Evaluation and training tasks. */
  readonly qualityTasks: JsonObject[] = [];
  /** Team members by e-mail. */
  readonly teammates: Map<string, JsonObject> = new Map();
  /** Studio assignments of the active members: e-mail to project names. */
  readonly assignments: Map<string, Set<string>> = new Map();
  /** Studio groups. */
  readonly groups: GroupRecord[] = [];
  /** Idempotency keys used on creation. */
  readonly idempotencyKeys: Set<string> = new Set();
  /** Deliveries and data sets. */
  readonly genai: GenAiWorld = {
    deliveries: [],
    schemas: [],
    datasets: [],
    datasetDeliveries: [],
    datasetTasks: [],
    attachments: new Map(),
  };

  /** A store with the team that every account has from the start. */
  constructor(readonly mode: Mode) {
    this.ids = new Ids(mode === "live" ? "65e72703" : "65df0b1c");
    for (const teammate of firstTeam) {
      this.teammates.set(String(teammate.email), { ...teammate });
      this.assignments.set(String(teammate.email), new Set());
    }
  }
}

const firstTeam: readonly JsonObject[] = [
  member("ada@example.com", "admin", "Ada", "Holm"),
  member("bo@example.com", "manager", "Bo", "Lind"),
  member("cy@example.com", "member", "Cy", "Moe"),
  member("dee@example.com", "labeler", "Dee", "Nygaard"),
];

function member(email: string, role: string, firstName: string, lastName: string): JsonObject {
  const isStudioLabeler = role === "labeler";
  return { email, role, company: "Example AS", firstName, lastName, isStudioLabeler, disableRapidEmails: false };
}

/** What a new project needs. */
export interface NewProject {
  readonly name: string;
  readonly type: string;
  readonly params?: JsonObject | undefined;
  readonly rapid?: boolean;
  readonly studio?: boolean;
  readonly datasetId?: string | undefined;
  readonly createdMs?: number;
  readonly id?: string;
}

/** Adds a project to a store. */
export function addProject(store: Store, project: NewProject): ProjectRecord {
  const createdMs = project.createdMs ?? Date.now();
  const record: ProjectRecord = {
    id: project.id ?? store.ids.object(),
    name: project.name,
    type: project.type,
    createdMs,
    paramHistory: project.params ? [{ ...project.params, version: 0, created_at: iso(createdMs) }] : [],
    rapid: project.rapid ?? false,
    studio: project.studio ?? false,
    ...project.datasetId !== undefined && { datasetId: project.datasetId },
    ontologies: [],
    archived: false,
  };
  store.projects.set(record.name, record);
  return record;
}

/** What a new batch needs. */
export interface NewBatch {
  readonly name: string;
  readonly project: ProjectRecord;
  readonly callback?: string | undefined;
  readonly calibration?: boolean;
  readonly staging?: boolean;
  readonly metadata?: JsonObject | undefined;
  readonly createdMs?: number;
  readonly id?: string;
}

/** Adds a batch to a store. */
export function addBatch(store: Store, batch: NewBatch): BatchRecord {
  const createdMs = batch.createdMs ?? Date.now();
  const record: BatchRecord = {
    id: batch.id ?? store.ids.object(),
    name: batch.name,
    project: batch.project.name,
    createdMs,
    ...batch.callback !== undefined && { callback: batch.callback },
    calibration: batch.calibration ?? false,
    metadata: batch.metadata ?? {},
    state: batch.staging ? "staging" : "in_progress",
    archived: false,
    finalizedMs: createdMs,
    groups: [],
  };
  store.batches.set(record.name, record);
  return record;
}
