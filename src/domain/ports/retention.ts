import type { RetentionKind, RowKind } from '../retention'

/** What a round would remove of one kind. */
export interface DueCount {
  kind: RetentionKind
  count: number
  /** Of the oldest; null where there is none. */
  oldestAtMs: number | null
}

/** A video whose row is about to go. */
export interface DueVideo {
  id: string
  userId: string
  /** In the bucket. */
  key: string
}

/** The rows that have served their time. Each removal is by the very condition that `survey` counts with. */
export interface RetentionRows {
  /** What goes at `nowMs`; nothing is changed. */
  survey(nowMs: number): Promise<DueCount[]>
  /**
   * Removes what is due in small batches, the oldest first, each in one statement that waits for no lock: a row that is
   * held by somebody is left to the next round. Broken off between two batches, it goes on where it was.
   * @returns how many rows each batch has removed
   */
  remove(kind: Exclude<RowKind, 'videos'>, nowMs: number): AsyncIterable<number>
  /** As `remove`, of videos: `eraseObject` has done its part before a row goes, and may be called for one twice. */
  removeVideos(nowMs: number, eraseObject: (video: DueVideo) => Promise<void>): AsyncIterable<number>
}
