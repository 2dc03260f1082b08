import { openSandbox, type TestSandbox } from './platform-sandbox'
import { reasonOf, UPLOADS, youtubeChannel, type YouTubeChannel } from './youtube-channel'

const DAY_S = 86_400
const PLAYLIST = { id: 'PLone', title: 'One' }

let sandbox: TestSandbox
let channel: YouTubeChannel

beforeEach(async () => {
  sandbox = await openSandbox()
  channel = await youtubeChannel(sandbox, { expiresInSeconds: 30 * DAY_S, playlists: [PLAYLIST] })
})
afterEach(() => sandbox.close())

const settings = (change: object) => sandbox.control('PATCH', '/settings/youtube', change)

const add = (videoId: string, playlistId = PLAYLIST.id) =>
  channel.call('playlistItems?part=snippet', {
    json: { snippet: { playlistId, resourceId: { kind: 'youtube#video', videoId } } },
  })
const itemsOf = async (query: string) =>
  ((await channel.read(`playlistItems?part=contentDetails&${query}`)).json.items as object[]) ?? []

describe('processing', () => {
  const after = async (behaviour: object, seconds: number) => {
    await channel.patch({ processingSeconds: 100, processing: 'succeed', failReason: null, ...behaviour })
    const id = await channel.upload()
    await sandbox.advance(seconds)
    return channel.show(id, 'status,processingDetails')
  }

  test('takes its time and tells how far it is', async () => {
    expect(await after({}, 50)).toMatchObject({
      uploadStatus: 'uploaded',
      processingStatus: 'processing',
      processingProgress: { partsTotal: '10', partsProcessed: '5', timeLeftMs: expect.any(String) as string },
    })
    expect(await after({}, 101)).toMatchObject({ uploadStatus: 'processed', processingStatus: 'succeeded' })
    expect(await after({ processing: 'stuck' }, DAY_S)).toMatchObject({ uploadStatus: 'uploaded' })
  })

  test.each([
    ['codec', 'transcodeFailed'],
    ['conversion', 'streamingFailed'],
    ['emptyFile', 'other'],
    ['invalidFile', 'other'],
    ['tooSmall', 'other'],
    ['uploadAborted', 'uploadFailed'],
  ])('that fails with %s is %s, and the video is no post', async (failReason, processingFailureReason) => {
    expect(await after({ processing: 'fail', failReason }, 101)).toMatchObject({
      uploadStatus: 'failed',
      failureReason: failReason,
      processingStatus: 'failed',
      processingFailureReason,
    })
    expect(await sandbox.posts()).toEqual([])
  })

  test.each([
    'claim',
    'copyright',
    'duplicate',
    'inappropriate',
    'legal',
    'length',
    'termsOfUse',
    'trademark',
    'uploaderAccountClosed',
    'uploaderAccountSuspended',
  ])('may end in a rejection for %s, and the video is no post', async (failReason) => {
    expect(await after({ processing: 'fail', failReason }, 101)).toMatchObject({
      uploadStatus: 'rejected',
      rejectionReason: failReason,
      processingStatus: 'terminated',
    })
    expect(await sandbox.posts()).toEqual([])
  })

  test('rejects over 15 minutes where the channel is not verified', async () => {
    const long = { verified: false, videoSeconds: 901 }
    expect(await after(long, 101)).toMatchObject({ rejectionReason: 'length' })
    expect(await after({ ...long, verified: true }, 101)).toMatchObject({ uploadStatus: 'processed' })
  })
})

describe('statistics', () => {
  const stats = (ids: string) => channel.read(`videos:batchGetStats?part=snippet,statistics,contentDetails&id=${ids}`)

  test('come for up to 50 videos at once, without the unknown ones and others’ private ones', async () => {
    const other = await youtubeChannel(sandbox, { accountId: 'UCother' })
    const hidden = await other.upload({}, { privacyStatus: 'private' })
    const id = await channel.upload()
    const { json } = await stats(`${id},unknown,${hidden}`)
    expect(json).toMatchObject({
      kind: 'youtube#batchGetStatsResponse',
      items: [
        {
          id,
          snippet: { publishTime: expect.any(String) as string },
          contentDetails: { duration: '30s' },
          statistics: { viewCount: '0', likeCount: '0', commentCount: '0' },
        },
      ],
    })
    expect(json.items).toHaveLength(1)
    expect((await stats(Array(50).fill('x').join(','))).status).toBe(200)
    expect(reasonOf(await stats(Array(51).fill('x').join(',')))).toBe('invalidParameter')
  })

  test('grow, as text, and are absent where they are hidden', async () => {
    const id = await channel.upload()
    await sandbox.advance(3_600)
    const first = (await stats(id)).json.items[0].statistics
    await sandbox.advance(3_600)
    expect(Number((await stats(id)).json.items[0].statistics.viewCount)).toBeGreaterThan(Number(first.viewCount))
    expect(Number(first.viewCount)).toBeGreaterThan(0)
    await channel.patch({ hiddenCounts: ['likeCount', 'commentCount'] })
    expect(Object.keys((await stats(id)).json.items[0].statistics)).toEqual(['viewCount'])
    expect(Object.keys(await channel.show(id, 'statistics'))).toEqual(['viewCount', 'favoriteCount'])
  })
})

