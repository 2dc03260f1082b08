import { PublishError } from '../../domain/errors'
import type { Counters, MeasuredPost, PlatformMetrics, PostReading } from '../../domain/ports/metrics'
import { type CallContext, callContext } from '../call-context'
import { failed, readEach } from '../readings'
import type { CountedVideo } from './answers'
import type { TikTokSettings } from './calls'
import { type TikTokClient, tiktokClient } from './client'
import { lateId } from './late-ids'

/** "Query Videos": so many ids at most. */
const BATCH_SIZE = 20

const NOTHING_TOLD: Counters = { views: null, likes: null, comments: null, shares: null }

/** Counters of public videos, by the permission `video.list`, and the public ids that TikTok tells late, by any. */
export function tiktokMetrics(settings: TikTokSettings): PlatformMetrics {
  const client = tiktokClient(settings)
  return {
    batchSize: BATCH_SIZE,
    read: async (account, posts, signal) => {
      const context = callContext({ account, signal }, 'enrich')
      const known = posts.filter(({ isProvisional }) => !isProvisional)
      const late = posts.filter(({ isProvisional }) => isProvisional)
      const { readings, told } = await lateIds(client, late, known, context)
      const ids = new Map([...known.map((post) => [post.id, post.platformPostId] as const), ...told])
      if (ids.size === 0) return readings
      const answer = await counted(client, [...ids.values()], context).catch(kept(told.size > 0))
      for (const [id, publicId] of ids) readings.set(id, readingOf(publicId, told.has(id), answer))
      return readings
    },
  }
}

/** @returns the public ids that are known by now, and a reading of every post */
async function lateIds(client: TikTokClient, late: MeasuredPost[], known: MeasuredPost[], context: CallContext) {
  const others = new Set(known.map(({ platformPostId }) => platformPostId))
  const told = new Map<string, string>()
  const { readings } = await readEach(late, async (post) => {
    const publicId = await lateId(client, post, others, context)
    if (publicId !== undefined) told.set(post.id, publicId)
    return { state: 'unresolved' }
  })
  // What two posts would have is neither's.
  const claims = [...told.values()]
  const isDoubtful = (publicId: string) =>
    others.has(publicId) || claims.indexOf(publicId) !== claims.lastIndexOf(publicId)
  for (const [id, publicId] of told) if (isDoubtful(publicId)) told.delete(id)
  return { readings, told }
}

type Counted = { videos: Map<string, CountedVideo>; missing: PostReading }

/** A video that was deleted or made private is missing from a good answer; from one with odd items, any may be. */
async function counted(client: TikTokClient, ids: string[], context: CallContext): Promise<Counted> {
  const { found, isWhole } = await client.videoCounters(ids, context)
  const missing: PostReading = isWhole
    ? { state: 'unavailable', reason: 'deleted-or-private' }
    : failed('unexpected-answer')
  return { videos: found, missing }
}

/** Ids that were told are worth more than the counters that cannot be had: only without them the batch has failed. */
const kept =
  (isWorthIt: boolean) =>
  (error: unknown): Counted => {
    if (!isWorthIt || !(error instanceof PublishError)) throw error
    return { videos: new Map(), missing: failed(error.problem.code) }
  }

function readingOf(publicId: string, isLate: boolean, { videos, missing }: Counted): PostReading {
  const video = videos.get(publicId)
  if (!video && !isLate) return missing
  return {
    state: 'read',
    counters: video ? countersOf(video) : NOTHING_TOLD,
    ...(isLate && { identity: { platformPostId: publicId, url: video?.share_url ?? null } }),
  }
}

const countersOf = (video: CountedVideo): Counters => ({
  views: video.view_count,
  likes: video.like_count,
  comments: video.comment_count,
  shares: video.share_count,
})
