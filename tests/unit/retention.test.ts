import { cutoffsAt, LEFTOVER_KINDS, ROW_KINDS } from '../../src/domain/retention'

const settings = { jobsDays: 90, deletedDays: 30 }
const at = (instant: string) => cutoffsAt(Date.parse(instant), settings)
const iso = (atMs: number) => new Date(atMs).toISOString()

test('ages count back from now in days of 24 hours, also across a change of clocks', () => {
  // The clocks of Los Angeles and Berlin change in between.
  const { jobs, deleted, uploads } = at('2027-04-10T12:34:56Z')
  expect(iso(jobs)).toBe('2027-01-10T12:34:56.000Z')
  expect(iso(deleted)).toBe('2027-03-11T12:34:56.000Z')
  expect(iso(uploads)).toBe('2027-04-09T12:34:56.000Z')
})

test.each(['2027-03-01T00:00:00Z', '2027-03-03T11:00:00Z', '2027-03-07T23:59:59.999Z', '2027-12-31T23:00:00Z'])(
  'a round at %s thins whole UTC days and whole ISO weeks only',
  (instant) => {
    const { dailyMetrics, weeklyMetrics } = at(instant)
    expect(iso(dailyMetrics)).toMatch(/T00:00:00\.000Z$/)
    expect(iso(weeklyMetrics)).toMatch(/T00:00:00\.000Z$/)
    expect(new Date(weeklyMetrics).getUTCDay()).toBe(1)
    const daysBefore = (atMs: number) => (Date.parse(instant) - atMs) / 86_400_000
    expect(Math.floor(daysBefore(dailyMetrics))).toBe(30)
    expect(Math.floor(daysBefore(weeklyMetrics))).toBeGreaterThanOrEqual(180)
    expect(Math.floor(daysBefore(weeklyMetrics))).toBeLessThan(187)
  },
)

test('quota days are Pacific ones', () => {
  expect(at('2027-03-01T07:59:59Z').quotaDay).toBe('2027-01-19')
  expect(at('2027-03-01T08:00:00Z').quotaDay).toBe('2027-01-20')
})

test('every leftover is a kind of row, and what holds another back goes before it', () => {
  expect(ROW_KINDS).toEqual(expect.arrayContaining([...LEFTOVER_KINDS]))
  const before = (first: (typeof ROW_KINDS)[number], second: (typeof ROW_KINDS)[number]) =>
    expect(ROW_KINDS.indexOf(first)).toBeLessThan(ROW_KINDS.indexOf(second))
  before('jobs', 'videos')
  before('posts', 'videos')
  before('jobs', 'quotaReservations')
  before('quotaReservations', 'quotaDays')
})
