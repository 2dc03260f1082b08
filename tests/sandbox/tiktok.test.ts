import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { chunkPlanFault, lastByteOfChunk } from '../../sandbox/tiktok/chunk-plan'
import { openSandbox, sha256, type TestSandbox } from './platform-sandbox'
import { MIB, small, tiktokClient } from './tiktok-client'

const video = randomBytes(11 * MIB + 7)
const plan = { video_size: video.length, chunk_size: 5 * MIB, total_chunk_count: 2 }

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
})
afterEach(() => sandbox.close())

async function uploadAll(tiktok: Awaited<ReturnType<typeof tiktokClient>>, post?: Record<string, unknown>) {
  const task = await tiktok.open(plan, post)
  const first = await tiktok.put(task.uploadUrl, 0, video.subarray(0, 5 * MIB), video.length)
  const last = await tiktok.put(task.uploadUrl, 5 * MIB, video.subarray(5 * MIB), video.length)
  return { ...task, first, last }
}

test('a chunked upload becomes one post with the digest of the bytes that were sent', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { first, last, publishId } = await uploadAll(tiktok)
  expect(first.status).toBe(206)
  expect(first.headers['content-range']).toBe(`bytes 0-${5 * MIB}/${video.length}`)
  expect(last.status).toBe(201)
  expect((await tiktok.status(publishId)).json.data).toEqual({
    status: 'PROCESSING_UPLOAD',
    uploaded_bytes: video.length,
  })
  const [post, ...more] = await sandbox.posts()
  expect(more).toEqual([])
  expect(post).toMatchObject({
    platform: 'TIKTOK',
    accountId: 'open-id-1',
    caption: 'Hello #world',
    bytes: video.length,
    sha256: sha256(video),
    visibility: 'PUBLIC_TO_EVERYONE',
    url: `https://www.tiktok.com/@mom/video/${post?.postId}`,
  })
})

test('the public id is told late, as a bare number of nineteen digits', async () => {
  const tiktok = await tiktokClient(sandbox, { processingSeconds: 100, publicIdDelaySeconds: 100 })
  const { publishId } = await uploadAll(tiktok)
  await sandbox.advance(100)
  expect((await tiktok.status(publishId)).json.data).toMatchObject({
    status: 'PUBLISH_COMPLETE',
    publicaly_available_post_id: [],
  })
  await sandbox.advance(100)
  const { text } = await tiktok.status(publishId)
  const [post] = await sandbox.posts()
  expect(post?.postId).toMatch(/^\d{19}$/)
  expect(text).toContain(`"publicaly_available_post_id":[${post?.postId}]`)
})

test('a post that is not public never gets a public id and is not listed', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { publishId } = await uploadAll(tiktok, { privacy_level: 'SELF_ONLY' })
  await sandbox.advance(3600)
  expect((await tiktok.status(publishId)).json.data.publicaly_available_post_id).toEqual([])
  expect((await tiktok.call('/v2/video/list/?fields=id')).json.data.videos).toEqual([])
})

test('public videos are listed newest first with cut titles, a page at a time', async () => {
  const tiktok = await tiktokClient(sandbox, { processingSeconds: 0, publicIdDelaySeconds: 0 })
  for (const title of ['one', 'x'.repeat(300)]) {
    const { uploadUrl } = await tiktok.open(small, { title })
    await tiktok.put(uploadUrl, 0, video.subarray(0, 100), 100)
    await sandbox.advance(60)
  }
  const first = (await tiktok.call('/v2/video/list/?fields=id,title,share_url', { max_count: 1 })).json.data
  expect(first).toMatchObject({ has_more: true, videos: [{ title: 'x'.repeat(150) }] })
  const second = (await tiktok.call('/v2/video/list/?fields=title', { max_count: 1, cursor: first.cursor })).json.data
  expect(second).toMatchObject({ has_more: false, videos: [{ title: 'one' }] })
})