describe('analytics', () => {
  const day = (offset: number, nowMs: number) => new Date(nowMs + offset * DAY_S * 1000).toISOString().slice(0, 10)
  const ask = (id: string, nowMs: number, more: Record<string, string> = {}) =>
    channel.report({
      ids: 'channel==MINE',
      startDate: day(-1, nowMs),
      endDate: day(30, nowMs),
      metrics: 'views,likes,comments,shares',
      dimensions: 'video',
      filters: `video==${id}`,
      ...more,
    })

  test('have no row for a video until days after it came, and shares then', async () => {
    const madeMs = Date.now()
    const id = await channel.upload()
    await sandbox.advance(2 * DAY_S)
    expect((await ask(id, madeMs)).json).toMatchObject({
      columnHeaders: [
        { name: 'video' },
        { name: 'views' },
        { name: 'likes' },
        { name: 'comments' },
        { name: 'shares' },
      ],
      rows: [],
    })
    await sandbox.advance(3 * DAY_S)
    const { rows } = (await ask(id, madeMs)).json
    expect(rows).toEqual([[id, expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)]])
    expect(rows[0][4]).toBeGreaterThan(0)
  })

  test('by day lack the last three, and add up to the whole', async () => {
    const madeMs = Date.now()
    const id = await channel.upload()
    await sandbox.advance(7 * DAY_S)
    const { rows } = (await ask(id, madeMs, { dimensions: 'day', metrics: 'views' })).json
    const whole = (await ask(id, madeMs, { metrics: 'views' })).json.rows[0][1]
    expect(rows).toHaveLength(5)
    expect((rows as [string, number][]).reduce((sum, [, views]) => sum + views, 0)).toBe(whole)
  })

  test('need a scope of their own', async () => {
    await channel.patch({ scopes: ['https://www.googleapis.com/auth/youtube'] })
    expect(reasonOf(await ask('x', Date.now()))).toBe('insufficientPermissions')
    await channel.patch({ scopes: ['https://www.googleapis.com/auth/yt-analytics.readonly'] })
    expect((await ask('x', Date.now(), { metrics: 'impressions' })).status).toBe(400)
  })
})

describe('playlists', () => {
  test('are listed with what they hold, the uploads a little late', async () => {
    await settings({ uploadsLagSeconds: 60 })
    const id = await channel.upload()
    expect(await itemsOf(`playlistId=${UPLOADS}`)).toEqual([])
    await sandbox.advance(60)
    expect(await itemsOf(`playlistId=${UPLOADS}`)).toMatchObject([{ contentDetails: { videoId: id } }])
    expect((await channel.read('playlists?mine=true&part=snippet,contentDetails')).json.items).toMatchObject([
      { id: PLAYLIST.id, snippet: { title: PLAYLIST.title }, contentDetails: { itemCount: 0 } },
    ])
  })

  test('take a video as often as it is added, and tell by its id whether they hold it', async () => {
    const [one, two] = [await channel.upload(), await channel.upload()]
    expect((await add(one)).json).toMatchObject({ snippet: { resourceId: { videoId: one } } })
    const ask = (id: string) => itemsOf(`playlistId=${PLAYLIST.id}&videoId=${id}`)
    expect([await ask(one), await ask(two)].map((items) => items.length)).toEqual([1, 0])
    await add(one)
    expect(await ask(one)).toHaveLength(2)
  })

  test('refuse what they do not know', async () => {
    const id = await channel.upload()
    expect(reasonOf(await add(id, 'PLother'))).toBe('playlistNotFound')
    expect(reasonOf(await add('unknown'))).toBe('videoNotFound')
    expect(reasonOf(await channel.read('playlistItems?part=id&playlistId=PLother'))).toBe('playlistNotFound')
    expect(reasonOf(await channel.call('playlistItems?part=id', { json: {} }))).toBe('playlistIdRequired')
  })
})

test('a search finds public videos late, and one’s own whatever their privacy', async () => {
  await settings({ searchLagSeconds: 60 })
  const shown = await channel.upload({ title: 'Morning in Rome' }, { privacyStatus: 'public' })
  const hidden = await channel.upload({ title: 'Evening in Rome' }, { privacyStatus: 'private' })
  const found = async (query: string) =>
    ((await channel.read(`search?part=snippet&${query}`)).json.items as { id: { videoId: string } }[]).map(
      ({ id }) => id.videoId,
    )
  expect(await found('q=rome')).toEqual([])
  await sandbox.advance(60)
  expect(await found('q=rome')).toEqual([shown])
  expect(await found('q=rome&forMine=true&type=video')).toEqual([hidden, shown])
  expect(await found('q=paris&forMine=true&type=video')).toEqual([])
})
