import { Store, type TaskRecord } from "./state.ts";
import type { MockOptions, Mode } from "./types.ts";
import { loadFirstProject, loadGenAi } from "./v2/genai.ts";

/** The service: options and the two stores. */
export class World {
  /** The store of each mode. */
  stores: Readonly<Record<Mode, Store>>;
  /** Options as they are now. */
  options: MockOptions;

  /** A service as new. */
  constructor(options: MockOptions) {
    this.options = options;
    this.stores = newStores(options);
  }

  /** Called when a task was created or a batch finalized: the clock may have work. */
  onWork: () => void = () => {};
  /** Called when a callback of a task is due. */
  onCallback: (store: Store, task: TaskRecord) => void = () => {};

  /** Forgets everything. */
  reset(): void {
    this.stores = newStores(this.options);
  }
}

function newStores({ genai }: MockOptions): Readonly<Record<Mode, Store>> {
  const stores = { test: new Store("test"), live: new Store("live") };
  for (const store of Object.values(stores)) {
    loadFirstProject(store);
    if (genai) loadGenAi(store);
  }
  return stores;
}
