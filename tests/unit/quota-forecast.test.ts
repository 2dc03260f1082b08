import fc from 'fast-check'
import { nextPacificMidnightMs, pacificDay } from '../../src/domain/quota'
import { forecast, type QuotaOutlook } from '../../src/domain/quota-forecast'

const HOUR_MS = 3_600_000

const outlookAt = (now: string, change: Partial<QuotaOutlook> = {}): QuotaOutlook => ({
  nowMs: Date.parse(now),
  freeToday: 0,
  placesOn: () => 4,
  scheduledOn: () => 0,
  spreadMs: HOUR_MS,
  ...change,
})

const jobIds = (count: number) => Array.from({ length: count }, (_, index) => `job-${index + 1}`)

const told = (count: number, outlook: QuotaOutlook) =>
  forecast(jobIds(count), outlook).map(({ place, day, startAtMs }) => [place, day, new Date(startAtMs).toISOString()])

test("a full day's queue goes out over the first hour of the next days", () => {
  expect(told(6, outlookAt('2027-01-15T20:00:00Z'))).toEqual([
    [1, '2027-01-16', '2027-01-16T08:00:00.000Z'],
    [2, '2027-01-16', '2027-01-16T08:15:00.000Z'],
    [3, '2027-01-16', '2027-01-16T08:30:00.000Z'],
    [4, '2027-01-16', '2027-01-16T08:45:00.000Z'],
    [5, '2027-01-17', '2027-01-17T08:00:00.000Z'],
    [6, '2027-01-17', '2027-01-17T08:15:00.000Z'],
  ])
})

test('what is free today goes out at once, unless posts scheduled for today need it', () => {
  const now = '2027-01-15T20:00:00Z'
  const scheduledOn = (day: string) => (day === '2027-01-15' ? 2 : 0)
  expect(told(2, outlookAt(now, { freeToday: 3, scheduledOn }))).toEqual([
    [1, '2027-01-15', '2027-01-15T20:00:00.000Z'],
    [2, '2027-01-16', '2027-01-16T08:00:00.000Z'],
  ])
})

test('posts scheduled for a coming day come before the queue, which passes over a day that they fill', () => {
  const scheduledOn = (day: string) => ({ '2027-01-16': 3, '2027-01-17': 9 })[day] ?? 0
  expect(told(2, outlookAt('2027-01-15T20:00:00Z', { scheduledOn }))).toEqual([
    [1, '2027-01-16', '2027-01-16T08:00:00.000Z'],
    [2, '2027-01-18', '2027-01-18T08:00:00.000Z'],
  ])
})

test.each([
  [
    'spring, when the day lasts 23 hours',
    '2027-03-13T20:00:00Z',
    '2027-03-14T08:00:00.000Z',
    '2027-03-15T07:00:00.000Z',
  ],
  ['autumn, when it lasts 25', '2027-11-06T20:00:00Z', '2027-11-07T07:00:00.000Z', '2027-11-08T08:00:00.000Z'],
])('the clocks change in %s', (_season, now, first, second) => {
  const instants = told(2, outlookAt(now, { placesOn: () => 1 })).map(([, , instant]) => instant)
  expect(instants).toEqual([first, second])
})

test('a limit that is raised from some day on counts from that day on', () => {
  const placesOn = (day: string) => (day < '2027-01-17' ? 1 : 100)
  const days = told(102, outlookAt('2027-01-15T20:00:00Z', { placesOn })).map(([, day]) => day)
  expect([days[0], days[1], days[100], days[101]]).toEqual(['2027-01-16', '2027-01-17', '2027-01-17', '2027-01-18'])
})

test('where no day has room for an upload, nothing is promised', () => {
  expect(forecast(jobIds(2), outlookAt('2027-01-15T20:00:00Z', { placesOn: () => 0 }))).toEqual([])
})

test('whatever the days bring, places count from 1, starts never go back, and no day is promised more than it has', () => {
  const days = fc.record({
    nowMs: fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2030-01-01T00:00:00Z') }),
    count: fc.nat(200),
    freeToday: fc.nat(20),
    places: fc.integer({ min: 1, max: 20 }),
    scheduled: fc.array(fc.nat(25), { minLength: 1, maxLength: 10 }),
    spreadMs: fc.integer({ min: 1, max: 20 * HOUR_MS }),
  })
  fc.assert(
    fc.property(days, ({ nowMs, count, freeToday, places, scheduled, spreadMs }) => {
      // So many on each of the next days, none later.
      const calendar: string[] = [pacificDay(nowMs)]
      for (let atMs = nowMs; calendar.length < scheduled.length;) {
        atMs = nextPacificMidnightMs(atMs)
        calendar.push(pacificDay(atMs))
      }
      const scheduledOn = (day: string) => scheduled[calendar.indexOf(day)] ?? 0
      const found = forecast(jobIds(count), { nowMs, freeToday, placesOn: () => places, scheduledOn, spreadMs })
      expect(found.map(({ place }) => place)).toEqual(jobIds(count).map((_, index) => index + 1))
      const perDay = new Map<string, number>()
      let beforeMs = nowMs
      for (const { day, startAtMs } of found) {
        expect(startAtMs).toBeGreaterThanOrEqual(beforeMs)
        expect(pacificDay(startAtMs)).toBe(day)
        beforeMs = startAtMs
        perDay.set(day, (perDay.get(day) ?? 0) + 1)
      }
      for (const [day, given] of perDay)
        expect(given + scheduledOn(day)).toBeLessThanOrEqual(day === calendar[0] ? freeToday : places)
    }),
  )
})
