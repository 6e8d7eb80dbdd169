/**
 * What the generated validators run on. Its text is copied into `src/generated/validators.ts`, which imports nothing;
 * after the line that says so, without the `export`s.
 *
 * @module
 */

/** One mismatch between a value and what it should be. */
export interface ValidationIssue {
  /** What was expected and what came, in words. */
  readonly message: string;
  /** The way from the outermost value: names of fields and places in arrays. Empty for the value itself. */
  readonly path: readonly (string | number)[];
  /** What was expected, for example `string`. */
  readonly expected: string;
  /** What came: a JSON kind such as `null` or `array`, or `undefined` for nothing. */
  readonly received: string;
  /** True where every field on the path is one that is always there: lenient validation throws on it. */
  readonly required: boolean;
}

/**
 * Checks values of one shape; a Standard Schema. It neither throws nor copies: a value that fits is given back as it
 * came, unknown fields included.
 *
 * @see {@link https://standardschema.dev}
 */
export interface Validator<T> {
  /** Every mismatch, or undefined where there is none. */
  readonly issues: (value: unknown) => readonly ValidationIssue[] | undefined;
  /** The Standard Schema interface. */
  readonly "~standard": {
    /** The version of the standard. */
    readonly version: 1;
    /** Who made the schema. */
    readonly vendor: "scaleapi";
    /** Checks a value: gives it back, or every mismatch. */
    readonly validate: (value: unknown) => { readonly value: T } | { readonly issues: readonly ValidationIssue[] };
    /** The types before and after, for type inference only. */
    readonly types?: { readonly input: unknown; readonly output: T };
  };
}

// Internal: not exported from the copy.

export type Open = Readonly<Record<string, unknown>>;

/** What a value should be: a JSON kind, a container, or a function that decides once it sees the value. */
export type Spec = string | Shape | Items | ((value: unknown) => Spec);

export type Specs = Readonly<Record<string, Spec>>;

/** An object: how many of its fields are always there, and all of them, those first. The others may be null. */
export type Shape = readonly [always: number, fields: Specs];

/** An array, or an object with any keys, whose items are all alike. */
export type Items = { readonly list: Spec } | { readonly each: Spec };

/** A container on its way through {@linkcode collect}. */
export interface Place {
  readonly spec: Shape | Items;
  readonly value: Open;
  readonly required: boolean;
  readonly up: Place | undefined;
  readonly key: string | number;
}

export const string = "string";
export const number = "number";
export const boolean = "boolean";
export const object = "object";
export const array = "array";

export function kind(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? array : Number.isNaN(value) ? "NaN" : typeof value;
}

/** The spec that `specs` holds for the kind of the value; otherwise one that nothing fits. */
export function pick(value: unknown, specs: Specs): Spec {
  return specs[kind(value)] ?? Object.keys(specs).join(" or ");
}

/** The spec that `specs` holds for the field `type` of the value, otherwise `other`. */
export function pickType(value: unknown, specs: Specs, other: Spec): Spec {
  const type = kind(value) === object && (value as Open).type;
  return typeof type === "string" && Object.hasOwn(specs, type) && specs[type] || other;
}

/** Every mismatch. Containers wait in a list for their turn, so that no depth of nesting can overflow the stack. */
export function collect(root: Spec, input: unknown): readonly ValidationIssue[] | undefined {
  const issues: ValidationIssue[] = [];
  const places: Place[] = [];
  function visit(spec: Spec, value: unknown, required: boolean, up?: Place, key: string | number = 0): void {
    while (typeof spec === "function") spec = spec(value);
    const expected = typeof spec === "string" ? spec : "list" in spec ? array : object;
    const received = kind(value);
    if (expected !== received) {
      issues.push({
        message: `expected ${expected}, received ${received}`,
        get path() {
          const path = [];
          for (let at = up, name = key; at; { up: at, key: name } = at) path.push(name);
          return path.reverse();
        },
        expected,
        received,
        required,
      });
    } else if (typeof spec !== "string") places.push({ spec, value: value as Open, required, up, key });
  }
  visit(root, input, true);
  for (const place of places) {
    const { spec, value, required } = place;
    if ("list" in spec) {
      for (let i = 0; i < (value.length as number); i++) visit(spec.list, value[i], required, place, i);
    } else if ("each" in spec) {
      // Three names are never read as entries, so that they can do no harm.
      for (const key of Object.keys(value)) {
        if (!/^(__proto__|constructor|prototype)$/.test(key)) visit(spec.each, value[key], required, place, key);
      }
    } else {
      const fields = spec[1];
      let always = spec[0];
      for (const key in fields) {
        if (always-- > 0 || (value[key] ?? null) !== null) {
          visit(fields[key] as Spec, value[key], required && always >= 0, place, key);
        }
      }
    }
  }
  return issues[0] && issues;
}

export function validator<T>(spec: Spec): Validator<T> {
  function issues(value: unknown): readonly ValidationIssue[] | undefined {
    return collect(spec, value);
  }
  return {
    issues,
    "~standard": {
      version: 1,
      vendor: "scaleapi",
      validate(value): { value: T } | { issues: readonly ValidationIssue[] } {
        const found = issues(value);
        return found ? { issues: found } : { value: value as T };
      },
    },
  };
}

export const none: readonly unknown[] = [];
export const nothing: Open = {};

export function isString(value: unknown): boolean {
  return typeof value === "string";
}

export function isNumber(value: unknown): boolean {
  return typeof value === "number" && !Number.isNaN(value);
}

export function isObject(value: unknown): value is Open {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown, fits: (item: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return false;
  for (const item of value) if (!fits(item)) return false;
  return true;
}
