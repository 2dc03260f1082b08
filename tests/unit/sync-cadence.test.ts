import fc from 'fast-check'
import { PLATFORMS } from '../../src/domain/platform'
import {
  accountSlotFrom,
  FURTHEST_PLAN_MS,
  isSharesDue,
  nextSyncAtMs,
  type SyncFacts,
  type SyncOutcome,
} from '../../src/domain/sync-cadence'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW_MS = Date.parse('2027-03-14T09:37:12.345Z')
const YEAR = { stopAfterMs: 365 * DAY_MS }

const post = (ageMs: number, change: Partial<SyncFacts> = {}): SyncFacts => ({
  id: 'post',
  platform: 'YOUTUBE',
  userId: 'user',
  publishedAtMs: NOW_MS - ageMs,
  // Its numbers are moving, and are brought in time.
  countersChangedAtMs: NOW_MS - 1_000,
  lastSyncedAtMs: NOW_MS - 1_000,
  ...change,
})

const next = (given: SyncFacts, outcome: SyncOutcome = 'read', nowMs = NOW_MS) => {
  const atMs = nextSyncAtMs(given, outcome, nowMs, YEAR)
  if (atMs === null) throw new Error('it is not brought any more')
  return atMs
}

/** Of a post that is always brought just when it is due: the hours between two syncs. */
function rhythm(given: SyncFacts, outcome: SyncOutcome = 'read'): number {
  const firstMs = next(given, outcome)
  const aged = { ...given, publishedAtMs: given.publishedAtMs + firstMs - NOW_MS }
  if (aged.countersChangedAtMs !== null) aged.countersChangedAtMs += firstMs - NOW_MS
  return (next(aged, outcome, firstMs) - firstMs) / HOUR_MS
}

describe('numbers that move are brought', () => {
  test.each([
    [0, 1],
    [DAY_MS - 1, 1],
    [DAY_MS, 6],
    [7 * DAY_MS - 1, 6],
    [7 * DAY_MS, 24],
    [30 * DAY_MS - 1, 24],
    [30 * DAY_MS, 168],
    [365 * DAY_MS - 1, 168],
  ])('of a post that is %i ms old at intervals of %i h', (ageMs, hours) => {
    expect(rhythm(post(ageMs))).toBe(hours)
  })

  test('and no more from the configured age on', () => {
    expect(nextSyncAtMs(post(365 * DAY_MS), 'read', NOW_MS, YEAR)).toBeNull()
    expect(nextSyncAtMs(post(365 * DAY_MS), 'unavailable', NOW_MS, YEAR)).toBeNull()
    expect(nextSyncAtMs(post(365 * DAY_MS), 'failed', NOW_MS, YEAR)).toBeNull()
    expect(nextSyncAtMs(post(2 * DAY_MS), 'read', NOW_MS, { stopAfterMs: DAY_MS })).toBeNull()
  })
})

test.each([
  [5 * HOUR_MS, 1],
  [2 * DAY_MS, 6],
  [10 * DAY_MS, 24],
  [100 * DAY_MS, 168],
])('numbers that have stood still for four intervals are brought half as often (%i ms old)', (ageMs, hours) => {
  const still = (intervals: number) => post(ageMs, { countersChangedAtMs: NOW_MS - intervals * hours * HOUR_MS })
  expect(rhythm(still(3.9))).toBe(hours)
  expect(rhythm(still(4))).toBe(2 * hours)
})

test('numbers that never moved have stood still since the post was published', () => {
  expect(rhythm(post(3 * HOUR_MS, { countersChangedAtMs: null }))).toBe(1)
  expect(rhythm(post(5 * HOUR_MS, { countersChangedAtMs: null }))).toBe(2)
})

test.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [30, 30],
  [24 * 30, 168],
])('a post that has not been shown for %i h is asked about again after %i h', (goneHours, hours) => {
  const gone = post(40 * DAY_MS, { lastSyncedAtMs: NOW_MS - goneHours * HOUR_MS })
  const waitedHours = (next(gone, 'unavailable') - NOW_MS) / HOUR_MS
  expect(waitedHours).toBeGreaterThanOrEqual(hours / 2)
  expect(waitedHours).toBeLessThan(1.5 * hours)
})

