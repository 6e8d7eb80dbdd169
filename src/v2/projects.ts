import type { GetProjectsResponse, Project } from "../generated/v2_types.ts";
import { v2ProjectSpec, v2ProjectsSpec } from "../generated/validators.ts";
import type { CallOptions } from "../options.ts";
import type { Transport } from "../transport.ts";
import { PROJECT, read } from "./call.ts";
import type { OpenParams, ProjectRef, Time } from "./params.ts";

/** What `projects.get` takes: `project_id` or `project_name`. */
export type GetProjectParams = ProjectRef & OpenParams;

/** What `projects.list` takes. */
export interface ListProjectsParams extends OpenParams {
  /** Earliest `created_at`: a `Date`, or a string, which is sent as it is. */
  created_after?: Time;
  /** Latest `created_at`. */
  created_before?: Time;
}

/**
 * Projects: `scale.v2.projects`.
 *
 * @see https://docs.genai.scale.com
 */
export class Projects {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Gets a project.
   *
   * @throws {TypeError} If not exactly one of `project_id` and `project_name` is given.
   * @throws {ScaleResourceNotFoundError} If there is no such project.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { id } = await scale.v2.projects.get({ project_name: "Rivers RLHF" });
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  get(params: GetProjectParams, options?: CallOptions): Promise<Project> {
    return read(this.#transport, "/v2/project", v2ProjectSpec, params, options, PROJECT);
  }

  /**
   * Lists all projects, in one answer.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { projects } = await scale.v2.projects.list();
   * ```
   *
   * @see https://docs.genai.scale.com
   */
  list(params: ListProjectsParams = {}, options?: CallOptions): Promise<GetProjectsResponse> {
    return read(this.#transport, "/v2/projects", v2ProjectsSpec, params, options);
  }
}
