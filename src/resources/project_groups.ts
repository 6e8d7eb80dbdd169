import { checkName, checkObject, checkTexts } from "../check.ts";
import type { ProjectGroupData } from "../generated/types.ts";
import { projectGroupListSpec, projectGroupSpec } from "../generated/validators.ts";
import type { Open } from "../loose.ts";
import type { CallOptions } from "../options.ts";
import { path } from "../path.ts";
import type { Transport } from "../transport.ts";

/** What `projectGroups.create` takes. */
export interface ProjectGroupParams {
  /** The group's name. */
  name: string;
  /** The e-mail addresses of its members, who must be assigned to the project. */
  emails: readonly string[];
}

/** What `projectGroups.update` takes. */
export interface ProjectGroupUpdate {
  /**
   * E-mail addresses of people to add.
   *
   * @default {[]}
   */
  add_emails?: readonly string[] | undefined;
  /**
   * E-mail addresses of people to remove.
   *
   * @default {[]}
   */
  remove_emails?: readonly string[] | undefined;
}

/**
 * Groups of people within a project: `scale.studio.projectGroups`.
 *
 * @see https://scale.com/docs/api-reference/studio
 */
export class ProjectGroups {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Lists a project's groups.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * for (const { name, numWorkers } of await scale.studio.projectGroups.list("cows")) console.log(name, numWorkers);
   * ```
   */
  async list(project: string, options?: CallOptions): Promise<ProjectGroupData[]> {
    return await this.#transport.send(
      { path: path`/v1/studio/projects/${{ project }}/groups`, spec: projectGroupListSpec },
      options,
    );
  }

  /**
   * Creates a group. It is never created twice: if an earlier attempt of this call created it, that group is returned.
   *
   * @throws {TypeError} If the name is empty, `.` or `..`, or an e-mail address is empty.
   * @throws {ScaleDuplicateResourceError} If the project has a group of that name.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const emails = ["ada@example.com", "bo@example.com"];
   * const group = await scale.studio.projectGroups.create("cows", { name: "night-shift", emails });
   * console.log(group.numWorkers);
   * ```
   */
  async create(project: string, params: Open<ProjectGroupParams>, options?: CallOptions): Promise<ProjectGroupData> {
    const { emails, name } = checkObject(params);
    checkName("name", name);
    checkTexts({ emails });
    return await this.#transport.send({
      method: "POST",
      path: path`/v1/studio/projects/${{ project }}/groups`,
      json: params,
      safety: "keyed",
      spec: projectGroupSpec,
      find: async (options) => (await this.list(project, options)).find((group) => group.name === name),
    }, options);
  }

  /**
   * Adds people to a group and removes people from it.
   *
   * @throws {TypeError} If an e-mail address is empty.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * await scale.studio.projectGroups.update("cows", "night-shift", {
   *   add_emails: ["cy@example.com"],
   *   remove_emails: ["bo@example.com"],
   * });
   * ```
   */
  async update(
    project: string,
    group: string,
    params: Open<ProjectGroupUpdate>,
    options?: CallOptions,
  ): Promise<ProjectGroupData> {
    const { add_emails = [], remove_emails = [] } = checkObject(params);
    checkTexts({ add_emails, remove_emails });
    return await this.#transport.send({
      method: "PUT",
      path: path`/v1/studio/projects/${{ project }}/groups/${{ group }}`,
      json: { ...params, add_emails, remove_emails },
      spec: projectGroupSpec,
    }, options);
  }
}
