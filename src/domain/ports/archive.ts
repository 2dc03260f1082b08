import type { ArchivedPost } from '../archive-format'
import type { UserMonth } from '../archive-months'

/** Which part of a user's month. */
export interface PartName extends UserMonth {
  /** From 1. */
  part: number
}

/** A part as it lies in the bucket. */
export interface StoredPart extends PartName {
  objectKey: string
  manifestKey: string
  /** Of the object, hex. */
  sha256: string
  sizeBytes: number
  postCount: number
  metricCount: number
}

/** A part that is on record: its posts are marked as archived. */
export interface ArchivedPart extends StoredPart {
  id: string
  archivedAtMs: number
  /** Since when its posts are in the bucket only; null: they are here. */
  prunedAtMs: number | null
  /** When they were brought back, which keeps them from being pruned unasked; null: never, or pruned since. */
  restoredAtMs: number | null
}

/** A post, and what tells whether its row has changed since it was read. */
export interface ReadPost {
  post: ArchivedPost
  version: string
}

export type PostVersion = Pick<ReadPost, 'version'> & { id: string }

/** What an operator wants of the archive. */
export interface ArchivePlan {
  /** Of posts, by their publication. */
  afterDays: number
  /** Whether archived rows are removed. */
  prunes: boolean
}

/** The rows of posts on their way to the archive and back. */
export interface ArchiveRows {
  /** What is to be archived of the posts published before `beforeMs`. */
  countDue(beforeMs: number): Promise<{ posts: number; metrics: number }>
  /** The first month at or behind `from`, in the order of users and months, that has any of those. */
  nextMonth(beforeMs: number, from: UserMonth): Promise<UserMonth | null>
  nextPart(of: UserMonth): Promise<number>
  /** The posts of the month that are to be archived, in the order of their publication. */
  unarchived(of: UserMonth): AsyncIterable<ReadPost>
  /**
   * Marks the posts as archived and records the part, or, where one of them is not as it was read or the user is being
   * erased, does neither.
   */
  mark(part: StoredPart, posts: PostVersion[]): Promise<boolean>
  /** Whether the user is gone or on the way out. */
  isErased(userId: string): Promise<boolean>

  /** In the order of users, months and parts. */
  parts(filter: { userId?: string | undefined; month?: string | undefined }): Promise<ArchivedPart[]>
  /** Parts that were never pruned nor restored, `limit` of them behind the id `afterId`. */
  prunable(afterId: string, limit: number): Promise<ArchivedPart[]>
  /** How many posts those have, all of them together. */
  countPrunable(): Promise<number>
  /**
   * Removes those rows that are as the archive has them, and keeps of each what still counts. One that differs is to be
   * archived anew. @returns how many were removed
   */
  prune(part: ArchivedPart, posts: ArchivedPost[]): Promise<number>
  setPruned(part: ArchivedPart): Promise<void>
  /** Which of the posts have no row. */
  missing(posts: ArchivedPost[]): Promise<number>
  /** Inserts what is missing of rows and their metrics. @returns how many posts were */
  restore(part: ArchivedPart, posts: ArchivedPost[]): Promise<number>
  setRestored(part: ArchivedPart): Promise<void>
}

/** The archive in the bucket. An object there never changes: its key tells its content. */
export interface ArchiveParts {
  /**
   * Writes a part and its manifest, having read back what lies there; of no posts there is none: null.
   * @throws PublishError `archive-damaged` where it is not what was written
   */
  write(name: PartName, posts: AsyncIterable<ArchivedPost>, signal: AbortSignal): Promise<StoredPart | null>
  /**
   * Reads the whole part, and has its posts read again one after the other.
   * @throws PublishError `archive-damaged` where it is not the one that is on record
   */
  open(part: StoredPart, signal: AbortSignal): Promise<AsyncIterable<ArchivedPost>>
  /** Removes all that a user has in the archive. */
  erase(userId: string, signal: AbortSignal): Promise<void>
}
