/** JSON values for the tests of the validators: such that fit a schema, such that nearly do, and any others. */

import fc from "fast-check";
import type { Node } from "../scripts/generate/nodes.ts";

/** A JSON object. */
export type JsonObject = { [key: string]: unknown };

/** Names that are special somewhere, or fields of our schemas. `__proto__` becomes an own property, see {@linkcode own}. */
const names = fc.constantFrom(
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "task_id",
  "docs",
  "type",
  "status",
  "metadata",
  "annotations",
  "value",
  "extra",
);

/** Any JSON value, odd keys included. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, -1.5, "", "pending", "boolean", "2024-03-05T14:07:31.482Z"),
    fc.string({ maxLength: 5 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(fc.oneof(names, fc.string({ maxLength: 5 })), tie("value")), { maxLength: 4 }).map(own),
  ),
})).value;

/** An object with these own properties, as `JSON.parse` makes it. */
function own(entries: readonly (readonly [string, unknown])[]): JsonObject {
  const made: JsonObject = {};
  for (const [name, value] of entries) {
    Object.defineProperty(made, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return made;
}

/** Values that fit a node. Recursion ends after a few levels. */
export function valuesOf(node: Node, depth = 0): fc.Arbitrary<unknown> {
  switch (node.kind) {
    case "unknown":
      return anyJson;
    case "number":
      return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    case "boolean":
      return fc.boolean();
    case "string":
      return fc.oneof(fc.constantFrom("", ...node.suggestions), fc.string({ maxLength: 5 }));
    case "literal":
      return fc.constant(node.value);
    case "open":
      return fc.array(fc.tuple(names, anyJson), { maxLength: 2 }).map(own);
    case "array":
      return fc.array(valuesOf(node.item, depth + 1), { maxLength: depth > 4 ? 1 : 2 });
    case "record":
      return fc.array(fc.tuple(fc.emailAddress(), valuesOf(node.item, depth + 1)), { maxLength: 2 }).map(own);
    case "kinds":
      return fc.oneof(...[...node.options.values()].map((option) => valuesOf(option, depth + 1)));
    case "variants":
      return fc.oneof(...[...node.options.values(), node.other].map((option) => valuesOf(option, depth + 1)));
    case "later":
      return depth > 12
        ? fc.constant({})
        : fc.nat(2).chain((n) => n ? fc.constant({}) : valuesOf(node.target(), depth + 1));
    case "object":
      return fc.tuple(...node.fields.map((field) => {
        const value = valuesOf(field.node, depth + 1).map((value) => [[field.name, value] as const]);
        if (!field.optional) return value;
        return fc.oneof(value, fc.constant([]), fc.constant([]), fc.constant([[field.name, null] as const]));
      })).chain((fields) => {
        return fc.array(fc.tuple(fc.constantFrom("__proto__", "extra"), anyJson), { maxLength: 1 })
          .map((extra) => own([...fields.flat(), ...extra]));
      });
  }
}

/** A copy of a value in which one place, picked by `at`, is replaced, or taken away where `by` is undefined. */
export function damage(value: unknown, at: number, by: unknown): unknown {
  const copy: { root: unknown } = { root: structuredClone(value) };
  const places: [object, string | number][] = [[copy, "root"]];
  for (const [holder, key] of places) {
    const held: unknown = Reflect.get(holder, key);
    if (Array.isArray(held)) held.forEach((_, index) => places.push([held, index]));
    else if (held !== null && typeof held === "object") {
      for (const name of Object.keys(held)) places.push([held, name]);
    }
  }
  const [holder, key] = places[at % places.length] ?? [copy, "root"];
  if (by === undefined && holder !== copy && !Array.isArray(holder)) Reflect.deleteProperty(holder, key);
  else Object.defineProperty(holder, key, { value: by ?? null, writable: true, enumerable: true, configurable: true });
  return copy.root;
}

/** A value that fits a node, with every field. */
function sampleOf(node: Node): unknown {
  switch (node.kind) {
    case "object":
      return own(node.fields.map((field) => [field.name, sampleOf(field.node)]));
    case "array":
      return [sampleOf(node.item)];
    case "record":
      return { "ada@example.com": sampleOf(node.item) };
    case "kinds":
      return sampleOf([...node.options.values()][0] as Node);
    case "variants":
      return sampleOf([...node.options.values()][0] as Node);
    case "literal":
      return node.value;
    case "number":
      return 1;
    case "boolean":
      return true;
    case "string":
      return "text";
    default:
      return {};
  }
}

/**
 * Values that are right but for one place, for every place of a node and everything that could stand there. The inside
 * of an object that is in `seen` is left out: it was gone through before.
 */
export function* nearMisses(node: Node, seen: Set<Node>): Generator<unknown> {
  yield* [null, true, 1, "text", [], {}, sampleOf(node)];
  switch (node.kind) {
    case "array":
      for (const miss of nearMisses(node.item, seen)) yield [sampleOf(node.item), miss];
      return;
    case "record":
      for (const miss of nearMisses(node.item, seen)) yield { "ada@example.com": miss };
      return;
    case "kinds":
      for (const option of node.options.values()) yield* nearMisses(option, seen);
      return;
    case "variants":
      for (const option of [...node.options.values(), node.other]) yield* nearMisses(option, seen);
      return;
    case "later":
      yield* nearMisses(node.target(), seen);
      return;
    case "object": {
      if (seen.has(node)) return;
      seen.add(node);
      const whole = sampleOf(node) as JsonObject;
      for (const { name, node: inner } of node.fields) {
        yield own(Object.entries(whole).filter(([other]) => other !== name));
        for (const miss of nearMisses(inner, seen)) yield { ...whole, [name]: miss };
      }
    }
  }
}
