import { z } from 'zod'
import type { PostRow, Posts } from '../../database/posts'
import type { PostSeries } from '../../database/statistics/post-series'
import type { Clock } from '../../domain/ports/clock'
import { rangeOf } from '../metrics-range'
import { missingPost } from '../missing-post'
import { route } from '../route'
import { id } from '../schemas/common'
import { postMetrics, seriesQuery } from '../schemas/metrics'
import { toPostMetricsView } from '../views/metrics-view'

const MAX_BUCKETS = 1_000

export interface PostMetricsDeps {
  posts: Pick<Posts, 'find' | 'archivedMonth'>
  postSeries: PostSeries
  clock: Clock
}

export const getPostMetrics = ({ posts, postSeries, clock }: PostMetricsDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/posts/{id}/metrics',
      operationId: 'getPostMetrics',
      summary: 'Read how the counters of a post have moved',
      tag: 'Posts',
      scope: 'read',
      params: z.strictObject({ id }),
      query: seriesQuery,
      answer: postMetrics,
      statuses: { 200: `At most ${MAX_BUCKETS} buckets` },
      problems: ['validation-failed', 'post-not-found', 'post-archived'],
    },
    async ({ params, query, caller: { reach } }) => {
      const post = await posts.find(params.id, reach)
      if (!post) throw await missingPost(posts, params.id, reach)
      const range = rangeOf(query, lifeOf(post, clock.nowMs()))
      return { status: 200, body: toPostMetricsView(post, range, await postSeries.ofPost(post.id, range)) }
    },
  )

/** From its publication to now. */
export const lifeOf = ({ publishedAt }: Pick<PostRow, 'publishedAt'>, nowMs: number) => ({
  nowMs,
  beginMs: (endMs: number) => Math.min(publishedAt.getTime(), endMs),
  maxBuckets: MAX_BUCKETS,
})
