import { checkTexts } from "../check.ts";
import type { StudioAssignments } from "../generated/types.ts";
import { studioAssignmentsSpec } from "../generated/validators.ts";
import type { CallOptions } from "../options.ts";
import type { Transport } from "../transport.ts";

/**
 * Who works on which project: `scale.studio.assignments`. Each call returns the whole map from e-mail addresses to
 * project names. It has the active members of the team, without those who are only invited.
 *
 * @see https://scale.com/docs/api-reference/studio
 */
export class Assignments {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Gets all assignments.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const all = await scale.studio.assignments.list();
   * console.log(all["ada@example.com"]);
   * ```
   */
  async list(options?: CallOptions): Promise<StudioAssignments> {
    return await this.#transport.send(
      { path: "/v1/studio/assignments", spec: studioAssignmentsSpec },
      options,
    );
  }

  /**
   * Assigns each person to each project.
   *
   * @throws {TypeError} If an e-mail address or a project is empty.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const all = await scale.studio.assignments.add(["ada@example.com"], ["cows"]);
   * console.log(all["ada@example.com"]);
   * ```
   */
  async add(
    emails: readonly string[],
    projects: readonly string[],
    options?: CallOptions,
  ): Promise<StudioAssignments> {
    return await this.#change("add", emails, projects, options);
  }

  /**
   * Removes each person from each project.
   *
   * @throws {TypeError} If an e-mail address or a project is empty.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * await scale.studio.assignments.remove(["ada@example.com"], ["cows"]);
   * ```
   */
  async remove(
    emails: readonly string[],
    projects: readonly string[],
    options?: CallOptions,
  ): Promise<StudioAssignments> {
    return await this.#change("remove", emails, projects, options);
  }

  async #change(
    call: string,
    emails: readonly string[],
    projects: readonly string[],
    options?: CallOptions,
  ): Promise<StudioAssignments> {
    const json = { emails, projects };
    checkTexts(json);
    return await this.#transport.send({
      method: "POST",
      path: "/v1/studio/assignments/" + call,
      json,
      spec: studioAssignmentsSpec,
    }, options);
  }
}
