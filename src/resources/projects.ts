import { checkName, checkObject, checkText } from "../check.ts";
import type { TaskType } from "../enums.ts";
import type { OpenString, ProjectData, ProjectParams, TaskTemplateData } from "../generated/types.ts";
import { projectListSpec, projectSpec, taskTemplateSpec } from "../generated/validators.ts";
import type { Loose, Open, OpenObject } from "../loose.ts";
import { Model } from "../model.ts";
import type { Operation } from "../operation.ts";
import type { CallOptions } from "../options.ts";
import { path } from "../path.ts";
import type { Query } from "../query.ts";
import { ifOurs } from "../same.ts";
import type { KnownTaskParams, TaskParams } from "../task_types/params.ts";
import type { Transport } from "../transport.ts";

/** What `projects.create` takes. */
export interface NewProject<T extends OpenString<TaskType> = string> {
  /** The project's name, unique in the account. */
  name: string;
  /** The type of its tasks. */
  type: T;
  /**
   * Parameters that its tasks inherit.
   *
   * @default {null}
   */
  params?: KnownTaskParams<T> | TaskParams<T> | null | undefined;
  /**
   * Whether it is a Rapid project.
   *
   * @default {false}
   */
  rapid?: boolean | undefined;
  /**
   * Whether it is a Studio project.
   *
   * @default {false}
   */
  studio?: boolean | undefined;
  /**
   * The Nucleus dataset that it belongs to.
   *
   * @default {null}
   */
  datasetId?: string | null | undefined;
}

/** Which projects a listing takes in. Filters that are undefined or null are not sent; unknown ones are. */
export interface ProjectFilters {
  /** `true` for archived projects only, `false` for all others; by default every project. */
  archived?: boolean | null | undefined;
}

/** What `projects.update` takes. */
export interface ProjectUpdate {
  /** Whether the parameters are merged into those of the newest version. Otherwise they replace them. */
  patch?: boolean | undefined;
}

/** A label of an ontology, or a heading over several. */
export interface OntologyChoice {
  /** The label's name. */
  choice: string;
  /** The labels under it. */
  subchoices?: readonly (string | Loose<OntologyChoice>)[] | undefined;
  /** Further fields are sent as they are. */
  [field: string]: unknown;
}

/** What `projects.setOntology` takes. */
export interface Ontology {
  /** Labels. Each name may occur only once in the whole ontology. */
  ontology: readonly (string | Loose<OntologyChoice>)[];
  /** The ontology's name. */
  name?: string | undefined;
}

/**
 * A project, as the client gives it: the wire fields are own properties.
 *
 * @see https://scale.com/docs/api-reference/projects
 */
export interface Project extends ProjectData {
  /** The newest version of the parameters; undefined if there is none yet. */
  readonly version: number | undefined;
  /** The instruction of the newest parameters. */
  readonly instruction: string | null | undefined;
  /** The newest parameters. */
  readonly params: ProjectParams | undefined;
  /** Gets the project's task template: see {@linkcode Projects.template}. */
  getTemplate(options?: CallOptions): Promise<TaskTemplateData>;
  /** The plain wire object. */
  toJSON(): ProjectData;
}

class ProjectModel extends Model<ProjectData> {
  declare readonly name: string;
  declare readonly param_history: ProjectParams[];
  readonly #projects: Projects;

  constructor(data: ProjectData, projects: Projects) {
    super(data);
    this.#projects = projects;
  }

  get params(): ProjectParams | undefined {
    return this.param_history.at(-1);
  }

  get version(): number | undefined {
    return this.params?.version;
  }

  get instruction(): string | null | undefined {
    return this.params?.instruction;
  }

  getTemplate(options?: CallOptions): Promise<TaskTemplateData> {
    return this.#projects.template(this.name, options);
  }
}

/**
 * Projects: `scale.projects`.
 *
 * @see https://scale.com/docs/api-reference/projects
 */
