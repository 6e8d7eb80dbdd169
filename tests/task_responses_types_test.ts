/**
 * Type tests of the responses of task types: what is above a `@ts-expect-error` must not compile, everything else
 * must. They run when the suite is type-checked; the functions that hold them are never called.
 */

import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { TaskType } from "../src/enums.ts";
import type { Annotation } from "../src/task_types/annotations.ts";
import type { AnnotationAttributes, Links } from "../src/task_types/attributes.ts";
import type {
  LidarAnnotationFile,
  LidarFrameFile,
  LidarLinkingFile,
  LidarSegmentationFile,
  VideoAnnotationFile,
  VideoEventsFile,
  VideoPlaybackAnnotationFile,
} from "../src/task_types/files.ts";
import type { TaskResponse, TaskResponseMap } from "../src/task_types/responses.ts";
import type { OpenTaskResponse } from "../src/task_types/shared.ts";
import type { AnyTask, OtherTaskResponse, UndocumentedTaskType } from "../src/task_types/tasks.ts";
import type { TextCollectionField } from "../src/task_types/text.ts";
import { type Same, typed } from "./helpers/same_type.ts";
import { create, type WireTask } from "./helpers/wire_task.ts";

declare const anyTask: AnyTask<WireTask>;

function responsesOfCreatedTasks(type: string): void {
  const image = create("imageannotation", {});
  typed<"imageannotation">()(image.type, true);
  typed<Annotation[] | undefined>()(image.response?.annotations, true);
  typed<string | undefined>()(image.response?.error, true);
  typed<unknown>()(image.response?.["some_new_field"], true);
  typed<unknown>()(image["some_new_field"], true);
  const base: WireTask = image;
  const any: AnyTask<WireTask> = image;
  const open: OpenTaskResponse | null | undefined = image.response;

  const other = create(type, {});
  typed<string>()(other.type, true);
  typed<unknown>()(other.response?.["annotations"], true);
  void [base, any, open];
}

function responsesNarrowedByType(): void {
  typed<unknown>()(anyTask.response?.["some_new_field"], true);
  const open: OpenTaskResponse | null | undefined = anyTask.response;
  const base: WireTask = anyTask;
  const id: string = anyTask.task_id;

  if (anyTask.type === "imageannotation") {
    typed<Annotation[] | undefined>()(anyTask.response?.annotations, true);
    const response: TaskResponse<"imageannotation"> | null | undefined = anyTask.response;
    for (const annotation of response?.annotations ?? []) {
      typed<string | undefined>()(annotation.label, true);
      if (annotation.type === "box") typed<number>()(annotation.left, true);
      if (annotation.type === "cuboid") typed<number | undefined>()(annotation.vertices[0]?.x, true);
      typed<unknown>()(annotation["some_new_field"], true);
    }
  } else if (anyTask.type === TaskType.SegmentAnnotation) {
    typed<string | undefined>()(anyTask.response?.annotations?.combined?.indexedImage, true);
    const road = anyTask.response?.labelMapping?.["road"];
    if (Array.isArray(road)) typed<number | undefined>()(road[0]?.index, true);
  } else if (anyTask.type === "somethingnew") {
    typed<unknown>()(anyTask.response?.["some_new_field"], true);
    const response: OpenTaskResponse | null | undefined = anyTask.response;
    typed<unknown>()(response?.["annotations"], true);
  }

  switch (anyTask.type) {
    case TaskType.NamedEntityRecognition:
      typed<string | undefined>()(anyTask.response?.annotations?.[0]?.text, true);
      typed<string | undefined>()(anyTask.response?.relationships?.[0]?.source_ref, true);
      break;
    case TaskType.DocumentTranscription: {
      const location = anyTask.response?.annotations?.[0]?.location;
      if (location?.type === "polygon") typed<number | undefined>()(location.vertices[0]?.x, true);
      break;
    }
    case TaskType.VideoAnnotation:
    case TaskType.LidarAnnotation:
      typed<string | undefined>()(anyTask.response?.annotations?.url, true);
      break;
    case TaskType.VideoPlaybackAnnotation:
      typed<string | undefined>()(anyTask.response?.events?.url, true);
      break;
    case TaskType.LidarSegmentation:
      typed<string | undefined>()(anyTask.response?.point_segmentations?.url, true);
      break;
    case TaskType.Categorization:
      typed<string | string[] | undefined>()(anyTask.response?.category, true);
      break;
    case TaskType.Transcription:
    case TaskType.DataCollection:
      typed<string | undefined>()(anyTask.response?.fields?.["total"], true);
      break;
    case TaskType.Chat:
      typed<string | undefined>()(anyTask.response?.responses?.[0]?.type, true);
      break;
    case TaskType.LaneAnnotation:
      typed<unknown>()(anyTask.response?.["annotations"], true);
      break;
    case "somethingnew":
      break;
  }

  if (anyTask.type !== "imageannotation") return;
  // @ts-expect-error: the shape is known
  anyTask.response?.annotations?.foo;
  void [open, base, id];
}

