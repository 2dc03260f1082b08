import type { PlatformPublisher, PostDraft, UploadTask, VideoFacts } from '../../src/domain/ports/platform'
import { findLostMedia } from '../../src/platforms/instagram/lost-media'
import { type MemorySource, startMemorySource } from '../support/memory-source'
import { type Bench, openBench, problemOf } from './bench'

const draft: PostDraft = { title: 'Sunrise', caption: 'Over the bay', hashtags: ['sunrise'], options: {} }
const CAPTION = 'Over the bay\n\n#sunrise'
const video: VideoFacts = { sizeBytes: 1, durationSeconds: 30, format: 'mp4', resolution: '1080x1920' }
const HOUR_S = 3_600

let bench: Bench
let instagram: PlatformPublisher
let source: MemorySource

beforeAll(async () => {
  bench = await openBench()
  instagram = bench.publishers.INSTAGRAM
  source = await startMemorySource(300_000)
})
afterAll(async () => {
  await Promise.all([bench.stop(), source.stop()])
})
beforeEach(() => bench.reset())

async function prepared(options: { profile?: object; videoUrl?: string } = {}) {
  const account = await bench.account('INSTAGRAM', options.profile)
  const from = options.videoUrl ? { ...source, presignedUrl: () => Promise.resolve(options.videoUrl ?? '') } : source
  const base = { account, draft, source: from, signal: new AbortController().signal }
  const { reference, expiresAtMs } = await instagram.prepare(base)
  const task: UploadTask = { ...base, reference }
  const bytes: number[] = []
  const transfer = () => instagram.transfer(task, (count) => void bytes.push(count))
  return {
    task,
    bytes,
    expiresAtMs,
    transfer,
    commit: () => instagram.commit({ ...task, sendBeforeMs: Infinity }, () => {}),
    probe: () => instagram.probe(task, Date.now()),
    /** Moves the clock until Instagram has done with the container. */
    settled: async () => {
      for (let poll = 0; poll < 500; poll++) {
        const result = await transfer()
        if (result.state !== 'pending') return result
        await bench.advance(1)
      }
      throw new Error('the container never settled')
    },
  }
}

test('a Reel is fetched by Instagram, is pending until then, and exists once it is committed', async () => {
  const { task, transfer, settled, commit, bytes, expiresAtMs } = await prepared()
  expect(expiresAtMs - Date.now()).toBeLessThanOrEqual(24 * HOUR_S * 1000)
  expect(await transfer()).toEqual({ state: 'pending' })
  expect(await settled()).toEqual({ state: 'ready' })
  expect(bytes).toEqual([source.sizeBytes])
  expect(await bench.posts('INSTAGRAM')).toEqual([])
  const committed = await commit()
  const [post] = await bench.posts('INSTAGRAM')
  expect(post).toMatchObject({ caption: CAPTION, sha256: source.sha256 })
  expect(committed).toEqual({
    outcome: 'published',
    post: { platformPostId: post?.postId, provisionalId: task.reference.containerId },
  })
  if (committed.outcome !== 'published') return
  expect(await instagram.enrich(task, committed.post)).toEqual({ url: post?.url })
})

test('a commit before the container is finished publishes nothing and may be repeated', async () => {
  const { commit, settled } = await prepared()
  expect(await problemOf(commit())).toMatchObject({ code: 'upload-incomplete', category: 'transient' })
  await settled()
  expect(await commit()).toMatchObject({ outcome: 'published' })
})

test.each([
  ['a cut connection', { kind: 'after-effect' }],
  ['half an answer', { kind: 'truncate' }],
  ['HTTP 500', { kind: 'after-effect', status: 500 }],
  [
    '4 / 2207051, the spam block',
    { kind: 'after-effect', status: 400, body: { error: { code: 4, error_subcode: 2207051 } } },
  ],
  [
    '-1 / 2207001, the server error',
    { kind: 'after-effect', status: 400, body: { error: { code: -1, error_subcode: 2207001 } } },
  ],
  ['a rate error', { kind: 'after-effect', status: 429 }],
])('a post that is live behind %s is found again by its exact caption', async (_what, fault) => {
  const { settled, commit, probe, task } = await prepared()
  await settled()
  const committedAtMs = Date.now()
  await bench.fault({ platform: 'INSTAGRAM', operation: 'media.publish', ...fault })
  expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
  const [post] = await bench.posts('INSTAGRAM')
  const found = {
    verdict: 'published',
    post: { platformPostId: post?.postId, provisionalId: task.reference.containerId },
  }
  expect(await probe()).toEqual(found)
  expect(committedAtMs).toBeLessThanOrEqual(Date.now())
  expect(await commit()).toEqual({ outcome: 'accepted' })
  expect(await bench.posts('INSTAGRAM')).toHaveLength(1)
})

test.each(['before-effect', 'drop-connection', 'html-error', 'rate-limit'])(
  'a commit that failed by %s is unknown, and the probe says that nothing was published',
  async (kind) => {
    const { settled, commit, probe } = await prepared()
    await settled()
    await bench.fault({ platform: 'INSTAGRAM', operation: 'media.publish', kind })
    expect(await problemOf(commit())).toMatchObject({ category: 'unknown-outcome' })
    expect(await probe()).toEqual({ verdict: 'not-published' })
    await commit()
    expect(await bench.posts('INSTAGRAM')).toHaveLength(1)
  },
)

