import fc from 'fast-check'
import { decodePost, encodePost, type ArchivedPost } from '../../src/domain/archive-format'
import { archivableBeforeMs, monthBounds } from '../../src/domain/archive-months'

const instant = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
const count = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const text = fc.string({ unit: 'binary' })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const counters = <T>(value: fc.Arbitrary<T>) => ({ views: value, likes: value, comments: value, shares: value })

const post: fc.Arbitrary<ArchivedPost> = fc.record({
  ...{ id: text, userId: text, videoId: text, platformPostId: text, caption: text },
  platform: fc.constantFrom('TIKTOK', 'INSTAGRAM', 'YOUTUBE'),
  platformPostIdProvisional: fc.boolean(),
  hashtags: maybe(fc.array(text)),
  publishedAt: instant,
  ...counters(count),
  ...{ platformUserId: maybe(text), url: maybe(text), visibility: maybe(text) },
  ...{ lastSyncedAt: maybe(instant), countersChangedAt: maybe(instant), sharesSyncedAt: maybe(instant) },
  ...{ syncFailure: maybe(text), unavailableAt: maybe(instant), unavailableReason: maybe(text) },
  metrics: fc.array(fc.record({ window: instant, observedAt: instant, ...counters(maybe(count)) })),
})

test('every post comes out of its line as it went in, and makes the same line again', () => {
  fc.assert(
    fc.property(post, (given) => {
      const line = encodePost(given)
      expect(line).not.toContain('\n')
      expect(decodePost(line)).toEqual(given)
      expect(encodePost(decodePost(line))).toBe(line)
    }),
  )
})

test.each([
  ['views', 5],
  ['views', '1e3'],
  ['publishedAt', '2025-12-03'],
  ['caption', null],
  ['hashtags', ['a', 1]],
  ['platformPostIdProvisional', 'true'],
])('a line whose %s is %j is refused by the name of the column', (name, value) => {
  const [given] = fc.sample(post, 1)
  if (!given) throw new Error('no sample')
  const line = JSON.stringify({ ...(JSON.parse(encodePost(given)) as object), [name]: value })
  expect(() => decodePost(line)).toThrow(name)
})

test('a month begins and ends in UTC, leap days included', () => {
  const of = (month: string) => Object.values(monthBounds(month)).map((ms) => new Date(ms).toISOString())
  expect(of('2024-02')).toEqual(['2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'])
  expect(of('2025-12')).toEqual(['2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'])
  expect(archivableBeforeMs(Date.parse('2024-03-30T00:00:00Z'), 30)).toBe(Date.parse('2024-02-01T00:00:00Z'))
})
