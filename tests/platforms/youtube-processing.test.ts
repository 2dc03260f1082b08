import { request } from 'undici'
import type { LoggedCall } from '../../sandbox/kernel/request-log'
import type { PlatformPublisher, PostDraft, PostReport, UploadTask } from '../../src/domain/ports/platform'
import { type MemorySource, startMemorySource } from '../support/memory-source'
import { type Bench, openBench, problemOf } from './bench'

const DAY_S = 86_400
const draft: PostDraft = {
  title: 'Sunrise',
  caption: 'Over the bay',
  hashtags: ['sunrise'],
  options: { privacyStatus: 'unlisted', madeForKids: false },
}
const PLAYLIST = 'PLsunrises'
const playlists = [{ id: PLAYLIST, title: 'Sunrises' }]
const attachments = { thumbnailKey: 'users/u/cover.png', playlistId: PLAYLIST }

let bench: Bench
let youtube: PlatformPublisher
let source: MemorySource
let image: MemorySource

beforeAll(async () => {
  bench = await openBench()
  youtube = bench.publishers.YOUTUBE
  source = await startMemorySource(300_001)
  image = await startMemorySource(200_000)
})
afterAll(async () => {
  await Promise.all([bench.stop(), source.stop(), image.stop()])
})
beforeEach(() => bench.reset())

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()

/** A video whose last byte has arrived. */
async function uploaded(profile: object, options: Record<string, unknown> = {}) {
  const account = await bench.account('YOUTUBE', profile)
  const base = {
    account,
    draft: { ...draft, options: { ...draft.options, ...options } },
    source,
    image: () => Promise.resolve(image),
    signal: new AbortController().signal,
  }
  const { reference } = await youtube.prepare(base)
  const task: UploadTask = { ...base, reference }
  await youtube.commit({ ...task, sendBeforeMs: Infinity }, () => {})
  const probe = () => youtube.probe(task, Date.now())
  const recorded = async (): Promise<PostReport> => {
    const found = await probe()
    if (found.verdict !== 'published') throw new Error(found.verdict)
    return found.post
  }
  return { account, task, probe, recorded, enrich: async () => youtube.enrich(task, await recorded(), Date.now()) }
}

const requests = async (operation: string) => (await bench.requests('YOUTUBE', operation)) as LoggedCall[]

/** A read of the Data API as the channel's owner makes it. */
async function read({ account, reference }: UploadTask, call: string): Promise<unknown> {
  const { origin } = new URL(reference.sessionUri ?? '')
  const headers = { authorization: `Bearer ${account.accessToken}` }
  const { body } = await request(`${origin}/youtube/youtube/v3/${call}`, { headers })
  return body.json()
}

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
    const video = { sizeBytes: 1, durationSeconds: 1, format: 'mp4', resolution: '1x1' }
    return youtube.preflight(account, { ...draft, options }, video, new AbortController().signal)
  }
  expect(await problemOf(check(inSeconds(-1)))).toMatchObject({ code: 'publish-at-passed', category: 'policy' })
  await expect(check(inSeconds(60))).resolves.toBeUndefined()
})

describe('a thumbnail and a playlist', () => {
  const processed = async (profile: object = {}, options: object = attachments) => {
    const upload = await uploaded({ playlists, ...profile }, { ...options })
    await bench.advance(2)
    return upload
  }

  test('are added to a processed video once, however often it is enriched', async () => {
    const { recorded, enrich } = await processed()
    expect(await recorded()).toMatchObject({ complete: false })
    for (let times = 0; times < 3; times++) expect(await enrich()).toMatchObject({ complete: true, warnings: [] })
    expect(await requests('thumbnails.set')).toMatchObject([{ status: 200, requestSha256: image.sha256 }])
    expect(await requests('playlistItems.insert')).toHaveLength(1)
  })

  test('wait for the end of the processing', async () => {
    const { enrich } = await uploaded({ playlists, processingSeconds: 60 }, attachments)
    expect(await enrich()).toMatchObject({ complete: false, warnings: [] })
    expect(await requests('thumbnails.set')).toEqual([])
  })

  test.each([
    ['playlistItems.insert', 'after-effect'],
    ['playlistItems.insert', 'truncate'],
    ['playlistItems.insert', 'before-effect'],
    ['playlistItems.insert', 'rate-limit'],
    ['playlistItems.list', 'drop-connection'],
    ['thumbnails.set', 'after-effect'],
    ['thumbnails.set', 'drop-connection'],
    ['thumbnails.set', 'html-error'],
    ['thumbnails.set', 'rate-limit'],
  ])('%s struck by %s is repeated and done once', async (operation, kind) => {
    const { task, enrich } = await processed()
    await bench.fault({ platform: 'YOUTUBE', operation, kind })
    expect((await problemOf(enrich())).category).toMatch(/transient|rate-limited/)
    expect(await enrich()).toMatchObject({ complete: true, warnings: [] })
    expect(await read(task, `playlistItems?part=id&playlistId=${PLAYLIST}`)).toMatchObject({
      pageInfo: { totalResults: 1 },
    })
    expect(await bench.posts('YOUTUBE')).toHaveLength(1)
  })

  test('are warnings where YouTube does not take them, and the post is complete', async () => {
    const { enrich } = await processed({ verified: false, playlists: [] })
    const report = await enrich()
    expect(report).toMatchObject({ complete: true })
    expect(report.warnings).toEqual([
      {
        code: 'playlist-refused',
        message: expect.stringContaining('(playlistNotFound)') as string,
        remedy: expect.any(String) as string,
      },
      {
        code: 'thumbnail-refused',
        message: expect.stringContaining('(forbidden)') as string,
        remedy: expect.any(String) as string,
      },
    ])
    expect(await bench.posts('YOUTUBE')).toHaveLength(1)
  })

  test('are waited for where a limit of thumbnails holds', async () => {
    const { enrich } = await processed({ thumbnailCap: 0 })
    expect(await problemOf(enrich())).toMatchObject({
      category: 'rate-limited',
      platformCode: 'uploadRateLimitExceeded',
    })
  })
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
  expect(await read(task, `videos?part=${parts}&id=${platformPostId}`)).toMatchObject({
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
