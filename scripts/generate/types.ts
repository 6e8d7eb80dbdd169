/** Writes nodes as documented TypeScript types. */

import type { Node } from "./nodes.ts";

/** A node that is written under a name of its own. */
export type NamedNode = Extract<Node, { readonly name: string }>;

/** Every named node that can be reached from `roots`, those that others use first. */
export function namedNodes(roots: Iterable<Node>): NamedNode[] {
  const found = new Set<NamedNode>();
  const seen = new Set<Node>();
  for (const root of roots) collect(root, found, seen);
  return [...found];
}

function collect(node: Node, found: Set<NamedNode>, seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  for (const part of partsOf(node)) collect(part, found, seen);
  if ("name" in node) found.add(node);
}

/** The nodes that a node is made of. */
export function partsOf(node: Node): Node[] {
  switch (node.kind) {
    case "array":
    case "record":
      return [node.item];
    case "object":
      return node.fields.map((field) => field.node);
    case "kinds":
      return [...node.options.values()];
    case "variants":
      return [...node.options.values(), node.other];
    case "later":
      return [node.target()];
    default:
      return [];
  }
}

/** A node as a TypeScript type. */
export function typeOf(node: Node): string {
  switch (node.kind) {
    case "unknown":
    case "number":
    case "boolean":
      return node.kind;
    case "open":
      return "{ [key: string]: unknown }";
    case "string":
      if (node.alias) return node.alias;
      return node.suggestions.length === 0 ? "string" : `OpenString<${union(node.suggestions.map(quoted))}>`;
    case "literal":
      return quoted(node.value);
    case "array": {
      const item = typeOf(node.item);
      return /^\w+$/.test(item) ? `${item}[]` : `(${item})[]`;
    }
    case "kinds":
      return union([...node.options.values()].map(typeOf));
    case "later":
      return typeOf(node.target());
    case "object":
    case "record":
    case "variants":
      return node.name;
  }
}

/** The declaration of a named node. */
export function declarationOf(node: NamedNode): string {
  return `${comment(node.description)}export ${bodyOf(node)}\n`;
}

function bodyOf(node: NamedNode): string {
  if (node.kind === "variants") {
    return `type ${node.name} = ${union([...node.options.values(), node.other].map(typeOf))};`;
  }
  if (node.kind === "record") {
    return `interface ${node.name} {\n${comment("One entry.")}[key: string]: ${typeOf(node.item)};\n}`;
  }
  const fields = node.fields.map((field) => {
    const type = typeOf(field.node);
    const open = field.optional && type !== "unknown";
    return `${comment(field.description)}${field.name}${field.optional ? "?" : ""}: ${type}${
      open ? " | null | undefined" : ""
    };\n`;
  });
  return `interface ${node.name} {\n${fields.join("")}${
    comment("Whatever else the service sends.")
  }[key: string]: unknown;\n}`;
}

function union(types: string[]): string {
  return types.join(" | ");
}

function quoted(value: string): string {
  return JSON.stringify(value);
}

/** A doc comment; a text of several lines keeps them. */
export function comment(text: string): string {
  const lines = text.split("\n");
  if (lines.length === 1) return `/** ${text} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}
