import type { PostRow } from '../../database/posts'
import { COUNTERS, type Counter } from '../../database/statistics/counters'
import type { SeriesBucket } from '../../database/statistics/post-series'
import type { Bucket } from '../../domain/buckets'
import { markup, type Markup } from '../markup'
import type { Point } from './line'
import { drawSparkline } from './sparkline'
import { tellChange, tellNumber, tellShort } from './texts'

export const LABELS: Record<Counter, string> = {
  views: 'Views',
  likes: 'Likes',
  comments: 'Comments',
  shares: 'Shares',
}

const DAY_MS = 86_400_000

/** Over how long the change beside a number is told. */
const LOOK_BACK: Record<Bucket, { ms: number; text: string }> = {
  hour: { ms: DAY_MS, text: 'in 24 h' },
  day: { ms: 7 * DAY_MS, text: 'in 7 days' },
  week: { ms: 28 * DAY_MS, text: 'in 4 weeks' },
}

/** From here on there is no room for every digit. */
const LONG = 1_000_000

export const pointsOf = (series: SeriesBucket[], counter: Counter): Point[] =>
  series.map(({ startsAt, counters }) => ({ atMs: startsAt.getTime(), value: counters[counter] }))

/** The current numbers of a post, with how they move. */
export function toTiles(post: PostRow, series: SeriesBucket[], bucket: Bucket, nowMs: number): Markup {
  const tiles = COUNTERS.map((counter) => {
    const points = pointsOf(series, counter)
    const isTold = post[counter] > 0 || points.some(({ value }) => value !== null)
    return markup`<div class="tile"><dt>${LABELS[counter]}</dt>
${isTold ? toNumber(Number(post[counter])) : markup`<dd class="number">–</dd><dd class="change">${post.lastSyncedAt ? 'not reported' : 'not known yet'}</dd>`}
${toChange(series, counter, bucket, nowMs)}
<dd>${drawSparkline(points)}</dd></div>
`
  })
  return markup`<dl class="tiles">${tiles}</dl>`
}

const toNumber = (value: number): Markup =>
  value < LONG
    ? markup`<dd class="number">${tellNumber(value)}</dd>`
    : markup`<dd class="number" title="${tellNumber(value)}">${tellShort(value)}</dd>`

function toChange(series: SeriesBucket[], counter: Counter, bucket: Bucket, nowMs: number): Markup | null {
  const { ms, text } = LOOK_BACK[bucket]
  const recent = series.filter(({ startsAt }) => startsAt.getTime() >= nowMs - ms)
  const gains = recent.flatMap(({ gained }) => gained[counter] ?? [])
  if (gains.length === 0) return null
  const change = gains.reduce((sum, gain) => sum + gain, 0)
  const direction = change > 0 ? 'up' : change < 0 ? 'down' : 'still'
  return markup`<dd class="change"><span class="${direction}">${tellChange(change)}</span> ${text}</dd>`
}