describe('a failed sync', () => {
  const hoursUntil = (given: SyncFacts) => (next(given, 'failed') - NOW_MS) / HOUR_MS
  const failing = (ageDays: number, lateHours: number, everyHours: number) =>
    post(ageDays * DAY_MS, { lastSyncedAtMs: NOW_MS - (everyHours + lateHours) * HOUR_MS })

  test('is tried again within the hour, or little more, the first time', () => {
    for (const [ageDays, everyHours] of [
      [3, 6],
      [20, 24],
      [90, 168],
    ] as const)
      expect(hoursUntil(failing(ageDays, 0, everyHours))).toBeLessThan(1.5)
  })

  test('is put off for as long as it is late, and never for longer than its interval and a half', () => {
    expect(hoursUntil(failing(90, 40, 168))).toBeGreaterThanOrEqual(20)
    expect(hoursUntil(failing(90, 40, 168))).toBeLessThan(60)
    expect(hoursUntil(failing(3, 5_000, 6))).toBeLessThan(9)
    expect(hoursUntil(failing(0.5, 5_000, 1))).toBeLessThan(1.5)
  })

  test('of a post that was never brought counts from when it was published', () => {
    expect(hoursUntil(post(20 * DAY_MS, { lastSyncedAtMs: null }))).toBeGreaterThanOrEqual(12)
  })
})

describe('instants are spread', () => {
  const ids = Array.from({ length: 1_000 }, (_none, index) => `post-${index}`)

  test('the posts of an account share a minute, so that they share the calls of the hour', () => {
    const minutes = new Set(ids.map((id) => next(post(2 * DAY_MS, { id })) % HOUR_MS))
    expect(minutes.size).toBe(1)
  })

  test('posts of one age are brought over all hours of their interval', () => {
    const hours = new Map<number, number>()
    for (const id of ids) {
      const hour = Math.floor(next(post(10 * DAY_MS, { id })) / HOUR_MS) % 24
      hours.set(hour, (hours.get(hour) ?? 0) + 1)
    }
    expect(hours.size).toBe(24)
    expect(Math.max(...hours.values())).toBeLessThan(3 * (1_000 / 24))
  })

  test('accounts are brought over all quarters of the hour', () => {
    const quarters = [0, 0, 0, 0]
    for (const userId of ids) {
      const quarter = Math.floor((next(post(0, { userId })) % HOUR_MS) / (HOUR_MS / 4))
      quarters[quarter] = (quarters[quarter] ?? 0) + 1
    }
    expect(Math.min(...quarters)).toBeGreaterThan(150)
  })
})

const anyPost = fc.record({
  id: fc.string(),
  platform: fc.constantFrom(...PLATFORMS),
  userId: fc.string(),
  publishedAtMs: fc.integer({ min: NOW_MS - 4_000 * DAY_MS, max: NOW_MS + 4_000 * DAY_MS }),
  countersChangedAtMs: fc.option(fc.integer({ min: NOW_MS - 4_000 * DAY_MS, max: NOW_MS + 4_000 * DAY_MS })),
  lastSyncedAtMs: fc.option(fc.integer({ min: NOW_MS - 4_000 * DAY_MS, max: NOW_MS + 4_000 * DAY_MS })),
})
const anyOutcome = fc.constantFrom<SyncOutcome>('read', 'unavailable', 'failed')

describe('whatever post, outcome and clock', () => {
  test('the next instant is a whole one, at least half an hour away, and within reach of a plan', () => {
    fc.assert(
      fc.property(anyPost, anyOutcome, (given, outcome) => {
        const atMs = nextSyncAtMs(given, outcome, NOW_MS, YEAR)
        if (atMs === null) return NOW_MS - given.publishedAtMs >= YEAR.stopAfterMs
        return Number.isInteger(atMs) && atMs >= NOW_MS + HOUR_MS / 2 && atMs < NOW_MS + FURTHEST_PLAN_MS
      }),
      { numRuns: 2_000 },
    )
  })

  test('a sync that comes late by less than half its interval leaves the next one where it was', () => {
    fc.assert(
      fc.property(anyPost, fc.double({ min: 0, max: 0.49, noNaN: true }), (given, lateness) => {
        const moving = { ...given, publishedAtMs: NOW_MS - 60 * DAY_MS, countersChangedAtMs: NOW_MS }
        const dueMs = next(moving)
        const lateMs = Math.floor(dueMs + lateness * 7 * DAY_MS)
        const seen = { ...moving, countersChangedAtMs: lateMs }
        return next(seen, 'read', lateMs) === next({ ...seen, countersChangedAtMs: dueMs }, 'read', dueMs)
      }),
    )
  })

  test('the instant of an account is at or after the one that was named, by less than an hour', () => {
    fc.assert(
      fc.property(anyPost, (given) => {
        const atMs = accountSlotFrom(given, NOW_MS)
        return atMs >= NOW_MS && atMs < NOW_MS + HOUR_MS
      }),
    )
  })
})

test("a platform's own report of shares is read once a day, also after a clock that was ahead", () => {
  expect(isSharesDue(null, NOW_MS)).toBe(true)
  expect(isSharesDue(NOW_MS - DAY_MS + 1, NOW_MS)).toBe(false)
  expect(isSharesDue(NOW_MS - DAY_MS, NOW_MS)).toBe(true)
  expect(isSharesDue(NOW_MS + 1, NOW_MS)).toBe(true)
})
