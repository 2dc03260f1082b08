import { Readable } from 'node:stream'
import { youtube, type youtube_v3 } from '@googleapis/youtube'
import { openSandbox, type TestSandbox } from './platform-sandbox'
import { UPLOADS, youtubeChannel, type YouTubeChannel } from './youtube-channel'

// Google's own library is told the address and the token, and nothing else about the sandbox.

const PLAYLIST = { id: 'PLone', title: 'One' }

let sandbox: TestSandbox
let channel: YouTubeChannel
let api: youtube_v3.Youtube

beforeAll(async () => {
  sandbox = await openSandbox()
})
beforeEach(async () => {
  await sandbox.control('POST', '/reset', {})
  channel = await youtubeChannel(sandbox, { playlists: [PLAYLIST] })
  // By default the library imports a fetch, which jest cannot do.
  api = youtube({ version: 'v3', fetchImplementation: fetch, retry: false })
})
afterAll(() => sandbox.close())

const here = () => ({
  rootUrl: `${sandbox.at().youtubeUrl}/`,
  headers: { authorization: `Bearer ${channel.token}` },
})

test('reads a video, its processing and its statistics', async () => {
  const id = await channel.upload({ tags: ['one'] })
  await sandbox.advance(3_600)
  channel.token = String((await channel.refresh()).json.access_token)
  const part = ['snippet', 'status', 'processingDetails', 'statistics', 'contentDetails']
  const { data } = await api.videos.list({ part, id: [id, 'unknown'] }, here())
  expect(data.items).toMatchObject([
    {
      id,
      snippet: { title: 'A video', tags: ['one'] },
      status: { uploadStatus: 'processed', privacyStatus: 'unlisted' },
      processingDetails: { processingStatus: 'succeeded' },
    },
  ])
  const stats = await api.videos.batchGetStats({ part: ['statistics'], id: [id, 'unknown'] }, here())
  expect(stats.data.items).toMatchObject([{ id, statistics: { viewCount: data.items?.[0]?.statistics?.viewCount } }])
  expect(Number(stats.data.items?.[0]?.statistics?.viewCount)).toBeGreaterThan(0)
})

test('changes the metadata of a video, and deletes it', async () => {
  const id = await channel.upload()
  const requestBody = {
    id,
    snippet: { title: 'Another title', categoryId: '10' },
    status: { privacyStatus: 'private' },
  }
  const { data } = await api.videos.update({ part: ['snippet', 'status'], requestBody }, here())
  expect(data).toMatchObject({ snippet: { title: 'Another title' }, status: { privacyStatus: 'private' } })
  expect(await sandbox.posts()).toMatchObject([{ title: 'Another title', visibility: 'private' }])
  expect((await api.videos.delete({ id }, here())).status).toBe(204)
  expect(await sandbox.posts()).toEqual([])
})

test('walks from the channel to its uploads, page by page', async () => {
  const uploaded = [await channel.upload(), await channel.upload(), await channel.upload()]
  await sandbox.advance(2)
  const own = await api.channels.list({ part: ['contentDetails'], mine: true }, here())
  const playlistId = own.data.items?.[0]?.contentDetails?.relatedPlaylists?.uploads ?? ''
  expect(playlistId).toBe(UPLOADS)
  const found: (string | null | undefined)[] = []
  let pageToken: string | undefined
  do {
    const page: { data: youtube_v3.Schema$PlaylistItemListResponse } = await api.playlistItems.list(
      { part: ['contentDetails'], playlistId, maxResults: 2, ...(pageToken && { pageToken }) },
      here(),
    )
    found.push(...(page.data.items ?? []).map((item) => item.contentDetails?.videoId))
    pageToken = page.data.nextPageToken ?? undefined
  } while (pageToken)
  expect(found).toEqual(uploaded.reverse())
})

test('adds a video to a playlist and finds it there', async () => {
  const videoId = await channel.upload()
  const { data } = await api.playlists.list({ part: ['snippet'], mine: true }, here())
  const playlistId = data.items?.[0]?.id ?? ''
  const resourceId = { kind: 'youtube#video', videoId }
  await api.playlistItems.insert({ part: ['snippet'], requestBody: { snippet: { playlistId, resourceId } } }, here())
  const held = await api.playlistItems.list({ part: ['snippet'], playlistId, videoId }, here())
  expect(held.data.items).toMatchObject([{ snippet: { playlistId, resourceId } }])
})

test('sets a thumbnail and searches', async () => {
  const videoId = await channel.upload({ title: 'Morning in Rome' })
  const media = { mimeType: 'image/png', body: Readable.from([Buffer.from('image')]) }
  expect((await api.thumbnails.set({ videoId, media }, here())).data.items).toHaveLength(1)
  await sandbox.advance(600)
  const { data } = await api.search.list({ part: ['snippet'], forMine: true, type: ['video'], q: 'rome' }, here())
  expect(data.items).toMatchObject([{ id: { videoId }, snippet: { title: 'Morning in Rome' } }])
})

test('understands a refusal', async () => {
  await sandbox.control('PATCH', '/settings/youtube', { unitsPerDay: 0 })
  await expect(api.videos.list({ part: ['id'], id: ['x'] }, here())).rejects.toMatchObject({
    status: 403,
    response: { data: { error: { errors: [{ reason: 'quotaExceeded', domain: 'youtube.quota' }] } } },
  })
})
