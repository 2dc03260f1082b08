import type { PlatformPublisher } from '../../src/domain/ports/platform'
import { type MemorySource, startMemorySource } from '../support/memory-source'
import { type Bench, openBench, problemOf } from './bench'
import { draft, readOf, uploadTo } from './youtube-upload'

const DAY_S = 86_400

let bench: Bench
let youtube: PlatformPublisher
let files: { source: MemorySource; image: MemorySource }

beforeAll(async () => {
  bench = await openBench()
  youtube = bench.publishers.YOUTUBE
  files = { source: await startMemorySource(300_001), image: await startMemorySource(200_000) }
})
afterAll(async () => {
  await Promise.all([bench.stop(), files.source.stop(), files.image.stop()])
})
beforeEach(() => bench.reset())

const uploaded = (profile: object, options: Record<string, unknown> = {}) => uploadTo(bench, files, profile, options)

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()

test('an accepted upload awaits the end of its processing, and is complete then', async () => {
  const { probe } = await uploaded({ processingSeconds: 600 })
  expect(await probe()).toMatchObject({
    verdict: 'published',
    awaiting: expect.stringContaining('processing') as string,
    post: { complete: false, warnings: [] },
  })
  await bench.advance(600)
  const found = await probe()
  expect(found).toMatchObject({ verdict: 'published', post: { complete: true, warnings: [], visibility: 'unlisted' } })
  expect(found).not.toHaveProperty('awaiting')
})

test.each([
  ['codec', 'media-refused', 'media'],
  ['conversion', 'media-refused', 'media'],
  ['emptyFile', 'media-refused', 'media'],
  ['invalidFile', 'media-refused', 'media'],
  ['tooSmall', 'media-refused', 'media'],
  ['uploadAborted', 'upload-broken', 'media'],
  ['claim', 'rights-claimed', 'policy'],
  ['copyright', 'rights-claimed', 'policy'],
  ['duplicate', 'duplicate-video', 'policy'],
  ['inappropriate', 'content-rejected', 'policy'],
  ['legal', 'rights-claimed', 'policy'],
  ['length', 'video-too-long-for-channel', 'media'],
  ['termsOfUse', 'content-rejected', 'policy'],
  ['trademark', 'rights-claimed', 'policy'],
  ['uploaderAccountClosed', 'account-restricted', 'policy'],
  ['uploaderAccountSuspended', 'account-restricted', 'policy'],
])('a video that YouTube gives up with %s is refused, and was never a post', async (failReason, code, category) => {
  const { probe } = await uploaded({ processing: 'fail', failReason })
  await bench.advance(5)
  expect(await probe()).toMatchObject({ verdict: 'refused', problem: { code, category, platformCode: failReason } })
  expect(await bench.posts('YOUTUBE')).toEqual([])
})

test('a video over 15 minutes of an unverified channel is refused for its length', async () => {
  const { probe } = await uploaded({ verified: false, videoSeconds: 901 })
  await bench.advance(5)
  expect(await probe()).toMatchObject({ verdict: 'refused', problem: { code: 'video-too-long-for-channel' } })
})

test('a rejection after the post was recorded becomes a warning in the words of the table', async () => {
  const { task, recorded } = await uploaded({ processingSeconds: 600, processing: 'fail', failReason: 'copyright' })
  const post = await recorded()
  expect(await youtube.enrich(task, post, Date.now())).toMatchObject({ complete: false, warnings: [] })
  await bench.advance(600)
  expect(await youtube.enrich(task, post, Date.now())).toMatchObject({
    platformPostId: post.platformPostId,
    complete: true,
    warnings: [{ code: 'rejected-after-publish', message: expect.stringContaining('(copyright)') as string }],
  })
})

test('a video that the reads do not show is asked for again', async () => {
  const { task, recorded } = await uploaded({})
  const post = { ...(await recorded()), platformPostId: 'unknown-id1' }
  expect(await youtube.enrich(task, post, Date.now())).toMatchObject({ complete: false, warnings: [] })
})

