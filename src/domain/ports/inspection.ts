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
  /**
   * Has a video inspected that is PROCESSING with its object in the bucket; one that runs already is left alone. Waits a
   * bounded time for its end: the row tells what came of it, READY, FAILED with its faults, or PROCESSING still.
   */
  inspect(videoId: string): Promise<void>
}
