import fc from 'fast-check'
import { PLATFORMS } from '../../src/domain/platform'
import { renewAtMs, type PairAges } from '../../src/domain/renewal'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const NOW_MS = Date.parse('2027-01-15T12:00:00Z')

const inDays = (days: number) => NOW_MS + days * DAY_MS

const pair = (change: Partial<PairAges> & Pick<PairAges, 'platform'>): PairAges => ({
  storedAtMs: NOW_MS,
  expiresAtMs: NOW_MS + HOUR_MS,
  refreshExpiresAtMs: null,
  ...change,
})

/** In days after it was stored: the earliest and the latest that chance gives. */
const range = (given: PairAges) =>
  [0, 1].map((share) => {
    const atMs = renewAtMs(given, share)
    return atMs === null ? null : (atMs - NOW_MS) / DAY_MS
  })

describe('a pair that nobody needs is renewed', () => {
  test('on TikTok at the middle of what the platform tells the refresh token to live', () => {
    expect(range(pair({ platform: 'TIKTOK', refreshExpiresAtMs: inDays(180) }))).toEqual([90, 108])
    expect(range(pair({ platform: 'TIKTOK', refreshExpiresAtMs: inDays(365) }))).toEqual([182.5, 219])
  })

  test('on TikTok also where the answer does not tell that', () => {
    expect(range(pair({ platform: 'TIKTOK' }))).toEqual([90, 108])
  })

  test("on Instagram at the middle of the access token's sixty days", () => {
    expect(range(pair({ platform: 'INSTAGRAM', expiresAtMs: inDays(60) }))).toEqual([30, 36])
  })

  test("of a Page at the middle of the user's token, from which the Page's is had again", () => {
    expect(range(pair({ platform: 'INSTAGRAM', expiresAtMs: null, refreshExpiresAtMs: inDays(60) }))).toEqual([30, 36])
  })

  test('on YouTube well before six months of disuse', () => {
    expect(range(pair({ platform: 'YOUTUBE' }))).toEqual([90, 108])
  })
})

describe('a pair is left alone', () => {
  test('of a Page whose token has no end, and of whose user none is told', () => {
    expect(range(pair({ platform: 'INSTAGRAM', expiresAtMs: null }))).toEqual([null, null])
  })

  test('of a Google grant that is limited in time: using it does not move its end', () => {
    expect(range(pair({ platform: 'YOUTUBE', refreshExpiresAtMs: inDays(7) }))).toEqual([null, null])
  })

  test('where it dies before it is old enough to be renewed', () => {
    expect(range(pair({ platform: 'INSTAGRAM', expiresAtMs: NOW_MS + HOUR_MS }))).toEqual([null, null])
  })
})

const pairs = fc.record({
  platform: fc.constantFrom(...PLATFORMS),
  storedAtMs: fc.constant(NOW_MS),
  expiresAtMs: fc.option(fc.integer({ min: -DAY_MS, max: 400 * DAY_MS }).map((lifeMs) => NOW_MS + lifeMs)),
  refreshExpiresAtMs: fc.option(fc.integer({ min: -DAY_MS, max: 400 * DAY_MS }).map((lifeMs) => NOW_MS + lifeMs)),
})
const shares = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('no pair is renewed within the day in which Instagram would refuse it, and none at its end or later', () => {
  fc.assert(
    fc.property(pairs, shares, (given, share) => {
      const atMs = renewAtMs(given, share)
      if (atMs === null) return
      const { platform, expiresAtMs, refreshExpiresAtMs } = given
      const endMs =
        platform === 'INSTAGRAM'
          ? (expiresAtMs ?? refreshExpiresAtMs)
          : platform === 'TIKTOK'
            ? refreshExpiresAtMs
            : null
      expect(atMs).toBeGreaterThanOrEqual(NOW_MS + DAY_MS)
      expect(atMs).toBeLessThan(endMs ?? inDays(180))
    }),
  )
})

test('about half of its life is left for an outage', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 400 }), shares, (lifeDays, share) => {
      const atMs = renewAtMs(pair({ platform: 'INSTAGRAM', expiresAtMs: inDays(lifeDays) }), share)
      expect(inDays(lifeDays) - (atMs ?? 0)).toBeGreaterThanOrEqual((2 * lifeDays * DAY_MS) / 5)
    }),
  )
})

test.each(PLATFORMS)(
  'a thousand accounts of %s that are connected in one minute are not renewed in one',
  (platform) => {
    const perMinute = new Map<number, number>()
    for (let index = 0; index < 1_000; index++) {
      const atMs = renewAtMs(pair({ platform, expiresAtMs: inDays(60) }), Math.random()) ?? 0
      const minute = Math.floor(atMs / MINUTE_MS)
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1)
    }
    expect(Math.max(...perMinute.values())).toBeLessThan(10)
  },
)
