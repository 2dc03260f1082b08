import type { LoggedCall } from '../../sandbox/kernel/request-log'
import { type MemorySource, startMemorySource } from '../support/memory-source'
import { type Bench, openBench, problemOf } from './bench'
import { readOf, uploadTo } from './youtube-upload'

const PLAYLIST = 'PLsunrises'
const playlists = [{ id: PLAYLIST, title: 'Sunrises' }]
const attachments = { thumbnailKey: 'users/u/cover.png', playlistId: PLAYLIST }

let bench: Bench
let files: { source: MemorySource; image: MemorySource }

beforeAll(async () => {
  bench = await openBench()
  files = { source: await startMemorySource(300_001), image: await startMemorySource(200_000) }
})
afterAll(async () => {
  await Promise.all([bench.stop(), files.source.stop(), files.image.stop()])
})
beforeEach(() => bench.reset())

const uploaded = (profile: object, options: Record<string, unknown> = {}) => uploadTo(bench, files, profile, options)

const requests = async (operation: string) => (await bench.requests('YOUTUBE', operation)) as LoggedCall[]

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
    expect(await requests('thumbnails.set')).toMatchObject([{ status: 200, requestSha256: files.image.sha256 }])
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
    expect(await readOf(task, `playlistItems?part=id&playlistId=${PLAYLIST}`)).toMatchObject({
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
