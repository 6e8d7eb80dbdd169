/**
 * Any object but a list, a `Map` or a promise, which JSON has otherwise or as `{}`: names and values of the caller's
 * own. Its type may be an `interface`.
 *
 * @example
 * ```ts
 * import { ScaleClient } from "@scaleapi/sdk";
 *
 * interface Origin {
 *   camera: string;
 *   frame: number;
 * }
 * const origin: Origin = { camera: "left", frame: 7 };
 * const scale = new ScaleClient({ apiKey: "test_key" });
 * await scale.tasks.setMetadata("65e7270353c5ab0f4d1a9c11", origin);
 * ```
 */
export type OpenObject =
  | { readonly [name: string]: unknown }
  | object & { readonly [Symbol.iterator]?: never; readonly [Symbol.toStringTag]?: never };

/**
 * A `T` that is open to fields of any name, or an object with the fields that `T` names, whose type may be an
 * `interface`: TypeScript takes none for a type that is open.
 */
export type Loose<T> = T | (T extends unknown ? keyof Named<T> extends never ? never : Named<T> : never);

/**
 * A `T`, also with fields that it does not name: what this version does not know travels as it is.
 *
 * @example
 * ```ts
 * import type { BatchParams, Open } from "@scaleapi/sdk";
 *
 * const params: Open<BatchParams> = { project: "cows", name: "week-10", some_new_parameter: true };
 * ```
 */
export type Open<T, Value = unknown> = T | (T & { readonly [name: string]: Value });

/** The fields that a type names, without those of any name. */
export type Named<T> = {
  [Field in keyof T as string extends Field ? never : number extends Field ? never : Field]: T[Field];
};

/**
 * What the service answers with, as a caller may send it: {@linkcode Loose} at every depth, and with lists that are
 * `readonly`, as `as const` makes them.
 */
export type Sent<T> = T extends readonly (infer Item)[] ? readonly Sent<Item>[]
  : T extends object ? Loose<SentFields<T>>
  : T;

/** The fields of an object as {@linkcode Sent} has them. Under a name of their own, compilers can say whose they are. */
export type SentFields<T> = { readonly [Field in keyof T]: Sent<T[Field]> };
