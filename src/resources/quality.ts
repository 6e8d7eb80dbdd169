import { checkObject } from "../check.ts";
import type { TaskType } from "../enums.ts";
import type { OpenString, QualityTaskData } from "../generated/types.ts";
import { qualityTaskSpec } from "../generated/validators.ts";
import type { Open } from "../loose.ts";
import type { CallOptions } from "../options.ts";
import { path } from "../path.ts";
import type { Fields } from "../same.ts";
import type { EvaluationResponses, ExpectedResponse, KnownTaskParams } from "../task_types/params.ts";
import type { SentResponse } from "../task_types/responses.ts";
import type { Transport } from "../transport.ts";
import { creation } from "./tasks.ts";

/**
 * Evaluation tasks, which measure labelers (Rapid projects): `scale.evaluationTasks`.
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export class EvaluationTasks {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates an evaluation task. With a `unique_id` it is never created twice. The API has no way to look one up, so a
   * 409 remains an error even if an earlier attempt of this call created the task.
   *
   * @throws {TypeError} If `expected_response` is not an object, or the type or `unique_id` is empty.
   * @throws {ScaleDuplicateResourceError} If the `unique_id` is taken, possibly by an earlier attempt of this call.
   *
   * @example
   * ```ts
   * import { ScaleClient, TaskType } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const task = await scale.evaluationTasks.create(TaskType.ImageAnnotation, {
   *   project: "cows",
   *   attachment: "https://example.com/cow.jpg",
   *   expected_response: { annotations: [] },
   * });
   * console.log(task.id);
   * ```
   */
  async create<const T extends OpenString<TaskType>>(
    type: T,
    params: Open<KnownTaskParams<T> & EvaluationResponses<SentResponse<T>>>,
    options?: CallOptions,
  ): Promise<QualityTaskData> {
    return await createQualityTask(this.#transport, path`/v1/evaluation_tasks/${{ type }}`, params as Fields, options);
  }
}

/**
 * Training tasks, which introduce labelers to the work (Rapid projects): `scale.trainingTasks`.
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export class TrainingTasks {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a training task. Retries and errors are those of {@linkcode EvaluationTasks.create}.
   *
   * @throws {TypeError} If `expected_response` is not an object, or the type or `unique_id` is empty.
   * @throws {ScaleDuplicateResourceError} If the `unique_id` is taken, possibly by an earlier attempt of this call.
   *
   * @example
   * ```ts
   * import { ScaleClient, TaskType } from "@scaleapi/sdk";
   *
   * const scale = new ScaleClient({ apiKey: "live_key" });
   * const task = await scale.trainingTasks.create(TaskType.ImageAnnotation, {
   *   project: "cows",
   *   attachment: "https://example.com/cow.jpg",
   *   expected_response: { annotations: [{ type: "point", label: "cow", x: 12, y: 30 }] },
   * });
   * console.log(task.id);
   * ```
   */
  async create<const T extends OpenString<TaskType>>(
    type: T,
    params: Open<KnownTaskParams<T> & ExpectedResponse<SentResponse<T>>>,
    options?: CallOptions,
  ): Promise<QualityTaskData> {
    return await createQualityTask(this.#transport, path`/v1/training_tasks/${{ type }}`, params as Fields, options);
  }
}

async function createQualityTask(
  transport: Transport,
  path: string,
  params: Fields,
  options?: CallOptions,
): Promise<QualityTaskData> {
  const operation = { ...creation(path, params), spec: qualityTaskSpec };
  checkObject(params.expected_response, "expected_response");
  return await transport.send(operation, options);
}
