import type { Annotation } from "../generated/v2_types.ts";
import { v2AnnotationSpec } from "../generated/validators.ts";
import type { CallOptions } from "../options.ts";
import type { Transport } from "../transport.ts";
import { read } from "./call.ts";
import type { OpenParams } from "./params.ts";

/** What `annotations.get` takes. */
export interface GetAnnotationParams extends OpenParams {
  /** The annotation's id. */
  annotation_id: string;
}

/**
 * Annotations: `scale.v2.annotations`.
 *
 * @see https://docs.genai.scale.com
 */
export class Annotations {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Gets an annotation with all its details. A `switch` over its `type` narrows it.
   *
   * @throws {TypeError} If `annotation_id` is not given.
   * @throws {ScaleResourceNotFoundError} If there is no annotation with that id.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const annotation = await scale.v2.annotations.get({ annotation_id: "an_7c1" });
   * if (annotation.type === "integer") console.log(annotation.value?.toFixed());
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  get(params: GetAnnotationParams, options?: CallOptions): Promise<Annotation> {
    return read(this.#transport, "/v2/annotation", v2AnnotationSpec, params, options, "annotation_id");
  }
}
