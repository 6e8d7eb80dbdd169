/** Decides which tables of the validators get a name of their own, and which fields several tables share. */

import type { Field, Node, ObjectNode, VariantsNode } from "./nodes.ts";
import { type NamedNode, partsOf } from "./types.ts";

/** The fields that a table names, those that are always there first. */
export function checkedFields(node: ObjectNode): Field[] {
  // A literal is what its table was chosen by, and what may be anything or nothing cannot be wrong.
  const checked = node.fields.filter((field) => field.node.kind !== "literal" && field.node.kind !== "unknown");
  const missing = node.fields.find((field) => field.node.kind === "unknown" && !field.optional);
  if (missing) throw new Error(`Cannot write ${node.name}.${missing.name}: always there, but nothing is known of it`);
  return [...checked.filter((field) => !field.optional), ...checked.filter((field) => field.optional)];
}

/** The first fields of a table, where they are those of all options of a choice by type. */
export interface Common {
  /** The choice. */
  readonly of: VariantsNode;
  readonly fields: readonly Field[];
}

/** What each object that is an option of a choice by type has in common with the others, unless it is nothing. */
export function commonFields(named: readonly NamedNode[]): Map<Node, Common> {
  const found = new Map<Node, Common>();
  for (const of of named) {
    if (of.kind !== "variants") continue;
    const options = [...of.options.values(), of.other].filter((option) => option.kind === "object");
    const [first = [], ...others] = options.map(checkedFields);
    const end = first.findIndex((field, i) => others.some((other) => !isSame(field, other[i])));
    const common = { of, fields: end < 0 ? first : first.slice(0, end) };
    if (common.fields.length === 0) continue;
    for (const option of options) found.set(option, common);
  }
  return found;
}

function isSame(a: Field, b: Field | undefined): boolean {
  return a.name === b?.name && a.node === b.node && a.optional === b.optional;
}

/** The objects whose tables are needed in one place only, and so are written there, without a name. */
export function usedOnce(
  roots: readonly Node[],
  named: readonly NamedNode[],
  hot: ReadonlySet<Node>,
  common: ReadonlyMap<Node, Common>,
): Set<Node> {
  const uses = new Map<Node, number>();
  function use(node: Node, times = 1): void {
    if ("name" in node) uses.set(node, (uses.get(node) ?? 0) + times);
    else for (const part of partsOf(node)) use(part, node.kind === "later" ? 2 : times);
  }
  for (const root of roots) use(root);
  const counted = new Set<Common>();
  for (const node of named) {
    const shared = common.get(node);
    const repeated = shared && counted.has(shared) ? shared.fields.length : 0;
    if (shared) counted.add(shared);
    // A guard needs what its table needs, once more.
    const times = hot.has(node) ? 2 : 1;
    const parts = node.kind === "object"
      ? checkedFields(node).slice(repeated).map((field) => field.node)
      : partsOf(node);
    for (const part of parts) use(part, times);
  }
  return new Set(named.filter((node) => node.kind !== "variants" && !hot.has(node) && uses.get(node) === 1));
}