test.each([
  ['a small video in one chunk of its size', small, null],
  ['a small video with another chunk size', { ...small, chunk_size: 99 }, /smaller than 5 MB/],
  ['one chunk up to 64 MiB', { video_size: 64 * MIB, chunk_size: 64 * MIB, total_chunk_count: 1 }, null],
  ['one chunk above 64 MiB', { video_size: 100 * MIB, chunk_size: 64 * MIB, total_chunk_count: 1 }, /multiple chunks/],
  ['chunks under 5 MiB', { video_size: 100 * MIB, chunk_size: 4 * MIB, total_chunk_count: 25 }, /5 MB to 64 MB/],
  ['chunks over 64 MiB', { video_size: 130 * MIB, chunk_size: 65 * MIB, total_chunk_count: 2 }, /5 MB to 64 MB/],
  ['the documented example', { video_size: 50_000_123, chunk_size: 10_000_000, total_chunk_count: 5 }, null],
  ['a count rounded up', { video_size: 50_000_123, chunk_size: 10_000_000, total_chunk_count: 6 }, /rounded down/],
  ['1001 chunks', { video_size: 5005 * MIB, chunk_size: 5 * MIB, total_chunk_count: 1001 }, /1 to 1000/],
])('chunk arithmetic: %s', async (_, source, refusal) => {
  const { status, json } = await (await tiktokClient(sandbox)).init(source)
  expect(status).toBe(refusal ? 400 : 200)
  expect(json.error.code).toBe(refusal ? 'invalid_param' : 'ok')
  if (refusal) expect(json.error.message).toMatch(refusal)
  expect(json.error.log_id).toBeTruthy()
})

test('the chunks of an accepted plan cover the video without gap or overlap, none above 128 MiB', () => {
  const plans = fc
    .record({
      sizeBytes: fc.integer({ min: 1, max: 4096 * MIB }),
      chunkSizeBytes: fc.integer({ min: 1, max: 70 * MIB }),
    })
    .map((sizes) => ({ ...sizes, chunkCount: Math.floor(sizes.sizeBytes / sizes.chunkSizeBytes) }))
    .filter((candidate) => chunkPlanFault(candidate) === null)
  fc.assert(
    fc.property(plans, (accepted) => {
      let first = 0
      for (let chunk = 0; chunk < accepted.chunkCount; chunk++) {
        const last = lastByteOfChunk(accepted, first) ?? -1
        expect(last - first + 1).toBeLessThanOrEqual(128 * MIB)
        first = last + 1
      }
      expect(first).toBe(accepted.sizeBytes)
    }),
  )
})

test.each([
  ['a title over 2200 UTF-16 units', { title: '😀'.repeat(1101) }, 400, 'invalid_param'],
  [
    'a privacy level that the creator lacks',
    { privacy_level: 'FOLLOWER_OF_CREATOR' },
    403,
    'privacy_level_option_mismatch',
  ],
  ['branded content for oneself', { privacy_level: 'SELF_ONLY', brand_content_toggle: true }, 400, 'invalid_param'],
  ['no privacy level', { privacy_level: undefined }, 400, 'invalid_param'],
])('init refuses %s', async (_, post, status, code) => {
  const reply = await (await tiktokClient(sandbox)).init(small, post)
  expect(reply.status).toBe(status)
  expect(reply.json.error.code).toBe(code)
})

test('a title of 2200 UTF-16 units is accepted', async () => {
  expect((await (await tiktokClient(sandbox)).init(small, { title: '😀'.repeat(1100) })).status).toBe(200)
})

