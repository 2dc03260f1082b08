import type { MeasuredPost } from '../../src/domain/ports/metrics'
import type { Account } from '../../src/domain/ports/platform'
import { recordLimits } from '../support/recording-limits'
import { type Bench, openBench, problemOf } from './bench'
import { BAD_ANSWERS, HOUR_SECONDS, inOrder, LASTING, measured } from './measured'

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
  inOrder(posts, await bench.readers.INSTAGRAM.read(account, posts, new AbortController().signal))

const fault = (operation: string, given: object) =>
  bench.fault({ platform: 'INSTAGRAM', operation, kind: 'before-effect', ...given })

const calls = async (operation: string) => (await bench.requests('INSTAGRAM', operation)).length

const BAD_NAME = { status: 400, body: { error: { code: 100, message: '(#100) The metric likes is not supported' } } }
const NOT_FOUND = { status: 400, body: { error: { code: 100, error_subcode: 33 } } }

/** Ten hours of the sandbox's Reels. */
const TEN_HOURS = { views: 1_200, likes: 120, comments: 30, shares: 20 }

/** An account with as many Reels. */
async function creatorOf(count: number, profile: { login?: 'instagram' | 'facebook'; [name: string]: unknown } = {}) {
  const made = await bench.account('INSTAGRAM', { ...LASTING, insightsLagSeconds: 0, ...profile })
  const account = { ...made, login: profile.login === 'facebook' ? 'facebook' : null }
  const ids = await bench.ownPosts('INSTAGRAM', account, { count })
  return { account, posts: ids.map((id) => measured(id)) }
}

test.each(['instagram', 'facebook'] as const)(
  'by %s login, each Reel takes a call for its four numbers',
  async (login) => {
    const { account, posts } = await creatorOf(3, { login })
    await bench.advance(10 * HOUR_SECONDS)
    const reading = { state: 'read', counters: TEN_HOURS }
    expect(await read(account, posts)).toEqual([reading, reading, reading])
    expect([await calls('media.insights'), await calls('media.get')]).toEqual([3, 0])
  },
)

test('numbers may go down', async () => {
  const { account, posts } = await creatorOf(1)
  await bench.advance(10 * HOUR_SECONDS)
  await bench.patchAccount('INSTAGRAM', account.platformUserId, { insightsCorrection: 20 })
  const counters = { views: 1_180, likes: 100, comments: 10, shares: 0 }
  expect(await read(account, posts)).toEqual([{ state: 'read', counters }])
})

test('before there are insights, the media tells its likes and comments, and the rest is not reported', async () => {
  const { account, posts } = await creatorOf(1, { insightsLagSeconds: 48 * HOUR_SECONDS })
  await bench.advance(10 * HOUR_SECONDS)
  const counters = { views: null, likes: 120, comments: 30, shares: null }
  expect(await read(account, posts)).toEqual([{ state: 'read', counters }])
})

test('insights that tell nothing are believed where the media cannot be read', async () => {
  const { account, posts } = await creatorOf(1, { insightsLagSeconds: 48 * HOUR_SECONDS })
  await fault('media.get', { status: 503 })
  const counters = { views: null, likes: null, comments: null, shares: null }
  expect(await read(account, posts)).toEqual([{ state: 'read', counters }])
})

test('a Reel that has no insights at all teaches nothing about names', async () => {
  const { account, posts } = await creatorOf(2, { login: 'facebook' })
  await bench.advance(10 * HOUR_SECONDS)
  await fault('media.insights', { ...BAD_NAME, times: 5 })
  const counters = { ...TEN_HOURS, views: null, shares: null }
  expect(await read(account, posts)).toEqual([
    { state: 'read', counters },
    { state: 'read', counters: TEN_HOURS },
  ])
})

test('without the permission for insights, media tell what they can, and insights are asked for once', async () => {
  const { account, posts } = await creatorOf(3, { scopes: ['instagram_business_basic'] })
  await bench.advance(10 * HOUR_SECONDS)
  await bench.act('INSTAGRAM', 'delete-media', { postId: posts[1]?.platformPostId })
  const reading = { state: 'read', counters: { ...TEN_HOURS, views: null, shares: null } }
  const gone = { state: 'unavailable', reason: 'deleted-or-private' }
  expect(await read(account, posts)).toEqual([reading, gone, reading])
  expect(await calls('media.insights')).toBe(1)
})

