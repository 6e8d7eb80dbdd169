import type { CallOptions, ScaleClientOptions } from "./options.ts";
import { rawOperation, type RawRequest } from "./request.ts";
import { Transport } from "./transport.ts";
import { Tasks } from "./resources/tasks.ts";
import { Batches } from "./resources/batches.ts";
import { Projects } from "./resources/projects.ts";
import { Files } from "./resources/files.ts";
import { EvaluationTasks, TrainingTasks } from "./resources/quality.ts";
import { Teammates } from "./resources/teammates.ts";
import { Studio } from "./resources/studio.ts";
import { V2 } from "./v2/client.ts";

/**
 * The client: everything that an API key can do, grouped by resource. Creating one sends nothing. It holds plain data
 * only, so one constant at the top of a module can serve every request of a Worker.
 *
 * Every method can throw:
 * - a `ScaleApiError` if Scale refuses the call, with a subclass for each of the common statuses;
 * - a `ScaleConnectionError` if no complete answer comes, as a `ScaleDeadlineError` if a time limit ends the call;
 * - a `ScaleValidationError` or a `ScaleResponseTooLargeError` if an answer cannot be used;
 * - the reason of its `signal` if that is aborted;
 * - a `TypeError` or a `RangeError` for a bad argument, before anything is sent: for example an id or a name that is
 *   empty, `.` or `..`.
 *
 * The methods name only what is particular to them.
 *
 * @example
 * ```ts
 * import { ScaleClient, TaskType } from "@scaleapi/sdk";
 *
 * const scale = new ScaleClient({ apiKey: "test_key" });
 * const task = await scale.tasks.create(TaskType.ImageAnnotation, {
 *   project: "cows",
 *   unique_id: "cow-1",
 *   attachment: "https://example.com/cow.jpg",
 * });
 * console.log(task.task_id);
 * ```
 *
 * @see https://scale.com/docs/api-reference
 */
export class ScaleClient {
  // The constructor sets them all: with `declare` none is set to undefined first.
  /** Labelling tasks. */
  declare readonly tasks: Tasks;
  /** Batches of tasks. */
  declare readonly batches: Batches;
  /** Projects. */
  declare readonly projects: Projects;
  /** Files, for attachments that have no URL yet. */
  declare readonly files: Files;
  /** Evaluation tasks, which measure labelers. */
  declare readonly evaluationTasks: EvaluationTasks;
  /** Training tasks, which introduce labelers to the work. */
  declare readonly trainingTasks: TrainingTasks;
  /** The people of the account. */
  declare readonly teammates: Teammates;
  /** Studio: assignments, groups and the order of work. */
  declare readonly studio: Studio;
  /** The v2 (GenAI) API. */
  declare readonly v2: V2;
  readonly #transport: Transport;

  /**
   * Makes a client.
   *
   * @throws {TypeError} If `apiKey`, `baseUrl`, `validation`, `fetch`, `source` or a header is not valid.
   * @throws {RangeError} If a time limit, a size limit or `maxRetries` is out of range.
   */
  constructor(options: ScaleClientOptions) {
    const transport = this.#transport = new Transport(options);
    this.tasks = new Tasks(transport);
    this.batches = new Batches(transport, this.tasks);
    this.projects = new Projects(transport);
    this.files = new Files(transport);
    this.evaluationTasks = new EvaluationTasks(transport);
    this.trainingTasks = new TrainingTasks(transport);
    this.teammates = new Teammates(transport);
    this.studio = new Studio(transport);
    this.v2 = new V2(transport);
  }

  /**
   * Sends a call that this version has no method for, with the same authentication, limits, retries and errors. A POST
   * is not repeated after a failure that may have done the work, unless it is `idempotent`.
   *
   * @returns The parsed JSON, unchecked.
   * @throws {TypeError} If the method is not GET, POST, PUT or DELETE, if a GET has a body, or if the path does not
   * begin with `/v1/` or `/v2/`, is not encoded, or contains a query or dot segments.
   * @throws {ScaleValidationError} If a success is not JSON; `raw` is its text.
   *
   * @example
   * ```ts
   * import { ScaleClient } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * await scale.request({
   *   method: "POST",
   *   path: "/v1/batches/week-10/prioritize",
   *   body: { priority: 20 },
   *   idempotent: true,
   * });
   * ```
   */
  async request(request: RawRequest, options?: CallOptions): Promise<unknown> {
    return await this.#transport.send(rawOperation(request), options);
  }
}
