import type { GroupTotals, Sums } from '../../database/statistics/totals'
import type { Platform } from '../../domain/platform'
import type { MetricTotalsView } from '../schemas/metrics'
import { toIso } from './instants'

/** Whose posts are added up, and what the rows about them are named by. */
export interface Group {
  name: string
  userId: string | null
  platform: Platform | null
}

type Item = MetricTotalsView['items'][number]

/** A group without a row has nothing of anything. */
export function toTotalsItems(groups: Group[], rows: GroupTotals[]): Item[] {
  const periods = new Map<string, Item['periods']>(groups.map(({ name }) => [name, []]))
  for (const { group, startsAt, ...totals } of rows) periods.get(group)?.push({ startsAt: toIso(startsAt), ...totals })
  return groups.map(({ name, userId, platform }) => {
    const own = periods.get(name) ?? []
    return { userId, platform, ...sumOf(own), periods: own }
  })
}

const NOTHING: Sums = { views: 0, likes: 0, comments: 0, shares: 0 }

const sumOf = (periods: Item['periods']) => ({
  posts: periods.reduce((posts, period) => posts + period.posts, 0),
  counters: periods.map(({ counters }) => counters).reduce(plus, NOTHING),
  gained: periods.map(({ gained }) => gained).reduce(plus, NOTHING),
})

const plus = (a: Sums, b: Sums): Sums => ({
  views: a.views + b.views,
  likes: a.likes + b.likes,
  comments: a.comments + b.comments,
  shares: a.shares + b.shares,
})
