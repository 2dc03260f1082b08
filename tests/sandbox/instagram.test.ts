import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openSandbox, sha256, until, type TestSandbox } from './platform-sandbox'

const USER = '17841400000000001'
const video = randomBytes(300_000)
const DAY_SECONDS = 86_400

let sandbox: TestSandbox
let token: string
let store: Server
let serveVideo: RequestListener

beforeEach(async () => {
  sandbox = await openSandbox()
  token = (await account()).accessToken
  serveVideo = (_, response) => response.writeHead(200, { 'content-type': 'video/mp4' }).end(video)
  store = createServer((request, response) => serveVideo(request, response)).listen(0, '127.0.0.1')
  await once(store, 'listening')
})
afterEach(async () => {
  store.close().closeAllConnections()
  await sandbox.close()
})

const account = (more: Record<string, unknown> = {}) =>
  sandbox.control('POST', '/accounts', { platform: 'INSTAGRAM', accountId: USER, username: 'mom', ...more })
const graph = (path: string, form?: Record<string, string>, bearer: string | undefined = token) =>
  sandbox.send(`${sandbox.at().instagramUrl}${path}`, { form, token: bearer })
const videoUrl = () => `http://127.0.0.1:${(store.address() as AddressInfo).port}/video.mp4?signature=x`
const create = (more: Record<string, string> = {}) =>
  graph(`/v25.0/${USER}/media`, { media_type: 'REELS', video_url: videoUrl(), caption: 'A reel', ...more })
const status = (container: string) => graph(`/v25.0/${container}?fields=status_code,status`)
const publish = (container: string) => graph(`/v25.0/${USER}/media_publish`, { creation_id: container })

async function finished(more?: Record<string, string>): Promise<string> {
  const { id } = (await create(more)).json
  await until(
    async () => {
      await sandbox.advance(1)
      return (await status(id)).json.status_code
    },
    (code) => code === 'FINISHED',
  )
  return id
}

test('a container fetches its video, finishes, is published once, and reads back as a reel', async () => {
  const container = await finished()
  expect(container).toMatch(/^\d{17}$/)
  expect(await sandbox.posts()).toEqual([])
  const published = await publish(container)
  expect(published.status).toBe(200)
  const mediaId: string = published.json.id
  expect((await status(container)).json).toMatchObject({ id: container, status_code: 'PUBLISHED' })
  const { json: node } = await graph(`/v25.0/${mediaId}?fields=id,permalink,timestamp,media_type,media_product_type`)
  expect(node).toMatchObject({ id: mediaId, media_type: 'VIDEO', media_product_type: 'REELS' })
  expect(node.permalink).toMatch(/^https:\/\/www\.instagram\.com\/reel\/.+\/$/)
  expect(await sandbox.posts()).toMatchObject([
    {
      platform: 'INSTAGRAM',
      accountId: USER,
      postId: mediaId,
      caption: 'A reel',
      bytes: video.length,
      sha256: sha256(video),
    },
  ])
})

test('a second publish of a container is refused and makes no second post', async () => {
  const container = await finished()
  await publish(container)
  expect((await publish(container)).json.error).toMatchObject({ code: 9007, error_subcode: 2207027 })
  expect(await sandbox.posts()).toHaveLength(1)
})

test('a container that is still processed cannot be published', async () => {
  await sandbox.control('PATCH', `/accounts/instagram/${USER}`, { processingSeconds: 1000 })
  const { id } = (await create()).json
  expect((await status(id)).json.status_code).toBe('IN_PROGRESS')
  expect(await publish(id)).toMatchObject({ status: 400, json: { error: { code: 9007, error_subcode: 2207027 } } })
})

test('a container that was not published within a day is expired', async () => {
  const container = await finished()
  await sandbox.advance(DAY_SECONDS)
  expect((await status(container)).json.status_code).toBe('EXPIRED')
  expect((await publish(container)).json.error).toMatchObject({ code: 24, error_subcode: 2207008 })
})

test.each<[string, RequestListener, string]>([
  ['an error of the store', (_, response) => response.writeHead(403).end(), '2207052'],
  [
    'a video that breaks off',
    (_, response) => response.writeHead(200, { 'content-length': 100 }).write('x', () => response.destroy()),
    '2207052',
  ],
  [
    'what is no video',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    '2207026',
  ],
])('%s makes the container an error with subcode', async (_, listener, subcode) => {
  serveVideo = listener
  const { id } = (await create()).json
  const { json } = await until(
    () => status(id),
    (reply) => reply.json.status_code !== 'IN_PROGRESS',
  )
  expect(json).toMatchObject({ status_code: 'ERROR', status: expect.stringContaining(subcode) })
})

