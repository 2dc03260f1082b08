import { z } from 'zod'
import { PublishError } from '../../domain/errors'
import type { MeasuredPost } from '../../domain/ports/metrics'
import { pacificDay } from '../../domain/quota'
import { PERMISSION_MISSING } from '../../domain/refusal'
import type { CallContext } from '../call-context'
import { counter } from '../counters'
import { DAY_MS, HOUR_MS } from '../meanings'
import { youtubeCalls, type YouTubeSettings } from './calls'

export type AnalyticsSettings = Omit<YouTubeSettings, 'apiUrl'> & { analyticsUrl: string }

/** `rows` is missing where there are none. */
const report = z.object({
  columnHeaders: z.array(z.object({ name: z.string() })),
  rows: z.array(z.array(z.unknown())).default([]),
})

/** How long a report that was refused by a limit is not asked for, where its end is not told. */
const LIMIT_MS = HOUR_MS

/**
 * Shares are told by the YouTube Analytics API alone ("reports.query"): by Pacific days, days behind, by a permission of
 * their own (`yt-analytics.readonly`) and within limits of their own, which say nothing about the Data API's. What it
 * cannot tell is left out: no counter waits for it.
 */
export function youtubeShares({ analyticsUrl, ...settings }: AnalyticsSettings) {
  const { clock, gate } = settings
  const call = youtubeCalls({ ...settings, gate: { ...gate, hold: () => Promise.resolve() } })
  let limitedUntilMs = 0

  const ask = (posts: MeasuredPost[], context: CallContext): Promise<Map<string, number | null>> => {
    const earliestMs = Math.min(...posts.map(({ publishedAtMs }) => publishedAtMs))
    const query = new URLSearchParams({
      ids: 'channel==MINE',
      // The video may be there for some hours before its post is recorded.
      startDate: pacificDay(earliestMs - DAY_MS),
      endDate: pacificDay(clock.nowMs()),
      metrics: 'shares',
      dimensions: 'video',
      filters: `video==${posts.map(({ platformPostId }) => platformPostId).join()}`,
    })
    const url = `${analyticsUrl}/v2/reports?${query.toString()}`
    return call({ method: 'GET', url, operation: 'reports.query' }, context, ({ status, json }) =>
      status === 200 ? sharesOf(json) : undefined,
    )
  }

  /**
   * @param posts of one channel, at most 200
   * @returns shares by video id, those that are known; null where the report could not be had for now
   */
  return async (posts: MeasuredPost[], context: CallContext): Promise<Map<string, number | null> | null> => {
    if (posts.length === 0 || clock.nowMs() < limitedUntilMs) return null
    try {
      return await ask(posts, context)
    } catch (error) {
      if (!(error instanceof PublishError)) throw error
      const { code, category, untilMs } = error.problem
      // For good, as far as one can tell: it is asked again when it is due again.
      if (code === PERMISSION_MISSING) return new Map()
      const isLimit = category === 'rate-limited' || category === 'quota'
      if (isLimit && !error.neverSent) limitedUntilMs = untilMs ?? clock.nowMs() + LIMIT_MS
      return null
    }
  }
}

function sharesOf(json: unknown): Map<string, number | null> | undefined {
  const told = report.safeParse(json).data
  const [video, shares] = ['video', 'shares'].map((name) =>
    told?.columnHeaders.findIndex((column) => column.name === name),
  )
  if (!told || video === undefined || shares === undefined || video < 0 || shares < 0) return undefined
  return new Map(told.rows.map((row) => [String(row[video]), counter.parse(row[shares])]))
}
