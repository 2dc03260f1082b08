import type { PlatformPublisher, VideoFacts } from '../../src/domain/ports/platform'
import { startMemorySource, type MemorySource } from '../support/memory-source'
import { openBench, problemOf, type Bench } from './bench'
import { CAPTION, draft, prepareReel, type Wanted } from './instagram-task'

const video: VideoFacts = {
  ...{ sizeBytes: 1, durationSeconds: 30, format: 'mp4', resolution: '1080x1920' },
  ...{ videoCodec: null, audioCodec: null, frameRate: null },
}
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

const prepared = (wanted?: Wanted) => prepareReel(bench, source, wanted)
const fault = (operation: string, kind: string, more: object = {}) =>
  bench.fault({ platform: 'INSTAGRAM', operation, kind, ...more })
const NOT_FOUND = { status: 400, body: { error: { code: 100, error_subcode: 33 } } }

test('a Reel is fetched by Instagram, is pending until then, and exists once it is committed', async () => {
  const { task, transfer, settled, commit, progress, expiresAtMs } = await prepared()
  expect(expiresAtMs - Date.now()).toBeLessThanOrEqual(24 * HOUR_S * 1000)
  expect(await transfer()).toEqual({ state: 'pending' })
  expect(await settled()).toEqual({ state: 'ready' })
  expect(progress).toEqual([source.sizeBytes])
  expect(await bench.posts('INSTAGRAM')).toEqual([])
  const committed = await commit()
  const [post] = await bench.posts('INSTAGRAM')
  expect(post).toMatchObject({ caption: CAPTION, sha256: source.sha256 })
  const identity = { platformPostId: post?.postId, provisionalId: task.reference.containerId }
  expect(committed).toEqual({ outcome: 'published', post: { ...identity, complete: false, warnings: [] } })
  if (committed.outcome !== 'published') return
  const enriched = await instagram.enrich(task, committed.post, Date.now())
  expect(enriched).toEqual({ ...identity, url: post?.url, complete: true, warnings: [] })
})

test('every option reaches the Reel', async () => {
  const cover = {
    ...source,
    presignedUrl: () => source.presignedUrl(1).then((url) => url.replace('video.mp4', 'c.jpg')),
  }
  const options = {
    shareToFeed: false,
    thumbOffsetMs: 1_500,
    isAiGenerated: true,
    collaborators: ['dad', 'sis.ter'],
    audioName: 'Waves',
    locationId: '7640348500',
  }
  const { settled, commit } = await prepared({ options, cover })
  await settled()
  await commit()
  expect(await bench.posts('INSTAGRAM')).toMatchObject([
    {
      options: {
        share_to_feed: 'false',
        thumb_offset: '1500',
        is_ai_generated: 'true',
        collaborators: '["dad","sis.ter"]',
        audio_name: 'Waves',
        location_id: '7640348500',
      },
    },
  ])
})

test('a cover that Instagram cannot use fails the job with the reason', async () => {
  // The memory source serves random bytes, which are no JPEG.
  const { settled } = await prepared({ options: { coverKey: 'covers/a.jpg' }, cover: source })
  expect(await problemOf(settled())).toMatchObject({ code: 'cover-refused', category: 'media' })
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
  const unreachable = await prepared({
    source: { presignedUrl: () => Promise.resolve('http://127.0.0.1:1/video.mp4') },
  })
  expect(await unreachable.settled()).toMatchObject({ state: 'gone', problem: { code: 'video-unreachable' } })
})

describe('a container that Instagram does not know', () => {
  test('for a moment is looked for again and goes on', async () => {
    const { settled, commit } = await prepared()
    await fault('container.get', 'before-effect', { ...NOT_FOUND, times: 2 })
    expect(await settled()).toEqual({ state: 'ready' })
    expect(await commit()).toMatchObject({ outcome: 'published' })
    expect(await bench.requests('INSTAGRAM', 'media.create')).toHaveLength(1)
  })

  test('for two minutes is given up for a new one', async () => {
    const { transfer } = await prepared({ profile: { missingReads: 1 } })
    expect(await transfer()).toEqual({ state: 'pending' })
    await bench.advance(60)
    expect(await transfer()).toEqual({ state: 'pending' })
    await bench.advance(61)
    expect(await transfer()).toMatchObject({ state: 'gone', problem: { code: 'container-not-found' } })
  })

  test('twice with a good answer in between is not given up', async () => {
    const { task, transfer } = await prepared({ profile: { processing: 'stuck' } })
    const missing = (missingReads: number) =>
      bench.patchAccount('INSTAGRAM', task.account.platformUserId, { missingReads })
    await missing(1)
    await transfer()
    await missing(0)
    await transfer()
    await bench.advance(121)
    await missing(1)
    expect(await transfer()).toEqual({ state: 'pending' })
  })
})

test('a rate limit lasts as long as Instagram says, and no named time where it says none', async () => {
  const limited = async (profile: object) =>
    problemOf(
      instagram.preflight(await bench.account('INSTAGRAM', profile), draft, video, new AbortController().signal),
    )
  for (const rateLimit of [4, 17, 80002]) {
    const told = await limited({ rateLimit, usageHeaders: true, regainAccessMinutes: 9 })
    expect(told).toMatchObject({ code: 'rate-limited', category: 'rate-limited', platformCode: String(rateLimit) })
    expect((told.untilMs ?? 0) - Date.now()).toBeGreaterThan(8.9 * 60_000)
    expect((told.untilMs ?? 0) - Date.now()).toBeLessThanOrEqual(9 * 60_000)
    const silent = await limited({ rateLimit })
    expect(silent.untilMs).toBeUndefined()
  }
})

describe('preflight', () => {
  const preflight = async (profile: object) =>
    instagram.preflight(await bench.account('INSTAGRAM', profile), draft, video, new AbortController().signal)

  test.each([1, 100])('lets an account publish that has places left of %s', async (publishingCap) => {
    await preflight({ publishingCap })
  })

  test('waits where the account has none', async () => {
    expect(await problemOf(preflight({ publishingCap: 0 }))).toMatchObject({
      code: 'publishing-cap',
      category: 'rate-limited',
    })
  })
})

test.each([
  [458, 'authorization-removed'],
  [460, 'reconnect-required'],
  [467, 'access-token-invalid'],
])('a token revoked with %s is %s', async (revokedAs, code) => {
  const { task, transfer } = await prepared()
  await bench.patchAccount('INSTAGRAM', task.account.platformUserId, { revoked: true, revokedAs })
  expect(await problemOf(transfer())).toMatchObject({ code, category: 'auth' })
})
