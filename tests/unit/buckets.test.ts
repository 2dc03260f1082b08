import { BUCKETS, countBuckets, toRange } from '../../src/domain/buckets'

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
const range = (bucket: (typeof BUCKETS)[number], from: string, to: string) =>
  toRange(bucket, Date.parse(from), Date.parse(to))

test.each([
  ['hour', '2027-01-15T10:00', '2027-01-15T13:00', 3],
  ['day', '2027-01-15T00:00', '2027-01-16T00:00', 1],
  ['week', '2027-01-11T00:00', '2027-01-18T00:00', 1],
] as const)('a time is that of every %s it touches', (bucket, from, to, count) => {
  const whole = range(bucket, '2027-01-15T10:59:59Z', '2027-01-15T12:00:01Z')
  expect([iso(whole.fromMs), iso(whole.toMs), countBuckets(whole)]).toEqual([from, to, count])
})

test.each(BUCKETS)('whole buckets stay what they are: %s', (bucket) => {
  const whole = range(bucket, '1969-07-20T20:17:00Z', '2027-06-01T00:00:01Z')
  expect(toRange(bucket, whole.fromMs, whole.toMs)).toEqual(whole)
})

test('a day on which clocks change somewhere has 24 hours', () => {
  for (const day of ['2027-03-28', '2027-10-31']) {
    const hours = range('hour', `${day}T00:00:00Z`, new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString())
    expect(countBuckets(hours)).toBe(24)
  }
})