test('chunks are taken only in order, of the right length and with right headers', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl, publishId } = await tiktok.open(plan)
  const chunk = video.subarray(0, 5 * MIB)
  expect((await tiktok.put(uploadUrl, 5 * MIB, video.subarray(5 * MIB), video.length)).status).toBe(416)
  expect((await tiktok.put(uploadUrl, 0, chunk.subarray(1), video.length)).status).toBe(400)
  expect((await tiktok.put(uploadUrl, 0, chunk, video.length + 1)).status).toBe(400)
  expect((await tiktok.put(uploadUrl, 0, chunk, video.length, { 'content-type': 'text/plain' })).status).toBe(400)
  expect((await tiktok.put(uploadUrl, 0, chunk, video.length, { 'content-range': 'bytes 0-9/*' })).status).toBe(400)
  expect((await tiktok.put(`${uploadUrl}x`, 0, chunk, video.length)).status).toBe(404)
  expect((await tiktok.put(uploadUrl, 0, chunk, video.length)).status).toBe(206)
  expect((await tiktok.put(uploadUrl, 0, chunk, video.length)).status).toBe(416)
  expect((await tiktok.status(publishId)).json.data.uploaded_bytes).toBe(5 * MIB)
})

test('an upload URL dies after an hour of virtual time', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl } = await tiktok.open(small)
  await sandbox.advance(3600)
  expect((await tiktok.put(uploadUrl, 0, video.subarray(0, 100), 100)).status).toBe(403)
})

test('a failed processing makes no post and tells its reason; a stuck one never ends', async () => {
  const failing = await tiktokClient(sandbox, { processing: 'fail', failReason: 'frame_rate_check_failed' })
  const { publishId } = await uploadAll(failing)
  await sandbox.advance(5)
  const { data } = (await failing.status(publishId)).json
  expect(data).toMatchObject({ status: 'FAILED', fail_reason: 'frame_rate_check_failed' })
  const stuck = await tiktokClient(sandbox, { processing: 'stuck' })
  const task = await uploadAll(stuck)
  await sandbox.advance(86_400)
  const fresh = (await stuck.refresh(stuck.account.refreshToken)).json.access_token
  const reply = await stuck.call('/v2/post/publish/status/fetch/', { publish_id: task.publishId }, fresh)
  expect(reply.json.data.status).toBe('PROCESSING_UPLOAD')
  expect(await sandbox.posts()).toEqual([])
})

test('a publish id is told to its own account only', async () => {
  const owner = await tiktokClient(sandbox)
  const { publishId } = await owner.open(small)
  const stranger = await tiktokClient(sandbox, { accountId: 'open-id-2' })
  expect((await stranger.status(publishId)).json.error.code).toBe('token_not_authorized_for_specified_publish_id')
  expect((await stranger.status('nothing')).json.error.code).toBe('invalid_publish_id')
})

test('a refresh rotates the refresh token: the old one is dead at once, the answer is flat', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { json: fresh } = await tiktok.refresh(tiktok.account.refreshToken)
  expect(fresh).toMatchObject({
    expires_in: 7200,
    refresh_expires_in: 15_552_000,
    open_id: 'open-id-1',
    token_type: 'Bearer',
  })
  const again = await tiktok.refresh(tiktok.account.refreshToken)
  expect(again).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  expect((await tiktok.refresh(fresh.refresh_token)).status).toBe(200)
  expect((await tiktok.call('/v2/post/publish/creator_info/query/', {}, fresh.access_token)).status).toBe(200)
})

test('tokens that are expired, revoked or unknown open nothing', async () => {
  const tiktok = await tiktokClient(sandbox, { expiresInSeconds: 60 })
  expect((await tiktok.call('/v2/post/publish/creator_info/query/', {}, 'other')).status).toBe(401)
  await sandbox.advance(60)
  expect((await tiktok.init(small)).json.error.code).toBe('access_token_invalid')
  const { json: fresh } = await tiktok.refresh(tiktok.account.refreshToken)
  await sandbox.control('PATCH', '/accounts/tiktok/open-id-1', { revoked: true })
  expect((await tiktok.call('/v2/post/publish/creator_info/query/', {}, fresh.access_token)).status).toBe(401)
  expect((await tiktok.refresh(fresh.refresh_token)).json.error).toBe('invalid_grant')
})