function mapIsComplete(): void {
  const responses: Same<Exclude<TaskType, keyof TaskResponseMap>, UndocumentedTaskType> = true;
  const noStranger: [Exclude<keyof TaskResponseMap, TaskType>] extends [never] ? true : false = true;
  const allFail: TaskResponseMap[keyof TaskResponseMap] extends OpenTaskResponse ? true : false = true;
  const ruledOut: Same<KnownKey<OtherTaskResponse>, DocumentedKey<TaskResponseMap[keyof TaskResponseMap]>> = true;
  void [responses, noStranger, allFail, ruledOut];
}

/** The keys of a type, without its index signature. */
type KnownKey<T> = keyof { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };
/** The same for every member of a union. */
type DocumentedKey<T> = T extends unknown ? KnownKey<T> : never;

function linkedFiles(): void {
  const frame: LidarFrameFile = {
    points: [{ x: 1, y: 2, z: 0.5, i: 0.7, d: 0, t: 1, is_ground: true }],
    device_position: { x: 0, y: 0, z: 1.8 },
    device_heading: { w: 1, x: 0, y: 0, z: 0 },
    images: [{
      image_url: "https://example.com/1.jpg",
      position: { x: 0, y: 0, z: 1.8 },
      heading: { w: 1, x: 0, y: 0, z: 0 },
      fx: 1,
      fy: 1,
      cx: 0,
      cy: 0,
      camera_model: "fisheye",
    }],
  };
  const cuboids: LidarAnnotationFile = [{
    cuboids: [{
      uuid: "u",
      label: "car",
      position: { x: 0, y: 0, z: 0 },
      dimensions: { x: 1, y: 2, z: 1 },
      yaw: 0,
      stationary: true,
    }],
  }];
  const points: LidarSegmentationFile = { objects: [{ label: "road", index: 1 }], point_objects: [[0, 1]] };
  const links: LidarLinkingFile = [{ camera_responses: [{ camera_used: 0, annotations: [{ cuboid_uuid: "u" }] }] }];
  const video: VideoAnnotationFile = [{ annotations: [{ type: "point", x: 1, y: 2 }] }];
  const playback: VideoPlaybackAnnotationFile = [{
    annotations: { u: { label: "car", geometry: "box", frames: [{ key: 0, timestamp: 0, left: 1 }] } },
  }];
  const events: VideoEventsFile = { events: [{ label: "turn", type: "range", start: 1, startTime: 0.1, end: 5 }] };
  const field: TextCollectionField = { type: "number", field_id: "n", title: "N", max: 5 };
  const attributes: AnnotationAttributes = { size: { type: "number", min: 0 } };
  const kinds: Links = {};
  // @ts-expect-error: a point has three coordinates
  const flat: LidarFrameFile = { points: [{ x: 1, y: 2 }] };
  void [frame, cuboids, points, links, video, playback, events, field, attributes, kinds, flat];
}

describe("the responses of task types", () => {
  it("TaskResponse and AnyTask: the type tests compile", () => {
    const checks = [responsesOfCreatedTasks, responsesNarrowedByType, mapIsComplete, linkedFiles];
    assertEquals(checks.length, 4);
  });
});
