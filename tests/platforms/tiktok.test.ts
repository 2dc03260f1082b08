import type { PlatformPublisher, PostDraft, UploadTask, VideoFacts } from '../../src/domain/ports/platform'
import { type MemorySource, startMemorySource } from '../support/memory-source'
import { type Bench, openBench, problemOf } from './bench'

const MIB = 1024 * 1024
const draft: PostDraft = {
  title: 'Sunrise',
  caption: 'Over the bay',
  hashtags: ['sunrise'],
  options: { privacyLevel: 'PUBLIC_TO_EVERYONE' },
}
const video: VideoFacts = { sizeBytes: 1, durationSeconds: 30, format: 'mp4', resolution: '1080x1920' }
const CHUNKED = { sizeBytes: 35 * MIB + 3, chunks: 3 }

let bench: Bench
let tiktok: PlatformPublisher
const sources: MemorySource[] = []

beforeAll(async () => {
  bench = await openBench()
  tiktok = bench.publishers.TIKTOK
})
afterAll(async () => {
  await Promise.all([bench.stop(), ...sources.map((source) => source.stop())])
})
beforeEach(() => bench.reset())

async function prepared(options: { sizeBytes?: number; profile?: object; draft?: Partial<PostDraft> } = {}) {
  const source = await startMemorySource(options.sizeBytes ?? 2 * MIB)
  sources.push(source)
  const account = await bench.account('TIKTOK', options.profile)
  const base = { account, draft: { ...draft, ...options.draft }, source, signal: new AbortController().signal }
  const { reference, expiresAtMs } = await tiktok.prepare(base)
  const task: UploadTask = { ...base, reference }
  const bytes: number[] = []
  const onBytes = (count: number) => void bytes.push(count)
  return {
    task,
    source,
    bytes,
    expiresAtMs,
    transfer: () => tiktok.transfer(task, onBytes),
    commit: () => tiktok.commit({ ...task, sendBeforeMs: Infinity }, onBytes),
    probe: () => tiktok.probe(task, Date.now()),
  }
}

test('a small video is one chunk, and its commit is the whole of it', async () => {
  const { transfer, commit, source, task, bytes } = await prepared()
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(source.reads).toEqual([])
  expect(await commit()).toEqual({ outcome: 'accepted' })
  const posts = await bench.posts('TIKTOK')
  expect(posts).toMatchObject([{ sha256: source.sha256, caption: 'Over the bay\n\n#sunrise' }])
  expect(bytes.at(-1)).toBe(task.source.sizeBytes)
})

test('a large video goes chunk by chunk, the last one only with the commit', async () => {
  const { transfer, commit, source } = await prepared(CHUNKED)
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
    const { transfer, commit, source } = await prepared(CHUNKED)
    await bench.fault({ platform: 'TIKTOK', operation: 'chunk.put', kind })
    const first = await transfer().catch(() => 'failed')
    if (first === 'failed') expect(await transfer()).toEqual({ state: 'ready' })
    await commit()
    expect(source.reads.length).toBeLessThanOrEqual(CHUNKED.chunks + 1)
    expect(await bench.posts('TIKTOK')).toMatchObject([{ sha256: source.sha256 }])
  },
)

test('a transfer that starts anew goes on where TikTok is', async () => {
  const { transfer, source, bytes } = await prepared(CHUNKED)
  await transfer()
  source.reads.length = 0
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(source.reads).toEqual([])
  expect(bytes.at(-1)).toBeGreaterThan(20 * MIB)
})

test.each(['after-effect', 'truncate'])(
  'a commit whose answer is lost by %s is unknown, and the probe finds the post',
  async (kind) => {
    const { commit, probe, source } = await prepared()
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
    const { commit, probe } = await prepared()
    await bench.fault({ platform: 'TIKTOK', operation: 'chunk.put', kind })
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    expect(await probe()).toEqual({ verdict: 'not-published' })
    expect(await commit()).toEqual({ outcome: 'accepted' })
    expect(await bench.posts('TIKTOK')).toHaveLength(1)
  },
)

test('a second commit never makes a second post', async () => {
  const { commit, probe, transfer } = await prepared()
  await commit()
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
  await bench.advance(5)
  expect(await probe()).toMatchObject({ verdict: 'published' })
  expect(await bench.posts('TIKTOK')).toHaveLength(1)
})

