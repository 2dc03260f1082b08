import { PublishError } from '../../src/domain/errors'
import type { MeasuredPost } from '../../src/domain/ports/metrics'
import type { Account } from '../../src/domain/ports/platform'
import { nextPacificMidnightMs } from '../../src/domain/quota'
import { recordLimits } from '../support/recording-limits'
import { type Bench, openBench, problemOf } from './bench'
import { BAD_ANSWERS, HOUR_SECONDS, inOrder, LASTING, measured } from './measured'

const DAY_SECONDS = 24 * HOUR_SECONDS

const limits = recordLimits()
let bench: Bench

beforeAll(async () => {
  bench = await openBench({}, limits)
})
afterAll(() => bench.stop())
beforeEach(async () => {
  limits.clear()
  await bench.reset()
})

const read = async (account: Account, posts: MeasuredPost[]) =>
  inOrder(posts, await bench.readers.YOUTUBE.read(account, posts, new AbortController().signal))

const fault = (operation: string, given: object) =>
  bench.fault({ platform: 'YOUTUBE', operation, kind: 'before-effect', ...given })

const calls = async (operation: string) => (await bench.requests('YOUTUBE', operation)).length

const stats = (items: object[]) => ({ status: 200, body: { kind: 'youtube#batchGetStatsResponse', items } })
const QUOTA = { status: 403, body: { error: { code: 403, errors: [{ reason: 'quotaExceeded' }] } } }

/** Ten hours of the sandbox's videos. */
const TEN_HOURS = { views: 2_400, likes: 240, comments: 60, shares: null }

/** A channel with as many videos. */
async function channelOf(count: number, profile: object = {}, given: Partial<MeasuredPost> = {}) {
  const account = await bench.account('YOUTUBE', { ...LASTING, ...profile })
  const ids = await bench.ownPosts('YOUTUBE', account, { count })
  return { account, posts: ids.map((id) => measured(id, { publishedAtMs: bench.nowMs(), ...given })) }
}

test('fifty posts take one call of batch statistics, whose counts are text', async () => {
  const { account, posts } = await channelOf(50)
  await bench.advance(10 * HOUR_SECONDS)
  expect(await read(account, posts)).toEqual(posts.map(() => ({ state: 'read', counters: TEN_HOURS })))
  expect([await calls('videos.batchGetStats'), await calls('videos.list')]).toEqual([1, 0])
  expect(limits.charged).toEqual(['batch-stats'])
})

test('hidden counts are null, and counts may go down', async () => {
  const { account, posts } = await channelOf(1, { hiddenCounts: ['likeCount'], countsCorrection: 10 })
  await bench.advance(10 * HOUR_SECONDS)
  const counters = { views: 2_390, likes: null, comments: 50, shares: null }
  expect(await read(account, posts)).toEqual([{ state: 'read', counters }])
})

test('a private video is read by its owner, a deleted one is unavailable', async () => {
  const { account, posts } = await channelOf(3)
  await bench.advance(10 * HOUR_SECONDS)
  await bench.act('YOUTUBE', 'hide-video', { postId: posts[0]?.platformPostId })
  await bench.act('YOUTUBE', 'delete-video', { postId: posts[1]?.platformPostId })
  const reading = { state: 'read', counters: TEN_HOURS }
  expect(await read(account, posts)).toEqual([
    reading,
    { state: 'unavailable', reason: 'deleted-at-platform' },
    reading,
  ])
})

test('what batch statistics leave out is asked for otherwise before it counts as deleted', async () => {
  const { account, posts } = await channelOf(2)
  await bench.advance(10 * HOUR_SECONDS)
  await fault('videos.batchGetStats', stats([]))
  const reading = { state: 'read', counters: TEN_HOURS }
  expect(await read(account, posts)).toEqual([reading, reading])
  expect(limits.charged).toEqual(['batch-stats', 'list'])
})

test('what cannot be asked for otherwise has failed, and the others are read', async () => {
  const { account, posts } = await channelOf(1)
  await fault('videos.list', { status: 503 })
  expect(await read(account, [...posts, measured('gone')])).toMatchObject([
    { state: 'read' },
    { state: 'failed', code: 'platform-unavailable' },
  ])
})

