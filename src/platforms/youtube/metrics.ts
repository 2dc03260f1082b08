import { PublishError } from '../../domain/errors'
import type { Counters, MeasuredPost, PlatformMetrics, PostReading } from '../../domain/ports/metrics'
import { type CallContext, callContext } from '../call-context'
import { failed } from '../readings'
import type { YouTubeSettings } from './calls'
import { type CountedVideo, type YouTubeClient, youtubeClient } from './client'
import { type AnalyticsSettings, youtubeShares } from './shares'

/** "Videos: batchGetStats": so many ids at most. */
const BATCH_SIZE = 50

/** Counters of a channel's videos, and now and then their shares. */
export function youtubeMetrics(given: Omit<YouTubeSettings & AnalyticsSettings, 'quotaUser'>): PlatformMetrics {
  const settings = { ...given, quotaUser: 'metrics' } as const
  const client = youtubeClient(settings)
  const sharesOf = youtubeShares(settings)

  return {
    batchSize: BATCH_SIZE,
    read: async (account, posts, signal) => {
      const context = callContext({ account, signal }, 'enrich')
      const { found, missing } = await counted(client, idsOf(posts), context)
      const areDue = posts.filter(({ platformPostId, isSharesDue }) => isSharesDue && found.has(platformPostId))
      const shares = await sharesOf(areDue, context)

      function readingOf(post: MeasuredPost): PostReading {
        const video = found.get(post.platformPostId)
        if (!video) return missing
        const told = post.isSharesDue ? shares : null
        const counters = { ...countersOf(video), shares: told?.get(post.platformPostId) ?? null }
        return { state: 'read', counters, ...(told && { sharesRead: true }) }
      }

      return new Map(posts.map((post) => [post.id, readingOf(post)]))
    },
  }
}

const idsOf = (posts: MeasuredPost[]): string[] => posts.map(({ platformPostId }) => platformPostId)

/**
 * Batch statistics have a quota of their own. Whether they tell of all that `videos.list` shows its owner, private videos
 * above all, is not documented: what they leave out is asked for there before it counts as deleted.
 */
async function counted(client: YouTubeClient, ids: string[], context: CallContext) {
  const { found } = await client.videoCounters(ids, 'batch-stats', context)
  const left = ids.filter((id) => !found.has(id))
  const { videos, missing } = left.length === 0 ? NOTHING_LEFT : await lookedUp(client, left, context)
  return { found: new Map([...found, ...videos]), missing }
}

interface LookedUp {
  videos: Map<string, CountedVideo>
  /** What is to be said of those that it does not hold. */
  missing: PostReading
}

const DELETED: PostReading = { state: 'unavailable', reason: 'deleted-at-platform' }
const NOTHING_LEFT: LookedUp = { videos: new Map(), missing: DELETED }

async function lookedUp(client: YouTubeClient, ids: string[], context: CallContext): Promise<LookedUp> {
  try {
    const { found, isWhole } = await client.videoCounters(ids, 'list', context)
    return { videos: found, missing: isWhole ? DELETED : failed('unexpected-answer') }
  } catch (error) {
    if (!(error instanceof PublishError) || error.problem.category === 'auth') throw error
    return { videos: new Map(), missing: failed(error.problem.code) }
  }
}

const countersOf = ({ statistics }: CountedVideo): Omit<Counters, 'shares'> => ({
  views: statistics?.viewCount ?? null,
  likes: statistics?.likeCount ?? null,
  comments: statistics?.commentCount ?? null,
})
