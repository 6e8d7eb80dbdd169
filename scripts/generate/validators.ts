/**
 * Writes nodes as tables for the interpreter in `runtime.ts`. A hot object also gets a guard, straight-line code that
 * tells quickly whether a value fits: its table is read only for one that does not.
 */

import { checkedFields, type Common, commonFields, usedOnce } from "./layout.ts";
import type { Field, Node, ObjectNode } from "./nodes.ts";
import { type NamedNode, namedNodes, typeOf } from "./types.ts";

/** One root to write: its table, and its validator where that is published. */
export interface Target {
  /** The name of the constants without `Spec` and `Validator`. */
  readonly name: string;
  readonly node: Node;
  /** The module that exports the types, as imported: "" or "v2". */
  readonly space: string;
  /** Whether objects of this shape come by the hundred. */
  readonly hot: boolean;
}

/** The tables and guards of all targets, and the validators of those of the first entry point. */
export function validatorsOf(targets: readonly Target[]): string {
  const parts: string[] = [];
  for (const space of new Set(targets.map((target) => target.space))) {
    parts.push(...new Writer(space, targets.filter((target) => target.space === space)).write());
  }
  return parts.join("\n");
}

/** Writes the validators of one module. */
class Writer {
  readonly #space: string;
  readonly #targets: readonly Target[];
  readonly #roots: ReadonlyMap<Node, Target>;
  readonly #named: readonly NamedNode[];
  readonly #hot: ReadonlySet<Node>;
  readonly #common: ReadonlyMap<Node, Common>;
  readonly #inline: ReadonlySet<Node>;

  constructor(space: string, targets: readonly Target[]) {
    const roots = targets.map((target) => target.node);
    this.#space = space;
    this.#targets = targets;
    this.#roots = new Map(targets.map((target) => [target.node, target]));
    this.#named = namedNodes(roots);
    this.#hot = new Set(targets.filter((target) => target.hot).map((target) => target.node));
    this.#common = commonFields(this.#named);
    const once = usedOnce(roots, this.#named, this.#hot, this.#common);
    this.#inline = new Set([...once].filter((node) => !this.#roots.has(node)));
  }

  /** The declarations, each after those that it needs. */
  *write(): Generator<string> {
    const written = new Set<Common>();
    for (const node of this.#named) {
      const common = this.#common.get(node);
      if (common && !written.has(common)) yield this.#commonOf(common);
      if (common) written.add(common);
      if (!this.#inline.has(node)) yield this.#declarationOf(node);
      if (this.#hot.has(node)) yield this.#guardOf(node);
    }
    for (const { name, node } of this.#targets) {
      if (!("name" in node)) yield `export const ${name}Spec: SpecOf<${this.#typeOf(node)}> = ${this.#specOf(node)};\n`;
    }
    const published = this.#space ? [] : this.#targets;
    for (const target of published) yield this.#validatorOf(target);
  }

  #validatorOf({ name, node }: Target): string {
    const what = typeOf(node);
    return `/** Checks that a value is a \`${what}\`. */
export const ${name}Validator: Validator<${what}> = /* @__PURE__ */ validator(${name}Spec);
`;
  }

  #typeOf(node: Node): string {
    return this.#space ? `${this.#space}.${typeOf(node)}` : typeOf(node);
  }

  #tableName(node: NamedNode): string {
    return this.#roots.has(node) ? `${this.#baseName(node)}Spec` : this.#baseName(node);
  }

