import { randomBytes } from 'node:crypto'
import { openSandbox, sha256, until, type TestSandbox } from './platform-sandbox'
import { MIB, tiktokClient } from './tiktok-client'

const video = randomBytes(11 * MIB)
const plan = { video_size: video.length, chunk_size: 5 * MIB, total_chunk_count: 2 }
const firstChunk = video.subarray(0, 5 * MIB)
const lastChunk = video.subarray(5 * MIB)
const small = { video_size: 100, chunk_size: 100, total_chunk_count: 1 }
const INFO = '/v2/post/publish/creator_info/query/'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
})
afterEach(() => sandbox.close())

const fault = (operation: string, kind: string, more: Record<string, unknown> = {}) =>
  sandbox.control('POST', '/faults', { platform: 'TIKTOK', operation, kind, times: 1, ...more })

test('before the effect: an error in the platform’s own words, and nothing was done', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl, publishId } = await tiktok.open(small)
  await fault('chunk.put', 'before-effect')
  expect((await tiktok.put(uploadUrl, 0, video.subarray(0, 100), 100)).status).toBe(503)
  expect((await tiktok.status(publishId)).json.data.uploaded_bytes).toBe(0)
  await fault('video.init', 'before-effect', { status: 401 })
  expect((await tiktok.init(small)).json.error.code).toBe('access_token_invalid')
  await fault('video.init', 'before-effect', { status: 403, body: { error: { code: 'spam_risk' } } })
  expect(await tiktok.init(small)).toMatchObject({ status: 403, json: { error: { code: 'spam_risk' } } })
  expect(await sandbox.posts()).toEqual([])
})

test('after the effect: the post exists and the answer is lost, or is an error', async () => {
  const tiktok = await tiktokClient(sandbox)
  await fault('chunk.put', 'after-effect')
  const silent = await tiktok.open(small)
  await expect(tiktok.put(silent.uploadUrl, 0, video.subarray(0, 100), 100)).rejects.toThrow()
  expect(await sandbox.posts()).toHaveLength(1)
  await fault('chunk.put', 'after-effect', { status: 500 })
  const wrong = await tiktok.open(small)
  expect((await tiktok.put(wrong.uploadUrl, 0, video.subarray(0, 100), 100)).status).toBe(500)
  expect(await sandbox.posts()).toHaveLength(2)
  expect((await sandbox.calls('chunk.put')).map((call) => [call.status, call.fault])).toEqual([
    [null, 'after-effect'],
    [500, 'after-effect'],
  ])
})

test('a connection dropped in mid-chunk leaves TikTok at the chunk’s beginning, and the upload goes on', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl, publishId } = await tiktok.open(plan)
  await tiktok.put(uploadUrl, 0, firstChunk, video.length)
  await fault('chunk.put', 'drop-connection')
  await expect(tiktok.put(uploadUrl, 5 * MIB, lastChunk, video.length)).rejects.toThrow()
  expect((await tiktok.status(publishId)).json.data.uploaded_bytes).toBe(5 * MIB)
  expect((await tiktok.put(uploadUrl, 5 * MIB, lastChunk, video.length)).status).toBe(201)
  expect((await sandbox.posts()).map((post) => post.sha256)).toEqual([sha256(video)])
})

test('a connection dropped in mid-chunk leaves YouTube the bytes that arrived', async () => {
  const { session, put } = await youtubeSession()
  await sandbox.control('POST', '/faults', {
    platform: 'youtube',
    operation: 'session.put',
    kind: 'drop-connection',
    times: 1,
    afterBytes: 1_000_000,
  })
  await expect(put(0)).rejects.toThrow()
  const kept = await sandbox.send(session.url, {
    method: 'PUT',
    token: session.token,
    body: Buffer.alloc(0),
    headers: { 'content-range': `bytes */${video.length}` },
  })
  expect(kept).toMatchObject({ status: 308, headers: { range: 'bytes=0-999999' } })
  expect((await put(1_000_000)).status).toBe(200)
  expect((await sandbox.posts()).map((post) => post.sha256)).toEqual([sha256(video)])
})

