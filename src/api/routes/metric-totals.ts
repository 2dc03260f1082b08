import type { z } from 'zod'
import type { Totals } from '../../database/statistics/totals'
import { PLATFORMS } from '../../domain/platform'
import type { Clock } from '../../domain/ports/clock'
import type { Reach } from '../../domain/reach'
import { rangeOf } from '../metrics-range'
import { route } from '../route'
import { metricTotals, totalsQuery } from '../schemas/metrics'
import { toRangeView } from '../views/metrics-view'
import { toPageRequest, toPageView } from '../views/page-view'
import { toTotalsItems, type Group } from '../views/totals-view'

const DEFAULT_MS = 30 * 86_400_000

const MAX_BUCKETS = 1_000

/** Of all users of a page together. */
const MAX_USER_BUCKETS = 10_000

export interface TotalsDeps {
  totals: Totals
  clock: Clock
}

type Query = z.output<typeof totalsQuery>

export const getMetricTotals = ({ totals, clock }: TotalsDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/metrics/totals',
      operationId: 'getMetricTotals',
      summary:
        'Read what was published and gained in each period, of all posts that the key may see, of a user, on a platform',
      tag: 'Posts',
      scope: 'read',
      query: totalsQuery,
      answer: metricTotals,
      statuses: { 200: `At most ${MAX_BUCKETS} periods; where users are told apart, a page of them` },
      problems: ['validation-failed'],
    },
    async ({ query, caller: { reach } }) => {
      const beginMs = (endMs: number) => endMs - DEFAULT_MS
      const range = rangeOf(query, { nowMs: clock.nowMs(), beginMs, maxBuckets: maxBucketsOf(query) })
      const { groups, nextCursor } = await groupsOf(totals, query, reach)
      const { userId, platform, groupBy = null } = query
      const userIds = groupBy === 'user' ? groups.map(({ name }) => name) : userId === undefined ? null : [userId]
      const items = toTotalsItems(groups, await totals.of({ userIds, platform, reach }, groupBy, range))
      return { status: 200, body: { ...toRangeView(range), groupBy, items, nextCursor } }
    },
  )

const maxBucketsOf = ({ groupBy, limit }: Query): number =>
  groupBy === 'user' ? Math.min(MAX_BUCKETS, Math.floor(MAX_USER_BUCKETS / limit)) : MAX_BUCKETS

/** What is told apart: a page of users, the platforms, or nothing. */
async function groupsOf(
  totals: Totals,
  query: Query,
  reach: Reach,
): Promise<{ groups: Group[]; nextCursor: string | null }> {
  const { userId = null, platform = null, groupBy } = query
  if (groupBy === 'user') {
    const page = await totals.users(query, toPageRequest(query), reach)
    const { items, nextCursor } = toPageView(page, ({ id }): Group => ({ name: id, userId: id, platform }))
    return { groups: items, nextCursor }
  }
  if (groupBy !== 'platform') return { groups: [{ name: '', userId, platform }], nextCursor: null }
  const platforms = platform ? [platform] : PLATFORMS
  return { groups: platforms.map((name) => ({ name, userId, platform: name })), nextCursor: null }
}
