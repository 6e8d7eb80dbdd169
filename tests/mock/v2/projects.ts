import { Hono } from "hono";
import type { MockContext, MockEnv } from "../http.ts";
import { timeParam } from "../time.ts";
import { fromQuery, inRange, oneOf, pickProject, projectBody } from "./common.ts";

/** Projects of v2: those of v1, with their ids. */
export function projectRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.get("/project", getProject);
  app.get("/projects", listProjects);
  return app;
}

function getProject(c: MockContext): Response {
  return c.json(projectBody(oneOf(pickProject(c.env.call.store, fromQuery(c)), "project_id", "project_name")));
}

function listProjects(c: MockContext): Response {
  const { store, query } = c.env.call;
  const after = timeParam(query, "created_after");
  const before = timeParam(query, "created_before");
  const projects = [...store.projects.values()].map(projectBody);
  return c.json({ projects: projects.filter((one) => inRange(one.created_at, after, before)) });
}
