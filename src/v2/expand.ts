/** The type of `expand` in the params `P`; undefined if it is left out. */
export type ExpandOf<P> = P extends unknown ? "expand" extends keyof P ? P["expand"] : undefined : never;

/**
 * The type of a field `K` that is declared as `V`, an id or an object: the object if `X`, the type of `expand`, is sure
 * to contain the field; the id if it is sure not to; else either.
 */
export type ExpandedField<V, K, X> = unknown extends X ? V
  : X extends readonly unknown[] ? number extends X["length"] ? V
    : K extends { [I in keyof X]: string extends X[I] ? never : [X[I]] extends [K] ? X[I] : never }[number]
      ? Exclude<V, string>
    : K extends X[number] ? V
    : Exclude<V, object>
  : Exclude<V, object>;

/**
 * An object `T` as the params `P` of the call ask for it: with `expand: ["project"]` its `project` is an object,
 * without it an id. If `expand` is not a literal, it may be either.
 *
 * @example
 * ```ts
 * import type { Batch, Expanded } from "@scaleapi/sdk/v2";
 *
 * function projectName(batch: Expanded<Batch, { expand: ["project"] }>): string {
 *   return batch.project.name;
 * }
 * ```
 */
export type Expanded<T, P = unknown> = {
  [K in keyof T]: K extends "project" | "batch" | "delivery" | "dataset" ? ExpandedField<T[K], K, ExpandOf<P>> : T[K];
};

/** An answer `R` whose objects are as the params `P` ask for them: see {@linkcode Expanded}. */
export type ExpandedAnswer<R, P = unknown> = {
  [K in keyof R]: R[K] extends readonly (infer T)[] ? Expanded<T, P>[]
    : R[K] extends object | null | undefined ? Expanded<R[K], P>
    : R[K];
};
