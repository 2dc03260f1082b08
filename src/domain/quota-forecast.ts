import type { QuotaPlace } from './ports/quota'
import { nextPacificMidnightMs, pacificDay } from './quota'

/** How far ahead anybody wants to know. */
const HORIZON_DAYS = 366

export interface QuotaOutlook {
  nowMs: number
  /** Uploads that today still has room for. */
  freeToday: number
  /** Uploads that a coming Pacific day, `YYYY-MM-DD`, has room for. */
  placesOn(day: string): number
  /** Posts scheduled for a Pacific day that have no place of it yet: they come before the queue. */
  scheduledOn(day: string): number
  /** The starts of a day are spread over so long from its midnight on. */
  spreadMs: number
}

type Start = Pick<QuotaPlace, 'day' | 'startAtMs'>

/**
 * Where each of the waiting jobs stands, given in fair order, and when it should go out as things stand. A job that would
 * have to wait for more than a year is left out.
 */
export function forecast(jobIds: readonly string[], outlook: QuotaOutlook): QuotaPlace[] {
  const starts = startsOf(outlook)
  return jobIds.flatMap((jobId, index) => {
    const next = starts.next()
    return next.done ? [] : [{ jobId, place: index + 1, ...next.value }]
  })
}

/**
 * When a place begins that a day gives away at its midnight: all that the day has are spread evenly.
 * @param slot from 0
 */
export const slotStartMs = (midnightMs: number, slot: number, places: number, spreadMs: number): number =>
  midnightMs + Math.floor((slot * spreadMs) / places)

/**
 * When a further post can begin that is scheduled for an instant: then, where its day has room beside those that are
 * scheduled for it already; else at the midnight of the first day that has. Null: not within a year.
 */
export function scheduledStart(outlook: QuotaOutlook, scheduledForMs: number): Start | null {
  const { nowMs, freeToday, placesOn, scheduledOn } = outlook
  const today = pacificDay(nowMs)
  let startAtMs = scheduledForMs
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead++) {
    const day = pacificDay(startAtMs)
    const places = day === today ? freeToday : placesOn(day)
    if (places > scheduledOn(day)) return { day, startAtMs }
    startAtMs = nextPacificMidnightMs(startAtMs)
  }
  return null
}

/** What is left for the queue, day after day. */
function* startsOf({ nowMs, freeToday, placesOn, scheduledOn, spreadMs }: QuotaOutlook): Generator<Start, undefined> {
  const today = pacificDay(nowMs)
  for (let left = freeToday - scheduledOn(today); left > 0; left--) yield { day: today, startAtMs: nowMs }
  let midnightMs = nowMs
  for (let ahead = 1; ahead <= HORIZON_DAYS; ahead++) {
    midnightMs = nextPacificMidnightMs(midnightMs)
    const day = pacificDay(midnightMs)
    const places = placesOn(day)
    const left = places - scheduledOn(day)
    for (let slot = 0; slot < left; slot++) yield { day, startAtMs: slotStartMs(midnightMs, slot, places, spreadMs) }
  }
}
