import type { PostRow } from '../../database/posts'
import type { SeriesBucket } from '../../database/statistics/post-series'
import type { Range } from '../../domain/buckets'
import type { PostMetricsView } from '../schemas/metrics'
import { toIso } from './instants'
import { toCounters, toStanding } from './post-view'

export const toRangeView = ({ bucket, fromMs, toMs }: Range) => ({
  bucket,
  from: toIso(new Date(fromMs)),
  to: toIso(new Date(toMs)),
})

export const toPostMetricsView = (post: PostRow, range: Range, series: SeriesBucket[]): PostMetricsView => ({
  postId: post.id,
  ...toRangeView(range),
  current: toCounters(post),
  ...toStanding(post),
  items: series.map(({ startsAt, counters, gained }) => ({ startsAt: toIso(startsAt), counters, gained })),
})
