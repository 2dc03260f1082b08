import { z } from 'zod'
import { BUCKETS } from '../../domain/buckets'
import { GROUPINGS } from '../../database/statistics/totals'
import { fault, id, instant, instantOut, paging, platform } from './common'
import { counters, lastCounters, standing } from './post'

/** What the database can hold, with room to spare. */
const FIRST_YEAR = 1970
const LAST_YEAR = 2999

const moment = instant.refine((at) => FIRST_YEAR <= at.getUTCFullYear() && at.getUTCFullYear() <= LAST_YEAR, {
  ...fault('instant-out-of-range', `Must be of a year from ${FIRST_YEAR} to ${LAST_YEAR}`),
  abort: true,
})

const ofRange = {
  from: moment.optional(),
  to: moment.optional().meta({ description: 'Not part of the range. Default: now' }),
  bucket: z.enum(BUCKETS).optional().meta({
    description: 'UTC hours, UTC days, or ISO weeks from Monday, UTC. Default: what fits the range',
  }),
}

/** What is wrong with a range whose end is not after its beginning. */
export const EMPTY_RANGE = { code: 'range-empty', message: 'Must be before the end of the range' }

/** Told beside whatever else is wrong. */
const isInOrder = ({ from, to }: { from?: unknown; to?: unknown }) =>
  !(from instanceof Date && to instanceof Date) || from < to
const order = { ...fault(EMPTY_RANGE.code, EMPTY_RANGE.message), path: ['from'], when: () => true }

export const seriesQuery = z
  .strictObject({ ...ofRange, from: ofRange.from.meta({ description: 'Default: when the post was published' }) })
  .refine(isInOrder, order)

export const totalsQuery = z
  .strictObject({
    userId: id.optional(),
    platform: platform.optional(),
    ...ofRange,
    from: ofRange.from.meta({ description: 'Default: 30 days before the end' }),
    groupBy: z.enum(GROUPINGS).optional().meta({ description: 'Default: all posts together' }),
    ...paging,
    limit: paging.limit.meta({ description: 'Users on a page, where they are told apart' }),
  })
  .refine(isInOrder, order)

const reported = z.number().int().nullable()

const perCounter = z.object({ views: reported, likes: reported, comments: reported, shares: reported })

const wholeRange = {
  bucket: z.enum(BUCKETS),
  from: instantOut.meta({ description: 'The beginning of the first bucket that the range touches' }),
  to: instantOut.meta({ description: 'The end of the last one' }),
}

export const postMetrics = z
  .object({
    postId: id,
    ...wholeRange,
    current: lastCounters.meta({ description: 'The last known ones' }),
    ...standing,
    items: z
      .array(
        z.object({
          startsAt: instantOut,
          counters: perCounter.meta({ description: 'The last ones told in the bucket; null: not reported' }),
          gained: perCounter.meta({
            description:
              'Since the counter was last known, or since publication; below zero where the platform took some back; null: not known',
          }),
        }),
      )
      .meta({ description: 'In order; buckets in which the platform was not asked are left out' }),
  })
  .meta({ id: 'PostMetrics' })

export type PostMetricsView = z.output<typeof postMetrics>

const totals = {
  posts: z.number().int().meta({ description: 'Published in this time' }),
  counters: counters.meta({ description: 'What the posts that were published in this time have now' }),
  gained: counters.meta({ description: 'What all posts gained in this time, older ones too, as far as it is known' }),
}

export const metricTotals = z
  .object({
    ...wholeRange,
    groupBy: z.enum(GROUPINGS).nullable(),
    items: z.array(
      z.object({
        userId: id.nullable().meta({ description: 'null: all of them together' }),
        platform: platform.nullable().meta({ description: 'null: all of them together' }),
        ...totals,
        periods: z
          .array(z.object({ startsAt: instantOut, ...totals }))
          .meta({ description: 'In order; those in which nothing was published or read are left out' }),
      }),
    ),
    nextCursor: z.string().nullable().meta({ description: 'null on the last page' }),
  })
  .meta({ id: 'MetricTotals', description: 'Posts that retention has pruned do not count' })

export type MetricTotalsView = z.output<typeof metricTotals>
