/** The operations of the wire cases as calls of our client, and digests of what they give. */

import type { Batch, BatchFilters, Listing, Project, ScaleClient, Task, TaskFilters } from "@scaleapi/sdk";

/** Arguments of an operation, as recorded. */
export type Args = Record<string, unknown>;

/** What an operation is given: the client, the arguments, and a way to get an object without a recorded request. */
export interface OpContext {
  readonly client: ScaleClient;
  readonly args: Args;
  /** Answers the next request with `data`, without noting it. */
  readonly prime: (data: unknown) => void;
}

type Op = (context: OpContext) => Promise<unknown>;

const task_9 = {
  task_id: "task_9",
  type: "imageannotation",
  status: "pending",
  created_at: "2024-01-02T03:04:05.678Z",
};
const batchOne = {
  name: "b one",
  project: "p",
  status: "in_progress",
  created_at: "2024-01-02T03:04:05.678Z",
  metadata: {},
};
const projectOne = { name: "project one", type: "imageannotation", param_history: [] };

async function taskOf({ client, prime }: OpContext): Promise<Task> {
  prime({ ...task_9, metadata: {}, params: {}, instruction: "" });
  return await client.tasks.get("task_9");
}

async function batchOf({ client, args, prime }: OpContext): Promise<Batch> {
  prime({ ...batchOne, name: args.batch_name });
  return await client.batches.get(args.batch_name as string);
}

/** A method of an object gives the object. */
async function onTask(context: OpContext, call: (task: Task) => Promise<unknown>): Promise<unknown> {
  const task = await taskOf(context);
  const result = await call(task);
  return result === task ? digestTask(task) : { kind: "another object" };
}

async function onBatch(context: OpContext, call: (batch: Batch) => Promise<unknown>): Promise<unknown> {
  const batch = await batchOf(context);
  const result = await call(batch);
  return result === batch ? digestBatch(batch) : { kind: "another object" };
}

function digestTask({ task_id }: { task_id: string }): unknown {
  return { kind: "Task", id: task_id };
}

function digestBatch(batch: Batch): unknown {
  const { name, status } = batch;
  const counts = Object.entries(batch).filter(([key]) => key.startsWith("tasks_"));
  return { kind: "Batch", name, status, ...Object.fromEntries(counts) };
}

function digestProject({ name, type, version, instruction }: Project): unknown {
  return { kind: "Project", name, type, version: version ?? null, instruction: instruction ?? null };
}

function digestId(kind: string, { id }: { id?: unknown }): unknown {
  return { kind, id };
}

async function digestPage<T>(kind: string, listing: Listing<T>, digest: (item: T) => unknown): Promise<unknown> {
  const { value: page } = await listing.pages().next();
  const { limit, offset = 0, has_more, next_token = null } = page.raw;
  const items = page.items.map((item: T) => digest(item));
  return { kind, items, total: page.total, limit, offset, has_more, next_token };
}

async function digestList<T>(listing: Listing<T>, digest: (item: T) => unknown): Promise<unknown> {
  return { kind: "list", items: (await listing.toArray()).map(digest) };
}

/** The friendly names of a filter that the official client's low-level calls take by its wire name. */
function filtersOf(args: Args): TaskFilters & BatchFilters {
  const { project, batch, start_time, end_time, customer_review_status, task_type, batch_status, ...same } = args;
  const filters = {
    project_name: project,
    batch_name: batch,
    created_after: start_time,
    created_before: end_time,
    review_status: customer_review_status,
    type: task_type,
    status: batch_status,
  };
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...same } as TaskFilters & BatchFilters;
}

