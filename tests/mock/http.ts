import type { Context } from "hono";
import type { Store } from "./state.ts";
import type { World } from "./world.ts";
import type { ArrivedPart, JsonObject } from "./types.ts";

/** What a handler gets beside the request: the account's data and the body, already read. */
export interface Call {
  /** The whole service. */
  readonly world: World;
  /** The store of the key; set by the authentication. */
  store: Store;
  /** Decoded query. */
  readonly query: URLSearchParams;
  /** Body: parsed JSON, parts, text, or undefined. */
  readonly body: unknown;
  /** Kind of the body. */
  readonly bodyKind: string;
}

/** Hono's type parameter: the call travels as a binding. */
export type MockEnv = { Bindings: { call: Call } };

/** Context of a handler. */
export type MockContext = Context<MockEnv>;

/** An answer that is a refusal. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** Takes the HTTP status and Scale's words. */
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** Refuses a request. */
export function refuse(status: number, message: string): never {
  throw new Refusal(status, message);
}

/** Refuses a parameter, in the service's wording. */
export function invalid(reason: string): never {
  return refuse(400, `Parameter is invalid, reason: ${reason}`);
}

/** Scale's error body. */
export function errorResponse(status: number, error: string): Response {
  return Response.json({ status_code: status, error }, { status });
}

/** True for a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for an array of strings. */
export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** The body as an object; no body at all counts as `{}`. */
export function objectBody(c: MockContext): JsonObject {
  const { body, bodyKind } = c.env.call;
  if (bodyKind === "none") return {};
  if (bodyKind !== "json") return invalid(`"body" must be JSON`);
  return isObject(body) ? body : invalid(`"value" must be an object`);
}

/** The body as an array of strings; no body at all counts as `[]`. */
export function stringsBody(c: MockContext): string[] {
  const { body, bodyKind } = c.env.call;
  if (bodyKind === "none") return [];
  return isStrings(body) ? body : invalid(`"value" must be an array of strings`);
}

/** The parts of a multipart body. */
export function partsBody(c: MockContext): ArrivedPart[] {
  const { body, bodyKind } = c.env.call;
  return bodyKind === "multipart" ? body as ArrivedPart[] : invalid(`"file" is required`);
}

/** A string that must be there. */
export function requireString(body: JsonObject, name: string): string {
  const value = body[name];
  if (value === undefined || value === null) return invalid(`"${name}" is required`);
  if (typeof value !== "string") return invalid(`"${name}" must be a string`);
  return value === "" ? invalid(`"${name}" is not allowed to be empty`) : value;
}

/** A string that may be absent or null. */
export function optionalString(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : invalid(`"${name}" must be a string`);
}

/** An array of strings that must be there and hold something. */
export function requireStrings(body: JsonObject, name: string): string[] {
  const value = body[name];
  if (value === undefined || value === null) return invalid(`"${name}" is required`);
  if (!isStrings(value)) return invalid(`"${name}" must be an array of strings`);
  return value.length ? value : invalid(`"${name}" must contain at least 1 items`);
}

/** An object that may be absent or null. */
export function optionalObject(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  return isObject(value) ? value : invalid(`"${name}" must be of type object`);
}

/** A boolean that may be absent or null. */
export function optionalBoolean(body: JsonObject, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "boolean" ? value : invalid(`"${name}" must be a boolean`);
}

/** A boolean of the query, in the spellings that clients use: `true`, `True`, `false`, `False`. */
export function flag(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name)?.toLowerCase();
  if (text === undefined || text === "") return undefined;
  if (text === "true") return true;
  return text === "false" ? false : invalid(`"${name}" must be a boolean`);
}

/** An integer of the query within bounds. */
export function integer(query: URLSearchParams, name: string, fallback: number, min: number, max?: number): number {
  const text = query.get(name);
  if (text === null || text === "") return fallback;
  const value = Number(text);
  if (!/^-?\d+$/.test(text)) return invalid(`"${name}" must be an integer`);
  if (value < min) return invalid(`"${name}" must be greater than or equal to ${min}`);
  if (max !== undefined && value > max) return invalid(`"${name}" must be less than or equal to ${max}`);
  return value;
}