export class Projects {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a project. It is never created twice: if an earlier attempt of this call created it, that project is
   * returned.
   *
   * @throws {TypeError} If the name or the type is empty, or the name is `.` or `..`.
   * @throws {ScaleDuplicateResourceError} If the name is taken.
   *
   * @example
   * ```ts
   * import { ScaleClient, TaskType } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const project = await scale.projects.create({
   *   name: "cows",
   *   type: TaskType.ImageAnnotation,
   *   params: { instruction: "Box every cow." },
   * });
   * console.log(project.version, project.instruction);
   * ```
   */
  async create<const T extends OpenString<TaskType>>(
    params: Open<NewProject<T>>,
    options?: CallOptions,
  ): Promise<Project> {
    const { name, type, params: template = null, rapid = false, studio = false, datasetId = null } = checkObject(
      params,
    );
    checkName("name", name);
    checkText("type", type);
    return await this.#send({
      method: "POST",
      path: "/v1/projects",
      json: { ...params, params: template, rapid, studio, datasetId },
      safety: "keyed",
      find: async (options, sent) => ifOurs(await this.get(name, options), sent),
    }, options);
  }

  /**
   * Gets a project.
   *
   * @throws {ScaleResourceNotFoundError} If there is no project with that name.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const project = await scale.projects.get("cows");
   * console.log(project.type, project.version, project.params?.geometries);
   * ```
   */
  async get(name: string, options?: CallOptions): Promise<Project> {
    return await this.#send({ path: path`/v1/projects/${{ name }}` }, options);
  }

  /**
   * Lists all projects, in one answer.
   *
   * @param filters With `archived`, only the archived projects (`true`) or only the others (`false`).
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * for (const { name, type } of await scale.projects.list({ archived: false })) console.log(name, type);
   * ```
   */
  async list(
    filters: Open<ProjectFilters, Query[string]> = {},
    options?: CallOptions,
  ): Promise<Project[]> {
    const all = await this.#transport.send(
      { path: "/v1/projects", query: checkObject(filters, "filters") as Query, spec: projectListSpec },
      options,
    );
    return all.map((project) => this.#object(project));
  }

  /**
   * Adds a version of a project's parameters, for the tasks that are created from then on. The call is repeated after
   * any temporary failure, which can leave two equal versions one after the other.
   *
   * @param params The parameters. With `patch: true` they are merged into those of the newest version, otherwise they
   * replace them.
   * @throws {TypeError} If the parameters are not an object.
   * @throws {ScaleResourceNotFoundError} If there is no project with that name.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const project = await scale.projects.update("cows", { patch: true, instruction: "Box every calf too." });
   * console.log(project.version, project.instruction);
   * ```
   */
  async update(
    name: string,
    params: ProjectUpdate & OpenObject,
    options?: CallOptions,
  ): Promise<Project> {
    return await this.#send(
      { method: "POST", path: path`/v1/projects/${{ name }}/setParams`, json: checkObject(params) },
      options,
    );
  }

  /**
   * Sets a project's ontology: the labels that its tasks choose from.
   *
   * @throws {ScaleResourceNotFoundError} If there is no project with that name.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * await scale.projects.setOntology("cows", {
   *   ontology: ["dog", { choice: "cattle", subchoices: ["cow", "calf"] }],
   * });
   * ```
   */
  async setOntology(name: string, params: Open<Ontology>, options?: CallOptions): Promise<void> {
    await this.#transport.send({
      method: "POST",
      path: path`/v1/projects/${{ name }}/setOntology`,
      json: checkObject(params),
      answer: "nothing",
    }, options);
  }

  /**
   * Gets the task template of a `textcollection` or `chat` project.
   *
   * @throws {ScaleApiError} If the project is of another type.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "test_key" });
   * const { template_variables } = await scale.projects.template("support chat");
   * console.log(Object.keys(template_variables));
   * ```
   */
  async template(name: string, options?: CallOptions): Promise<TaskTemplateData> {
    return await this.#transport.send(
      { path: path`/v1/projects/${{ name }}/taskTemplates`, spec: taskTemplateSpec },
      options,
    );
  }

  async #send(operation: Operation<ProjectData>, options?: CallOptions): Promise<Project> {
    return this.#object(await this.#transport.send({ spec: projectSpec, ...operation }, options));
  }

  #object(data: ProjectData): Project {
    return new ProjectModel(data, this) as unknown as Project;
  }
}
