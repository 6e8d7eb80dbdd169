/**
 * Writes nodes as tables for the interpreter in `runtime.ts`. A hot object also gets a guard, straight-line code that
 * tells quickly whether a value fits: its table is read only for one that does not.
 */

import type { Node, ObjectNode } from "./nodes.ts";
import { type NamedNode, namedNodes, typeOf } from "./types.ts";

/** One validator to write. */
export interface Target {
  /** The name of the constant without `Validator`. */
  readonly name: string;
  readonly node: Node;
  /** The module that exports the types, as imported: "" or "v2". */
  readonly space: string;
  /** Whether objects of this shape come by the hundred. */
  readonly hot: boolean;
}

/** The tables, guards and exported validators of all targets. */
export function validatorsOf(targets: readonly Target[]): string {
  const parts: string[] = [];
  for (const space of new Set(targets.map((target) => target.space))) {
    const own = targets.filter((target) => target.space === space);
    const hot = new Set(own.filter((target) => target.hot).map((target) => target.node));
    const names = new Names(space, hot);
    for (const node of namedNodes(own.map((target) => target.node))) parts.push(tableOf(node, hot.has(node), names));
    for (const node of namedNodes(hot)) parts.push(guardOf(node, names));
    for (const target of own) parts.push(exportOf(target, names));
  }
  return parts.join("\n");
}

/** What the named nodes are called in the written file. */
class Names {
  readonly #space: string;
  readonly #hot: ReadonlySet<Node>;

  constructor(space: string, hot: ReadonlySet<Node>) {
    this.#space = space;
    this.#hot = hot;
  }

  /** The table of a node that comes once: there the guard of a hot object would be more to load than it saves. */
  single(node: Node): string {
    return this.#hot.has(node) ? `${this.table(node as NamedNode)}Shape` : specOf(node, this);
  }

  table(node: NamedNode): string {
    return this.#space ? `${this.#space}${node.name}` : `${node.name[0]?.toLowerCase()}${node.name.slice(1)}`;
  }

  guard(node: NamedNode): string {
    return `is${this.#space.toUpperCase()}${node.name}`;
  }

  type(node: Node): string {
    const type = typeOf(node);
    return this.#space ? `${this.#space}.${type}` : type;
  }
}

function exportOf({ name, node }: Target, names: Names): string {
  const what = "name" in node ? node.name : typeOf(node);
  return `/** Checks that a value is a \`${what}\`. */
export const ${name}Validator: Validator<${names.type(node)}> = /* @__PURE__ */ validator(${specOf(node, names)});
`;
}

function tableOf(node: NamedNode, hot: boolean, names: Names): string {
  const table = names.table(node);
  if (node.kind === "record") return `const ${table}: Spec = { each: ${specOf(node.item, names)} };\n`;
  if (node.kind === "object") {
    if (!hot) return `const ${table}: Spec = ${shapeOf(node, names)};\n`;
    return `const ${table}Shape: Spec = ${shapeOf(node, names)};
const ${table}: Spec = (value) => ${names.guard(node)}(value) ? object : ${table}Shape;
`;
  }
  const options = [...node.options].map(([type, option]) => `${type}: ${specOf(option, names)}`);
  return `const ${table}Types: Specs = { ${options.join(", ")} };
const ${table}: Spec = (value) => pickType(value, ${table}Types, ${specOf(node.other, names)});
`;
}

/** How many fields are always there, and all fields, those first. */
function shapeOf(node: ObjectNode, names: Names): string {
  // A literal is what its table was chosen by, and what may be anything or nothing cannot be wrong.
  const told = node.fields.filter((field) => field.node.kind !== "literal" && field.node.kind !== "unknown");
  const missing = node.fields.find((field) => field.node.kind === "unknown" && !field.optional);
  if (missing) throw new Error(`Cannot write ${node.name}.${missing.name}: always there, but nothing is known of it`);
  const always = told.filter((field) => !field.optional);
  const fields = [...always, ...told.filter((field) => field.optional)];
  return `[${always.length}, { ${fields.map((field) => `${field.name}: ${names.single(field.node)}`).join(", ")} }]`;
}

/** A node as a table. */
function specOf(node: Node, names: Names): string {
  switch (node.kind) {
    case "string":
    case "number":
    case "boolean":
      return node.kind;
    case "open":
      return "object";
    case "array":
      return node.item.kind === "unknown" ? "array" : `{ list: ${specOf(node.item, names)} }`;
    case "kinds":
      return kindsOf(node.options, names);
    case "later":
      return `() => ${specOf(node.target(), names)}`;
    case "object":
    case "record":
    case "variants":
      return names.table(node);
    case "unknown":
    case "literal":
      throw new Error(`Cannot write a table for ${node.kind} here`);
  }
}

function kindsOf(options: ReadonlyMap<string, Node>, names: Names): string {
  const tables = [...options].map(([kind, option]) => `${kind}: ${specOf(option, names)}`);
  return `(value) => pick(value, { ${tables.join(", ")} })`;
}

function guardOf(node: NamedNode, names: Names): string {
  if (node.kind !== "object") throw new Error(`Cannot write a guard for ${node.name}: it is no object`);
  const checks = node.fields.filter((field) => field.node.kind !== "unknown").map((field) => {
    return testOf(field.node, `value.${field.name}`, field.optional, names);
  });
  return `function ${names.guard(node)}(value: unknown): boolean {
  return isObject(value) && ${checks.join(" && ")};
}
`;
}

/** An expression that is true where `value` fits the node. What may be absent is put at ease with a fitting value. */
function testOf(node: Node, value: string, optional: boolean, names: Names): string {
  const or = (fitting: string): string => optional ? `${value} ?? ${fitting}` : value;
  switch (node.kind) {
    case "string":
      return `typeof ${optional ? `(${or('""')})` : value} === "string"`;
    case "boolean":
      return `typeof ${optional ? `(${or("true")})` : value} === "boolean"`;
    case "number":
      return `isNumber(${or("0")})`;
    case "open":
      return `isObject(${or("nothing")})`;
    case "array":
      return node.item.kind === "unknown"
        ? `Array.isArray(${or("none")})`
        : `isList(${or("none")}, ${itemTest(node.item, names)})`;
    default:
      throw new Error(`Cannot write a guard for ${node.kind}`);
  }
}

function itemTest(node: Node, names: Names): string {
  if (node.kind === "string") return "isString";
  if (node.kind === "object") return names.guard(node);
  throw new Error(`Cannot write a guard for an array of ${node.kind}`);
}
