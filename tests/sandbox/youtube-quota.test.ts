import { openSandbox, type Reply, type TestSandbox } from './platform-sandbox'
import { CHANNEL, reasonOf, youtubeChannel, type YouTubeChannel } from './youtube-channel'

const YEARS_S = 3 * 366 * 86_400
const HOUR_MS = 3_600_000
const PLAYLIST = { id: 'PLone', title: 'One' }

let sandbox: TestSandbox
let channel: YouTubeChannel

beforeEach(async () => {
  sandbox = await openSandbox()
  channel = await youtubeChannel(sandbox, { expiresInSeconds: YEARS_S, playlists: [PLAYLIST] })
})
afterEach(() => sandbox.close())

const settings = (change: object) => sandbox.control('PATCH', '/settings/youtube', change)
const playlistItem = (videoId: string) => ({
  json: { snippet: { playlistId: PLAYLIST.id, resourceId: { kind: 'youtube#video', videoId } } },
})

const CALLS: Record<string, (id: string) => Promise<Reply>> = {
  'videos.list': (id) => channel.read(`videos?part=id&id=${id}`),
  'channels.list': () => channel.read('channels?part=id&mine=true'),
  'playlists.list': () => channel.read('playlists?part=id&mine=true'),
  'playlistItems.list': () => channel.read(`playlistItems?part=id&playlistId=${PLAYLIST.id}`),
  'playlistItems.insert': (id) => channel.call('playlistItems?part=id', playlistItem(id)),
  'videos.update': (id) =>
    channel.call('videos?part=status', { method: 'PUT', json: { id, status: { privacyStatus: 'private' } } }),
  'videos.delete': (id) => channel.call(`videos?id=${id}`, { method: 'DELETE' }),
  'thumbnails.set': (id) => channel.setThumbnail(id, Buffer.from('image')),
  'search.list': () => channel.read('search?part=id&forMine=true&type=video'),
  'videos.batchGetStats': (id) => channel.read(`videos:batchGetStats?part=id&id=${id}`),
}

test.each([
  ['videos.list', 'unitsPerDay', 1],
  ['channels.list', 'unitsPerDay', 1],
  ['playlists.list', 'unitsPerDay', 1],
  ['playlistItems.list', 'unitsPerDay', 1],
  ['playlistItems.insert', 'unitsPerDay', 50],
  ['videos.update', 'unitsPerDay', 50],
  ['videos.delete', 'unitsPerDay', 50],
  ['thumbnails.set', 'unitsPerDay', 50],
  ['search.list', 'searchesPerDay', 1],
  ['videos.batchGetStats', 'batchStatsPerDay', 1],
])('%s takes %s: %i', async (operation, bucket, cost) => {
  const call = CALLS[operation] ?? (() => Promise.reject(new Error(operation)))
  const id = await channel.upload()
  await settings({ [bucket]: cost - 1 })
  const refused = await call(id)
  expect([refused.status, reasonOf(refused)]).toEqual([403, 'quotaExceeded'])
  expect(refused.json.error.errors[0].domain).toBe('youtube.quota')
  expect(refused.json.error.message).toContain('<a href=')
  await settings({ [bucket]: cost })
  expect((await call(id)).status).toBeLessThan(300)
  expect(reasonOf(await call(id))).toBe('quotaExceeded')
})

test('a full bucket leaves the others free, and an invalid call is charged too', async () => {
  await settings({ unitsPerDay: 1 })
  expect((await channel.read('videos?part=id')).status).toBe(400)
  expect(reasonOf(await channel.read('videos?part=id&id=x'))).toBe('quotaExceeded')
  expect((await channel.read('videos:batchGetStats?part=id&id=x')).status).toBe(200)
  expect((await channel.read('search?part=id')).status).toBe(200)
  expect((await channel.start()).status).toBe(200)
})

