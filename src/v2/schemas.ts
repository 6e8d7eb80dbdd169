import type { GetSchemaResponse } from "../generated/v2_types.ts";
import { v2SchemaSpec } from "../generated/validators.ts";
import type { CallOptions } from "../options.ts";
import type { Transport } from "../transport.ts";
import { read } from "./call.ts";
import type { OpenParams } from "./params.ts";

/** What `schemas.get` takes. */
export interface GetSchemaParams extends OpenParams {
  /** The schema's id: the `response_schema_id` of a delivered task. */
  schema_id: string;
}

/**
 * Schemas that delivered responses follow: `scale.v2.schemas`.
 *
 * @see https://docs.genai.scale.com
 */
export class Schemas {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Gets a schema. Its `json` is the JSON Schema as a string, which is still to be parsed.
   *
   * @throws {TypeError} If `schema_id` is not given.
   * @throws {ScaleInvalidRequestError} If it is not an id at all.
   * @throws {ScaleResourceNotFoundError} If there is no schema with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { schema } = await scale.v2.schemas.get({ schema_id: "6711aa22bb33cc44dd55ee66" });
   * console.log(JSON.parse(schema.json ?? "{}"));
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  get(params: GetSchemaParams, options?: CallOptions): Promise<GetSchemaResponse> {
    return read(this.#transport, "/v2/schema", v2SchemaSpec, params, options, "schema_id");
  }
}
