import fc from 'fast-check'
import { metricsPercentOf, nextPacificMidnightMs, pacificDay, pacificMidnightMs } from '../../src/domain/quota'
import { planOf } from '../support/open-limits'

const HOUR_MS = 3_600_000

const instant = fc.integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2060-01-01T00:00:00Z') })

/** The calendar day after `YYYY-MM-DD`. */
const dayAfter = (day: string): string => new Date(Date.parse(day) + 24 * HOUR_MS).toISOString().slice(0, 10)

test.each([
  ['2026-03-08', 23],
  ['2026-07-01', 24],
  ['2026-11-01', 25],
  ['2027-03-14', 23],
  ['2027-11-07', 25],
])('the Pacific day %s lasts %i hours', (day, hours) => {
  const startMs = nextPacificMidnightMs(Date.parse(`${day}T00:00:00Z`))
  expect(pacificDay(startMs)).toBe(day)
  expect(nextPacificMidnightMs(startMs) - startMs).toBe(hours * HOUR_MS)
})

test.each([
  ['2027-01-15T07:59:59.999Z', '2027-01-14', '2027-01-15T08:00:00Z'],
  ['2027-01-15T08:00:00.000Z', '2027-01-15', '2027-01-16T08:00:00Z'],
  ['2026-07-01T06:59:59.999Z', '2026-06-30', '2026-07-01T07:00:00Z'],
  ['2026-11-01T09:30:00.000Z', '2026-11-01', '2026-11-02T08:00:00Z'], // the hour that comes twice
])('%s belongs to %s, which ends at %s', (at, day, end) => {
  expect(pacificDay(Date.parse(at))).toBe(day)
  expect(nextPacificMidnightMs(Date.parse(at))).toBe(Date.parse(end))
})

test('the next midnight is the first instant of the next calendar day', () => {
  fc.assert(
    fc.property(instant, (atMs) => {
      const day = pacificDay(atMs)
      const midnightMs = nextPacificMidnightMs(atMs)
      expect(midnightMs).toBeGreaterThan(atMs)
      expect(midnightMs - atMs).toBeLessThanOrEqual(25 * HOUR_MS)
      expect(pacificDay(midnightMs - 1)).toBe(day)
      expect(pacificDay(midnightMs)).toBe(dayAfter(day))
      expect(nextPacificMidnightMs(pacificMidnightMs(atMs) - 1)).toBe(pacificMidnightMs(atMs))
      expect(pacificMidnightMs(midnightMs)).toBe(midnightMs)
      expect(pacificMidnightMs(midnightMs - 1)).toBe(pacificMidnightMs(atMs))
    }),
    { numRuns: 3_000 },
  )
})

test('days follow each other without gap or overlap: a later instant never belongs to an earlier day', () => {
  fc.assert(
    fc.property(instant, fc.nat(400 * 24 * HOUR_MS), (atMs, laterMs) => {
      expect(pacificDay(atMs) <= pacificDay(atMs + laterMs)).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})

/** US law (Energy Policy Act of 2005): summer time from 2:00 on the second Sunday of March to 2:00 on the first of November. */
function isSummerDay(year: number, month: number, date: number): boolean {
  const sunday = (inMonth: number, nth: number) => {
    const firstWeekday = new Date(Date.UTC(year, inMonth - 1, 1)).getUTCDay()
    return 1 + ((7 - firstWeekday) % 7) + 7 * (nth - 1)
  }
  const begins = [3, sunday(3, 2)] as const
  const ends = [11, sunday(11, 1)] as const
  const isAfter = (than: readonly [number, number]) => month > than[0] || (month === than[0] && date > than[1])
  return isAfter(begins) && !isAfter(ends)
}

test('each day from 2026 to 2028 begins and ends where the law says', () => {
  let shortDays = 0
  let longDays = 0
  for (let noonMs = Date.UTC(2026, 0, 1, 12); noonMs < Date.UTC(2029, 0, 1); noonMs += 24 * HOUR_MS) {
    const midnightOf = (utcNoonMs: number) => {
      const day = new Date(utcNoonMs)
      const offsetHours = isSummerDay(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()) ? 7 : 8
      return utcNoonMs + (offsetHours - 12) * HOUR_MS
    }
    const day = new Date(noonMs).toISOString().slice(0, 10)
    const [beginsMs, endsMs] = [midnightOf(noonMs), midnightOf(noonMs + 24 * HOUR_MS)]
    expect([pacificDay(beginsMs - 1) < day, pacificDay(beginsMs), pacificDay(endsMs - 1)]).toEqual([true, day, day])
    for (const atMs of [beginsMs, beginsMs + HOUR_MS, noonMs, endsMs - 1])
      expect(nextPacificMidnightMs(atMs)).toBe(endsMs)
    if (endsMs - beginsMs === 23 * HOUR_MS) shortDays++
    if (endsMs - beginsMs === 25 * HOUR_MS) longDays++
  }
  expect([shortDays, longDays]).toEqual([3, 3])
})

test.each([
  ['units-1600', 'uploads', 7],
  ['upload-bucket', 'units', 7],
  ['upload-bucket', 'search', 100],
  ['upload-bucket', 'batch-stats', 100],
] as const)('of %s, metrics may use of %s %i percent', (model, bucket, percent) => {
  expect(metricsPercentOf(planOf(model, { metricsPercent: 7 }), model, bucket)).toBe(percent)
})

test("a day that is counted by another model than the configured one has that model's own share", () => {
  const plan = planOf('upload-bucket', { metricsPercent: 90 })
  expect(metricsPercentOf(plan, 'units-1600', 'uploads')).toBe(2)
})