test.each([
  ['a VIDEO alone', { media_type: 'VIDEO' }, 100, 2207089],
  ['an unknown media type', { media_type: 'STORY' }, 100, 2207023],
  ['a caption over 2200 characters', { caption: 'x'.repeat(2201) }, 36004, 2207010],
  ['31 hashtags', { caption: '#tag '.repeat(31) }, 36004, 2207010],
  ['no video', { video_url: '' }, 100, undefined],
  ['a URL that is not ASCII', { video_url: 'https://example.com/vidéo.mp4' }, 100, undefined],
])('media create refuses %s', async (_, parameters, code, subcode) => {
  const { status: httpStatus, json } = await create(parameters)
  expect(httpStatus).toBe(400)
  expect(json.error).toMatchObject({ code, type: 'OAuthException', fbtrace_id: expect.any(String) })
  expect(json.error.error_subcode).toBe(subcode)
})

test('the daily cap is enforced when a container is published, and the limit endpoint tells it', async () => {
  await sandbox.control('PATCH', `/accounts/instagram/${USER}`, { publishingCap: 1 })
  const [first, second] = [await finished(), await finished()]
  await publish(first)
  expect((await publish(second)).json.error).toMatchObject({ code: 9, error_subcode: 2207042 })
  const { json } = await graph(`/v25.0/${USER}/content_publishing_limit?fields=quota_usage,config`)
  expect(json.data).toEqual([{ quota_usage: 1, config: { quota_total: 1, quota_duration: DAY_SECONDS } }])
})

test('400 containers a day are enough', async () => {
  for (let made = 0; made < 400; made++) expect((await create()).status).toBe(200)
  expect((await create()).json.error.code).toBe(9)
})

test('the media list shows captions and times, newest first, a page at a time', async () => {
  for (const caption of ['first', 'second']) await publish(await finished({ caption }))
  const list = (more: string) => graph(`/v25.0/${USER}/media?fields=id,caption,timestamp,permalink&limit=1${more}`)
  const { json: first } = await list('')
  expect(first.data).toMatchObject([{ caption: 'second', timestamp: expect.stringMatching(/\+0000$/) }])
  const { json: next } = await list(`&after=${first.paging.cursors.after}`)
  expect(next.data).toMatchObject([{ caption: 'first' }])
})

test('the token may come by header, query or body', async () => {
  const path = `${sandbox.at().instagramUrl}/v25.0/me?fields=user_id,username`
  expect((await sandbox.send(`${path}&access_token=${token}`)).json).toMatchObject({ user_id: USER, username: 'mom' })
  expect((await graph('/v25.0/me?fields=user_id')).json.user_id).toBe(USER)
  const inBody = { access_token: token, media_type: 'REELS', video_url: videoUrl() }
  expect((await sandbox.send(`${sandbox.at().instagramUrl}/v25.0/${USER}/media`, { form: inBody })).status).toBe(200)
})

test('a token is refused as expired, as removed, or as unknown', async () => {
  expect((await graph('/v25.0/me', undefined, 'other')).json.error).toMatchObject({ code: 190 })
  await sandbox.control('PATCH', `/accounts/instagram/${USER}`, { expiresInSeconds: 60 })
  await sandbox.advance(61)
  expect((await graph('/v25.0/me')).json.error).toMatchObject({ code: 190, error_subcode: 463 })
  await sandbox.control('PATCH', `/accounts/instagram/${USER}`, { revoked: true })
  expect((await graph('/v25.0/me')).json.error).toMatchObject({ code: 190, error_subcode: 458 })
})

test('a token extends itself from its second day on', async () => {
  const refresh = () =>
    sandbox.send(`${sandbox.at().instagramUrl}/refresh_access_token?grant_type=ig_refresh_token&access_token=${token}`)
  expect((await refresh()).json.error.code).toBe(100)
  await sandbox.advance(DAY_SECONDS)
  const { json } = await refresh()
  expect(json).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 })
  for (const good of [token, json.access_token]) expect((await graph('/v25.0/me', undefined, good)).status).toBe(200)
})

test('objects of others, and paths without a version, do not exist', async () => {
  await account({ accountId: '17841400000000002' })
  expect((await graph('/v25.0/17841400000000002/media')).json.error).toMatchObject({ code: 100, error_subcode: 33 })
  expect((await graph('/v25.0/123')).json.error).toMatchObject({ code: 100, error_subcode: 33 })
  expect((await graph(`/${USER}/media`)).json.error.code).toBe(100)
})

test('a fetch that a restart interrupted is made again', async () => {
  let asked = 0
  const reached = new Promise<void>((resolve) => {
    serveVideo = () => void (asked++, resolve()) // Never answers.
  })
  const { id } = (await create()).json
  await reached
  serveVideo = (_, response) => void (asked++, response.writeHead(200, { 'content-type': 'video/mp4' }).end(video))
  await sandbox.restart()
  await until(
    async () => {
      await sandbox.advance(1)
      return (await status(id)).json.status_code
    },
    (code) => code === 'FINISHED',
  )
  expect(asked).toBe(2)
})