describe('visibility', () => {
  test('that YouTube locked to private is a warning that names both, in probe and enrich', async () => {
    await bench.setSettings('YOUTUBE', { lockedToPrivate: true })
    const { recorded, enrich } = await uploaded({}, { privacyStatus: 'public' })
    await bench.advance(2)
    const warnings = [{ code: 'visibility-differs', message: 'The video is private; asked for was public.' }]
    expect(await recorded()).toMatchObject({ complete: true, visibility: 'private', warnings })
    expect(await enrich()).toMatchObject({ complete: true, warnings })
  })

  test('of a scheduled video is private until its instant, public afterwards, and as asked at both times', async () => {
    const publishAt = inSeconds(DAY_S / 2)
    const { account, task, recorded } = await uploaded({}, { privacyStatus: 'private', publishAt })
    await bench.advance(2)
    const post = await recorded()
    expect(post).toMatchObject({ complete: true, visibility: 'private', warnings: [] })
    expect(await bench.posts('YOUTUBE')).toMatchObject([{ visibility: 'private' }])
    await bench.advance(DAY_S / 2)
    await bench.patchAccount('YOUTUBE', account.platformUserId, { accessToken: 'fresh' })
    const fresh = { ...task, account: { ...account, accessToken: 'fresh' } }
    expect(await youtube.enrich(fresh, post, Date.now())).toMatchObject({
      complete: true,
      visibility: 'public',
      warnings: [],
    })
    expect(await bench.posts('YOUTUBE')).toMatchObject([{ visibility: 'public' }])
  })

  test('of a scheduled video that YouTube will not publish is a warning with the instant', async () => {
    await bench.setSettings('YOUTUBE', { lockedToPrivate: true })
    const publishAt = inSeconds(DAY_S)
    const { recorded } = await uploaded({}, { privacyStatus: 'private', publishAt })
    expect(await recorded()).toMatchObject({ warnings: [{ message: expect.stringContaining(publishAt) as string }] })
  })
})

test('an instant that has passed is refused before the upload, since the video would be public at once', async () => {
  const account = await bench.account('YOUTUBE')
  const check = (publishAt: string) => {
    const options = { ...draft.options, privacyStatus: 'private', publishAt }
    const unknown = { videoCodec: null, audioCodec: null, frameRate: null }
    const video = { sizeBytes: 1, durationSeconds: 1, format: 'mp4', resolution: '1x1', ...unknown }
    return youtube.preflight(account, { ...draft, options }, video, new AbortController().signal)
  }
  expect(await problemOf(check(inSeconds(-1)))).toMatchObject({ code: 'publish-at-passed', category: 'policy' })
  await expect(check(inSeconds(60))).resolves.toBeUndefined()
})

test('every option reaches the video', async () => {
  const given = {
    privacyStatus: 'private',
    publishAt: inSeconds(DAY_S),
    license: 'creativeCommon',
    embeddable: false,
    publicStatsViewable: false,
    paidProductPlacement: true,
    defaultLanguage: 'pt-BR',
    containsSyntheticMedia: true,
    tags: ['bay'],
  }
  const { task, recorded } = await uploaded({}, given)
  const { platformPostId } = await recorded()
  const parts = 'snippet,status,paidProductPlacementDetails'
  expect(await readOf(task, `videos?part=${parts}&id=${platformPostId}`)).toMatchObject({
    items: [
      {
        snippet: { defaultLanguage: 'pt-BR', tags: ['bay', 'sunrise', task.reference.marker] },
        status: {
          privacyStatus: 'private',
          publishAt: given.publishAt,
          license: 'creativeCommon',
          embeddable: false,
          publicStatsViewable: false,
          selfDeclaredMadeForKids: false,
          containsSyntheticMedia: true,
        },
        paidProductPlacementDetails: { hasPaidProductPlacement: true },
      },
    ],
  })
})
