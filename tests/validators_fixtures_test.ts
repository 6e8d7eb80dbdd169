import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { type GenericSchema, safeParse } from "valibot";
import * as generated from "../src/generated/validators.ts";
import { v1, v2 } from "../src/schemas/mod.ts";
import batch from "./fixtures/batch.json" with { type: "json" };
import batchCompleted from "./fixtures/batch_completed.json" with { type: "json" };
import batchPage from "./fixtures/batch_page.json" with { type: "json" };
import batchStatus from "./fixtures/batch_status.json" with { type: "json" };
import batchStatusEmpty from "./fixtures/batch_status_empty.json" with { type: "json" };
import callback from "./fixtures/callback.json" with { type: "json" };
import callbackError from "./fixtures/callback_error.json" with { type: "json" };
import callbackOld from "./fixtures/callback_old.json" with { type: "json" };
import callbackRecall from "./fixtures/callback_recall.json" with { type: "json" };
import error from "./fixtures/error.json" with { type: "json" };
import file from "./fixtures/file.json" with { type: "json" };
import project from "./fixtures/project.json" with { type: "json" };
import projectEmpty from "./fixtures/project_empty.json" with { type: "json" };
import projectGroup from "./fixtures/project_group.json" with { type: "json" };
import qualityTask from "./fixtures/quality_task.json" with { type: "json" };
import studioAssignments from "./fixtures/studio_assignments.json" with { type: "json" };
import studioBatch from "./fixtures/studio_batch.json" with { type: "json" };
import taskCanceled from "./fixtures/task_canceled.json" with { type: "json" };
import taskCategorization from "./fixtures/task_categorization.json" with { type: "json" };
import taskChat from "./fixtures/task_chat.json" with { type: "json" };
import taskCompleted from "./fixtures/task_completed.json" with { type: "json" };
import taskDocument from "./fixtures/task_document.json" with { type: "json" };
import taskEntities from "./fixtures/task_entities.json" with { type: "json" };
import taskError from "./fixtures/task_error.json" with { type: "json" };
import taskGeometries from "./fixtures/task_geometries.json" with { type: "json" };
import taskLidar from "./fixtures/task_lidar.json" with { type: "json" };
import taskLimited from "./fixtures/task_limited.json" with { type: "json" };
import taskNoResponse from "./fixtures/task_no_response.json" with { type: "json" };
import taskPage from "./fixtures/task_page.json" with { type: "json" };
import taskPageLast from "./fixtures/task_page_last.json" with { type: "json" };
import taskPending from "./fixtures/task_pending.json" with { type: "json" };
import taskSegmentation from "./fixtures/task_segmentation.json" with { type: "json" };
import taskTemplate from "./fixtures/task_template.json" with { type: "json" };
import taskTextcollection from "./fixtures/task_textcollection.json" with { type: "json" };
import taskTranscription from "./fixtures/task_transcription.json" with { type: "json" };
import taskUnknownStatus from "./fixtures/task_unknown_status.json" with { type: "json" };
import taskVideo from "./fixtures/task_video.json" with { type: "json" };
import teammates from "./fixtures/teammates.json" with { type: "json" };
import v2AnnotationBoolean from "./fixtures/v2/annotation_boolean.json" with { type: "json" };
import v2AnnotationBrief from "./fixtures/v2/annotation_brief.json" with { type: "json" };
import v2AnnotationCategory from "./fixtures/v2/annotation_category.json" with { type: "json" };
import v2AnnotationCategoryMultiple from "./fixtures/v2/annotation_category_multiple.json" with { type: "json" };
import v2AnnotationFile from "./fixtures/v2/annotation_file.json" with { type: "json" };
import v2AnnotationFileAudio from "./fixtures/v2/annotation_file_audio.json" with { type: "json" };
import v2AnnotationInteger from "./fixtures/v2/annotation_integer.json" with { type: "json" };
import v2AnnotationLabeledText from "./fixtures/v2/annotation_labeled_text.json" with { type: "json" };
import v2AnnotationRankedChoices from "./fixtures/v2/annotation_ranked_choices.json" with { type: "json" };
import v2AnnotationRankedGroups from "./fixtures/v2/annotation_ranked_groups.json" with { type: "json" };
import v2AnnotationRubricCriteria from "./fixtures/v2/annotation_rubric_criteria.json" with { type: "json" };
import v2AnnotationRubricRating from "./fixtures/v2/annotation_rubric_rating.json" with { type: "json" };
import v2AnnotationText from "./fixtures/v2/annotation_text.json" with { type: "json" };
import v2AnnotationUnknown from "./fixtures/v2/annotation_unknown.json" with { type: "json" };
import v2AnnotationWorkspaceContainer from "./fixtures/v2/annotation_workspace_container.json" with { type: "json" };
import v2Batch from "./fixtures/v2/batch.json" with { type: "json" };
import v2BatchExpanded from "./fixtures/v2/batch_expanded.json" with { type: "json" };
import v2BatchOperation from "./fixtures/v2/batch_operation.json" with { type: "json" };
import v2BatchesPage from "./fixtures/v2/batches_page.json" with { type: "json" };
import v2DatasetDeliveries from "./fixtures/v2/dataset_deliveries.json" with { type: "json" };
import v2DatasetDeliveryPage from "./fixtures/v2/dataset_delivery_page.json" with { type: "json" };
import v2DatasetTask from "./fixtures/v2/dataset_task.json" with { type: "json" };
import v2DatasetTasksPage from "./fixtures/v2/dataset_tasks_page.json" with { type: "json" };
import v2Datasets from "./fixtures/v2/datasets.json" with { type: "json" };
import v2Deliveries from "./fixtures/v2/deliveries.json" with { type: "json" };
import v2DeliveryPage from "./fixtures/v2/delivery_page.json" with { type: "json" };
import v2DeliveryTasksPage from "./fixtures/v2/delivery_tasks_page.json" with { type: "json" };
import v2Error from "./fixtures/v2/error.json" with { type: "json" };
import v2Project from "./fixtures/v2/project.json" with { type: "json" };
import v2Projects from "./fixtures/v2/projects.json" with { type: "json" };
import v2SchemaAnswer from "./fixtures/v2/schema_answer.json" with { type: "json" };
import v2TaskBrief from "./fixtures/v2/task_brief.json" with { type: "json" };
import v2TaskCompleted from "./fixtures/v2/task_completed.json" with { type: "json" };
import v2TaskDeleted from "./fixtures/v2/task_deleted.json" with { type: "json" };
import v2TaskError from "./fixtures/v2/task_error.json" with { type: "json" };
import v2TaskExpanded from "./fixtures/v2/task_expanded.json" with { type: "json" };
import v2TaskReported from "./fixtures/v2/task_reported.json" with { type: "json" };
import v2TasksPage from "./fixtures/v2/tasks_page.json" with { type: "json" };
import { damage } from "./schema_values.ts";

