import type { Warning } from '../errors'
import type { ObjectSource } from './platform'
import type { PinnedObject } from './storage'

/** What inspection reads of a video, without decoding it. */
export interface Inspection {
  /** mp4, mov, webm: by its bytes, whatever its name says. */
  format: string
  durationSeconds: number
  /** As it is shown, a rotation applied. */
  width: number
  height: number
  /** avc, hevc, vp8, vp9, av1, or what else the container says. */
  videoCodec: string
  /** Null: there is no sound. */
  audioCodec: string | null
  /** Frames per second. */
  frameRate: number
}

/** The running side of inspections: Temporal, behind its gateway. */
export interface InspectionRuns {
  /** Begins an inspection; one that runs already is left alone. */
  start(videoId: string): Promise<void>
  /**
   * Has a video inspected that is PROCESSING with its object in the bucket; one that runs already is left alone. Waits a
   * bounded time for its end: the row tells what came of it, READY, FAILED with its faults, or PROCESSING still.
   */
  inspect(videoId: string): Promise<void>
}

/**
 * Reads what a container says. @throws PublishError of category `media` where the file is at fault, else what the source
 * has thrown; the reason of `signal` once the caller gave up.
 */
export type InspectObject = (
  source: Pick<ObjectSource, 'read' | 'sizeBytes'>,
  signal: AbortSignal,
) => Promise<Inspection>

/** What a fault of a file is to its user. */
export type VideoFault = Warning

export interface InspectionTask {
  key: string
  /** Null: a row from before objects were pinned; any object is the right one. */
  etag: string | null
}

/** The rows of videos that are inspected: PROCESSING, and their object is in the bucket. */
export interface InspectionRows {
  /** Null: the video needs no inspection; it has been, is not uploaded yet, or is deleted. */
  task(videoId: string): Promise<InspectionTask | null>
  /** PROCESSING → READY. Does nothing where the video is no longer PROCESSING. */
  passed(videoId: string, object: PinnedObject, inspection: Inspection): Promise<void>
  /** PROCESSING → FAILED. Does nothing where the video is no longer PROCESSING. */
  failed(videoId: string, faults: VideoFault[]): Promise<void>
  /** Videos that have waited for their inspection since before `beforeMs`, the oldest first; not all where there are many. */
  waiting(beforeMs: number): Promise<string[]>
}
