import type { TaskRecord } from "./state.ts";

/** Tasks oldest first, kept in order of creation time even where tasks of the past are added. */
export class TaskIndex {
  #items: TaskRecord[] = [];
  #sorted = true;

  /** Adds a task. */
  add(task: TaskRecord): void {
    const last = this.#items[this.#items.length - 1];
    if (last && compare(last, task) > 0) this.#sorted = false;
    this.#items.push(task);
  }

  /** The tasks, oldest first. Not to be changed. */
  get items(): readonly TaskRecord[] {
    if (!this.#sorted) {
      this.#items = [...this.#items].sort(compare);
      this.#sorted = true;
    }
    return this.#items;
  }
}

function compare(a: { createdMs: number; seq: number }, b: { createdMs: number; seq: number }): number {
  return a.createdMs - b.createdMs || a.seq - b.seq;
}

/** A stretch of an ordered list of tasks. */
export interface TaskSlice {
  /** Oldest first. */
  readonly items: readonly TaskRecord[];
  /** First index that belongs to it. */
  readonly from: number;
  /** First index behind it. */
  readonly to: number;
}

/** First index whose task was created at that time or later (`after`: only later). */
export function seek(items: readonly TaskRecord[], createdMs: number, after: boolean): number {
  return search(items, (task) => after ? task.createdMs > createdMs : task.createdMs >= createdMs);
}

/** Index of that task, or of the first one behind its place. */
export function seekTask(items: readonly TaskRecord[], key: { createdMs: number; seq: number }): number {
  return search(items, (task) => compare(task, key) >= 0);
}

function search(items: readonly TaskRecord[], reached: (task: TaskRecord) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const task = items[middle];
    if (task && reached(task)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const none: readonly TaskRecord[] = [];

/** All tasks of a store, with what it takes to find them quickly among hundreds of thousands. */
export class TaskTable {
  readonly #byId = new Map<string, TaskRecord>();
  readonly #byUniqueId = new Map<string, TaskRecord>();
  readonly #all = new TaskIndex();
  readonly #byBatch = new Map<string, TaskIndex>();
  readonly #byProject = new Map<string, TaskIndex>();
  readonly #filtered = new Map<string, readonly TaskRecord[]>();
  #seq = 0;

  /** Number of tasks. */
  get size(): number {
    return this.#byId.size;
  }

  /** A number for the next task. */
  nextSeq(): number {
    return ++this.#seq;
  }

  /** Adds a task. */
  add(task: TaskRecord): void {
    const { task_id, unique_id, batch, project } = task.data;
    this.#byId.set(task_id, task);
    this.#all.add(task);
    if (typeof unique_id === "string") this.#byUniqueId.set(unique_id, task);
    if (typeof batch === "string") indexOf(this.#byBatch, batch).add(task);
    if (typeof project === "string") indexOf(this.#byProject, project).add(task);
    this.#filtered.clear();
  }

  /** Notes a change of a task. */
  touch(task: TaskRecord, now: number = Date.now()): void {
    task.updatedMs = now;
    task.data.updated_at = new Date(now).toISOString();
    delete task.json;
    this.#filtered.clear();
  }

  /** The task of that id. */
  get(id: string): TaskRecord | undefined {
    return this.#byId.get(id);
  }

  /** The task that holds a unique_id. */
  byUniqueId(uniqueId: string): TaskRecord | undefined {
    return this.#byUniqueId.get(uniqueId);
  }

  /** Gives a task a unique_id, or takes it away. */
  setUniqueId(task: TaskRecord, uniqueId: string | undefined): void {
    if (typeof task.data.unique_id === "string") this.#byUniqueId.delete(task.data.unique_id);
    if (uniqueId === undefined) delete task.data.unique_id;
    else {
      task.data.unique_id = uniqueId;
      this.#byUniqueId.set(uniqueId, task);
    }
    this.touch(task);
  }

  /** All tasks, oldest first. */
  all(): readonly TaskRecord[] {
    return this.#all.items;
  }

  /** Tasks of a batch, oldest first. */
  ofBatch(name: string): readonly TaskRecord[] {
    return this.#byBatch.get(name)?.items ?? none;
  }

  /** Tasks of a project, oldest first. */
  ofProject(name: string): readonly TaskRecord[] {
    return this.#byProject.get(name)?.items ?? none;
  }

  /** The result of a filter, remembered under a name until the next change of any task. */
  filtered(name: string, make: () => readonly TaskRecord[]): readonly TaskRecord[] {
    const known = this.#filtered.get(name);
    if (known) return known;
    const made = make();
    if (this.#filtered.size > 64) this.#filtered.clear();
    this.#filtered.set(name, made);
    return made;
  }
}

function indexOf(map: Map<string, TaskIndex>, name: string): TaskIndex {
  let index = map.get(name);
  if (!index) map.set(name, index = new TaskIndex());
  return index;
}