test('a call without a body is dropped before its effect', async () => {
  const tiktok = await tiktokClient(sandbox)
  await fault('oauth.token', 'drop-connection')
  await expect(tiktok.refresh(tiktok.account.refreshToken)).rejects.toThrow()
  expect((await tiktok.refresh(tiktok.account.refreshToken)).status).toBe(200)
})

test('a truncated answer breaks off, its effect stands', async () => {
  const tiktok = await tiktokClient(sandbox)
  await fault('oauth.token', 'truncate')
  await expect(tiktok.refresh(tiktok.account.refreshToken)).rejects.toThrow()
  expect((await tiktok.refresh(tiktok.account.refreshToken)).json.error).toBe('invalid_grant')
})

test('a slow answer keeps its caller waiting after the effect', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl } = await tiktok.open(small)
  await fault('chunk.put', 'slow', { delayMs: 60_000 })
  const answer = tiktok.put(uploadUrl, 0, video.subarray(0, 100), 100)
  const waiting = expect(answer).rejects.toThrow() // The stop of the sandbox ends the wait.
  await until(
    () => sandbox.posts(),
    (posts) => posts.length === 1,
  )
  await sandbox.restart()
  await waiting
})

test('rate limits and HTML pages come as a platform and its proxies send them', async () => {
  const tiktok = await tiktokClient(sandbox)
  await fault('creator_info.query', 'rate-limit', { retryAfterSeconds: 7 })
  const limited = await tiktok.call(INFO)
  expect([limited.status, limited.json.error.code, limited.headers['retry-after']]).toEqual([
    429,
    'rate_limit_exceeded',
    '7',
  ])
  await fault('creator_info.query', 'html-error')
  const page = await tiktok.call(INFO)
  expect([page.status, page.headers['content-type']]).toEqual([502, 'text/html; charset=utf-8'])
  expect((await tiktok.call(INFO)).status).toBe(200)
})

test('a fault strikes only its account, only as often as it was told, until it is cleared', async () => {
  const struck = await tiktokClient(sandbox)
  const spared = await tiktokClient(sandbox, { accountId: 'open-id-2' })
  await fault('creator_info.query', 'before-effect', { accountId: 'open-id-1', times: 2 })
  expect((await spared.call(INFO)).status).toBe(200)
  for (const status of [503, 503, 200]) expect((await struck.call(INFO)).status).toBe(status)
  await fault('creator_info.query', 'before-effect', { times: undefined })
  for (let call = 0; call < 3; call++) expect((await struck.call(INFO)).status).toBe(503)
  await sandbox.control('DELETE', '/faults')
  expect((await struck.call(INFO)).status).toBe(200)
})

test('chances and ids repeat with the seed', async () => {
  const run = async () => {
    await sandbox.control('POST', '/reset', { seed: 'seven' })
    const tiktok = await tiktokClient(sandbox)
    await fault('creator_info.query', 'before-effect', { probability: 0.5, times: undefined })
    const statuses: number[] = []
    for (let call = 0; call < 12; call++) statuses.push((await tiktok.call(INFO)).status)
    return { statuses, token: tiktok.account.accessToken }
  }
  const first = await run()
  expect(new Set(first.statuses)).toEqual(new Set([200, 503]))
  expect(await run()).toEqual(first)
})

async function youtubeSession() {
  const made = await sandbox.control('POST', '/accounts', { platform: 'YOUTUBE', accountId: 'UC1', username: 'mom' })
  const url = `${sandbox.at().youtubeUrl}/upload/youtube/v3/videos?uploadType=resumable&part=snippet`
  const started = await sandbox.send(url, { token: made.accessToken, json: { snippet: { title: 'A video' } } })
  const session = { url: String(started.headers.location), token: String(made.accessToken) }
  const put = (first: number) =>
    sandbox.send(session.url, {
      method: 'PUT',
      token: session.token,
      body: video.subarray(first),
      headers: { 'content-range': `bytes ${first}-${video.length - 1}/${video.length}` },
    })
  return { session, put }
}
