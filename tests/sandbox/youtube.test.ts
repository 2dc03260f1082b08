import { pacificDay } from '../../sandbox/youtube/quota'
import { openSandbox, sha256, type TestSandbox } from './platform-sandbox'
import { CHANNEL, UNIT, youtubeChannel, type YouTubeChannel } from './youtube-channel'

let sandbox: TestSandbox
let channel: YouTubeChannel

beforeEach(async () => {
  sandbox = await openSandbox()
  channel = await youtubeChannel(sandbox)
})
afterEach(() => sandbox.close())

test('a resumable upload becomes one video, and its session repeats the final answer', async () => {
  const session = await channel.open()
  expect((await channel.query(session)).headers.range).toBeUndefined()
  const first = await channel.putAt(session, 0, UNIT)
  expect([first.status, first.headers.range]).toEqual([308, `bytes=0-${UNIT - 1}`])
  const last = await channel.putAt(session, UNIT, channel.total)
  expect(last.status).toBe(200)
  expect(last.json).toMatchObject({ id: expect.stringMatching(/^[\w-]{11}$/), status: { uploadStatus: 'uploaded' } })
  expect((await channel.query(session)).json.id).toBe(last.json.id)
  expect((await channel.putAt(session, UNIT, channel.total)).json.id).toBe(last.json.id)
  expect(await sandbox.posts()).toMatchObject([
    {
      platform: 'YOUTUBE',
      accountId: CHANNEL,
      postId: last.json.id,
      url: `https://www.youtube.com/watch?v=${last.json.id}`,
      title: 'A video',
      caption: 'About it',
      bytes: channel.total,
      sha256: sha256(channel.video),
      visibility: 'unlisted',
    },
  ])
})

test('a whole file in one request without a range is an upload too', async () => {
  expect((await channel.put(await channel.open(), channel.video)).status).toBe(200)
  expect((await sandbox.posts())[0]?.sha256).toBe(sha256(channel.video))
})

test('a middle chunk that is no multiple of 256 KiB, a wrong length or a wrong total is refused', async () => {
  const session = await channel.open()
  expect((await channel.putAt(session, 0, UNIT + 1)).status).toBe(400)
  expect((await channel.put(session, channel.video.subarray(0, UNIT), `bytes 0-${UNIT}/${channel.total}`)).status).toBe(
    400,
  )
  expect(
    (await channel.put(session, channel.video.subarray(0, UNIT), `bytes 0-${UNIT - 1}/${channel.total + 1}`)).status,
  ).toBe(400)
  expect((await channel.query(session)).headers.range).toBeUndefined()
})

test('the kept range answers whatever was sent: a gap is dropped, an overlap is kept once', async () => {
  const session = await channel.open()
  expect((await channel.putAt(session, UNIT, 2 * UNIT)).headers.range).toBeUndefined()
  await channel.putAt(session, 0, 2 * UNIT)
  expect((await channel.putAt(session, UNIT, 3 * UNIT)).headers.range).toBe(`bytes=0-${3 * UNIT - 1}`)
  await channel.putAt(session, 2 * UNIT, channel.total)
  expect((await sandbox.posts())[0]?.sha256).toBe(sha256(channel.video))
})

test('a token that dies in mid-session is 401, and the session goes on with a fresh one', async () => {
  const session = await channel.open()
  await channel.putAt(session, 0, UNIT)
  await sandbox.advance(3600)
  expect(await channel.putAt(session, UNIT, channel.total)).toMatchObject({
    status: 401,
    json: { error: { errors: [{ reason: 'authError' }] } },
  })
  channel.token = (await channel.refresh()).json.access_token
  expect((await channel.putAt(session, UNIT, channel.total)).status).toBe(200)
})

test('a session is gone after its life, and never was another channel’s', async () => {
  const session = await channel.open()
  const stranger = await sandbox.control('POST', '/accounts', {
    platform: 'YOUTUBE',
    accountId: 'UCother',
    username: 'x',
  })
  expect((await channel.put(session, Buffer.alloc(0), `bytes */${channel.total}`, stranger.accessToken)).status).toBe(
    404,
  )
  await sandbox.advance(7 * 86_400)
  channel.token = (await channel.refresh()).json.access_token
  expect((await channel.query(session)).status).toBe(404)
})

test.each([
  ['no title', { title: '' }, {}, 'invalidTitle'],
  ['a title over 100 characters', { title: 'x'.repeat(101) }, {}, 'invalidTitle'],
  ['a title with brackets', { title: 'a < b' }, {}, 'invalidTitle'],
  ['a description over 5000 bytes', { description: 'é'.repeat(2501) }, {}, 'invalidDescription'],
  ['tags over 500 characters, quotes and commas counted', { tags: Array(40).fill('eleven char') }, {}, 'invalidTags'],
  ['an unknown category', { categoryId: '999' }, {}, 'invalidCategoryId'],
  [
    'a publishAt on a public video',
    {},
    { privacyStatus: 'public', publishAt: '2030-01-01T00:00:00Z' },
    'invalidPublishAt',
  ],
  ['an unknown privacy', {}, { privacyStatus: 'friends' }, 'forbiddenPrivacySetting'],
  ['metadata of the wrong type', { tags: 'tag' }, {}, 'invalidVideoMetadata'],
])('session start refuses %s', async (_, snippet, status, reason) => {
  const { json, headers } = await channel.start(snippet, status)
  expect(json.error.errors[0].reason).toBe(reason)
  expect(headers.location).toBeUndefined()
})