test('a deleted Reel is unavailable, and spoils no other', async () => {
  const { account, posts } = await creatorOf(2)
  await bench.act('INSTAGRAM', 'delete-media', { postId: posts[0]?.platformPostId })
  expect(await read(account, posts)).toMatchObject([
    { state: 'unavailable', reason: 'deleted-or-private' },
    { state: 'read' },
  ])
})

test('one read that does not know a Reel makes it no deleted one', async () => {
  const { account, posts } = await creatorOf(1)
  await bench.advance(10 * HOUR_SECONDS)
  await fault('media.insights', NOT_FOUND)
  const counters = { views: null, likes: 120, comments: 30, shares: null }
  expect(await read(account, posts)).toEqual([{ state: 'read', counters }])
})

test('what is no count is null', async () => {
  const { account, posts } = await creatorOf(1)
  const data = [
    { name: 'views', values: [{ value: -3 }] },
    { name: 'likes', total_value: { value: 7 } },
    { name: 'comments', values: [{ value: 2 }] },
    { name: 'shares', values: [] },
    'odd',
  ]
  await fault('media.insights', { status: 200, body: { data } })
  const counters = { views: null, likes: 7, comments: 2, shares: null }
  expect(await read(account, posts)).toEqual([{ state: 'read', counters }])
})

test.each(BAD_ANSWERS)('%s about one Reel spoils no other', async (_, given, code) => {
  const { account, posts } = await creatorOf(3)
  await fault('media.insights', { ...given, skip: 1 })
  expect(await read(account, posts)).toMatchObject([{ state: 'read' }, { state: 'failed', code }, { state: 'read' }])
})

test('where nothing is answered, three calls are enough', async () => {
  const { account, posts } = await creatorOf(20)
  await fault('media.insights', { kind: 'html-error', times: 20 })
  expect(await problemOf(read(account, posts))).toMatchObject({ code: 'platform-unavailable' })
  expect(await calls('media.insights')).toBe(3)
})

test('a limit leaves what was read, holds the account back and lets nothing more be asked', async () => {
  const { account, posts } = await creatorOf(4)
  const limit = { status: 400, body: { error: { code: 17 } }, retryAfterSeconds: 900 }
  await fault('media.insights', { ...limit, skip: 2 })
  const late = { state: 'failed', code: 'rate-limited' }
  expect(await read(account, posts)).toEqual([
    expect.objectContaining({ state: 'read' }),
    expect.objectContaining({ state: 'read' }),
    late,
    late,
  ])
  expect(await calls('media.insights')).toBe(3)
  expect(limits.held).toMatchObject([{ platformUserId: account.platformUserId, code: 'rate-limited' }])
  expect(limits.held[0]?.untilMs).toBeGreaterThan(bench.nowMs() + 800_000)
})

test('a dead token is told of the account, so that it can be renewed', async () => {
  const { account, posts } = await creatorOf(2)
  await fault('media.insights', { status: 401, skip: 1 })
  expect(await problemOf(read(account, posts))).toMatchObject({ code: 'access-token-invalid', category: 'auth' })
})

test('a post that is known by its container alone is unresolved, without a call', async () => {
  const { account, posts } = await creatorOf(1)
  const provisional = posts.map((post) => ({ ...post, isProvisional: true }))
  expect(await read(account, provisional)).toEqual([{ state: 'unresolved' }])
  expect(await bench.requests('INSTAGRAM')).toEqual([])
})

test('every call passes the gate as a read', async () => {
  const { account, posts } = await creatorOf(1, { insightsLagSeconds: 48 * HOUR_SECONDS })
  await read(account, posts)
  const { platformUserId } = account
  expect(limits.admitted).toMatchObject([
    { platformUserId, operation: 'media.insights', effect: 'read' },
    { platformUserId, operation: 'media.get', effect: 'read' },
  ])
})

// Last: what it teaches the reader stays.
test('a name that Instagram refuses drops only itself, and is not asked for again for some hours', async () => {
  const { account, posts } = await creatorOf(2)
  await bench.advance(10 * HOUR_SECONDS)
  // The list, then the second of its names.
  await fault('media.insights', BAD_NAME)
  await fault('media.insights', { ...BAD_NAME, skip: 2 })
  const reading = { state: 'read', counters: TEN_HOURS }
  expect(await read(account, posts)).toEqual([reading, reading])
  // Five for the first Reel, one for the second; its media tells the likes.
  expect([await calls('media.insights'), await calls('media.get')]).toEqual([6, 2])
  await bench.advance(7 * HOUR_SECONDS)
  await read(account, posts)
  expect([await calls('media.insights'), await calls('media.get')]).toEqual([8, 2])
})
