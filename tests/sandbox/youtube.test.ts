import { randomBytes } from 'node:crypto'
import { pacificDay } from '../../sandbox/youtube/quota'
import { openSandbox, sha256, type TestSandbox } from './platform-sandbox'

const CHANNEL = 'UCabcdefghijklmnopqrstuv'
const UNIT = 256 * 1024
const video = randomBytes(3 * UNIT + 123)
const total = video.length

let sandbox: TestSandbox
let token: string
let refreshToken: string

beforeEach(async () => {
  sandbox = await openSandbox()
  const made = await sandbox.control('POST', '/accounts', { platform: 'YOUTUBE', accountId: CHANNEL, username: 'mom' })
  token = made.accessToken
  refreshToken = made.refreshToken
})
afterEach(() => sandbox.close())

const read = (path: string) => sandbox.send(`${sandbox.at().youtubeUrl}/youtube/v3/${path}`, { token })
const start = (snippet: Record<string, unknown> = {}, status: Record<string, unknown> = {}, headers = {}) =>
  sandbox.send(`${sandbox.at().youtubeUrl}/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status`, {
    token,
    headers: { 'x-upload-content-length': String(total), 'x-upload-content-type': 'video/mp4', ...headers },
    json: {
      snippet: { title: 'A video', description: 'About it', ...snippet },
      status: { privacyStatus: 'unlisted', ...status },
    },
  })
const open = async () => String((await start()).headers.location)
const put = (session: string, body: Buffer, range?: string, bearer = token) =>
  sandbox.send(session, { method: 'PUT', token: bearer, body, headers: range ? { 'content-range': range } : {} })
const putAt = (session: string, first: number, end: number) =>
  put(session, video.subarray(first, end), `bytes ${first}-${end - 1}/${total}`)
const query = (session: string) => put(session, Buffer.alloc(0), `bytes */${total}`)
const refresh = (value = refreshToken) =>
  sandbox.send(`${sandbox.at().oauthUrl}/token`, {
    form: { client_id: 'c', client_secret: 's', grant_type: 'refresh_token', refresh_token: value },
  })

test('a resumable upload becomes one video, and its session repeats the final answer', async () => {
  const session = await open()
  expect((await query(session)).headers.range).toBeUndefined()
  const first = await putAt(session, 0, UNIT)
  expect([first.status, first.headers.range]).toEqual([308, `bytes=0-${UNIT - 1}`])
  const last = await putAt(session, UNIT, total)
  expect(last.status).toBe(200)
  expect(last.json).toMatchObject({ id: expect.stringMatching(/^[\w-]{11}$/), status: { uploadStatus: 'uploaded' } })
  expect((await query(session)).json.id).toBe(last.json.id)
  expect((await putAt(session, UNIT, total)).json.id).toBe(last.json.id)
  expect(await sandbox.posts()).toMatchObject([
    {
      platform: 'YOUTUBE',
      accountId: CHANNEL,
      postId: last.json.id,
      url: `https://www.youtube.com/watch?v=${last.json.id}`,
      title: 'A video',
      caption: 'About it',
      bytes: total,
      sha256: sha256(video),
      visibility: 'unlisted',
    },
  ])
})

test('a whole file in one request without a range is an upload too', async () => {
  expect((await put(await open(), video)).status).toBe(200)
  expect((await sandbox.posts())[0]?.sha256).toBe(sha256(video))
})

test('a middle chunk that is no multiple of 256 KiB, a wrong length or a wrong total is refused', async () => {
  const session = await open()
  expect((await putAt(session, 0, UNIT + 1)).status).toBe(400)
  expect((await put(session, video.subarray(0, UNIT), `bytes 0-${UNIT}/${total}`)).status).toBe(400)
  expect((await put(session, video.subarray(0, UNIT), `bytes 0-${UNIT - 1}/${total + 1}`)).status).toBe(400)
  expect((await query(session)).headers.range).toBeUndefined()
})

test('the kept range answers whatever was sent: a gap is dropped, an overlap is kept once', async () => {
  const session = await open()
  expect((await putAt(session, UNIT, 2 * UNIT)).headers.range).toBeUndefined()
  await putAt(session, 0, 2 * UNIT)
  expect((await putAt(session, UNIT, 3 * UNIT)).headers.range).toBe(`bytes=0-${3 * UNIT - 1}`)
  await putAt(session, 2 * UNIT, total)
  expect((await sandbox.posts())[0]?.sha256).toBe(sha256(video))
})

test('a token that dies in mid-session is 401, and the session goes on with a fresh one', async () => {
  const session = await open()
  await putAt(session, 0, UNIT)
  await sandbox.advance(3600)
  expect(await putAt(session, UNIT, total)).toMatchObject({
    status: 401,
    json: { error: { errors: [{ reason: 'authError' }] } },
  })
  token = (await refresh()).json.access_token
  expect((await putAt(session, UNIT, total)).status).toBe(200)
})

