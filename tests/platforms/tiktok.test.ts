import { openBench, problemOf, type Bench } from './bench'
import { MIB, tiktokBench, type TikTokBench } from './tiktok-bench'

const CHUNKED = { sizeBytes: 35 * MIB + 3, chunks: 3 }

let bench: Bench
let on: TikTokBench

beforeAll(async () => {
  bench = await openBench()
  on = tiktokBench(bench)
})
afterAll(() => on.stop())
beforeEach(() => bench.reset())

test('a small video is one chunk, and its commit is the whole of it', async () => {
  const { transfer, commit, source, task, bytes } = await on.prepared()
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(source.reads).toEqual([])
  expect(await commit()).toEqual({ outcome: 'accepted' })
  const posts = await bench.posts('TIKTOK')
  expect(posts).toMatchObject([{ sha256: source.sha256, caption: 'Over the bay\n\n#sunrise' }])
  expect(bytes.at(-1)).toBe(task.source.sizeBytes)
})

test('a large video goes chunk by chunk, the last one only with the commit', async () => {
  const { transfer, commit, source } = await on.prepared(CHUNKED)
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(source.reads).toHaveLength(CHUNKED.chunks - 1)
  expect(await bench.posts('TIKTOK')).toEqual([])
  await commit()
  expect(source.reads).toHaveLength(CHUNKED.chunks)
  expect(await bench.posts('TIKTOK')).toMatchObject([{ sha256: source.sha256 }])
})

test.each(['before-effect', 'after-effect', 'drop-connection', 'truncate', 'html-error', 'rate-limit'])(
  'a chunk struck by %s is sent at most once more, and the bytes are right',
  async (kind) => {
    const { transfer, commit, source } = await on.prepared(CHUNKED)
    await bench.fault({ platform: 'TIKTOK', operation: 'chunk.put', kind })
    const first = await transfer().catch(() => 'failed')
    if (first === 'failed') expect(await transfer()).toEqual({ state: 'ready' })
    await commit()
    expect(source.reads.length).toBeLessThanOrEqual(CHUNKED.chunks + 1)
    expect(await bench.posts('TIKTOK')).toMatchObject([{ sha256: source.sha256 }])
  },
)

test('a transfer that starts anew goes on where TikTok is', async () => {
  const { transfer, source, bytes } = await on.prepared(CHUNKED)
  await transfer()
  source.reads.length = 0
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(source.reads).toEqual([])
  expect(bytes.at(-1)).toBeGreaterThan(20 * MIB)
})

test.each(['after-effect', 'truncate'])(
  'a commit whose answer is lost by %s is unknown, and the probe finds the post',
  async (kind) => {
    const { commit, probe, source } = await on.prepared()
    await bench.fault({ platform: 'TIKTOK', operation: 'chunk.put', kind })
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    expect(await probe()).toMatchObject({ verdict: 'processing' })
    await bench.advance(5)
    expect(await probe()).toMatchObject({ verdict: 'published' })
    expect(await bench.posts('TIKTOK')).toMatchObject([{ sha256: source.sha256 }])
  },
)

test.each(['before-effect', 'drop-connection', 'html-error', 'rate-limit'])(
  'a commit that failed by %s is unknown, and the probe says that nothing was published',
  async (kind) => {
    const { commit, probe } = await on.prepared()
    await bench.fault({ platform: 'TIKTOK', operation: 'chunk.put', kind })
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    expect(await probe()).toEqual({ verdict: 'not-published' })
    expect(await commit()).toEqual({ outcome: 'accepted' })
    expect(await bench.posts('TIKTOK')).toHaveLength(1)
  },
)

test('a second commit never makes a second post', async () => {
  const { commit, probe, transfer } = await on.prepared()
  await commit()
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
  await bench.advance(5)
  expect(await probe()).toMatchObject({ verdict: 'published' })
  expect(await bench.posts('TIKTOK')).toHaveLength(1)
})

test('an upload address past its hour is gone, and a commit to it has published nothing', async () => {
  const chunked = await on.prepared(CHUNKED)
  const small = await on.prepared()
  expect(small.expiresAtMs - Date.now()).toBeLessThanOrEqual(3_600_000)
  await bench.advance(3_601)
  expect(await chunked.transfer()).toMatchObject({ state: 'gone', problem: { code: 'upload-gone' } })
  expect(await problemOf(small.commit())).toMatchObject({ code: 'upload-gone', category: 'transient' })
})

test('a task that TikTok does not know is gone', async () => {
  const { task } = await on.prepared()
  const lost = { ...task, reference: { ...task.reference, publishId: 'v_pub_file~v2-1.0' } }
  expect(await on.tiktok.transfer(lost, () => {})).toMatchObject({ state: 'gone', problem: { code: 'upload-gone' } })
})

test.each([
  ['internal', 'transient'],
  ['spam_risk_too_many_posts', 'rate-limited'],
  ['auth_removed', 'auth'],
  ['picture_size_check_failed', 'media'],
])('an upload that TikTok gave up for %s is gone for that reason', async (failReason, category) => {
  const { commit, transfer } = await on.prepared({ profile: { processing: 'fail', failReason } })
  await commit()
  await bench.advance(5)
  expect(await transfer()).toMatchObject({ state: 'gone', problem: { category, platformCode: failReason } })
})

test('a commit to a closed address is unknown where the status does not tell why it is closed', async () => {
  const { commit } = await on.prepared()
  await bench.advance(3_601)
  await bench.fault({ platform: 'TIKTOK', operation: 'status.fetch', kind: 'before-effect', status: 401 })
  expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
})