test('a published container is never published again', async () => {
  const { settled, commit, transfer } = await prepared()
  await settled()
  await commit()
  expect(await transfer()).toEqual({ state: 'ready' })
  expect(await commit()).toEqual({ outcome: 'accepted' })
  expect(await bench.requests('INSTAGRAM', 'media.publish')).toHaveLength(1)
})

test('a container past its day is gone, and refused to a probe', async () => {
  const { transfer, settled, probe } = await prepared()
  await settled()
  await bench.advance(24 * HOUR_S + 1)
  expect(await transfer()).toMatchObject({ state: 'gone' })
  expect(await probe()).toMatchObject({ verdict: 'refused', problem: { code: 'upload-gone', category: 'transient' } })
})

test('a video that Instagram cannot use is refused by its subcode', async () => {
  const { settled, probe } = await prepared({ profile: { processing: 'fail', failReason: '2207026' } })
  expect(await problemOf(settled())).toMatchObject({ code: 'media-refused', platformCode: '2207026' })
  expect(await probe()).toMatchObject({ verdict: 'refused', problem: { category: 'media' } })
})

test('a failure that may pass asks for a new container, and says why', async () => {
  const failed = await prepared({ profile: { processing: 'fail', failReason: '2207053' } })
  expect(await failed.settled()).toMatchObject({ state: 'gone', problem: { code: 'container-failed' } })
  const unreachable = await prepared({ videoUrl: 'http://127.0.0.1:1/video.mp4' })
  expect(await unreachable.settled()).toMatchObject({ state: 'gone', problem: { code: 'video-unreachable' } })
})

describe('preflight', () => {
  const preflight = async (profile: object) =>
    instagram.preflight(await bench.account('INSTAGRAM', profile), draft, video, new AbortController().signal)

  test('lets an account publish that has places left', async () => {
    await preflight({ publishingCap: 1 })
  })

  test('waits where the account has none', async () => {
    expect(await problemOf(preflight({ publishingCap: 0 }))).toMatchObject({
      code: 'publishing-cap',
      category: 'rate-limited',
    })
  })
})

describe('a refresh', () => {
  test('extends the access token, which is a day old', async () => {
    const { accessToken, refreshToken } = await bench.account('INSTAGRAM')
    await bench.advance(25 * HOUR_S)
    const grant = await instagram.refreshToken({ accessToken, refreshToken })
    expect(grant.accessToken).not.toBe(accessToken)
    expect(grant.refreshToken).toBeUndefined()
    expect(grant.expiresInSeconds).toBeGreaterThan(59 * 24 * HOUR_S)
  })

  test('of a younger token is put off and blames no grant', async () => {
    const { accessToken, refreshToken } = await bench.account('INSTAGRAM')
    const problem = await problemOf(instagram.refreshToken({ accessToken, refreshToken }))
    expect(problem.category).toBe('transient')
  })

  test.each([{ revoked: true }, { expiresInSeconds: -1 }])(
    'of a token that is dead (%j) is refused for good',
    async (profile) => {
      const { accessToken, refreshToken } = await bench.account('INSTAGRAM', profile)
      const problem = await problemOf(instagram.refreshToken({ accessToken, refreshToken }))
      expect(problem).toMatchObject({ code: 'grant-revoked', category: 'auth' })
      expect(JSON.stringify(problem)).not.toContain(accessToken)
    },
  )
})

test("an expired token asks for a new one, a removed app for the user's consent", async () => {
  const { task } = await prepared()
  await bench.patchAccount('INSTAGRAM', task.account.platformUserId, { revoked: true })
  expect(await problemOf(instagram.transfer(task, () => {}))).toMatchObject({
    code: 'reconnect-required',
    category: 'auth',
  })
})

describe('a lost media id', () => {
  const COMMITTED_MS = Date.parse('2026-11-22T12:00:00Z')
  const reel = (id: string, change: object = {}) => ({
    id,
    caption: CAPTION,
    timestamp: '2026-11-22T12:00:03+0000',
    media_product_type: 'REELS',
    ...change,
  })
  const find = (...media: ReturnType<typeof reel>[]) => findLostMedia(media, CAPTION, COMMITTED_MS)

  test('is that of the only Reel with the caption since the commit', () => {
    expect(find(reel('1', { caption: 'newer, of a stranger' }), reel('2'))).toBe('2')
  })

  test.each([
    ['two of the same', [reel('1'), reel('2')]],
    ['an older one', [reel('1', { timestamp: '2026-11-22T11:00:00+0000' })]],
    ['a caption that only begins alike', [reel('1', { caption: `${CAPTION} and more` })]],
    ['a feed video', [reel('1', { media_product_type: 'FEED' })]],
    ['nothing', []],
  ])('stays unknown with %s', (_what, media) => {
    expect(find(...media)).toBeNull()
  })
})

test('a commit that comes too late sends nothing: a process that was frozen leaves the verdict to the probe', async () => {
  const { task, settled, probe } = await prepared()
  await settled()
  const late = instagram.commit({ ...task, sendBeforeMs: Date.now() - 1 }, () => {})
  expect(await problemOf(late)).toMatchObject({ code: 'commit-too-late', category: 'transient' })
  expect(await probe()).toEqual({ verdict: 'not-published' })
  expect(await bench.posts('INSTAGRAM')).toEqual([])
})