  /** What the names of everything around a table begin with. */
  #baseName(node: NamedNode): string {
    const root = this.#roots.get(node);
    if (root) return root.name;
    return this.#space ? `${this.#space}${node.name}` : `${node.name[0]?.toLowerCase()}${node.name.slice(1)}`;
  }

  #commonOf({ of, fields }: Common): string {
    return `const ${this.#baseName(of)}Common: Specs = ${this.#fieldsOf(fields)};\n`;
  }

  #guardName(node: NamedNode): string {
    return `is${this.#space.toUpperCase()}${node.name}`;
  }

  #declarationOf(node: NamedNode): string {
    const base = this.#baseName(node);
    const table = this.#tableName(node);
    const declared = this.#roots.has(node)
      ? `export const ${table}: SpecOf<${this.#typeOf(node)}>`
      : `const ${table}: Spec`;
    if (node.kind === "variants") {
      if (node.options.has("other")) throw new Error(`Cannot write ${node.name}: a type is called other`);
      return `const ${base}Types: Specs = ${this.#choiceOf([...node.options, ["other", node.other]])};
${declared} = (value: unknown): Spec => pickType(value, ${base}Types);
`;
    }
    if (!this.#hot.has(node)) return `${declared} = ${this.#bodyOf(node)};\n`;
    return `const ${base}Shape: Spec = ${this.#bodyOf(node)};
${declared} = (value: unknown): Spec => kind(value) === object && ${
      this.#guardName(node)
    }(value as Open) ? object : ${base}Shape;
`;
  }

  /** A node as a table. */
  #specOf(node: Node): string {
    switch (node.kind) {
      case "string":
      case "number":
      case "boolean":
        return node.kind;
      case "open":
        return "object";
      case "array":
        return node.item.kind === "unknown" ? "array" : `[${this.#specOf(node.item)}]`;
      case "kinds":
        return this.#choiceOf(node.options);
      case "later":
        return `() => ${this.#specOf(node.target())}`;
      case "object":
      case "record":
        return this.#inline.has(node) ? this.#bodyOf(node) : this.#tableName(node);
      case "variants":
        return this.#tableName(node);
      case "unknown":
      case "literal":
        throw new Error(`Cannot write a table for ${node.kind} here`);
    }
  }

  #bodyOf(node: NamedNode): string {
    if (node.kind === "record") return `(value: unknown): Spec => each(value, ${this.#specOf(node.item)})`;
    if (node.kind === "object") return this.#shapeOf(node);
    throw new Error(`Cannot write a table for ${node.kind} here`);
  }

  /** How many fields are always there, and all fields, those first. */
  #shapeOf(node: ObjectNode): string {
    const fields = checkedFields(node);
    const always = fields.filter((field) => !field.optional).length;
    const common = this.#common.get(node);
    if (!common) return `[${always}, ${this.#fieldsOf(fields)}]`;
    return `[${always}, ${this.#baseName(common.of)}Common, ${this.#fieldsOf(fields.slice(common.fields.length))}]`;
  }

  #fieldsOf(fields: readonly Field[]): string {
    const specs = fields.map(({ name, node }) => {
      // A node that comes once: there the guard of a hot object would be more to load than it saves.
      return `${name}: ${this.#hot.has(node) ? `${this.#baseName(node as NamedNode)}Shape` : this.#specOf(node)}`;
    });
    return `{ ${specs.join(", ")} }`;
  }

  #choiceOf(options: Iterable<[string, Node]>): string {
    return `{ ${[...options].map(([name, option]) => `${name}: ${this.#specOf(option)}`).join(", ")} }`;
  }

  #guardOf(node: Node): string {
    if (node.kind !== "object") throw new Error(`Cannot write a guard for ${node.kind}`);
    const checks = node.fields.filter((field) => field.node.kind !== "unknown").map((field) => this.#testOf(field));
    return `function ${this.#guardName(node)}(value: Open): boolean {
  return ${checks.join(" && ")};
}
`;
  }

  /** An expression that is true where a field fits. What may be absent is put at ease with a fitting value. */
  #testOf({ name, node, optional }: Field): string {
    const value = `value.${name}`;
    switch (node.kind) {
      case "string":
        return `typeof ${optional ? `(${value} ?? "")` : value} === "string"`;
      case "boolean":
        return `typeof ${optional ? `(${value} ?? true)` : value} === "boolean"`;
      case "number":
        return `kind(${value}${optional ? " ?? 0" : ""}) === number`;
      case "open":
        return `kind(${value}${optional ? " ?? nothing" : ""}) === object`;
      case "array": {
        const list = optional ? `${value} ?? none` : value;
        if (node.item.kind === "unknown") return `Array.isArray(${list})`;
        if (node.item.kind === "string" || node.item.kind === "object") {
          return `isList(${list}, ${this.#specOf(node.item)})`;
        }
        throw new Error(`Cannot write a guard for an array of ${node.item.kind}`);
      }
      default:
        throw new Error(`Cannot write a guard for ${node.kind}`);
    }
  }
}