test('an upload address past its hour is gone, and a commit to it has published nothing', async () => {
  const chunked = await prepared(CHUNKED)
  const small = await prepared()
  expect(small.expiresAtMs - Date.now()).toBeLessThanOrEqual(3_600_000)
  await bench.advance(3_601)
  expect(await chunked.transfer()).toEqual({ state: 'gone' })
  expect(await problemOf(small.commit())).toMatchObject({ code: 'upload-gone', category: 'transient' })
})

test('a task that TikTok does not know is gone', async () => {
  const { task } = await prepared()
  const lost = { ...task, reference: { ...task.reference, publishId: 'v_pub_file~v2-1.0' } }
  expect(await tiktok.transfer(lost, () => {})).toEqual({ state: 'gone' })
})

test('a public id of 19 digits arrives late and whole, with the link', async () => {
  const { task, commit, probe } = await prepared({ profile: { publicIdDelaySeconds: 60 } })
  await commit()
  await bench.advance(5)
  const found = await probe()
  if (found.verdict !== 'published') throw new Error(found.verdict)
  expect(found.post).toEqual({
    platformPostId: null,
    provisionalId: task.reference.publishId,
    visibility: 'PUBLIC_TO_EVERYONE',
  })
  expect(await tiktok.enrich(task, found.post)).toEqual({})
  await bench.advance(60)
  const [post] = await bench.posts('TIKTOK')
  expect(await tiktok.enrich(task, found.post)).toEqual({ platformPostId: post?.postId, url: post?.url })
  expect(post?.postId).toMatch(/^\d{19}$/)
})

test.each([
  ['picture_size_check_failed', 'media-refused', 'media'],
  ['spam_risk_text', 'spam-suspected', 'policy'],
  ['internal', 'processing-failed', 'transient'],
])('a video that fails with %s after its commit is refused', async (failReason, code, category) => {
  const { commit, probe } = await prepared({ profile: { processing: 'fail', failReason } })
  await commit()
  await bench.advance(5)
  expect(await probe()).toMatchObject({ verdict: 'refused', problem: { code, category, platformCode: failReason } })
})

describe('preflight', () => {
  const preflight = async (profile: object, change: { options?: object; durationSeconds?: number } = {}) => {
    const account = await bench.account('TIKTOK', profile)
    const asked = { ...draft, options: { ...draft.options, ...change.options } }
    const facts = { ...video, durationSeconds: change.durationSeconds ?? 30 }
    return tiktok.preflight(account, asked, facts, new AbortController().signal)
  }

  test('lets a creator post who may', async () => {
    await preflight({})
  })

  test.each([
    ['a privacy level that the creator lacks', { privacyLevelOptions: ['SELF_ONLY'] }, {}, 'privacy-level-unavailable'],
    ['a video longer than the creator may post', { maxVideoPostDurationSec: 20 }, {}, 'video-too-long-for-creator'],
    ['a banned creator, told with HTTP 200', { banned: true }, {}, 'account-restricted'],
    ['a creator at the daily cap, told with HTTP 200', { dailyPostCap: 0 }, {}, 'posting-cap'],
    ['a revoked token', { revoked: true }, {}, 'access-token-invalid'],
  ])('refuses %s', async (_what, profile, change, code) => {
    expect(await problemOf(preflight(profile, change))).toMatchObject({ code })
  })
})

describe('a refresh', () => {
  test('gives a new pair, and the old refresh token is refused for good', async () => {
    const { accessToken, refreshToken } = await bench.account('TIKTOK')
    const grant = await tiktok.refreshToken({ accessToken, refreshToken })
    expect(grant).toMatchObject({ expiresInSeconds: 7_200 })
    expect(grant.refreshToken).not.toBe(refreshToken)
    const again = await problemOf(tiktok.refreshToken({ accessToken, refreshToken }))
    expect(again).toMatchObject({ code: 'grant-revoked', category: 'auth' })
  })

  test.each(['before-effect', 'after-effect', 'truncate', 'html-error', 'rate-limit'])(
    'struck by %s blames no grant',
    async (kind) => {
      const { accessToken, refreshToken } = await bench.account('TIKTOK')
      await bench.fault({ platform: 'TIKTOK', operation: 'oauth.token', kind })
      const problem = await problemOf(tiktok.refreshToken({ accessToken, refreshToken }))
      expect(problem.category).not.toBe('auth')
    },
  )

  test('without a refresh token asks for a reconnect', async () => {
    const refresh = tiktok.refreshToken({ accessToken: 'a', refreshToken: null })
    expect(await problemOf(refresh)).toMatchObject({ code: 'grant-revoked' })
  })
})
