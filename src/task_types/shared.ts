/** Parameters that tasks of every type share, and small types that many of them use. */

import type { OpenString } from "../generated/types.ts";
import type { Loose, OpenObject } from "../loose.ts";
import type { AnnotationAttributes, Links } from "./attributes.ts";

/** One of the known words, offered by editors, or any other string. */
export type Suggest<Known extends string> = OpenString<Known>;

/**
 * The `type` of a kind that this version does not know, where a closed list of kinds is expected. Write it with a cast:
 * no literal has this type, so that a `switch` over the known kinds leaves it out.
 *
 * @example
 * ```ts
 * import type { OtherKind, TextCollectionField } from "@scaleapi/sdk";
 *
 * const field: TextCollectionField = { type: "form" as OtherKind, field_id: "f1", title: "A form" };
 * ```
 */
export type OtherKind = `?${string}` & {
  /** Exists in the type alone, so that the known kinds are told apart from the others. */
  readonly "~kind": "other";
};

/**
 * A label with more to say than its name.
 *
 * @see https://scale.com/docs/api-reference/image-and-video-reference
 */
export interface LabelDescription {
  /** The label's name. With `subchoices` it is only a heading: leaves alone are chosen and come back. */
  readonly choice: string;
  /** Labels nested under this one. */
  readonly subchoices?: readonly Label[] | undefined;
  /**
   * Segmentation: one mask per instance instead of one for all.
   *
   * @default {false}
   */
  readonly instance_label?: boolean | undefined;
  /** What labelers see in place of `choice`. It is not in responses, nor in conditions. */
  readonly display?: string | undefined;
}

/** A label: its name, or a {@linkcode LabelDescription}. */
export type Label = string | LabelDescription;

/** A reference image, shown but not labeled. */
export interface ContextAttachment {
  /** URL of the image. It must differ from the task's own attachment. */
  readonly attachment: string;
}

/** A two-dimensional place, in pixels from the left and top border of the image. */
export interface Point2d {
  /** Pixels from the left. */
  x: number;
  /** Pixels from the top. */
  y: number;
}

/** A task that Scale creates when this one completes. */
export interface DependentTask {
  /** Type of the task, for example `lidarlinking`. */
  readonly type?: string | undefined;
  /** For linking: the type of annotation on the camera images, for example `annotation`. */
  readonly annotation_type?: string | undefined;
  /** Instructions of the task, as markdown. */
  readonly instruction?: string | undefined;
  /** Where the task's own callback goes. */
  readonly callback_url?: string | undefined;
  /** Other parameters of the task. */
  readonly [param: string]: unknown;
}

/** The tasks to create when a task completes. The newer way to do this is the type `multistage`. */
export interface Dependents {
  /** The tasks to create. */
  readonly defs: readonly Loose<DependentTask>[];
  /** Whether the first task must have been audited before. */
  readonly require_audit?: boolean | undefined;
}

/** A worked example for labelers. Older types only. */
export interface TaskExample {
  /** Whether the image shows a right or a wrong answer. */
  readonly correct: boolean;
  /** URL of the image. */
  readonly image: string;
  /** Why it is right or wrong. */
  readonly explanation: string;
}

/** Shapes that are drawn on the image and cannot be changed. Older image types, and categorization of images. */
export interface Layers {
  /** Boxes, in pixels. */
  readonly boxes?:
    | readonly {
      readonly label?: string | undefined;
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
    }[]
    | undefined;
  /** Closed shapes. */
  readonly polygons?:
    | readonly { readonly label?: string | undefined; readonly vertices: readonly Point2d[] }[]
    | undefined;
  /** Open shapes; `spline` bends them. */
  readonly lines?:
    | readonly {
      readonly label?: string | undefined;
      readonly vertices: readonly Point2d[];
      readonly spline?: boolean | undefined;
    }[]
    | undefined;
  /** Cuboids: six vertices each, told apart by `description`. */
  readonly cuboids?:
    | readonly {
      readonly label?: string | undefined;
      readonly vertices: readonly (Point2d & { readonly description: string })[];
    }[]
    | undefined;
}

/**
 * The parameters that every type of task takes, and the only known ones of types that are not documented. Calls accept
 * others too and send them as they are; undefined ones are not sent.
 *
 * None is required here, since what a call leaves out may come from its project. If something is missing in the end,
 * the service answers 400.
 *
 * @see https://scale.com/docs/api-reference/tasks
 */
