import { Hono } from "hono";
import type { MockEnv } from "../http.ts";
import { batchRoutes } from "./batches.ts";
import { datasetRoutes } from "./datasets.ts";
import { deliveryRoutes } from "./deliveries.ts";
import { projectRoutes } from "./projects.ts";
import { taskRoutes } from "./tasks.ts";

/** All of v2, on the same state as v1. */
export function v2Routes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  for (const routes of [taskRoutes, batchRoutes, projectRoutes, deliveryRoutes, datasetRoutes]) {
    app.route("/", routes());
  }
  return app;
}
