import { Hono } from "hono";
import {
  invalid,
  isObject,
  type MockContext,
  type MockEnv,
  objectBody,
  optionalObject,
  optionalString,
  partsBody,
  refuse,
  requireString,
} from "./http.ts";
import type { FileRecord } from "./state.ts";
import { iso } from "./time.ts";
import type { ArrivedPart, JsonObject } from "./types.ts";

/** Files of v1. */
export function fileRoutes(): Hono<MockEnv> {
  const app = new Hono<MockEnv>();
  app.post("/files/upload", upload);
  app.post("/files/import", importFile);
  return app;
}

function upload(c: MockContext): Response {
  const { options } = c.env.call.world;
  const parts = partsBody(c);
  const file = parts.find((part) => part.name === "file" && part.filename !== undefined);
  if (!file) return invalid(`"file" is required`);
  if (file.size > (options.maxFileBytes ?? 80_000_000)) refuse(400, "File is too large, the limit is 80 MB.");
  const text = (name: string): string | undefined => parts.find((part) => part.name === name)?.text;
  return addFile(c, {
    mime_type: file.type ?? typeOf(file.filename) ?? "application/octet-stream",
    size: file.size,
    project: text("project_name"),
    displayName: text("display_name"),
    referenceId: text("reference_id"),
    metadata: parseMetadata(text("metadata")),
    file,
  });
}

/** What a file is by the end of its name: Python's client names no type, and the service tells it all the same. */
function typeOf(name = ""): string | undefined {
  const [, ending] = /\.(png|jpe?g)$/i.exec(name) ?? [];
  return ending && `image/${ending.toLowerCase().replace("jpg", "jpeg")}`;
}

function parseMetadata(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return invalid(`"metadata" must be a valid JSON string`);
  }
  return isObject(value) ? value : invalid(`"metadata" must be of type object`);
}

function importFile(c: MockContext): Response {
  const body = objectBody(c);
  const url = requireString(body, "file_url");
  if (!/^(https?|s3|gs):\/\//i.test(url)) invalid(`"file_url" must be a valid uri`);
  return addFile(c, {
    mime_type: typeOf(url) ?? "image/jpeg",
    size: 340_714,
    project: optionalString(body, "project_name"),
    displayName: optionalString(body, "display_name"),
    referenceId: optionalString(body, "reference_id"),
    metadata: optionalObject(body, "metadata"),
  });
}

interface NewFile {
  readonly mime_type: string;
  readonly size: number;
  readonly project: string | undefined;
  readonly displayName: string | undefined;
  readonly referenceId: string | undefined;
  readonly metadata: JsonObject | undefined;
  readonly file?: ArrivedPart;
}

function addFile(c: MockContext, file: NewFile): Response {
  const { store } = c.env.call;
  const { referenceId, project, displayName, metadata } = file;
  if (project !== undefined && !store.projects.has(project)) refuse(404, `Project with name "${project}" not found.`);
  const taken = referenceId === undefined ? undefined : store.files.find((one) => one.referenceId === referenceId);
  if (taken) {
    const names = taken.data.project_names as string[];
    if (project === undefined || names.includes(project)) {
      refuse(409, `The reference_id ("${referenceId}") is already used for a different file.`);
    }
    names.push(project);
    taken.data.updated_at = iso(Date.now());
    return c.json(taken.data);
  }
  const id = store.ids.uuid();
  const now = iso(Date.now());
  const record: FileRecord = {
    data: {
      id,
      attachment_url: `scaledata://65df0b1c9b2c2f0012ab34cd/${id}`,
      mime_type: file.mime_type,
      size: file.size,
      project_names: project === undefined ? [] : [project],
      created_at: now,
      updated_at: now,
      ...displayName !== undefined && { display_name: displayName },
      ...referenceId !== undefined && { reference_id: referenceId },
      ...metadata && { metadata },
    },
    ...referenceId !== undefined && { referenceId },
    ...file.file?.sha256 !== undefined && { sha256: file.file.sha256 },
    ...file.file?.filename !== undefined && { filename: file.file.filename },
  };
  store.files.push(record);
  return c.json(record.data);
}
