import { Hono } from "hono";
import { invalid, type MockContext, type MockEnv, objectBody, refuse, requireString, requireStrings } from "./http.ts";
import type { Store } from "./state.ts";
import type { JsonObject } from "./types.ts";
import { iso } from "./time.ts";

const givable: readonly string[] = ["labeler", "member", "manager"];

/** The team of v1. */
export function teamRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.get("/teams", everybody);
  app.post("/teams/invite", invite);
  app.post("/teams/set_role", setRole);
  return app;
}

function everybody(c: MockContext): Response {
  return c.json([...c.env.call.store.teammates.values()]);
}

function invite(c: MockContext): Response {
  const { store } = c.env.call;
  const { emails, role } = emailsAndRole(c);
  const taken = emails.find((email) => store.teammates.has(email));
  if (taken !== undefined) refuse(400, `${taken} is already a member of the team.`);
  const expiry = iso(Date.now() + 7 * 24 * 3600 * 1000);
  for (const email of emails) store.teammates.set(email, { ...teammate(email, role), expiry });
  return everybody(c);
}

/** Makes members of those who are invited. Only members can be assigned to projects. */
export function acceptInvitations({ teammates, assignments }: Store): void {
  for (const [email, one] of teammates) {
    delete one.expiry;
    if (!assignments.has(email)) assignments.set(email, new Set());
  }
}

function teammate(email: string, role: string): JsonObject {
  return { email, role, isStudioLabeler: role === "labeler", disableRapidEmails: false };
}

function setRole(c: MockContext): Response {
  const { store } = c.env.call;
  const { emails, role } = emailsAndRole(c);
  const found = emails.map((email) => store.teammates.get(email) ?? refuse(404, `${email} is not in the team.`));
  for (const one of found) if (one.role === "admin") refuse(400, "The role of an admin cannot be changed.");
  for (const one of found) Object.assign(one, { role, isStudioLabeler: role === "labeler" });
  return everybody(c);
}

function emailsAndRole(c: MockContext): { emails: string[]; role: string } {
  const body = objectBody(c);
  const emails = requireStrings(body, "emails");
  const role = requireString(body, "team_role");
  if (!givable.includes(role)) invalid(`"team_role" must be one of [${givable.join(", ")}]`);
  for (const email of emails) if (!email.includes("@")) invalid(`"emails" must hold valid emails`);
  return { emails, role };
}
