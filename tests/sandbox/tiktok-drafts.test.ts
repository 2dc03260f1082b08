import { openSandbox, sha256, type TestSandbox } from './platform-sandbox'
import { small, smallVideo, tiktokClient, type TikTokTestClient } from './tiktok-client'

let sandbox: TestSandbox
let tiktok: TikTokTestClient
beforeEach(async () => {
  sandbox = await openSandbox()
  tiktok = await tiktokClient(sandbox)
})
afterEach(() => sandbox.close())

async function delivered() {
  const { json } = await tiktok.initDraft()
  expect((await tiktok.put(json.data.upload_url, 0, smallVideo, 100)).status).toBe(201)
  await sandbox.advance(5)
  return json.data.publish_id as string
}

test('a draft comes to the inbox and is no post until the user has finished it', async () => {
  const publishId = await delivered()
  expect(publishId).toMatch(/^v_inbox_file~v2/)
  expect((await tiktok.stateOf(publishId)).status).toBe('SEND_TO_USER_INBOX')
  expect(await sandbox.posts()).toEqual([])
  await tiktok.act('finish-draft', { publishId, title: 'Mine' })
  await sandbox.advance(5)
  const [post, ...more] = await sandbox.posts()
  expect(more).toEqual([])
  expect(post).toMatchObject({ caption: 'Mine', sha256: sha256(smallVideo), visibility: 'PUBLIC_TO_EVERYONE' })
  const { text } = await tiktok.status(publishId)
  expect(text).toContain(`"status":"PUBLISH_COMPLETE","publicaly_available_post_id":[${post?.postId}]`)
})

test('only a draft in the inbox can be finished, with a level that the creator has', async () => {
  const { publishId } = await tiktok.post()
  await sandbox.advance(5)
  await expect(tiktok.act('finish-draft', { publishId })).rejects.toThrow(/409/)
  const early = (await tiktok.initDraft()).json.data.publish_id
  await expect(tiktok.act('finish-draft', { publishId: early })).rejects.toThrow(/409/)
  const draft = await delivered()
  await expect(tiktok.act('finish-draft', { publishId: draft, privacyLevel: 'FOLLOWER_OF_CREATOR' })).rejects.toThrow(
    /400/,
  )
  await expect(tiktok.act('applaud', {})).rejects.toThrow(/404/)
})

test('a draft says nothing of the post that it may become', async () => {
  const reply = await tiktok.call('/v2/post/publish/inbox/video/init/', {
    post_info: { privacy_level: 'SELF_ONLY' },
    source_info: { source: 'FILE_UPLOAD', ...small },
  })
  expect([reply.status, reply.json.error.code]).toEqual([400, 'invalid_param'])
})

test('five unfinished drafts fill the inbox for 24 hours', async () => {
  const patient = await tiktokClient(sandbox, { expiresInSeconds: 200_000 })
  for (let draft = 1; draft <= 5; draft++) expect((await patient.initDraft()).status).toBe(200)
  const refused = await patient.initDraft()
  expect([refused.status, refused.json.error.code]).toEqual([403, 'spam_risk_too_many_pending_share'])
  await sandbox.advance(86_401)
  expect((await patient.initDraft()).status).toBe(200)
})

test('a finished, cancelled or failed draft makes room', async () => {
  const finished = await delivered()
  const cancelled = (await tiktok.initDraft()).json.data.publish_id
  await tiktok.patch({ processing: 'fail' })
  await delivered()
  for (let draft = 3; draft < 6; draft++) await tiktok.initDraft()
  await sandbox.advance(60)
  await tiktok.initDraft()
  expect((await tiktok.initDraft()).status).toBe(403)
  await tiktok.cancel(cancelled)
  expect((await tiktok.initDraft()).status).toBe(200)
  expect((await tiktok.initDraft()).status).toBe(403)
  await tiktok.act('finish-draft', { publishId: finished })
  expect((await tiktok.initDraft()).status).toBe(200)
})

test('drafts do not count as direct posts', async () => {
  await tiktok.patch({ dailyPostCap: 1 })
  await delivered()
  expect((await tiktok.init(small)).status).toBe(200)
})

describe('a cancel', () => {
  test('ends a task whose video has not arrived; its address takes no more bytes', async () => {
    const { publishId, uploadUrl } = await tiktok.open(small)
    expect((await tiktok.cancel(publishId)).status).toBe(200)
    expect(await tiktok.stateOf(publishId)).toMatchObject({ status: 'FAILED', fail_reason: 'publish_cancelled' })
    expect((await tiktok.put(uploadUrl, 0, smallVideo, 100)).status).toBe(404)
    expect(await sandbox.posts()).toEqual([])
  })

  test('comes too late for a video that has arrived, and twice', async () => {
    const { publishId } = await tiktok.post()
    const late = await tiktok.cancel(publishId)
    expect([late.status, late.json.error.code]).toEqual([400, 'publish_not_cancellable'])
    const open = await tiktok.open(small)
    await tiktok.cancel(open.publishId)
    expect((await tiktok.cancel(open.publishId)).json.error.code).toBe('publish_not_cancellable')
  })

  test('is the business of its own account', async () => {
    const { publishId } = await tiktok.open(small)
    const stranger = await tiktokClient(sandbox, { accountId: 'open-id-2' })
    const code = async (id: string) => (await stranger.cancel(id)).json.error.code
    expect(await code(publishId)).toBe('token_not_authorized_for_specified_publish_id')
    expect(await code('nothing')).toBe('invalid_publish_id')
  })
})
