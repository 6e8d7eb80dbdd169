/**
 * Any object but an array: names and values of the caller's own. Its type may be an `interface`.
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
export type OpenObject = { readonly [name: string]: unknown } | object & { readonly [Symbol.iterator]?: never };

/**
 * A `T` that is open to fields of any name, or an object with the fields that `T` names, whose type may be an
 * `interface`: TypeScript takes none for a type that is open.
 */
export type Loose<T> = T extends unknown
  ? T | { [Field in keyof T as string extends Field ? never : number extends Field ? never : Field]: T[Field] }
  : never;
