import { checkName, checkTexts, plain } from "../check.ts";
import type { ProjectGroupData, StudioAssignments, StudioBatchData } from "../generated/types.ts";
import {
  projectGroupListValidator,
  projectGroupValidator,
  studioAssignmentsValidator,
  studioBatchListValidator,
  studioBatchValidator,
} from "../generated/validators.ts";
import type { CallOptions } from "../options.ts";
import type { Loose } from "../loose.ts";
import { path } from "../path.ts";
import type { Transport } from "../transport.ts";

/**
 * Who works on which project: `scale.studio.assignments`. Each call gives the whole map from e-mail address to project
 * names; it has the active members of the team, not those who are only invited.
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
      { path: "/v1/studio/assignments", validator: studioAssignmentsValidator },
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
   * Takes each person off each project.
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
      validator: studioAssignmentsValidator,
    }, options);
  }
}

/** What `projectGroups.create` takes. */
export interface ProjectGroupParams {
  /** The group's name. */
  name: string;
  /** Its people; each must be assigned to the project. */
  emails: readonly string[];
  /** Parameters that this version does not know travel as they are. */
  [param: string]: unknown;
}

/** What `projectGroups.update` takes. */
export interface ProjectGroupUpdate {
  /**
   * Who comes in.
   *
   * @default {[]}
   */
  add_emails?: readonly string[] | undefined;
  /**
   * Who leaves.
   *
   * @default {[]}
   */
  remove_emails?: readonly string[] | undefined;
  /** Parameters that this version does not know travel as they are. */
  [param: string]: unknown;
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
      { path: path`/v1/studio/projects/${{ project }}/groups`, validator: projectGroupListValidator },
      options,
    );
  }

  /**
   * Creates a group, and never a second one: its name stands for it.
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
  async create(project: string, params: Loose<ProjectGroupParams>, options?: CallOptions): Promise<ProjectGroupData> {
    const { emails, name } = plain(params);
    checkName("name", name);
    checkTexts({ emails });
    return await this.#transport.send({
      method: "POST",
      path: path`/v1/studio/projects/${{ project }}/groups`,
      json: params,
      safety: "keyed",
      validator: projectGroupValidator,
      find: async (options) => (await this.list(project, options)).find((group) => group.name === name),
    }, options);
  }

  /**
   * Takes people into a group and out of it.
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
    params: Loose<ProjectGroupUpdate>,
    options?: CallOptions,
  ): Promise<ProjectGroupData> {
    const { add_emails = [], remove_emails = [] } = plain(params);
    checkTexts({ add_emails, remove_emails });
    return await this.#transport.send({
      method: "PUT",
      path: path`/v1/studio/projects/${{ project }}/groups/${{ group }}`,
      json: { ...params, add_emails, remove_emails },
      validator: projectGroupValidator,
    }, options);
  }
}

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
    return await this.#transport.send({ path: "/v1/studio/batches", validator: studioBatchListValidator }, options);
  }

  /**
   * Sets which groups work on a batch; an e-mail address stands for one person. Those that are not named leave.
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
      validator: studioBatchValidator,
    }, options);
  }

  /**
   * Sets the order of work. Scale wants all pending batches, each once, and refuses the call otherwise.
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
      validator: studioBatchListValidator,
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
      validator: studioBatchListValidator,
    }, options);
  }
}

/**
 * Studio, where the caller's own people label: `scale.studio`. Needs a live key.
 *
 * @see https://scale.com/docs/api-reference/studio
 */
export class Studio {
  /** Who works on which project. */
  declare readonly assignments: Assignments;
  /** Groups of people within a project. */
  declare readonly projectGroups: ProjectGroups;
  /** Pending batches and their order. */
  declare readonly batches: StudioBatches;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.assignments = new Assignments(transport);
    this.projectGroups = new ProjectGroups(transport);
    this.batches = new StudioBatches(transport);
  }
}