/** Fixtures by the schema that they fit. */
const fixtures: readonly (readonly [schema: string, fixture: unknown])[] = [
  ["batch", batch],
  ["batch", batchCompleted],
  ["batchPage", batchPage],
  ["batchStatus", batchStatus],
  ["batchStatus", batchStatusEmpty],
  ["callback", callback],
  ["callback", callbackError],
  ["callback", callbackOld],
  ["callback", callbackRecall],
  ["errorBody", error],
  ["errorBody", v2Error],
  ["file", file],
  ["project", project],
  ["project", projectEmpty],
  ["projectGroup", projectGroup],
  ["qualityTask", qualityTask],
  ["studioAssignments", studioAssignments],
  ["studioBatch", studioBatch],
  ["task", taskCanceled],
  ["task", taskCategorization],
  ["task", taskChat],
  ["task", taskCompleted],
  ["task", taskDocument],
  ["task", taskEntities],
  ["task", taskError],
  ["task", taskGeometries],
  ["task", taskLidar],
  ["task", taskLimited],
  ["task", taskNoResponse],
  ["taskPage", taskPage],
  ["taskPage", taskPageLast],
  ["task", taskPending],
  ["task", taskSegmentation],
  ["taskTemplate", taskTemplate],
  ["task", taskTextcollection],
  ["task", taskTranscription],
  ["task", taskUnknownStatus],
  ["task", taskVideo],
  ["teammateList", teammates],
  ["v2.annotation", v2AnnotationBoolean],
  ["v2.annotation", v2AnnotationBrief],
  ["v2.annotation", v2AnnotationCategory],
  ["v2.annotation", v2AnnotationCategoryMultiple],
  ["v2.annotation", v2AnnotationFile],
  ["v2.annotation", v2AnnotationFileAudio],
  ["v2.annotation", v2AnnotationInteger],
  ["v2.annotation", v2AnnotationLabeledText],
  ["v2.annotation", v2AnnotationRankedChoices],
  ["v2.annotation", v2AnnotationRankedGroups],
  ["v2.annotation", v2AnnotationRubricCriteria],
  ["v2.annotation", v2AnnotationRubricRating],
  ["v2.annotation", v2AnnotationText],
  ["v2.annotation", v2AnnotationUnknown],
  ["v2.annotation", v2AnnotationWorkspaceContainer],
  ["v2.batch", v2Batch],
  ["v2.batch", v2BatchExpanded],
  ["v2.batchOperation", v2BatchOperation],
  ["v2.batches", v2BatchesPage],
  ["v2.datasetDeliveries", v2DatasetDeliveries],
  ["v2.datasetDeliveryTasks", v2DatasetDeliveryPage],
  ["v2.datasetTask", v2DatasetTask],
  ["v2.datasetTasks", v2DatasetTasksPage],
  ["v2.datasets", v2Datasets],
  ["v2.deliveries", v2Deliveries],
  ["v2.deliveredTasks", v2DeliveryPage],
  ["v2.deliveryTasks", v2DeliveryTasksPage],
  ["v2.project", v2Project],
  ["v2.projects", v2Projects],
  ["v2.schema", v2SchemaAnswer],
  ["v2.task", v2TaskBrief],
  ["v2.task", v2TaskCompleted],
  ["v2.task", v2TaskDeleted],
  ["v2.task", v2TaskError],
  ["v2.task", v2TaskExpanded],
  ["v2.task", v2TaskReported],
  ["v2.tasks", v2TasksPage],
];