export interface SharedTaskParams {
  /** Name of the project; parameters that are not given are inherited from it. */
  readonly project?: string | undefined;
  /** Name of the batch, which implies the project. Required in Rapid projects. */
  readonly batch?: string | undefined;
  /** The version of the project's parameters to inherit; -1 for none of them. Without it, the latest. */
  readonly project_version?: number | undefined;
  /** Instructions as markdown, or an embedded Google Doc. Rapid: leave it out, unless it is to replace the project's. */
  readonly instruction?: string | undefined;
  /** URL or e-mail address that is notified of the outcome. By default the account's. */
  readonly callback_url?: string | undefined;
  /** Keys and values of your own, at most 10 KB as JSON; `{}` by default. */
  readonly metadata?: OpenObject | undefined;
  /** 10, 20 or 30: within the project, higher priorities are worked on first. */
  readonly priority?: number | undefined;
  /** An id of your own, unique over the account. It makes the call safe to repeat: a second one is a 409. */
  readonly unique_id?: string | undefined;
  /**
   * Whether to free `unique_id` if the task ends in an error.
   *
   * @default {false}
   */
  readonly clear_unique_id_on_error?: boolean | undefined;
  /** At most five. */
  readonly tags?: readonly string[] | undefined;
  /** What is to be labeled: a URL (`https:`, `s3:`, `scaledata:`), or the text itself where the type is `text`. */
  readonly attachment?: string | undefined;
  /** Several attachments; URLs, save for `textcollection`, which takes objects. */
  readonly attachments?: readonly unknown[] | undefined;
  /** What the attachment is: `image`, `video`, `text`, `json` and so on; see each type. */
  readonly attachment_type?: string | undefined;
  /** Images for reference, not labeled. */
  readonly context_attachments?: readonly ContextAttachment[] | undefined;
  /** What is asked about each annotation, by name. */
  readonly annotation_attributes?: AnnotationAttributes | undefined;
  /** Links that may be drawn between annotations, by label. */
  readonly links?: Links | undefined;
  /** Labels to start from, in the form of the response. Labelers may change them. */
  readonly hypothesis?: OpenObject | undefined;
  /** Labels to start from that can be locked with the four flags below; `annotations` in the form of the response. */
  readonly base_annotations?: OpenObject | undefined;
  /** Whether annotations may be added beside the base ones. */
  readonly can_add_base_annotations?: boolean | undefined;
  /** Whether base annotations may be changed; false locks them entirely. */
  readonly can_edit_base_annotations?: boolean | undefined;
  /** Whether the labels of base annotations may be changed. */
  readonly can_edit_base_annotation_labels?: boolean | undefined;
  /** Whether base annotations may be removed. */
  readonly can_delete_base_annotations?: boolean | undefined;
  /**
   * Border around the image, in pixels. Coordinates may then be negative, or beyond the size.
   *
   * @default {0}
   */
  readonly padding?: number | undefined;
  /** Border on the left and the right, in pixels, in place of `padding`. */
  readonly paddingX?: number | undefined;
  /** Border above and below, in pixels, in place of `padding`. */
  readonly paddingY?: number | undefined;
  /** Shapes to draw on the image that cannot be changed. Older types. */
  readonly layers?: Layers | undefined;
  /** Tasks to create when this one completes. */
  readonly dependents?: Dependents | undefined;
  /**
   * How soon the work is wanted. Older types.
   *
   * @default {"day"}
   */
  readonly urgency?: Suggest<"immediate" | "day" | "week" | "standard"> | undefined;
  /** Worked examples for labelers. Older types. */
  readonly examples?: readonly TaskExample[] | undefined;
  /** Sent by the tests of the Python SDK; Scale does not say what it does. */
  readonly force?: boolean | undefined;
  /** Values for the project's task template. */
  readonly template_variables?: OpenObject | undefined;
}

/** An attachment that Scale could not use. */
export interface FailedAttachment {
  /** Status of the answer to Scale's download. */
  statusCode?: number | undefined;
  /** Its URL. */
  url?: string | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/**
 * Any response: an open object. When a task ends with the status `error`, the three fields below say why.
 *
 * @see https://scale.com/docs/api-reference/errors
 */
export interface OpenTaskResponse {
  /** Why the task failed, in Scale's words. Absent from a result. */
  error?: string | undefined;
  /** Attachments that could not be used, after an error. Some types have more to say here. */
  attachments?: FailedAttachment[] | undefined;
  /** Frames that could not be used, after an error. */
  frames?: FailedFrame[] | undefined;
  /** Any other field. */
  [field: string]: unknown;
}

/** A frame that Scale could not use. */
export interface FailedFrame {
  /** Index of the frame. */
  frame?: number | undefined;
  /** What is wrong with it. */
  message?: string | undefined;
  /** The frame's file. */
  attachment?: FailedAttachment | undefined;
  /** Other fields. */
  [field: string]: unknown;
}

/** A result that is too large for the response: the file behind the URL holds it. */
export interface FileLink {
  /** URL of the file. */
  url: string;
  /** Other fields. */
  [field: string]: unknown;
}
