/** Reads Valibot schemas into the few shapes that the generator writes. Throws on anything that it does not know. */

import type { GenericSchema } from "valibot";
import { type Choice, plain } from "../../src/schemas/nodes.ts";

/** A field of an object. */
export interface Field {
  readonly name: string;
  readonly description: string;
  readonly optional: boolean;
  readonly node: Node;
}

/** An object with known fields, written as an interface. */
export interface ObjectNode {
  readonly kind: "object";
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

/** An object with any keys and values of one kind, written as an interface. */
export interface RecordNode {
  readonly kind: "record";
  readonly name: string;
  readonly description: string;
  readonly item: Node;
}

/** One of several objects, told apart by their field `type`. */
export interface VariantsNode {
  readonly kind: "variants";
  readonly name: string;
  readonly description: string;
  readonly options: ReadonlyMap<string, Node>;
  readonly other: Node;
}

/** What the generator can write. */
export type Node =
  | { readonly kind: "unknown" | "number" | "boolean" | "open" }
  | { readonly kind: "string"; readonly suggestions: readonly string[]; readonly alias?: string }
  | { readonly kind: "literal"; readonly value: string }
  | { readonly kind: "array"; readonly item: Node }
  | { readonly kind: "kinds"; readonly options: ReadonlyMap<string, Node> }
  | { readonly kind: "later"; readonly target: () => Node }
  | ObjectNode
  | RecordNode
  | VariantsNode;

/** What stands in a pipe beside the schema. */
interface Notes {
  title?: string;
  description?: string;
  suggestions?: readonly string[];
  alias?: string;
  choice?: Choice;
}

/** A schema without its pipe. */
type Bare = Readonly<Record<string, unknown>> & { readonly type: string };

/** Reads schemas into nodes; the same schema always gives the same node. */
export class Reader {
  readonly #nodes = new Map<object, Node>();
  readonly #names = new Map<string, object>();

  /** The node of a schema. `at` names the place for the error message. */
  read(schema: GenericSchema, at: string): Node {
    const seen = this.#nodes.get(schema);
    if (seen) return seen;
    const { bare, notes } = unwrap(schema, at);
    const node = this.#convert(bare, notes, at);
    if ("name" in node) this.#claim(node.name, schema, at);
    this.#nodes.set(schema, node);
    return node;
  }

  #claim(name: string, schema: object, at: string): void {
    if (this.#names.has(name)) throw new Error(`Cannot read ${at}: the name ${name} is taken by another schema`);
    this.#names.set(name, schema);
  }

  #convert(bare: Bare, notes: Notes, at: string): Node {
    switch (bare.type) {
      case "string":
        return { kind: "string", suggestions: notes.suggestions ?? [], ...(notes.alias && { alias: notes.alias }) };
      case "number":
      case "boolean":
      case "unknown":
        return { kind: bare.type };
      case "literal":
        if (typeof bare.literal !== "string") break;
        return { kind: "literal", value: bare.literal };
      case "array":
        return { kind: "array", item: this.read(bare.item as GenericSchema, `${at}[]`) };
      case "record":
        return { kind: "record", ...named(notes, at), item: this.read(bare.value as GenericSchema, `${at}{}`) };
      case "loose_object":
        return this.#object(Object.entries(bare.entries as Record<string, GenericSchema>), notes, at);
      case "lazy":
        if (notes.choice) return this.#choice(notes.choice, notes, at);
    }
    throw new Error(`Cannot read ${at}: no rule for the Valibot node "${bare.type}"`);
  }

  #object(entries: [string, GenericSchema][], notes: Notes, at: string): Node {
    if (entries.length === 0 && !notes.title) return { kind: "open" };
    const fields = entries.map(([name, schema]) => this.#field(name, schema, `${at}.${name}`));
    return { kind: "object", ...named(notes, at), fields };
  }

  #field(name: string, schema: GenericSchema, at: string): Field {
    const optional = schema.type === "nullish" && !("pipe" in schema);
    const inner = optional ? (schema as unknown as { wrapped: GenericSchema }).wrapped : schema;
    const pipe = pipeOf(inner);
    const note = pipe?.[1];
    if (!pipe || pipe.length !== 2 || note?.type !== "description") {
      throw new Error(`Cannot read ${at}: a field is made by required() or optional(), with a description`);
    }
    return {
      name,
      optional,
      description: String(note.description),
      node: this.read(pipe[0] as unknown as GenericSchema, at),
    };
  }

  #choice(choice: Choice, notes: Notes, at: string): Node {
    if (choice.by === "name") return { kind: "later", target: () => this.read(choice.target(), at) };
    const options = new Map(
      Object.entries(choice.options).map(([key, option]) => [key, this.read(option, `${at}|${key}`)]),
    );
    if (choice.by === "kind") return { kind: "kinds", options };
    return { kind: "variants", ...named(notes, at), options, other: this.read(choice.other, `${at}|other`) };
  }
}

function named(notes: Notes, at: string): { name: string; description: string } {
  if (!notes.title || !notes.description) throw new Error(`Cannot read ${at}: it has no title or no description`);
  return { name: notes.title, description: notes.description };
}

function pipeOf(schema: object): readonly Bare[] | undefined {
  return "pipe" in schema ? schema.pipe as readonly Bare[] : undefined;
}

/** Takes a schema out of its pipe. A pipe may hold notes, and the check for a plain object before an object schema. */
function unwrap(schema: GenericSchema, at: string): { bare: Bare; notes: Notes } {
  const pipe = pipeOf(schema) ?? [schema as unknown as Bare];
  const guarded = pipe[0] as unknown === plain;
  const [first, ...rest] = guarded ? pipe.slice(1) : pipe;
  if (!first || pipeOf(first)) throw new Error(`Cannot read ${at}: a pipe inside a pipe`);
  if (guarded !== (first.type === "loose_object" || first.type === "record")) {
    throw new Error(`Cannot read ${at}: object schemas, and only they, come after the check for a plain object`);
  }
  const notes: Notes = {};
  for (const item of rest) {
    if (item.type === "title") notes.title = String(item.title);
    else if (item.type === "description") notes.description = String(item.description);
    else if (item.type === "metadata") Object.assign(notes, item.metadata);
    else throw new Error(`Cannot read ${at}: no rule for the Valibot action "${item.type}"`);
  }
  return { bare: first, notes };
}
