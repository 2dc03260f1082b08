import type { Platform } from './platform'
import { shareOf } from './spread'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How often the numbers of a post are brought, by its age: whole hours. */
const BANDS = [
  { untilAgeMs: DAY_MS, everyHours: 1 },
  { untilAgeMs: 7 * DAY_MS, everyHours: 6 },
  { untilAgeMs: 30 * DAY_MS, everyHours: 24 },
]
const SLOWEST_HOURS = 7 * 24

/** Numbers that have stood still for so many intervals are brought half as often. */
const STILL_INTERVALS = 4

/** What a platform says of its own accord about shares comes a day late or later. */
const SHARES_EVERY_MS = DAY_MS

/** No plan reaches further than this: an instant beyond it was planned by a clock that was wrong. */
export const FURTHEST_PLAN_MS = 21 * DAY_MS

/** Of a post, what its cadence depends on. Instants are epoch ms. */
export interface SyncFacts {
  id: string
  platform: Platform
  userId: string
  publishedAtMs: number
  /** Null: they have not moved since it was published. */
  countersChangedAtMs: number | null
  /** Null: never brought yet. */
  lastSyncedAtMs: number | null
}

export interface SyncCadence {
  /** A post that is as old is not brought any more. */
  stopAfterMs: number
}

/** How the last question ended; `unavailable`: the platform does not show the post, and may again. */
export type SyncOutcome = 'read' | 'unavailable' | 'failed'

/**
 * When a post is brought next: hourly in its first day, six-hourly in its first week, daily in its first month, weekly
 * after that, half as often while its numbers stand still. One that the platform does not show is asked about again after as
 * long as it has not been shown, weekly at last: an answer that left it out by mistake costs little. A failed one comes after
 * an hour, then after as long as it has been late by, at its interval at most.
 *
 * A clock that is behind makes a post look new, one that is ahead makes it look old; neither gives an instant that is not
 * in the future, nor one further away than `FURTHEST_PLAN_MS`.
 * @returns epoch ms, between half an interval and one and a half from now; null: not any more
 */
export function nextSyncAtMs(post: SyncFacts, outcome: SyncOutcome, nowMs: number, { stopAfterMs }: SyncCadence) {
  if (nowMs - post.publishedAtMs >= stopAfterMs) return null
  const hours = hoursUntilNext(post, outcome, nowMs)
  return slotFrom(post, nowMs + (hours * HOUR_MS) / 2, hours)
}

/** The first instant of the account from `fromMs` on: less than an hour later. */
export const accountSlotFrom = (account: Pick<SyncFacts, 'platform' | 'userId'>, fromMs: number): number =>
  slotFrom({ ...account, id: '' }, fromMs, 1)

/** Whether the platform's own report of shares is to be read with the post's other numbers. */
export const isSharesDue = (sharesSyncedAtMs: number | null, nowMs: number): boolean =>
  sharesSyncedAtMs === null || sharesSyncedAtMs > nowMs || nowMs - sharesSyncedAtMs >= SHARES_EVERY_MS

function hoursUntilNext(post: SyncFacts, outcome: SyncOutcome, nowMs: number): number {
  switch (outcome) {
    case 'read':
      return hoursBetween(post, nowMs)
    case 'unavailable':
      return atMost(SLOWEST_HOURS, hoursSinceRead(post, nowMs))
    case 'failed': {
      // So a platform that is down for a while is asked in an hour, and what fails for days is asked ever less often.
      const everyHours = hoursBetween(post, nowMs)
      return atMost(everyHours, hoursSinceRead(post, nowMs) - everyHours)
    }
  }
}

const hoursSinceRead = ({ publishedAtMs, lastSyncedAtMs }: SyncFacts, nowMs: number): number =>
  Math.floor((nowMs - (lastSyncedAtMs ?? publishedAtMs)) / HOUR_MS)

const atMost = (mostHours: number, hours: number): number => Math.min(Math.max(1, hours), mostHours)

function hoursBetween({ publishedAtMs, countersChangedAtMs }: SyncFacts, nowMs: number): number {
  const ageMs = nowMs - publishedAtMs
  const everyHours = BANDS.find(({ untilAgeMs }) => ageMs < untilAgeMs)?.everyHours ?? SLOWEST_HOURS
  const stillMs = nowMs - (countersChangedAtMs ?? publishedAtMs)
  return stillMs < STILL_INTERVALS * everyHours * HOUR_MS ? everyHours : 2 * everyHours
}

/**
 * All instants of an account lie at one minute of the hour, so that posts which are due within the same hour share the
 * platform's batches; accounts differ by that minute, and an account's posts by the hour of their interval.
 */
function slotFrom(
  { id, platform, userId }: Pick<SyncFacts, 'id' | 'platform' | 'userId'>,
  fromMs: number,
  hours: number,
) {
  const offsetMs = Math.floor(shareOf(`${platform} ${userId}`) * HOUR_MS)
  const phaseMs = Math.floor(shareOf(id) * hours) * HOUR_MS + offsetMs
  const intervalMs = hours * HOUR_MS
  return Math.ceil((fromMs - phaseMs) / intervalMs) * intervalMs + phaseMs
}