/** Every operation. */
export const wireOps: Record<string, Op> = {
  "client.create": () => Promise.resolve({ kind: "client" }),
  "tasks.create": async ({ client, args }) =>
    digestTask(await client.tasks.create(args.type as string, args.params as Args)),
  "tasks.get": async ({ client, args }) => digestTask(await client.tasks.get(args.task_id as string)),
  "tasks.cancel": async ({ client, args: { task_id, clear_unique_id } }) =>
    digestTask(await client.tasks.cancel(task_id as string, { clear_unique_id: clear_unique_id as boolean })),
  "tasks.audit": async ({ client, args: { task_id, ...params } }) => {
    const value = await client.tasks.audit(task_id as string, params as { accepted: boolean });
    return { kind: "value", value: value ?? null };
  },
  "tasks.update_unique_id": async ({ client, args }) =>
    digestTask(await client.tasks.updateUniqueId(args.task_id as string, args.unique_id as string)),
  "tasks.clear_unique_id": async ({ client, args }) =>
    digestTask(await client.tasks.clearUniqueId(args.task_id as string)),
  "tasks.set_metadata": async ({ client, args }) =>
    digestTask(await client.tasks.setMetadata(args.task_id as string, args.metadata as Args)),
  "tasks.set_tags": async ({ client, args }) =>
    digestTask(await client.tasks.setTags(args.task_id as string, args.tags as string[])),
  "tasks.add_tags": async ({ client, args }) =>
    digestTask(await client.tasks.addTags(args.task_id as string, args.tags as string[])),
  "tasks.delete_tags": async ({ client, args }) =>
    digestTask(await client.tasks.deleteTags(args.task_id as string, args.tags as string[])),
  "tasks.list": async ({ client, args: { next_token, ...filters } }) =>
    await digestPage(
      "Tasklist",
      client.tasks.list(filtersOf(filters), cursorOption(next_token)),
      digestTask,
    ),
  "tasks.iterate": async ({ client, args }) => await digestList(client.tasks.list(filtersOf(args)), digestTask),
  "tasks.count": async ({ client, args }) => ({ kind: "value", value: await client.tasks.count(filtersOf(args)) }),
  "task.refresh": (context) => onTask(context, (task) => task.refresh()),
  "task.cancel": (context) => onTask(context, (task) => task.cancel()),
  "task.audit": (context) => {
    const { task_id: _, ...params } = context.args;
    return onTask(context, (task) => task.audit(params as { accepted: boolean }));
  },
  "task.update_unique_id": (context) =>
    onTask(context, (task) => task.updateUniqueId(context.args.unique_id as string)),
  "task.clear_unique_id": (context) => onTask(context, (task) => task.clearUniqueId()),
  "task.set_tags": (context) => onTask(context, (task) => task.setTags(context.args.tags as string[])),
  "task.add_tags": (context) => onTask(context, (task) => task.addTags(context.args.tags as string[])),
  "task.delete_tags": (context) => onTask(context, (task) => task.deleteTags(context.args.tags as string[])),

  "batches.create": async ({ client, args: { batch_name, ...params } }) =>
    digestBatch(
      await client.batches.create({ ...params, name: batch_name as string, project: params.project as string }),
    ),
  "batches.get": async ({ client, args }) => digestBatch(await client.batches.get(args.batch_name as string)),
  "batches.list": async ({ client, args: { offset, ...filters } }) =>
    await digestPage("Batchlist", client.batches.list(filtersOf(filters), cursorOption(offset)), digestBatch),
  "batches.iterate": async ({ client, args }) => await digestList(client.batches.list(filtersOf(args)), digestBatch),
  "batches.status": async ({ client, args }) => ({
    kind: "value",
    value: await client.batches.status(args.batch_name as string),
  }),
  "batches.finalize": async ({ client, args }) => digestBatch(await client.batches.finalize(args.batch_name as string)),
  "batches.set_metadata": async ({ client, args }) =>
    digestBatch(await client.batches.setMetadata(args.batch_name as string, args.metadata as Args)),
  "batch.finalize": (context) => onBatch(context, (batch) => batch.finalize()),
  "batch.get_status": (context) => onBatch(context, (batch) => batch.getStatus()),

  "projects.create": async ({ client, args: { project_name, task_type, dataset_id, ...params } }) =>
    digestProject(
      await client.projects.create({
        ...params,
        name: project_name as string,
        type: task_type as string,
        ...dataset_id !== undefined && { datasetId: dataset_id as string },
      }),
    ),
  "projects.get": async ({ client, args }) => digestProject(await client.projects.get(args.project_name as string)),
  "projects.list": async ({ client }) => ({
    kind: "list",
    items: (await client.projects.list()).map(digestProject),
  }),
  "projects.list_all": async ({ client }) => ({
    kind: "list",
    items: (await client.projects.list({})).map(digestProject),
  }),
  "projects.update": async ({ client, args }) =>
    digestProject(await client.projects.update(args.project_name as string, args.patch as Args)),
  "projects.get_template": async ({ client, args }) =>
    digestId("TaskTemplate", await client.projects.template(args.project_name as string)),
  "project.get_template": async ({ client, args, prime }) => {
    prime({ ...projectOne, created_at: "2024-01-02T03:04:05.678Z" });
    const project = await client.projects.get(args.project_name as string);
    return digestId("TaskTemplate", await project.getTemplate());
  },

  "files.upload": async ({ client, args }) => {
    const { $file: { name, content } } = args.file as { $file: { name: string | null; content: string } };
    const file = name === null ? new Blob([content]) : new File([content], name);
    return digestFile(await client.files.upload(file, args.fields as Args | undefined));
  },
  "files.import": async ({ client, args }) =>
    digestFile(await client.files.import(args.file_url as string, args.fields as Args | undefined)),

  "evaluation_tasks.create": async ({ client, args }) =>
    digestId("EvaluationTask", await client.evaluationTasks.create(args.type as string, qualityParams(args))),
  "training_tasks.create": async ({ client, args }) =>
    digestId("TrainingTask", await client.trainingTasks.create(args.type as string, qualityParams(args))),

  "teams.list": async ({ client }) => digestTeammates(await client.teammates.list()),
  "teams.invite": async ({ client, args }) =>
    digestTeammates(await client.teammates.invite(args.emails as string[], args.role as string)),
  "teams.set_role": async ({ client, args }) =>
    digestTeammates(await client.teammates.updateRole(args.emails as string[], args.role as string)),

  "studio.assignments.list": async ({ client }) => digestAssignments(await client.studio.assignments.list()),
  "studio.assignments.add": async ({ client, args }) =>
    digestAssignments(await client.studio.assignments.add(args.emails as string[], args.projects as string[])),
  "studio.assignments.remove": async ({ client, args }) =>
    digestAssignments(await client.studio.assignments.remove(args.emails as string[], args.projects as string[])),
  "studio.groups.list": async ({ client, args }) => {
    const groups = await client.studio.projectGroups.list(args.project as string);
    return { kind: "list", items: groups.map((group) => digestId("StudioProjectGroup", group)) };
  },
  "studio.groups.create": async ({ client, args }) => {
    const params = { name: args.project_group as string, emails: args.emails as string[] };
    return digestId("StudioProjectGroup", await client.studio.projectGroups.create(args.project as string, params));
  },
  "studio.groups.update": async ({ client, args: { project, project_group, ...changes } }) =>
    digestId(
      "StudioProjectGroup",
      await client.studio.projectGroups.update(project as string, project_group as string, changes),
    ),
  "studio.batches.list": async ({ client }) => digestStudioBatches(await client.studio.batches.list()),
  "studio.batches.reset_priorities": async ({ client }) =>
    digestStudioBatches(await client.studio.batches.resetPriorities()),
  "studio.batches.assign": async ({ client, args }) =>
    digestId(
      "StudioBatch",
      await client.studio.batches.assign(args.batch_name as string, args.project_groups as string[]),
    ),
  "studio.batches.set_priorities": async ({ client, args }) =>
    digestStudioBatches(await client.studio.batches.setPriorities(args.batch_names as string[])),
};

function digestFile({ id, attachment_url }: { id: string; attachment_url: string }): unknown {
  return { kind: "File", id, attachment_url };
}

function digestStudioBatches(all: readonly { id?: unknown }[]): unknown {
  return { kind: "list", items: all.map((batch) => digestId("StudioBatch", batch)) };
}

function cursorOption(cursor: unknown): { prefetch: number; cursor?: string } {
  return cursor === undefined ? { prefetch: 0 } : { prefetch: 0, cursor: String(cursor) };
}

function qualityParams(args: Args): { expected_response: Record<string, unknown> } {
  return args.params as { expected_response: Record<string, unknown> };
}

function digestTeammates(all: readonly { email: string; role: unknown; firstName?: unknown }[]): unknown {
  const items = all.map(({ email, role, firstName }) => ({ kind: "Teammate", email, role, first_name: firstName }));
  return { kind: "list", items };
}

function digestAssignments(all: Readonly<Record<string, readonly string[]>>): unknown {
  const values = Object.entries(all).map(([email, assigned_projects]) =>
    [email, { kind: "StudioLabelerAssignment", email, assigned_projects }] as const
  );
  return { kind: "map", values: Object.fromEntries(values) };
}
