/**
 * The few node kinds that the schemas are made of. Everything here is plain Valibot; what the generator needs to know
 * beyond it (names, descriptions, suggestions, what a lazy schema chooses between) travels as Valibot metadata.
 *
 * @module
 */

import * as v from "valibot";
import type { OpenString } from "../generated/types.ts";
import type { UnknownKind } from "../generated/v2_types.ts";

/** A schema whose output is exactly `T`. */
export type Model<T> = v.GenericSchema<unknown, T>;

/** An object with any keys. */
export type Open = { [key: string]: unknown };

/** The keys of `T` without its index signature. */
type Known<T> = { [K in keyof T as string extends K ? never : K]: T[K] };

/** The fields that Valibot infers from entries. */
type Inferred<E extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<E, undefined>>;

/** True where the two types are one and the same. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/** True where `T` has exactly the fields of the entries `E`, each of exactly the inferred type. */
export type Fits<T, E extends v.ObjectEntries> = Same<Known<T>, Inferred<E>>;

/** What {@linkcode model} gives for entries that do not fit: a type that says how they differ. */
export interface Mismatch<T, E extends v.ObjectEntries> {
  readonly "run `deno task generate`: the interface differs from the schema": [Known<T>, Inferred<E>];
}

/** What a lazy schema chooses between, kept as its metadata under `choice`: see the functions that make them. */
export type Choice =
  | { readonly by: "kind"; readonly options: Readonly<Record<string, v.GenericSchema>> }
  | {
    readonly by: "type";
    readonly options: Readonly<Record<string, v.GenericSchema>>;
    readonly other: v.GenericSchema;
  }
  | { readonly by: "name"; readonly target: () => v.GenericSchema };

/** The JSON kind of a value: "null", "array", "object", "string", "number", "boolean". */
export function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

/** Any string. */
export const text: v.StringSchema<undefined> = v.string();

/** Any number. */
export const number: v.NumberSchema<undefined> = v.number();

/** True or false. */
export const boolean: v.BooleanSchema<undefined> = v.boolean();

/** Anything at all. */
export const anything: v.UnknownSchema = v.unknown();

/** A plain object, neither null nor an array (Valibot's own object schemas let arrays through). */
export const plain: v.CustomSchema<Open, undefined> = v.custom<Open>((value) => kindOf(value) === "object");

/** An object with any keys. */
export const open: Model<Open> = v.pipe(plain, v.looseObject({}));

/** A string with known values. */
export function known<const T extends string>(...suggestions: T[]): v.BaseSchema<string, OpenString<T>, v.StringIssue> {
  return v.pipe(v.string(), v.metadata({ suggestions }));
}

/** The `type` of an object that has none of the known types. */
export const unknownKind: Model<UnknownKind> = v.pipe(v.string(), v.metadata({ alias: "UnknownKind" })) as Model<
  string
> as Model<UnknownKind>;

/** An array. */
export function list<T>(item: Model<T>): Model<T[]> {
  return v.array(item);
}

/** A field that is always there. */
export function required<const S extends v.GenericSchema>(
  schema: S,
  description: string,
): v.SchemaWithPipe<readonly [S, v.DescriptionAction<v.InferOutput<S>, string>]> {
  return v.pipe(schema, v.description(description));
}

/** A field that may be absent or null. */
export function optional<const S extends v.GenericSchema>(
  schema: S,
  description: string,
): v.NullishSchema<v.SchemaWithPipe<readonly [S, v.DescriptionAction<v.InferOutput<S>, string>]>, undefined> {
  return v.nullish(v.pipe(schema, v.description(description)));
}

/**
 * An object with known fields that keeps unknown ones, written as the interface `name`. The type parameter is that
 * interface as last generated: where the fields do not fit it, the result is a {@linkcode Mismatch} and no `Model<T>`.
 */
export function model<T>(name: string, description: string): <E extends v.ObjectEntries>(
  entries: E,
) => Fits<T, E> extends true ? Model<T> : Mismatch<T, E> {
  return (entries) => v.pipe(plain, v.looseObject(entries), v.title(name), v.description(description)) as never;
}

/** An object with any keys and values of one kind, written as the interface `name`. */
export function record<T>(name: string, description: string): <I>(
  item: Model<I>,
) => Same<T[keyof T], I> extends true ? Model<T> : Mismatch<T, never> {
  return (item) => v.pipe(plain, v.record(v.string(), item), v.title(name), v.description(description)) as never;
}

/** One of several schemas, chosen by the JSON kind of the value. A kind that is not listed fails at its own path. */
export function byKind<const O extends Record<string, v.GenericSchema>>(options: O): Model<v.InferOutput<O[keyof O]>> {
  const none = v.custom<never>(() => false);
  return v.pipe(
    v.lazy((value) =>
      new Map<string, Model<v.InferOutput<O[keyof O]>>>(Object.entries(options)).get(kindOf(value)) ?? none
    ),
    v.metadata({ choice: { by: "kind", options } satisfies Choice }),
  );
}

/** One of several objects, chosen by the field `type`: that of the same name, or `other` for any other value. */
export function byType<T>(
  name: string,
  description: string,
  options: Readonly<Record<string, Model<T>>>,
  other: Model<T>,
): Model<T> {
  const byName = new Map<unknown, Model<T>>(Object.entries(options));
  return v.pipe(
    v.lazy((value) => byName.get(kindOf(value) === "object" ? (value as Open).type : undefined) ?? other),
    v.metadata({ choice: { by: "type", options, other } satisfies Choice }),
    v.title(name),
    v.description(description),
  );
}

/** A schema that is defined further down, for recursive shapes. */
export function later<T>(target: () => Model<T>): Model<T> {
  return v.pipe(v.lazy(target), v.metadata({ choice: { by: "name", target } satisfies Choice }));
}