test('a session is gone after its life, and never was another channel’s', async () => {
  const session = await open()
  const stranger = await sandbox.control('POST', '/accounts', {
    platform: 'YOUTUBE',
    accountId: 'UCother',
    username: 'x',
  })
  expect((await put(session, Buffer.alloc(0), `bytes */${total}`, stranger.accessToken)).status).toBe(404)
  await sandbox.advance(7 * 86_400)
  token = (await refresh()).json.access_token
  expect((await query(session)).status).toBe(404)
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
  const { json, headers } = await start(snippet, status)
  expect(json.error.errors[0].reason).toBe(reason)
  expect(headers.location).toBeUndefined()
})

test('a description of 5000 bytes and a video without privacy are accepted, the latter as public', async () => {
  expect((await start({ description: 'é'.repeat(2500) })).status).toBe(200)
  const { headers } = await start({}, { privacyStatus: undefined })
  expect((await put(String(headers.location), video)).json.status.privacyStatus).toBe('public')
})

test('processing ends well, badly or in a rejection', async () => {
  const outcome = async (behaviour: Record<string, unknown>) => {
    await sandbox.control('PATCH', `/accounts/youtube/${CHANNEL}`, behaviour)
    const { id } = (await put(await open(), video)).json
    await sandbox.advance(2)
    const { items } = (await read(`videos?part=status,processingDetails&id=${id},unknown`)).json
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
  await put(await open(), video)
  const session = String((await start({ tags: ['marker-1'] }, { privacyStatus: 'private' })).headers.location)
  const { id } = (await put(session, video)).json
  const channel = (await read('channels?mine=true&part=contentDetails')).json.items[0]
  expect(channel.id).toBe(CHANNEL)
  const uploads: string = channel.contentDetails.relatedPlaylists.uploads
  const { json } = await read(`playlistItems?part=contentDetails,snippet&playlistId=${uploads}&maxResults=1`)
  expect(json.items).toMatchObject([{ contentDetails: { videoId: id } }])
  const older = await read(`playlistItems?part=snippet&playlistId=${uploads}&pageToken=${json.nextPageToken}`)
  expect(older.json.items).toHaveLength(1)
  expect((await read(`videos?part=snippet&id=${id}`)).json.items[0].snippet.tags).toEqual(['marker-1'])
})

test('uploads have a bucket of their own, and the day ends at midnight Pacific Time', async () => {
  await sandbox.control('PATCH', '/settings/youtube', { uploadsPerDay: 1 })
  expect((await start()).status).toBe(200)
  const refused = await start()
  expect(refused.status).toBe(403)
  expect(refused.json.error.errors[0]).toMatchObject({ reason: 'quotaExceeded', domain: 'youtube.quota' })
  expect((await read('channels?mine=true&part=id')).status).toBe(200)
  await sandbox.advance(25 * 3600)
  token = (await refresh()).json.access_token
  expect((await start()).status).toBe(200)
})

test('in the older model an upload takes 1600 of the units that reads share', async () => {
  await sandbox.control('PATCH', '/settings/youtube', { quotaModel: 'units-1600', unitsPerDay: 1601 })
  expect((await start()).status).toBe(200)
  expect((await start()).json.error.errors[0].reason).toBe('quotaExceeded')
  expect((await read('channels?mine=true&part=id')).status).toBe(200)
  expect((await read('channels?mine=true&part=id')).status).toBe(403)
})

test('Pacific days follow the clock changes', () => {
  expect(pacificDay(Date.parse('2026-03-08T07:59:59Z'))).toBe('2026-03-07')
  expect(pacificDay(Date.parse('2026-03-08T08:00:00Z'))).toBe('2026-03-08')
  expect(pacificDay(Date.parse('2026-03-09T06:59:59Z'))).toBe('2026-03-08')
  expect(pacificDay(Date.parse('2026-03-09T07:00:00Z'))).toBe('2026-03-09')
})

test('a channel has an allowance apart from the project’s quota', async () => {
  await sandbox.control('PATCH', `/accounts/youtube/${CHANNEL}`, { uploadCap: 1 })
  await put(await open(), video)
  expect(await start()).toMatchObject({ status: 400, json: { error: { errors: [{ reason: 'uploadLimitExceeded' }] } } })
})

test('a refresh gives no refresh token and may be repeated; a revoked one is invalid_grant', async () => {
  const { json } = await refresh()
  expect(json).toEqual({
    access_token: expect.any(String),
    expires_in: 3599,
    scope: expect.any(String),
    token_type: 'Bearer',
  })
  expect((await refresh()).status).toBe(200)
  await sandbox.control('PATCH', `/accounts/youtube/${CHANNEL}`, { revoked: true })
  expect(await refresh()).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  expect((await read('channels?mine=true&part=id')).status).toBe(401)
})
