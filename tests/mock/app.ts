import { Hono } from "hono";
import { authentication } from "./auth.ts";
import { batchRoutes } from "./batches.ts";
import { errorResponse, type MockEnv, Refusal } from "./http.ts";
import { fileRoutes } from "./files.ts";
import { projectRoutes } from "./projects.ts";
import { qualityRoutes } from "./quality.ts";
import { studioRoutes } from "./studio.ts";
import { taskRoutes } from "./tasks.ts";
import { teamRoutes } from "./teams.ts";
import { v2Routes } from "./v2/mod.ts";

const v1 = [taskRoutes, batchRoutes, projectRoutes, fileRoutes, teamRoutes, studioRoutes, qualityRoutes];

/** The service as a Hono app. The call (store, query, body) comes as a binding. */
export function createApp(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.use("/v1/*", authentication(["basic"]));
  app.use("/v2/*", authentication(["basic", "bearer"]));
  for (const routes of v1) app.route("/v1", routes());
  app.route("/v2", v2Routes());
  app.notFound(() => errorResponse(404, "Not found."));
  app.onError((error) => {
    if (error instanceof Refusal) return errorResponse(error.status, error.message);
    console.error("mock:", error);
    return errorResponse(500, `The mock itself failed: ${error.message}`);
  });
  return app;
}
