import { openSandbox, type TestSandbox } from './platform-sandbox'
import { tiktokClient, type TikTokTestClient } from './tiktok-client'

const COUNTS = 'view_count,like_count,comment_count,share_count'

let sandbox: TestSandbox
let tiktok: TikTokTestClient
beforeEach(async () => {
  sandbox = await openSandbox()
  tiktok = await tiktokClient(sandbox, { expiresInSeconds: 10_000_000 })
})
afterEach(() => sandbox.close())

async function publicVideo(post?: Record<string, unknown>) {
  const { publishId } = await tiktok.post(post)
  await sandbox.advance(5)
  const postId = (await sandbox.posts()).at(-1)?.postId ?? ''
  return { publishId, postId, read: async (fields: string) => (await tiktok.query(fields, [postId])).json.data.videos }
}

test('the counts of a video grow with virtual time, and never fall', async () => {
  const { read } = await publicVideo()
  const [young] = await read(COUNTS)
  await sandbox.advance(86_400)
  const [grown] = await read(COUNTS)
  for (const count of COUNTS.split(',')) expect(grown[count]).toBeGreaterThan(young[count])
  expect(grown.view_count).toBeGreaterThan(grown.like_count)
})

test('videos are told by id with the asked fields, titles cut to 150', async () => {
  const title = `${'😀'.repeat(70)} and much more to say about it`
  const { postId, read } = await publicVideo({ title })
  const [post] = await sandbox.posts()
  const [video] = await read('id,title,video_description,create_time,share_url,cover_image_url')
  expect(video).toEqual({
    id: postId,
    title: title.slice(0, 150),
    video_description: title.slice(0, 150),
    create_time: expect.any(Number),
    share_url: post?.url,
    cover_image_url: expect.stringMatching(/^https:/),
  })
  expect(video.create_time * 1000).toBeLessThan(Date.parse(post?.createdAt ?? '') + 5_000)
})

test.each([
  ['unknown fields', 'id,shoe_size', ['1']],
  ['no fields', '', ['1']],
  ['no ids', 'id', []],
  ['more than 20 ids', 'id', Array.from({ length: 21 }, String)],
])('%s are refused', async (_, fields, ids) => {
  const reply = await tiktok.query(fields, ids)
  expect([reply.status, reply.json.error.code]).toEqual([400, expect.stringMatching(/^invalid_params?$/)])
})

test('a video that was deleted or made private is missing from every read', async () => {
  const [deleted, hidden, kept] = [await publicVideo(), await publicVideo(), await publicVideo()]
  await tiktok.act('delete-video', { postId: deleted.postId })
  await tiktok.act('hide-video', { postId: hidden.postId })
  const ids = [deleted, hidden, kept].map(({ postId }) => postId)
  expect((await tiktok.query('id', ids)).json.data.videos).toEqual([{ id: kept.postId }])
  expect((await tiktok.call('/v2/video/list/?fields=id')).json.data.videos).toEqual([{ id: kept.postId }])
  expect((await tiktok.stateOf(hidden.publishId)).publicaly_available_post_id).toEqual([])
  expect((await sandbox.posts()).map(({ postId, visibility }) => [postId, visibility])).toEqual([
    [hidden.postId, 'SELF_ONLY'],
    [kept.postId, 'PUBLIC_TO_EVERYONE'],
  ])
  await expect(tiktok.act('hide-video', { postId: deleted.postId })).rejects.toThrow(/404/)
})

test('the videos of another creator are missing', async () => {
  const { postId } = await publicVideo()
  const stranger = await tiktokClient(sandbox, { accountId: 'open-id-2' })
  expect((await stranger.query('id', [postId])).json.data.videos).toEqual([])
})

test('one publish can have two ids, both bare numbers of nineteen digits', async () => {
  await tiktok.patch({ publicIdCount: 2 })
  const { publishId, postId } = await publicVideo()
  const { text } = await tiktok.status(publishId)
  const [ids = ''] = /(?<="publicaly_available_post_id":\[)[^\]]*/.exec(text) ?? []
  expect(ids).toMatch(/^\d{19},\d{19}$/)
  expect(ids.split(',')[0]).toBe(postId)
  expect(await sandbox.posts()).toHaveLength(1)
})
