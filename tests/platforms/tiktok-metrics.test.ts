import type { Account } from '../../src/domain/ports/platform'
import type { MeasuredPost } from '../../src/domain/ports/metrics'
import { PublishError } from '../../src/domain/errors'
import { recordLimits } from '../support/recording-limits'
import { type Bench, openBench, problemOf } from './bench'
import { BAD_ANSWERS, HOUR_SECONDS, inOrder, LASTING, measured } from './measured'
import { type TikTokBench, tiktokBench } from './tiktok-bench'

const limits = recordLimits()
let bench: Bench
let on: TikTokBench

beforeAll(async () => {
  bench = await openBench({}, limits)
  on = tiktokBench(bench)
})
afterAll(() => on.stop())
beforeEach(async () => {
  limits.clear()
  await bench.reset()
})

const read = async (account: Account, posts: MeasuredPost[]) =>
  inOrder(posts, await bench.readers.TIKTOK.read(account, posts, new AbortController().signal))

const fault = (operation: string, given: object) =>
  bench.fault({ platform: 'TIKTOK', operation, kind: 'before-effect', ...given })

const answer = (videos: object[]) => ({ status: 200, body: { data: { videos }, error: { code: 'ok' } } })

/** An account with as many public videos. */
async function creatorOf(count: number, profile: object = {}) {
  const account = await bench.account('TIKTOK', { ...LASTING, ...profile })
  const ids = count === 0 ? [] : await bench.ownPosts('TIKTOK', account, { count })
  await bench.advance(2)
  return { account, posts: ids.map((id) => measured(id)) }
}

/** A post of ours whose public id is not recorded. */
async function provisional(given: { profile?: object; options?: Record<string, unknown> } = {}) {
  const { task, transfer, commit } = await on.prepared({ ...given, profile: { ...LASTING, ...given.profile } })
  await transfer()
  await commit()
  const { caption, hashtags } = task.draft
  const post = measured(task.reference.publishId ?? '', {
    isProvisional: true,
    caption,
    hashtags,
    publishedAtMs: bench.nowMs(),
  })
  return { account: task.account, post, shownAs: `${caption}\n\n#sunrise` }
}

const NO_TASK = { status: 400, body: { error: { code: 'invalid_publish_id' } } }

test('twenty posts take one call, and each has its own counters', async () => {
  const { account, posts } = await creatorOf(20)
  await bench.advance(48 * HOUR_SECONDS)
  const readings = await read(account, posts)
  expect(await bench.requests('TIKTOK', 'video.query')).toHaveLength(1)
  for (const [index, reading] of readings.entries()) {
    // The sandbox's pace of a video is told by its id, of which no digit may be lost.
    const views = 48 * (60 + Number(BigInt(posts[index]?.platformPostId ?? 0) % 600n))
    const told = countersAt(reading)
    expect(told).toEqual({
      views: expect.closeTo(views, -1),
      likes: Math.floor(told.views / 10),
      comments: Math.floor(told.views / 50),
      shares: Math.floor(told.views / 100),
    })
  }
})

function countersAt(reading: Awaited<ReturnType<typeof read>>[number]) {
  if (reading?.state !== 'read') throw new Error(reading?.state)
  const { views, likes, comments, shares } = reading.counters
  return { views: views ?? 0, likes: likes ?? 0, comments: comments ?? 0, shares: shares ?? 0 }
}

test('counters may go down', async () => {
  const { account, posts } = await creatorOf(1)
  await bench.advance(48 * HOUR_SECONDS)
  const [before] = (await read(account, posts)).map(countersAt)
  await bench.patchAccount('TIKTOK', account.platformUserId, { countsCorrection: 5 })
  const [after] = (await read(account, posts)).map(countersAt)
  expect(before?.views).toBeGreaterThan(after?.views ?? Infinity)
})

test('a post that was deleted or made private is unavailable, and spoils no other', async () => {
  const { account, posts } = await creatorOf(3)
  await bench.act('TIKTOK', 'delete-video', { postId: posts[0]?.platformPostId })
  await bench.act('TIKTOK', 'hide-video', { postId: posts[1]?.platformPostId })
  const gone = { state: 'unavailable', reason: 'deleted-or-private' }
  expect(await read(account, posts)).toEqual([gone, gone, expect.objectContaining({ state: 'read' })])
})

test('what is no count is null, and the counts beside it are kept', async () => {
  const { account } = await creatorOf(0)
  const big = '9007199254740993'
  await fault(
    'video.query',
    answer([
      { id: '1', view_count: -1, like_count: 1.5, comment_count: 'many', share_count: 7 },
      { id: '2', view_count: 9007199254740991, like_count: big, comment_count: null },
    ]),
  )
  expect(await read(account, [measured('1'), measured('2')])).toEqual([
    { state: 'read', counters: { views: null, likes: null, comments: null, shares: 7 } },
    { state: 'read', counters: { views: 9007199254740991, likes: null, comments: null, shares: null } },
  ])
})

test('an item that cannot be read makes no other post deleted', async () => {
  const { account } = await creatorOf(0)
  await fault(
    'video.query',
    answer([
      { id: '1', view_count: 3 },
      { id: null, view_count: 4 },
    ]),
  )
  expect(await read(account, [measured('1'), measured('2')])).toEqual([
    { state: 'read', counters: { views: 3, likes: null, comments: null, shares: null } },
    { state: 'failed', code: 'unexpected-answer' },
  ])
})

