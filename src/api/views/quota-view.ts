import type { z } from 'zod'
import type { QuotaDay } from '../../database/quota/quota-days'
import type { QuotaPlace } from '../../domain/ports/quota'
import { nextPacificMidnightMs } from '../../domain/quota'
import type { quotaDay } from '../schemas/quota'
import { toIso } from './instants'

export type QuotaDayView = z.output<typeof quotaDay>

/** Within the day, wherever its midnights are: it is shortly after noon in Los Angeles. */
const withinDayMs = (day: string): number => Date.parse(`${day}T20:00:00Z`)

/**
 * A quota day as callers see it, with the queue as it stands at `nowMs`.
 * @param users how many users the places are of
 */
export function toQuotaDayView(day: QuotaDay, places: QuotaPlace[], users: number, nowMs: number): QuotaDayView {
  const { date, model, used, limit, uploadCost, held, spent, callUnits, closedAt, buckets } = day
  return {
    day: date,
    model,
    used,
    limit,
    costPerUpload: uploadCost,
    placesFree: closedAt ? 0 : Math.floor((limit - used) / uploadCost),
    uploads: { held, spent },
    callUnits,
    closedAt: toIso(closedAt),
    resetAt: new Date(nextPacificMidnightMs(withinDayMs(date))).toISOString(),
    buckets: buckets.map(({ name, closedAt, ...count }) => ({ name, ...count, closedAt: toIso(closedAt) })),
    queue: { waiting: places.length, users, nextGrantAt: new Date(nextPacificMidnightMs(nowMs)).toISOString() },
    forecast: forecastOf(places),
  }
}

/** How many of the queue each day should take. */
function forecastOf(places: QuotaPlace[]): QuotaDayView['forecast'] {
  const counts = new Map<string, number>()
  for (const { day } of places) counts.set(day, (counts.get(day) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, uploads]) => ({ day, uploads }))
}
