import { PublishError } from '../../domain/errors'
import type { Counters, PlatformMetrics, PostReading } from '../../domain/ports/metrics'
import { isAuthError } from '../../domain/refusal'
import { type CallContext, callContext } from '../call-context'
import { readEach } from '../readings'
import type { InstagramSettings } from './calls'
import type { CountedMedia } from './answers'
import { instagramClient } from './client'
import { isNotFound } from './errors'
import { instagramInsights } from './insights'

/** Insights take a call for each Reel: a batch is no more than what is written down at once. */
const BATCH_SIZE = 20

const isGone = (error: unknown): boolean => error instanceof PublishError && isNotFound(error.problem.code)

/** Insights of Reels, with the media's own like and comment counts where insights tell none. */
export function instagramMetrics(settings: InstagramSettings): PlatformMetrics {
  const client = instagramClient(settings)
  const insightsFor = instagramInsights(client, () => settings.clock.nowMs())

  /** Undefined where it is gone, and where it cannot be read though insights tell that it is there. */
  async function mediaOf(mediaId: string, isThere: boolean, context: CallContext): Promise<CountedMedia | undefined> {
    try {
      return await client.mediaCounters(mediaId, context)
    } catch (error) {
      if (isGone(error) || (isThere && error instanceof PublishError && !isAuthError(error))) return undefined
      throw error
    }
  }

  return {
    batchSize: BATCH_SIZE,
    read: async (account, posts, signal) => {
      const context = callContext({ account, signal }, 'enrich')
      const insightsOf = insightsFor(context)

      async function reading(mediaId: string): Promise<PostReading> {
        const insights = await insightsOf(mediaId)
        if (insights && insights.likes !== null && insights.comments !== null)
          return { state: 'read', counters: insights }
        const media = await mediaOf(mediaId, insights !== null, context)
        // Instagram now and then does not know what exists: a Reel is gone where both its reads say so.
        if (!insights && !media) return { state: 'unavailable', reason: 'deleted-or-private' }
        return { state: 'read', counters: completed(insights, media) }
      }

      const { readings, stop } = await readEach(posts, ({ platformPostId, isProvisional }) =>
        // A container's id names no media.
        isProvisional ? Promise.resolve({ state: 'unresolved' }) : reading(platformPostId),
      )
      if (stop && [...readings.values()].every(({ state }) => state === 'failed')) throw stop
      return readings
    },
  }
}

const completed = (insights: Counters | null, media: CountedMedia | undefined): Counters => ({
  views: insights?.views ?? null,
  likes: insights?.likes ?? media?.like_count ?? null,
  comments: insights?.comments ?? media?.comments_count ?? null,
  shares: insights?.shares ?? null,
})