function schemaOf(name: string): GenericSchema {
  const schema = name.startsWith("v2.") ? v2[name.slice(3)] : v1[name];
  assert(schema, `no schema ${name}`);
  return schema;
}

function specOf(name: string): generated.SpecOf<unknown> {
  const full = `${name.replace(/^v2\.(.)/, (_, first: string) => `v2${first.toUpperCase()}`)}Spec`;
  const spec = new Map<string, unknown>(Object.entries(generated)).get(full);
  assert(spec, `no spec ${full}`);
  return spec as generated.SpecOf<unknown>;
}

describe("generated specs on the fixtures", () => {
  it("accept every fixture, as Valibot does", () => {
    for (const [name, fixture] of fixtures) {
      assertEquals(generated.issuesOf(specOf(name), fixture), undefined, name);
      assert(safeParse(schemaOf(name), fixture).success, name);
    }
  });

  it("find the same issues as Valibot in fixtures with one place damaged", () => {
    for (const [name, fixture] of fixtures) {
      const places = JSON.stringify(fixture).split(/[:,[{]/).length;
      for (let at = 0; at < places; at++) {
        for (const by of [undefined, null, 7, "seven", [], {}]) {
          const damaged = damage(fixture, at, by);
          const { issues } = safeParse(schemaOf(name), damaged);
          assertEquals(
            (generated.issuesOf(specOf(name), damaged) ?? []).map(({ path }) => path.join(".")).sort(),
            (issues ?? []).map(({ path }) => (path ?? []).map(({ key }) => key).join(".")).sort(),
            name,
          );
        }
      }
    }
  });
});