/** The coming Pacific days that last 23 and 25 hours, oldest first: an independent count of the hours. */
function changedDays(fromMs: number): { startMs: number; endMs: number }[] {
  const hour = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', hour: '2-digit', hourCycle: 'h23' })
  const midnights = Array.from(
    { length: 400 * 24 },
    (_, hours) => Math.ceil(fromMs / HOUR_MS) * HOUR_MS + hours * HOUR_MS,
  ).filter((ms) => hour.format(ms) === '00')
  return midnights
    .map((startMs, index) => ({ startMs, endMs: midnights[index + 1] ?? startMs + 24 * HOUR_MS }))
    .filter(({ startMs, endMs }) => endMs - startMs !== 24 * HOUR_MS)
}

test('the day ends at midnight Pacific Time, also when the clocks are changed', async () => {
  await settings({ uploadsPerDay: 1 })
  const clock = async (advanceSeconds: number) =>
    Date.parse((await sandbox.control('POST', '/clock', { advanceSeconds })).now as string)
  const moveTo = async (atMs: number) => clock((atMs - (await clock(0))) / 1000)
  const days = changedDays(await clock(0))
  expect(new Set(days.map(({ startMs, endMs }) => (endMs - startMs) / HOUR_MS))).toEqual(new Set([23, 25]))
  for (const { startMs, endMs } of days) {
    await moveTo(startMs + 1_000)
    expect((await channel.start()).status).toBe(200)
    await moveTo(endMs - 60_000)
    expect(reasonOf(await channel.start())).toBe('quotaExceeded')
    await moveTo(endMs + 1_000)
    expect((await channel.start()).status).toBe(200)
    expect(reasonOf(await channel.start())).toBe('quotaExceeded')
  }
})

test.each([
  ['session.start', 1600, () => channel.start()],
  ['search.list', 100, () => channel.read('search?part=id')],
  ['videos.batchGetStats', 1, () => channel.read('videos:batchGetStats?part=id&id=x')],
  ['channels.list', 1, () => channel.read('channels?part=id&mine=true')],
])('%s takes %i of the shared units in the older model', async (_operation, cost, call) => {
  await settings({ quotaModel: 'units-1600', unitsPerDay: 2 * cost - 1 })
  expect((await call()).status).toBe(200)
  expect(reasonOf(await call())).toBe('quotaExceeded')
  expect(await sandbox.control('GET', '/quota/youtube')).toEqual({ units: cost })
})

test('the day tells what it was charged, by bucket; a refused call and a session cost nothing', async () => {
  const id = await channel.upload()
  await channel.read(`videos?part=id&id=${id}`)
  await channel.setThumbnail(id, Buffer.from('image'))
  await settings({ searchesPerDay: 0 })
  expect(reasonOf(await channel.read('search?part=id'))).toBe('quotaExceeded')
  expect(await sandbox.control('GET', '/quota/youtube')).toEqual({ uploads: 1, units: 51 })
  await sandbox.advance(25 * 3_600)
  expect(await sandbox.control('GET', '/quota/youtube')).toEqual({})
})

describe("a channel's own allowance", () => {
  test('lets a day go by before the next upload, whatever the project still has', async () => {
    await channel.patch({ uploadCap: 1 })
    await channel.upload()
    expect(await channel.start()).toMatchObject({
      status: 400,
      json: { error: { errors: [{ reason: 'uploadLimitExceeded' }] } },
    })
    await sandbox.advance(86_400)
    expect((await channel.start()).status).toBe(200)
  })

  test('is told at the last byte where the setting says so; the session is lost and no video exists', async () => {
    await settings({ uploadLimitAt: 'end' })
    await channel.patch({ uploadCap: 0 })
    const session = await channel.open()
    expect(reasonOf(await channel.put(session, channel.video))).toBe('uploadLimitExceeded')
    expect((await channel.query(session)).status).toBe(404)
    expect(await sandbox.posts()).toEqual([])
  })

  test('holds for that channel alone', async () => {
    await channel.patch({ uploadCap: 0 })
    const other = await youtubeChannel(sandbox, { accountId: `${CHANNEL.slice(0, -1)}x` })
    expect((await other.start()).status).toBe(200)
  })
})
