import { checkTexts } from "../check.ts";
import type { StudioBatchData } from "../generated/types.ts";
import { studioBatchListSpec, studioBatchSpec } from "../generated/validators.ts";
import type { CallOptions } from "../options.ts";
import { path } from "../path.ts";
import type { Transport } from "../transport.ts";

/**
 * Pending batches and their order: `scale.studio.batches`.
 *
 * @see https://scale.com/docs/api-reference/studio
 */
export class StudioBatches {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Lists the pending batches in the order in which they are worked on.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * for (const { name, total, completed } of await scale.studio.batches.list()) console.log(name, total, completed);
   * ```
   */
  async list(options?: CallOptions): Promise<StudioBatchData[]> {
    return await this.#transport.send({ path: "/v1/studio/batches", spec: studioBatchListSpec }, options);
  }

  /**
   * Sets the groups that work on a batch, in place of those that did before. An e-mail address stands for one person.
   *
   * @throws {TypeError} If a name is empty.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * await scale.studio.batches.assign("week-10", ["night-shift", "ada@example.com"]);
   * ```
   */
  async assign(name: string, groups: readonly string[], options?: CallOptions): Promise<StudioBatchData> {
    const json = { groups };
    checkTexts(json);
    return await this.#transport.send({
      method: "PUT",
      path: path`/v1/studio/batches/${{ name }}`,
      json,
      spec: studioBatchSpec,
    }, options);
  }

  /**
   * Sets the order of work. Name every pending batch, each once: otherwise Scale refuses the call.
   *
   * @throws {TypeError} If a name is empty.
   * @throws {ScaleInvalidRequestError} If a pending batch is missing or a name is unknown, in Scale's words.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const pending = (await scale.studio.batches.list()).map(({ name }) => name);
   * const others = pending.filter((name) => name !== "week-10");
   * await scale.studio.batches.setPriorities(["week-10", ...others]);
   * ```
   */
  async setPriorities(names: readonly string[], options?: CallOptions): Promise<StudioBatchData[]> {
    checkTexts({ names });
    return await this.#transport.send({
      method: "POST",
      path: "/v1/studio/batches/set_priorities",
      json: { batches: names.map((name) => ({ name })) },
      spec: studioBatchListSpec,
    }, options);
  }

  /**
   * Puts the batches into the order in which they were created.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * await scale.studio.batches.resetPriorities();
   * ```
   */
  async resetPriorities(options?: CallOptions): Promise<StudioBatchData[]> {
    return await this.#transport.send({
      method: "POST",
      path: "/v1/studio/batches/reset_priorities",
      spec: studioBatchListSpec,
    }, options);
  }
}
