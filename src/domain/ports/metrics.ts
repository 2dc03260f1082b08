import type { Platform } from '../platform'
import type { Account } from './platform'

/** What a platform tells of a post; null: it does not report it (now). May go down as well as up. Whole numbers. */
export interface Counters {
  views: number | null
  likes: number | null
  comments: number | null
  shares: number | null
}

/** A post as a platform is asked about it. */
export interface MeasuredPost {
  /** `PublishedPost.id` */
  id: string
  platformPostId: string
  /** `platformPostId` is the checkpoint's id: the platform has not told the public one yet. */
  isProvisional: boolean
  /** As it was published: what a post whose id was never told is found by. */
  caption: string
  hashtags: string[]
  publishedAtMs: number
  /** The platform's own report of shares, where it has one apart, is due again. */
  isSharesDue: boolean
}

/**
 * What one post's question came to.
 * - `read`: the counters; `sharesRead` where the separate report of shares was read, whatever it said of this post.
 * - `unavailable`: the platform does not show the post (any more): deleted, or made private. It may come back.
 * - `unresolved`: the public id is not known yet.
 * - `failed`: this post alone could not be read; `code` is that of the problem.
 */
export type PostReading =
  | { state: 'read'; counters: Counters; sharesRead?: boolean; identity?: PublicIdentity }
  | { state: 'unavailable'; reason: UnavailableReason }
  | { state: 'unresolved' }
  | { state: 'failed'; code: string }

/** A public id that was told late. */
export interface PublicIdentity {
  platformPostId: string
  url: string | null
}

export type UnavailableReason = 'deleted-at-platform' | 'private-at-platform' | 'deleted-or-private'

/** A platform's side of metrics. Knows no database and no Temporal. */
export interface PlatformMetrics {
  /** So many posts are asked about in one `read`: what one call takes. */
  readonly batchSize: number
  /**
   * Asks about posts of one account, at most `batchSize`. Every call passes the gate as a `read`, and YouTube's are charged
   * as those of metrics. @returns a reading for each post's `id`
   * @throws PublishError for what concerns the whole account or platform (token, limit, quota, an answer that is none):
   * nothing of the batch is known then
   */
  read(account: Account, posts: MeasuredPost[], signal: AbortSignal): Promise<Map<string, PostReading>>
}

export type MetricsReaders = Record<Platform, PlatformMetrics>
