import { refuse } from "./http.ts";
import type { BatchRecord, ProjectRecord, Store } from "./state.ts";

/** The project of that name; 404 for none. */
export function findProject(store: Store, name: string): ProjectRecord {
  return store.projects.get(name) ?? refuse(404, `Project with name "${name}" not found.`);
}

/** The batch of that name; 404 for none. */
export function findBatch(store: Store, name: string): BatchRecord {
  return store.batches.get(name) ?? refuse(404, `Batch with name "${name}" not found.`);
}
