import { timeTicks, valueTicks } from '../../src/api/post-page/ticks'

const HOUR_MS = 3_600_000
const FROM_MS = Date.parse('2027-01-13T10:20:00Z')

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [12, [0, 5, 10, 15]],
  [1_234, [0, 500, 1_000, 1_500]],
  [193_000, [0, 50_000, 100_000, 150_000, 200_000]],
])('an axis up to %d has round whole numbers, and room for it', (max, ticks) => {
  expect(valueTicks(max, 4)).toEqual(ticks)
})

test.each([1, 5, 30, 100, 500, 2_000, 9_000, 200_000])(
  'a time of %d hours has a few marks within it, evenly',
  (hours) => {
    const toMs = FROM_MS + hours * HOUR_MS
    const ticks = timeTicks(FROM_MS, toMs, 6)
    expect(ticks.length).toBeGreaterThan(0)
    expect(ticks.length).toBeLessThanOrEqual(6)
    for (const { atMs } of ticks) expect(FROM_MS <= atMs && atMs <= toMs).toBe(true)
  },
)

test('marks are told as clocks and calendars have them', () => {
  const labels = (from: string, to: string) => timeTicks(Date.parse(from), Date.parse(to), 5).map(({ label }) => label)
  expect(labels('2027-01-13T10:20Z', '2027-01-14T10:20Z')).toEqual(['12:00', '18:00', 'Jan 14', '06:00'])
  expect(labels('2027-01-10T00:00Z', '2027-02-01T00:00Z')).toEqual(['Jan 11', 'Jan 18', 'Jan 25', 'Feb 1'])
  expect(labels('2025-12-11T00:00Z', '2027-01-15T00:00Z')).toEqual([
    'Jan 2026',
    'Apr 2026',
    'Jul 2026',
    'Oct 2026',
    'Jan 2027',
  ])
})
