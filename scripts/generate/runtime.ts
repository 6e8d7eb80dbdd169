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
    readonly validate: (value: unknown) =>
      | { readonly value: T; readonly issues?: undefined }
      | { readonly issues: readonly ValidationIssue[] };
    /** The types before and after, for type inference only. */
    readonly types?: { readonly input: unknown; readonly output: T };
  };
}

/**
 * What a value should be: a JSON kind, any of several kinds (each with what it should be), an array, an object, or a
 * function that decides once it sees the value.
 */
export type Spec = string | Specs | List | Shape | ((value: unknown) => Spec);

/** Specs by name: of fields, of kinds or of types. */
export interface Specs {
  readonly [name: string]: Spec;
}

/** An array whose items are all alike. */
export type List = [item: Spec];

/**
 * An object: how many of its fields are always there, and all of them, those first, in one or two groups, so that shapes
 * can share the first. The other fields may be null.
 */
export type Shape = [always: number, fields: Specs, more?: Specs];

/** What values of a type should be. The type is known to the compiler only. */
export type SpecOf<T> = Spec & { readonly "~type"?: T };

/** Every mismatch. Containers wait in a list for their turn, so that no depth of nesting can overflow the stack. */
export function issuesOf(root: Spec, input: unknown): readonly ValidationIssue[] | undefined {
  const issues: ValidationIssue[] = [];
  const places: Place[] = [];
  function visit(spec: Spec, value: unknown, required: boolean, up?: Place, key: string | number = 0): void {
    const received = kind(value);
    // Goes on from choices and functions to what they come to.
    while (typeof spec !== "string" && !Array.isArray(spec)) {
      spec = typeof spec === "function" ? spec(value) : spec[received] ?? Object.keys(spec).join(" or ");
    }
    const expected = typeof spec === "string" ? spec : spec.length === 1 ? array : object;
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
    if (spec.length === 1) {
      for (let i = 0; i < (value.length as number); i++) visit(spec[0], value[i], required, place, i);
    } else {
      let always = spec[0];
      for (let group = 1; group < spec.length; group++) {
        const fields = spec[group] as Specs;
        for (const key in fields) {
          if (always-- > 0 || (value[key] ?? null) !== null) {
            visit(fields[key] as Spec, value[key], required && always >= 0, place, key);
          }
        }
      }
    }
  }
  return issues[0] && issues;
}

// Internal: not exported from the copy.

export type Open = Readonly<Record<string, unknown>>;

/** An array or object on its way through {@linkcode issuesOf}. */
export interface Place {
  readonly spec: List | Shape;
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

/** The spec that `specs` holds for the field `type` of the value, otherwise its `other`. */
export function pickType(value: unknown, specs: Specs): Spec {
  const type = kind(value) === object && (value as Open).type;
  return specs[typeof type === "string" && Object.hasOwn(specs, type) ? type : "other"] as Spec;
}

/** An object with the keys that the value has. Three names are never read as entries, so that they can do no harm. */
export function each(value: unknown, item: Spec): Spec {
  const fields: Record<string, Spec> = {};
  for (const name of Object.keys(Object(value))) {
    if (!/^(__proto__|constructor|prototype)$/.test(name)) fields[name] = item;
  }
  return [Infinity, fields];
}

export function validator<T>(spec: SpecOf<T>): Validator<T> {
  return {
    issues: (value) => issuesOf(spec, value),
    "~standard": {
      version: 1,
      vendor: "scaleapi",
      validate(value): { value: T } | { issues: readonly ValidationIssue[] } {
        const issues = issuesOf(spec, value);
        return issues ? { issues } : { value: value as T };
      },
    },
  };
}

export const none: readonly unknown[] = [];
export const nothing: Open = {};

/** Whether a value is an array of such items: of strings, or of objects. */
export function isList(value: unknown, item: Spec): boolean {
  if (!Array.isArray(value)) return false;
  for (const one of value) if (typeof one !== item && issuesOf(item, one)) return false;
  return true;
}
