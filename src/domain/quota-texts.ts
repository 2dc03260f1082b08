import type { Problem } from './errors'
import type { QuotaPlace } from './ports/quota'

type Start = Pick<QuotaPlace, 'startAtMs'>

const LOS_ANGELES = { timeZone: 'America/Los_Angeles' } as const

const DAY = new Intl.DateTimeFormat('en-US', { ...LOS_ANGELES, weekday: 'long', month: 'long', day: 'numeric' })

const TIME = new Intl.DateTimeFormat('en-US', { ...LOS_ANGELES, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' })

const SUFFIXES: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }

/** 1st, 2nd, 3rd, 4th, 11th, 21st … */
const ordinal = (place: number): string => `${place}${SUFFIXES[ORDINALS.select(place)] ?? 'th'}`

/** `Friday, December 25 at about 00:20 Pacific` */
const about = ({ startAtMs }: Start): string => `${DAY.format(startAtMs)} at about ${TIME.format(startAtMs)} Pacific`

/**
 * What the owner of a waiting video wants to know.
 * @param publishBeforeMs the latest instant of the post; null: it has none
 */
export function tellPlace(at: Start & Pick<QuotaPlace, 'place'>, publishBeforeMs: number | null): string {
  const place = `Your video is ${ordinal(at.place)} in the queue`
  if (publishBeforeMs === null || at.startAtMs < publishBeforeMs)
    return `${place} and should go out on ${about(at)}. Nothing needs to be done.`
  return `${place}, and its turn should come on ${about(at)}: too late for its publishBefore, unless a place is freed until then.`
}

/** A problem of a full day, for a job that does not want to wait. */
export const withNextPlace = (problem: Problem, next: Start | null): Problem => ({
  ...problem,
  remedy: `${next ? `The next place is estimated for ${about(next)}` : 'No place is to be expected within a year'}. Retry the job when there is one, or publish with "onQuotaExhausted": "wait" to have it wait for a place.`,
})
