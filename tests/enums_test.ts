/** The enums, and where their words are offered. */

import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { BatchStatus, StudioBatchStatus, TaskReviewStatus, TaskStatus, TaskType, TeammateRole } from "../src/enums.ts";
import type { OpenString } from "../src/generated/types.ts";
import type { BatchFilters } from "../src/resources/batches.ts";
import type { Projects } from "../src/resources/projects.ts";
import type { EvaluationTasks } from "../src/resources/quality.ts";
import type { Task } from "../src/resources/task.ts";
import type { Tasks } from "../src/resources/tasks.ts";
import type { TaskFilters } from "../src/resources/task_filters.ts";
import type { WaitOptions } from "../src/poll.ts";
import { typed } from "./helpers/same_type.ts";

describe("enums", () => {
  it("TaskType: has the 31 types of the Python SDK, under names that spell their values", () => {
    assertEquals(Object.keys(TaskType).length, 31);
    for (const [name, value] of Object.entries(TaskType)) assertEquals(name.toLowerCase(), value);
  });

  it("TaskStatus, TaskReviewStatus, BatchStatus, TeammateRole and StudioBatchStatus: have Scale's words", () => {
    assertEquals(Object.values(TaskStatus), ["pending", "completed", "canceled", "error"]);
    assertEquals(Object.values(TaskReviewStatus), ["accepted", "fixed", "commented", "rejected", "pending"]);
    assertEquals(Object.values(BatchStatus), ["staging", "in_progress", "completed"]);
    assertEquals(Object.values(TeammateRole), ["labeler", "member", "manager", "admin"]);
    assertEquals(Object.values(StudioBatchStatus), ["Production", "Calibration"]);
  });

  it("filters: offer the words, and take others", () => {
    const tasks: TaskFilters = { type: "new_type", status: "new_status", review_status: ["new_word"] };
    const batches: BatchFilters = { status: "new_status" };
    typed<Known<TaskType>>()(0 as never as TaskFilters["type"], true);
    typed<Known<TaskStatus>>()(0 as never as TaskFilters["status"], true);
    typed<Known<BatchStatus>>()(0 as never as BatchFilters["status"], true);
    assertEquals(tasks.status, batches.status);
  });

  it("creating and waiting: offer the words, and take others", () => {
    type Until<R> = Exclude<
      WaitOptions<R & { status: string }>["until"],
      ((value: never) => boolean) | readonly string[]
    >;
    typed<OpenString<TaskType>>()(0 as never as Parameters<Tasks["create"]>[0], true);
    typed<OpenString<TaskType>>()(0 as never as Parameters<Projects["create"]>[0]["type"], true);
    typed<OpenString<TaskType>>()(0 as never as Parameters<EvaluationTasks["create"]>[0], true);
    typed<OpenString<TaskStatus> | undefined>()(0 as never as Until<{ status: OpenString<TaskStatus> }>, true);
    const tasks: WaitOptions<Task> = { until: ["completed", "new_status"] };
    assertEquals(tasks.until, ["completed", "new_status"]);
  });
});

/** What a filter takes whose words are known. */
type Known<Word extends string> = OpenString<Word> | null | undefined;
