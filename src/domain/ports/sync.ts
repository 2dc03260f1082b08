import type { Platform } from '../platform'
import type { SyncFacts } from '../sync-cadence'
import type { Counters, MeasuredPost, PostReading } from './metrics'

/** One user's account on a platform, as its posts name it. */
export interface SyncAccount {
  platform: Platform
  userId: string
}

/** An account with posts that are due; `dueAtMs` is the instant of the one that is due the longest. */
export interface DueAccount {
  userId: string
  dueAtMs: number
}

export interface DueAccountsRequest {
  platform: Platform
  /** What is due later than that is left to the next round. */
  dueBeforeMs: number
  /** The last one of the page before; null: from the first one on. */
  after: DueAccount | null
  /** Users whose accounts are being read. */
  except: string[]
}

export interface DuePost extends MeasuredPost, SyncFacts {
  /** Whose account it is on; null: not known, and taken for that of its user. */
  platformUserId: string | null
  /** The last known ones. */
  counters: Record<keyof Counters, number>
}

/** What has become of a due post, and when it is due again; null: not any more. */
export interface SyncedPost {
  id: string
  reading: PostReading
  nextSyncAtMs: number | null
}

/** A public id that a platform has told of a post which had none. */
export interface ToldIdentity {
  id: string
  platformPostId: string
  url: string | null
}

/** Which posts are due, and what was told of them. */
export interface SyncRows {
  /** Those that have waited the longest first. */
  dueAccounts(request: DueAccountsRequest, limit: number): Promise<DueAccount[]>
  /** Posts of one account, page by page, those that have waited the longest first; each once, whatever is recorded meanwhile. */
  duePosts(account: SyncAccount, dueBeforeMs: number, pageSize: number): AsyncIterable<DuePost[]>
  /** Whose token reads the account's posts; null: its user has connected none. */
  holder(account: SyncAccount): Promise<{ connectionId: string; platformUserId: string } | null>
  /**
   * Writes counters, metric windows and next instants in one statement. What is older than what a post has been told
   * since changes nothing of it, and a post that was asked for anew meanwhile stays due.
   */
  record(posts: SyncedPost[], observedAtMs: number): Promise<void>
  /** @returns the posts that have the id now; it is refused where another post has it */
  adopt(identities: ToldIdentity[]): Promise<Set<string>>
  /** Plans the posts whose plan fits no cadence: by a clock that was wrong, or by a configuration that has changed since. */
  replan(nowMs: number, stopAfterMs: number): Promise<number>
}

/** The running side of syncs. */
export interface SyncRuns {
  /** Begins a round at once, or as soon as the present one has ended. */
  start(): Promise<void>
}
