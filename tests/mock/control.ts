import { batchBody, settleBatches } from "./batches.ts";
import { completeTask } from "./clock.ts";
import { refuse } from "./http.ts";
import { projectBody } from "./projects.ts";
import { seedTasks } from "./seed.ts";
import type { Service } from "./service.ts";
import type { Store, TaskRecord } from "./state.ts";
import { acceptInvitations } from "./teams.ts";
import type {
  Arrival,
  ArrivalFilter,
  Completion,
  Counters,
  Fault,
  GenAiIds,
  JsonObject,
  Look,
  MockControl,
  MockOptions,
  Seed,
} from "./types.ts";
import { loadGenAi } from "./v2/genai.ts";

/** The control methods on a service in this process. What they give are copies. */
export class LocalControl implements MockControl {
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
  }

  async fault(fault: Fault): Promise<void> {
    await Promise.resolve(this.#service.faults.add(fault));
  }

  async clearFaults(): Promise<void> {
    await Promise.resolve(this.#service.faults.clear());
  }

  async configure(options: MockOptions): Promise<void> {
    const { world, faults } = this.#service;
    world.options = { ...world.options, ...options };
    if (options.plan !== undefined) faults.setPlan(options.plan);
    if (options.autoComplete) world.onWork();
    await Promise.resolve();
  }

  async requests(filter: ArrivalFilter = {}): Promise<Arrival[]> {
    const path = filter.path === undefined ? undefined : new RegExp(filter.path);
    const found = this.#service.arrivals.filter((arrival) =>
      (filter.method === undefined || filter.method === arrival.method) && (!path || path.test(arrival.path))
    );
    return await Promise.resolve(found.map((arrival) => ({ ...arrival })));
  }

  async clearRequests(): Promise<void> {
    await Promise.resolve(this.#service.clearArrivals());
  }

  async counters(): Promise<Counters> {
    return await Promise.resolve(this.#service.counters());
  }

  async reset(): Promise<void> {
    const { world, faults } = this.#service;
    faults.clear();
    world.reset();
    this.#service.clearArrivals();
    await Promise.resolve();
  }

  async tasks(look: Look = {}): Promise<JsonObject[]> {
    const all = this.#stores(look).flatMap((store) => store.tasks.all());
    return await Promise.resolve(all.map((task) => structuredClone(task.data)));
  }

  async countTasks(look: Look = {}): Promise<number> {
    return await Promise.resolve(this.#stores(look).reduce((sum, store) => sum + store.tasks.size, 0));
  }

  async batches(look: Look = {}): Promise<JsonObject[]> {
    const all = this.#stores(look).flatMap((store) =>
      [...store.batches.values()].map((batch) => ({ id: batch.id, ...batchBody(store, batch) }))
    );
    return await Promise.resolve(structuredClone(all));
  }

  async projects(look: Look = {}): Promise<JsonObject[]> {
    const all = this.#stores(look).flatMap((store) =>
      [...store.projects.values()].map((one) => ({ id: one.id, ...projectBody(one), ontologies: one.ontologies }))
    );
    return await Promise.resolve(structuredClone(all));
  }

  async files(look: Look = {}): Promise<JsonObject[]> {
    const all = this.#stores(look).flatMap((store) => store.files.map(({ data, ...rest }) => ({ ...data, ...rest })));
    return await Promise.resolve(structuredClone(all));
  }

  async qualityTasks(look: Look = {}): Promise<JsonObject[]> {
    return await Promise.resolve(structuredClone(this.#stores(look).flatMap((store) => store.qualityTasks)));
  }

  async seed(seed: Seed): Promise<number> {
    return await Promise.resolve(seedTasks(this.#service.world.stores[seed.mode ?? "test"], seed));
  }

  async completeTasks(which: Completion = {}): Promise<string[]> {
    const { ids, batch, limit = Infinity, status = "completed", response } = which;
    const done: string[] = [];
    for (const store of this.#stores({})) {
      const tasks = ids ? ids.map((id) => store.tasks.get(id)) : batch ? store.tasks.ofBatch(batch) : store.tasks.all();
      for (const task of tasks) {
        if (task?.data.status !== "pending" || done.length >= limit) continue;
        completeTask(this.#service.world, store, task, { status, response });
        done.push(task.data.task_id);
      }
    }
    return await Promise.resolve(done);
  }

  async updateTask(id: string, fields: JsonObject): Promise<void> {
    const { store, task } = this.#find(id);
    for (const [name, value] of Object.entries(fields)) {
      if (name === "unique_id") store.tasks.setUniqueId(task, typeof value === "string" ? value : undefined);
      else if (value === null) delete task.data[name];
      else task.data[name] = value;
    }
    if (fields.completed_at === null) delete task.completedMs;
    else if (typeof fields.completed_at === "string") task.completedMs = Date.parse(fields.completed_at);
    if (typeof fields.customer_review_status === "string") task.review = fields.customer_review_status;
    await Promise.resolve(store.tasks.touch(task));
  }

  async recallTasks(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const { store, task } = this.#find(id);
      task.data.status = "pending";
      delete task.data.completed_at;
      delete task.data.response;
      delete task.completedMs;
      store.tasks.touch(task);
      this.#service.world.onCallback(store, task);
    }
    await Promise.resolve();
  }

  async acceptInvitations(): Promise<void> {
    await Promise.resolve(this.#stores({}).forEach(acceptInvitations));
  }

  async archive(
    names: { projects?: readonly string[]; batches?: readonly string[]; archived?: boolean },
  ): Promise<void> {
    const { projects = [], batches = [], archived = true } = names;
    for (const store of this.#stores({})) {
      const found = [...projects.map((name) => store.projects.get(name)), ...batches.map((n) => store.batches.get(n))];
      for (const one of found) if (one) one.archived = archived;
    }
    await Promise.resolve();
  }

  async settled(): Promise<void> {
    await this.#service.callbacks.settled();
  }

  async loadGenAi(look: Look = {}): Promise<GenAiIds> {
    return await Promise.resolve(loadGenAi(this.#service.world.stores[look.mode ?? "test"]));
  }

  #stores({ mode }: Look): Store[] {
    const { test, live } = this.#service.world.stores;
    for (const store of [test, live]) settleBatches(store);
    return mode === undefined ? [test, live] : [mode === "test" ? test : live];
  }

  #find(id: string): { store: Store; task: TaskRecord } {
    for (const store of this.#stores({})) {
      const task = store.tasks.get(id);
      if (task) return { store, task };
    }
    return refuse(404, `No task ${id} in the mock.`);
  }
}