test.each(BAD_ANSWERS)('%s says nothing of any post', async (_, given, code) => {
  const { account, posts } = await creatorOf(2)
  await fault('video.query', given)
  expect(await problemOf(read(account, posts))).toMatchObject({ code, category: 'transient' })
})

test('without the permission the account is told so, and not the posts', async () => {
  const { account, posts } = await creatorOf(1, { scopes: ['user.info.basic', 'video.publish'] })
  expect(await problemOf(read(account, posts))).toMatchObject({ code: 'connection-lacks-permission', category: 'auth' })
})

describe('a post whose public id was not told', () => {
  test('is unresolved while TikTok does not tell it, then has it with its counters', async () => {
    const { account, post } = await provisional({ profile: { publicIdDelaySeconds: HOUR_SECONDS } })
    await bench.advance(60)
    expect(await read(account, [post])).toEqual([{ state: 'unresolved' }])
    await bench.advance(2 * HOUR_SECONDS)
    const [existing] = await bench.posts('TIKTOK')
    expect(existing?.postId).toMatch(/^7[56]\d{17}$/)
    expect(await read(account, [post])).toEqual([
      {
        state: 'read',
        identity: { platformPostId: existing?.postId, url: existing?.url },
        counters: expect.objectContaining({ views: expect.any(Number) }),
      },
    ])
  })

  test('has its id also where the counters cannot be had', async () => {
    const { account, post } = await provisional({ profile: { scopes: ['user.info.basic', 'video.publish'] } })
    await bench.advance(60)
    const [existing] = await bench.posts('TIKTOK')
    expect(await read(account, [post])).toEqual([
      {
        state: 'read',
        identity: { platformPostId: existing?.postId, url: null },
        counters: { views: null, likes: null, comments: null, shares: null },
      },
    ])
  })

  test('stays unresolved where it is not public', async () => {
    const { account, post } = await provisional({ options: { privacyLevel: 'SELF_ONLY' } })
    await bench.advance(60)
    expect(await read(account, [post])).toEqual([{ state: 'unresolved' }])
  })

  test('is found by its caption once TikTok has forgotten the publish, days later among other posts', async () => {
    const { account, post } = await provisional()
    await bench.advance(60)
    await bench.advance(3 * 24 * HOUR_SECONDS)
    const later = await bench.ownPosts('TIKTOK', account, { caption: 'Over the bay\n\n#sunrise', count: 25 })
    await bench.advance(2)
    const existing = (await bench.posts('TIKTOK')).filter(({ postId }) => !later.includes(postId))
    await fault('status.fetch', NO_TASK)
    expect(await read(account, [post])).toEqual([
      expect.objectContaining({
        state: 'read',
        identity: { platformPostId: existing[0]?.postId, url: existing[0]?.url },
      }),
    ])
    expect(await bench.requests('TIKTOK', 'video.list')).toHaveLength(1)
  })

  test('stays unresolved where two videos look like it', async () => {
    const { account, post, shownAs } = await provisional()
    await bench.ownPosts('TIKTOK', account, { caption: shownAs })
    await bench.advance(60)
    await fault('status.fetch', NO_TASK)
    expect(await read(account, [post])).toEqual([{ state: 'unresolved' }])
  })

  test('is not taken for a post that is known', async () => {
    const { account, post, shownAs } = await provisional()
    const [known = ''] = await bench.ownPosts('TIKTOK', account, { caption: shownAs })
    await bench.advance(60)
    await fault('status.fetch', NO_TASK)
    const [late, other] = await read(account, [post, measured(known)])
    expect(late).toMatchObject({ state: 'read' })
    expect(late).not.toMatchObject({ identity: { platformPostId: known } })
    expect(other).toMatchObject({ state: 'read' })
  })

  test('shares no id with a second one that looks like it', async () => {
    const { account, post } = await provisional()
    await bench.advance(60)
    await fault('status.fetch', { ...NO_TASK, times: 2 })
    const twin = { ...post, id: 'twin' }
    expect(await read(account, [post, twin])).toEqual([{ state: 'unresolved' }, { state: 'unresolved' }])
  })

  test('that cannot be asked about for now spoils no post that is known', async () => {
    const { account, post } = await provisional()
    const [known = ''] = await bench.ownPosts('TIKTOK', account)
    await bench.advance(60)
    limits.forbid(
      'status.fetch',
      new PublishError(
        { code: 'rate-limited', category: 'rate-limited', message: 'Not now.', remedy: 'Nothing to do.' },
        { neverSent: true },
      ),
    )
    const readings = await read(account, [post, measured(known)])
    expect(readings).toMatchObject([{ state: 'failed', code: 'rate-limited' }, { state: 'read' }])
  })
})

test('every call passes the gate as a read of its account', async () => {
  const { account, post } = await provisional()
  await bench.advance(60)
  limits.clear()
  await read(account, [post])
  expect(limits.admitted).toMatchObject(
    ['status.fetch', 'video.query'].map((operation) => ({
      platformUserId: account.platformUserId,
      operation,
      effect: 'read',
    })),
  )
})
