/**
 * An object with names and values of your own, such as metadata. Its type may be an `interface`. Lists, `Map`s and
 * promises are excluded, since JSON would write them as something else.
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
 * A `T` with an index signature, or an object with just the fields that `T` names. The latter lets a value in whose
 * type is an `interface`, which TypeScript does not assign to a type with an index signature.
 */
export type Loose<T> = T | (T extends unknown ? keyof Named<T> extends never ? never : Named<T> : never);

/**
 * A `T` that may have further fields: what this version does not know is sent as it is.
 *
 * @example
 * ```ts
 * import type { BatchParams, Open } from "@scaleapi/sdk";
 *
 * const params: Open<BatchParams> = { project: "cows", name: "week-10", some_new_parameter: true };
 * ```
 */
export type Open<T, Value = unknown> = T | (T & { readonly [name: string]: Value });

/** The fields that a type names, without its index signature. */
export type Named<T> = {
  [Field in keyof T as string extends Field ? never : number extends Field ? never : Field]: T[Field];
};

/**
 * The type of something that the service returns, in the form in which you may send it: {@linkcode Loose} at every
 * depth, and with `readonly` lists, as `as const` makes them.
 */
export type Sent<T> = T extends readonly (infer Item)[] ? readonly Sent<Item>[]
  : T extends object ? Loose<SentFields<T>>
  : T;

/**
 * The fields of an object in the form of {@linkcode Sent}. The type has a name so that editors and compilers can show
 * whose fields they are.
 */
export type SentFields<T> = { readonly [Field in keyof T]: Sent<T[Field]> };
