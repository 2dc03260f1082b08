import { openSandbox, sha256, until, type TestSandbox } from './platform-sandbox'
import { smallVideo, tiktokClient, type TikTokTestClient } from './tiktok-client'
import { startVideoHost, type VideoHost } from './video-host'

let host: VideoHost
let sandbox: TestSandbox
let tiktok: TikTokTestClient
beforeEach(async () => {
  host = await startVideoHost(smallVideo)
  sandbox = await openSandbox()
  tiktok = await tiktokClient(sandbox)
  await settings({ localPulls: true, verifiedUrls: ['127.0.0.1'] })
})
afterEach(async () => {
  await sandbox.close()
  await host.stop()
})

const settings = (change: object) => sandbox.control('PATCH', '/settings/tiktok', change)
const state = (publishId: string, isRight: (data: Record<string, unknown>) => boolean) =>
  until(() => tiktok.stateOf(publishId), isRight)

async function pull(name: string) {
  const { status, json } = await tiktok.initPull(host.url(name))
  expect(status).toBe(200)
  expect(json.data).toEqual({ publish_id: expect.stringMatching(/^v_pub_url~v2\./) })
  return json.data.publish_id as string
}

test('from the init on nobody has to do more: the video is fetched and becomes a post', async () => {
  const publishId = await pull('video')
  await state(publishId, ({ downloaded_bytes }) => downloaded_bytes === 100)
  await until(sandbox.posts, (posts) => posts.length === 1)
  expect((await tiktok.stateOf(publishId)).status).toBe('PROCESSING_DOWNLOAD')
  await sandbox.advance(5)
  const [post] = await sandbox.posts()
  expect(post).toMatchObject({ sha256: sha256(smallVideo), bytes: 100, caption: 'Hello #world' })
  expect((await tiktok.status(publishId)).text).toContain(`"publicaly_available_post_id":[${post?.postId}]`)
})

test('a slow download shows how far it is, and goes on', async () => {
  const publishId = await pull('half')
  const half = await state(publishId, ({ downloaded_bytes }) => downloaded_bytes === 50)
  expect(half.status).toBe('PROCESSING_DOWNLOAD')
  expect(await sandbox.posts()).toEqual([])
  host.release()
  await until(sandbox.posts, (posts) => posts.length === 1)
})

test.each([
  ['a redirect', 'moved'],
  ['a missing file', 'lost'],
  ['a page', 'page'],
])('%s fails the pull', async (_, name) => {
  const publishId = await pull(name)
  const failed = await state(publishId, ({ status }) => status === 'FAILED')
  expect(failed.fail_reason).toBe('video_pull_failed')
  expect(host.fetched).toEqual([`/${name}.mp4`])
  expect(await sandbox.posts()).toEqual([])
})

test('an hour after its start TikTok gives a download up, also where it comes to its end later', async () => {
  const publishId = await pull('half')
  await state(publishId, ({ downloaded_bytes }) => downloaded_bytes === 50)
  await sandbox.advance(3_600)
  const failed = await state(publishId, ({ status }) => status === 'FAILED')
  expect(failed.fail_reason).toBe('video_pull_failed')
  host.release()
  await sandbox.advance(60)
  expect((await tiktok.stateOf(publishId)).status).toBe('FAILED')
  expect(await sandbox.posts()).toEqual([])
})

test('a cancelled download makes no post', async () => {
  const publishId = await pull('half')
  await state(publishId, ({ downloaded_bytes }) => downloaded_bytes === 50)
  expect((await tiktok.cancel(publishId)).status).toBe(200)
  host.release()
  await sandbox.restart()
  expect(await tiktok.stateOf(publishId)).toMatchObject({ status: 'FAILED', fail_reason: 'publish_cancelled' })
  expect(await sandbox.posts()).toEqual([])
})

test('a download that a restart broke off begins anew', async () => {
  const publishId = await pull('half')
  await state(publishId, ({ downloaded_bytes }) => downloaded_bytes === 50)
  await sandbox.restart()
  await until(
    async () => (await tiktok.stateOf(publishId)) && host.fetched.length,
    (fetches) => fetches === 2,
  )
  await state(publishId, ({ downloaded_bytes }) => downloaded_bytes === 50)
  host.release()
  expect(await until(sandbox.posts, (posts) => posts.length > 0)).toMatchObject([{ sha256: sha256(smallVideo) }])
})

test('a processing that fails or never ends is told of pulls too', async () => {
  await tiktok.patch({ processing: 'fail', failReason: 'duration_check_failed' })
  const failing = await pull('video')
  await state(failing, ({ downloaded_bytes }) => downloaded_bytes === 100)
  await tiktok.patch({ processing: 'stuck' })
  const stuck = await pull('video')
  await state(stuck, ({ downloaded_bytes }) => downloaded_bytes === 100)
  await sandbox.advance(7_000)
  expect(await tiktok.stateOf(failing)).toMatchObject({ status: 'FAILED', fail_reason: 'duration_check_failed' })
  expect((await tiktok.stateOf(stuck)).status).toBe('PROCESSING_DOWNLOAD')
  expect(await sandbox.posts()).toEqual([])
})

test.each([
  ['a verified domain', ['example.com'], 'https://example.com/a.mp4', 'ok'],
  ['its subdomain', ['example.com'], 'https://media.example.com/a.mp4', 'ok'],
  ['a domain that only ends alike', ['example.com'], 'https://badexample.com/a.mp4', 'url_ownership_unverified'],
  ['a verified prefix', ['https://example.com/v/'], 'https://example.com/v/a.mp4', 'ok'],
  ['another path', ['https://example.com/v/'], 'https://example.com/w/a.mp4', 'url_ownership_unverified'],
  ['a subdomain of a prefix', ['https://example.com/v/'], 'https://m.example.com/v/a.mp4', 'url_ownership_unverified'],
  ['an app without any', [], 'https://example.com/a.mp4', 'url_ownership_unverified'],
  ['http', ['example.com'], 'http://example.com/a.mp4', 'invalid_param'],
  ['an address instead of a name', ['127.0.0.1'], 'https://127.0.0.1/a.mp4', 'invalid_param'],
  ['an IPv6 address', ['[::1]'], 'https://[::1]/a.mp4', 'invalid_param'],
  ['no URL', ['example.com'], 'example.com/a.mp4', 'invalid_param'],
])('%s', async (_, verifiedUrls, url, code) => {
  await settings({ localPulls: false, verifiedUrls })
  const { status, json } = await tiktok.initPull(url)
  expect(json.error.code).toBe(code)
  expect(status).toBe({ ok: 200, invalid_param: 400 }[code] ?? 403)
})

test('a draft can be pulled as well', async () => {
  const { json } = await tiktok.initDraft({ source: 'PULL_FROM_URL', video_url: host.url('video') })
  const publishId = json.data.publish_id as string
  expect(publishId).toMatch(/^v_inbox_url~v2\./)
  await state(publishId, ({ downloaded_bytes }) => downloaded_bytes === 100)
  await sandbox.advance(5)
  expect((await tiktok.stateOf(publishId)).status).toBe('SEND_TO_USER_INBOX')
  expect(await sandbox.posts()).toEqual([])
})