test('a public id of 19 digits arrives late and whole; the post is complete with its link', async () => {
  const { task, commit, probe, enrich } = await on.prepared({ profile: { publicIdDelaySeconds: 60 } })
  await commit()
  await bench.advance(5)
  const found = await probe()
  if (found.verdict !== 'published') throw new Error(found.verdict)
  expect(found.awaiting).toMatch(/public id/)
  const known = { provisionalId: task.reference.publishId, visibility: 'PUBLIC_TO_EVERYONE', warnings: [] }
  expect(found.post).toEqual({ ...known, platformPostId: null, complete: false })
  expect(await enrich(found.post)).toEqual(found.post)
  await bench.advance(60)
  const [post] = await bench.posts('TIKTOK')
  expect(post?.postId).toMatch(/^\d{19}$/)
  const whole = { ...known, platformPostId: post?.postId, url: post?.url, complete: true }
  expect(await enrich(found.post)).toEqual(whole)
  expect(await probe()).toEqual({ verdict: 'published', post: whole })
})

test('a post that is not public never gets an id, and is complete without', async () => {
  const { commit, probe, enrich } = await on.prepared({ options: { privacyLevel: 'SELF_ONLY' } })
  await commit()
  await bench.advance(3_600)
  const found = await probe()
  if (found.verdict !== 'published') throw new Error(found.verdict)
  expect(found).not.toHaveProperty('awaiting')
  expect(found.post).toMatchObject({ platformPostId: null, visibility: 'SELF_ONLY', complete: true })
  expect(await enrich(found.post)).toEqual(found.post)
})

test('of several ids for one publish the first is taken, every digit of it', async () => {
  const { commit, probe } = await on.prepared({ profile: { publicIdCount: 2 } })
  await commit()
  await bench.advance(5)
  const [post] = await bench.posts('TIKTOK')
  expect(await probe()).toMatchObject({ verdict: 'published', post: { platformPostId: post?.postId } })
})

test('a link that cannot be had with the verdict is left to enrich', async () => {
  const { commit, probe, enrich } = await on.prepared()
  await commit()
  await bench.advance(5)
  await bench.fault({ platform: 'TIKTOK', operation: 'creator_info.query', kind: 'before-effect' })
  await bench.fault({ platform: 'TIKTOK', operation: 'video.query', kind: 'before-effect' })
  const found = await probe()
  if (found.verdict !== 'published') throw new Error(found.verdict)
  expect(found.post).toMatchObject({ complete: false, platformPostId: expect.any(String) })
  expect(found.post).not.toHaveProperty('url')
  const [post] = await bench.posts('TIKTOK')
  expect(await enrich(found.post)).toMatchObject({ complete: true, url: post?.url })
})

test('the last post that the cap allows has its link too', async () => {
  const { commit, probe } = await on.prepared({ profile: { dailyPostCap: 1 } })
  await commit()
  await bench.advance(5)
  const [post] = await bench.posts('TIKTOK')
  expect(await probe()).toMatchObject({ verdict: 'published', post: { complete: true, url: post?.url } })
})

test.each([
  ['picture_size_check_failed', 'media-refused', 'media'],
  ['spam_risk_text', 'text-suspected', 'policy'],
  ['internal', 'processing-failed', 'transient'],
])('a video that fails with %s after its commit is refused', async (failReason, code, category) => {
  const { commit, probe } = await on.prepared({ profile: { processing: 'fail', failReason } })
  await commit()
  await bench.advance(5)
  expect(await probe()).toMatchObject({ verdict: 'refused', problem: { code, category, platformCode: failReason } })
})

describe('preflight', () => {
  const preflight = async (
    profile: object,
    change: { options?: Record<string, unknown>; durationSeconds?: number } = {},
  ) => {
    const account = await bench.account('TIKTOK', profile)
    const facts = {
      sizeBytes: 1,
      durationSeconds: change.durationSeconds ?? 30,
      format: 'mp4',
      resolution: '1080x1920',
      ...{ videoCodec: null, audioCodec: null, frameRate: null },
    }
    return on.tiktok.preflight(account, on.draft(change.options), facts, new AbortController().signal)
  }

  test('lets a creator post who may', async () => {
    await preflight({})
  })

  test('lets the settings of an account win over a post that would allow more', async () => {
    await preflight({ commentDisabled: true, duetDisabled: true, stitchDisabled: true })
  })

  test('asks nothing of a draft, whose account may have granted nothing else', async () => {
    await preflight({ scopes: ['video.upload'] }, { options: { postMode: 'MEDIA_UPLOAD' } })
    expect(await bench.requests('TIKTOK', 'creator_info.query')).toEqual([])
  })

  test.each([
    ['a privacy level that the creator lacks', { privateAccount: true }, {}, 'privacy-level-unavailable'],
    ['a video longer than the creator may post', { maxVideoPostDurationSec: 20 }, {}, 'video-too-long-for-creator'],
    ['a banned creator, told with HTTP 200', { banned: true }, {}, 'account-restricted'],
    ['a creator at the daily cap, told with HTTP 200', { dailyPostCap: 0 }, {}, 'posting-cap'],
    ['a withheld permission', { scopes: ['video.list'] }, {}, 'connection-lacks-permission'],
    ['a revoked token', { revoked: true }, {}, 'access-token-invalid'],
  ])('refuses %s', async (_what, profile, change, code) => {
    expect(await problemOf(preflight(profile, change))).toMatchObject({ code })
  })
})
