import { z } from 'zod'
import { json, type Answer } from '../kernel/answer'
import type { Account } from '../kernel/accounts'
import type { Call } from '../kernel/call'
import type { PlatformHost } from '../kernel/serve'
import type { World } from '../kernel/world'
import { settingsOf } from '../settings'
import { authorize, SCOPES } from './access'
import { countsAt } from './counts'
import { apiError, errorOf } from './errors'
import { pacificDay } from './quota'
import type { Video, Videos } from './videos'

const DAY_MS = 86_400_000
const METRICS = ['views', 'likes', 'comments', 'shares'] as const

const day = z.iso.date()
const query = z.object({
  ids: z.union([z.literal('channel==MINE'), z.string().regex(/^channel==UC/)]),
  startDate: day,
  endDate: day,
  metrics: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(METRICS))),
  dimensions: z.enum(['video', 'day']),
  filters: z
    .string()
    .regex(/^video==/)
    .transform((filter) => filter.slice('video=='.length).split(',')),
})

type Report = z.output<typeof query>

/** Stands for https://youtubeanalytics.googleapis.com: `reports.query` by video or by day, days behind. */
export function youtubeAnalytics(world: World, videos: Videos): PlatformHost {
  return {
    platform: 'YOUTUBE',
    prefix: '/youtube-analytics',
    identify: (call) => world.accounts.byAccessToken('YOUTUBE', call.bearer())?.account,
    errorOf,
    endpoints: [
      {
        method: 'get',
        path: '/v2/reports',
        operations: ['reports.query'],
        readOnly: true,
        handle: (call) => reports(world, videos, call),
      },
    ],
  }
}

function reports(world: World, videos: Videos, call: Call): Answer {
  const channel = authorize(world, call, SCOPES.analytics)
  const parsed = query.safeParse(Object.fromEntries(call.query))
  if (!parsed.success) throw apiError(400, 'badRequest', 'The query is not supported.')
  const report = parsed.data
  const columnHeaders = [
    { name: report.dimensions, columnType: 'DIMENSION', dataType: 'STRING' },
    ...report.metrics.map((name) => ({ name, columnType: 'METRIC', dataType: 'INTEGER' })),
  ]
  const rows = rowsOf(world, report, ownVideos(videos, channel, report))
  return json(200, { kind: 'youtubeAnalytics#resultTable', columnHeaders, rows })
}

const ownVideos = (videos: Videos, channel: Account, { filters }: Report): Video[] =>
  videos.own(channel).filter(({ id }) => filters.includes(id))

/** A video or a day about which nothing is known yet has no row. */
function rowsOf(world: World, { startDate, endDate, metrics, dimensions }: Report, videos: Video[]) {
  const nowMs = world.clock.nowMs()
  const lastKnown = pacificDay(nowMs - settingsOf(world, 'YOUTUBE').analyticsLagDays * DAY_MS)
  const days = daysBetween(startDate, endDate < lastKnown ? endDate : lastKnown)
  const gained = (video: Video, first: string, last: string) => {
    const from = countsAt(midnightMs(first) - video.createdAtMs)
    const to = countsAt(midnightMs(nextDay(last)) - video.createdAtMs)
    return metrics.map((name) => to[name] - from[name])
  }
  const existed = (until: string) => videos.filter((video) => pacificDay(video.createdAtMs) <= until)
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return []
  if (dimensions === 'video') return existed(last).map((video) => [video.id, ...gained(video, first, last)])
  return days
    .filter((date) => existed(date).length > 0)
    .map((date) => [date, ...sum(existed(date).map((video) => gained(video, date, date)))])
}

const sum = (rows: number[][]): number[] =>
  rows.reduce((total, row) => total.map((value, index) => value + (row[index] ?? 0)))

function daysBetween(first: string, last: string): string[] {
  return first > last ? [] : [first, ...daysBetween(nextDay(first), last)]
}

const nextDay = (date: string): string => new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10)

/** A Pacific day begins at 7:00 UTC in summer and at 8:00 in winter. */
function midnightMs(date: string): number {
  const summer = Date.parse(`${date}T07:00:00Z`)
  return pacificDay(summer) === date ? summer : Date.parse(`${date}T08:00:00Z`)
}