test('a description of 5000 bytes and a video without privacy are accepted, the latter as public', async () => {
  expect((await channel.start({ description: 'é'.repeat(2500) })).status).toBe(200)
  const { headers } = await channel.start({}, { privacyStatus: undefined })
  expect((await channel.put(String(headers.location), channel.video)).json.status.privacyStatus).toBe('public')
})

test('processing ends well, badly or in a rejection', async () => {
  const outcome = async (behaviour: Record<string, unknown>) => {
    await sandbox.control('PATCH', `/accounts/youtube/${CHANNEL}`, behaviour)
    const { id } = (await channel.put(await channel.open(), channel.video)).json
    await sandbox.advance(2)
    const { items } = (await channel.read(`videos?part=status,processingDetails&id=${id},unknown`)).json
    expect(items).toHaveLength(1)
    return { ...items[0].status, ...items[0].processingDetails }
  }
  expect(await outcome({})).toMatchObject({ uploadStatus: 'processed', processingStatus: 'succeeded' })
  expect(await outcome({ processing: 'fail' })).toMatchObject({ uploadStatus: 'failed', failureReason: 'codec' })
  const rejected = await outcome({ processing: 'fail', failReason: 'duplicate' })
  expect(rejected).toMatchObject({ uploadStatus: 'rejected', rejectionReason: 'duplicate' })
  expect(await outcome({ processing: 'stuck' })).toMatchObject({ uploadStatus: 'uploaded' })
  expect(await sandbox.posts()).toHaveLength(2)
})

test('a lost video is found in the uploads playlist, newest first, with its tags', async () => {
  await channel.put(await channel.open(), channel.video)
  const session = String((await channel.start({ tags: ['marker-1'] }, { privacyStatus: 'private' })).headers.location)
  const { id } = (await channel.put(session, channel.video)).json
  const own = (await channel.read('channels?mine=true&part=contentDetails')).json.items[0]
  expect(own.id).toBe(CHANNEL)
  await sandbox.advance(2)
  const uploads: string = own.contentDetails.relatedPlaylists.uploads
  const { json } = await channel.read(`playlistItems?part=contentDetails,snippet&playlistId=${uploads}&maxResults=1`)
  expect(json.items).toMatchObject([{ contentDetails: { videoId: id } }])
  const older = await channel.read(`playlistItems?part=snippet&playlistId=${uploads}&pageToken=${json.nextPageToken}`)
  expect(older.json.items).toHaveLength(1)
  expect((await channel.read(`videos?part=snippet&id=${id}`)).json.items[0].snippet.tags).toEqual(['marker-1'])
})

test('uploads have a bucket of their own, and the day ends at midnight Pacific Time', async () => {
  await sandbox.control('PATCH', '/settings/youtube', { uploadsPerDay: 1 })
  expect((await channel.start()).status).toBe(200)
  const refused = await channel.start()
  expect(refused.status).toBe(403)
  expect(refused.json.error.errors[0]).toMatchObject({ reason: 'quotaExceeded', domain: 'youtube.quota' })
  expect((await channel.read('channels?mine=true&part=id')).status).toBe(200)
  await sandbox.advance(25 * 3600)
  channel.token = (await channel.refresh()).json.access_token
  expect((await channel.start()).status).toBe(200)
})

test('in the older model an upload takes 1600 of the units that reads share', async () => {
  await sandbox.control('PATCH', '/settings/youtube', { quotaModel: 'units-1600', unitsPerDay: 1601 })
  expect((await channel.start()).status).toBe(200)
  expect((await channel.start()).json.error.errors[0].reason).toBe('quotaExceeded')
  expect((await channel.read('channels?mine=true&part=id')).status).toBe(200)
  expect((await channel.read('channels?mine=true&part=id')).status).toBe(403)
})

test('Pacific days follow the clock changes', () => {
  expect(pacificDay(Date.parse('2026-03-08T07:59:59Z'))).toBe('2026-03-07')
  expect(pacificDay(Date.parse('2026-03-08T08:00:00Z'))).toBe('2026-03-08')
  expect(pacificDay(Date.parse('2026-03-09T06:59:59Z'))).toBe('2026-03-08')
  expect(pacificDay(Date.parse('2026-03-09T07:00:00Z'))).toBe('2026-03-09')
})

test('a channel has an allowance apart from the project’s quota', async () => {
  await sandbox.control('PATCH', `/accounts/youtube/${CHANNEL}`, { uploadCap: 1 })
  await channel.put(await channel.open(), channel.video)
  expect(await channel.start()).toMatchObject({
    status: 400,
    json: { error: { errors: [{ reason: 'uploadLimitExceeded' }] } },
  })
})

test('a refresh gives no refresh token and may be repeated; a revoked one is invalid_grant', async () => {
  const { json } = await channel.refresh()
  expect(json).toEqual({
    access_token: expect.any(String),
    expires_in: 3599,
    scope: expect.any(String),
    token_type: 'Bearer',
  })
  expect((await channel.refresh()).status).toBe(200)
  await sandbox.control('PATCH', `/accounts/youtube/${CHANNEL}`, { revoked: true })
  expect(await channel.refresh()).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  expect((await channel.read('channels?mine=true&part=id')).status).toBe(401)
})
