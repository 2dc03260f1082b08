import fc from 'fast-check'
import { nextPacificMidnightMs, pacificDay } from '../../src/domain/quota'

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