test('what is no count is null, an odd item spoils no other', async () => {
  const { account } = await channelOf(1)
  const items = [
    { id: 'a', statistics: { viewCount: '-5', likeCount: '99999999999999999999', commentCount: '3' } },
    { id: 'b' },
    { id: 7, statistics: 'odd' },
  ]
  await fault('videos.batchGetStats', stats(items))
  expect(await read(account, [measured('a'), measured('b')])).toEqual([
    { state: 'read', counters: { views: null, likes: null, comments: 3, shares: null } },
    { state: 'read', counters: { views: null, likes: null, comments: null, shares: null } },
  ])
})

test.each(BAD_ANSWERS)('%s says nothing of any post', async (_, given, code) => {
  const { account, posts } = await channelOf(2)
  await fault('videos.batchGetStats', given)
  expect(await problemOf(read(account, posts))).toMatchObject({ code, category: 'transient' })
})

test("YouTube's word that a quota is used up closes the bucket of the call until midnight Pacific Time", async () => {
  const { account, posts } = await channelOf(1)
  await fault('videos.batchGetStats', QUOTA)
  expect(await problemOf(read(account, posts))).toMatchObject({
    code: 'platform-quota-exceeded',
    category: 'quota',
    untilMs: nextPacificMidnightMs(bench.nowMs()),
  })
  expect(limits.closed).toEqual(['batch-stats'])
})

describe('shares', () => {
  const due = { isSharesDue: true }

  test('come from the Analytics API for the posts that are due, days behind', async () => {
    const { account, posts } = await channelOf(2, {}, due)
    const [first = measured(''), second = measured('')] = posts
    await bench.advance(10 * DAY_SECONDS)
    const readings = await read(account, [first, { ...second, isSharesDue: false }])
    expect(readings).toEqual([
      { state: 'read', counters: expect.objectContaining({ shares: expect.any(Number) }), sharesRead: true },
      { state: 'read', counters: expect.objectContaining({ shares: null }) },
    ])
    const [reading] = readings
    const shares = reading?.state === 'read' ? reading.counters.shares : null
    // Four an hour of seven to nine whole days.
    expect(shares).toBeGreaterThan(4 * 24 * 6)
    expect(shares).toBeLessThan(4 * 24 * 9)
    expect(limits.charged).toEqual(['batch-stats'])
  })

  test('that are not known yet are null, and were read', async () => {
    const { account, posts } = await channelOf(1, {}, due)
    await bench.advance(10 * HOUR_SECONDS)
    expect(await read(account, posts)).toEqual([{ state: 'read', counters: TEN_HOURS, sharesRead: true }])
  })

  test('stay null without their permission, which is not asked for again at once', async () => {
    const scopes = ['https://www.googleapis.com/auth/youtube.readonly']
    const { account, posts } = await channelOf(1, { scopes }, due)
    await bench.advance(10 * HOUR_SECONDS)
    expect(await read(account, posts)).toEqual([{ state: 'read', counters: TEN_HOURS, sharesRead: true }])
  })

  test.each(BAD_ANSWERS)('%s to their report spoils no counter', async (_, given) => {
    const { account, posts } = await channelOf(1, {}, due)
    await bench.advance(10 * HOUR_SECONDS)
    await fault('reports.query', given)
    expect(await read(account, posts)).toEqual([{ state: 'read', counters: TEN_HOURS }])
  })

  test('are asked for past the gate, too', async () => {
    const { account, posts } = await channelOf(1, {}, due)
    limits.forbid(
      'reports.query',
      new PublishError(
        { code: 'paused', category: 'rate-limited', message: 'Not now.', remedy: 'Nothing to do.' },
        { neverSent: true },
      ),
    )
    expect(await read(account, posts)).toMatchObject([{ state: 'read' }])
    expect(await calls('reports.query')).toBe(0)
  })

  // Last: the reader keeps what it has learnt.
  test('are not asked for while their own API is limited, which holds nothing else back', async () => {
    const { account, posts } = await channelOf(1, {}, due)
    for (const [index, given] of [{ kind: 'rate-limit', retryAfterSeconds: 600 }, QUOTA].entries()) {
      await fault('reports.query', given)
      await read(account, posts)
      await read(account, posts)
      expect(await calls('reports.query')).toBe(index + 1)
      await bench.advance(2 * DAY_SECONDS)
    }
    expect(await read(account, posts)).toMatchObject([{ sharesRead: true }])
    expect([limits.held, limits.closed]).toEqual([[], []])
  })
})
