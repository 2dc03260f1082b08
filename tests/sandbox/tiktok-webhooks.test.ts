import { createHmac } from 'node:crypto'
import { until } from '../support/until'
import { openSandbox, type TestSandbox } from './platform-sandbox'
import { startReceiver, type Receiver } from './receiver'
import { smallVideo, tiktokClient, type TikTokTestClient } from './tiktok-client'

let receiver: Receiver
let sandbox: TestSandbox
let tiktok: TikTokTestClient
beforeEach(async () => {
  receiver = await startReceiver()
  sandbox = await openSandbox()
  await listen({})
  tiktok = await tiktokClient(sandbox, { publicIdDelaySeconds: 60, expiresInSeconds: 10_000_000 })
})
afterEach(async () => {
  await sandbox.close()
  await receiver.stop()
})

const listen = (knobs: object) =>
  sandbox.control('PATCH', '/settings/tiktok', {
    webhook: { url: receiver.url, clientKey: 'key', clientSecret: 'secret', ...knobs },
  })

const told = () =>
  receiver.taken.map(({ body }) => {
    const { event, content } = JSON.parse(body) as { event: string; content: string }
    return { event, content: JSON.parse(content) as Record<string, string> }
  })

async function events(count: number) {
  await until(() => Promise.resolve(receiver.taken.length === count))
  return told().map(({ event }) => event)
}

test('a public post is told when it is complete and again when its id is public', async () => {
  const { publishId } = await tiktok.post()
  await sandbox.advance(5)
  expect(await events(1)).toEqual(['post.publish.complete'])
  await sandbox.advance(60)
  expect(await events(2)).toEqual(['post.publish.complete', 'post.publish.publicly_available'])
  const [post] = await sandbox.posts()
  expect(told().map(({ content }) => content)).toEqual([
    { publish_id: publishId, publish_type: 'DIRECT_PUBLISH' },
    { publish_id: publishId, post_id: post?.postId },
  ])
  await tiktok.act('delete-video', { postId: post?.postId })
  expect((await events(3)).at(-1)).toBe('post.publish.no_longer_publicaly_available')
})

test('a failure tells its reason, a draft its delivery', async () => {
  await tiktok.patch({ processing: 'fail', failReason: 'frame_rate_check_failed' })
  const { publishId } = await tiktok.post()
  await sandbox.advance(5)
  expect(await events(1)).toEqual(['post.publish.failed'])
  expect(told()[0]?.content).toEqual({
    publish_id: publishId,
    publish_type: 'DIRECT_PUBLISH',
    reason: 'frame_rate_check_failed',
  })
  await tiktok.patch({ processing: 'succeed' })
  const draft = (await tiktok.initDraft()).json.data
  await tiktok.put(draft.upload_url, 0, smallVideo, 100)
  await sandbox.advance(5)
  expect((await events(2)).at(-1)).toBe('post.publish.inbox_delivered')
  expect(told()[1]?.content).toEqual({ publish_id: draft.publish_id, publish_type: 'INBOX_SHARE' })
})

test('an event is signed over its time and its very bytes; its content is JSON in text', async () => {
  await tiktok.post()
  await sandbox.advance(5)
  await events(1)
  const [{ body, headers } = { body: '', headers: {} }] = receiver.taken
  const [, timestamp, digest] = /^t=(\d+),s=([0-9a-f]{64})$/.exec(String(headers['tiktok-signature'])) ?? []
  expect(digest).toBe(createHmac('sha256', 'secret').update(`${timestamp}.${body}`).digest('hex'))
  expect(JSON.parse(body)).toEqual({
    client_key: 'key',
    event: 'post.publish.complete',
    create_time: expect.any(Number),
    user_openid: 'open-id-1',
    content: expect.stringContaining('"publish_id"'),
  })
})

test('events come twice, late and out of order as told', async () => {
  await listen({ copies: 2, delaySeconds: { 'post.publish.complete': 600 } })
  await tiktok.post()
  await sandbox.advance(65)
  expect(await events(2)).toEqual(Array(2).fill('post.publish.publicly_available'))
  await sandbox.advance(600)
  expect((await events(4)).slice(2)).toEqual(Array(2).fill('post.publish.complete'))
  expect(new Set(receiver.taken.map(({ body }) => body)).size).toBe(2)
})

test('an event that is not taken comes again at growing intervals, for three days', async () => {
  receiver.refuse(true)
  await tiktok.post({ privacy_level: 'SELF_ONLY' })
  await sandbox.advance(5)
  const refusals = (count: number) => until(() => Promise.resolve(receiver.refused() === count))
  await refusals(1)
  await sandbox.advance(11)
  await refusals(2)
  await sandbox.advance(11)
  expect(receiver.refused()).toBe(2)
  await sandbox.advance(10)
  await refusals(3)
  await sandbox.advance(72 * 3_600)
  await refusals(4)
  receiver.refuse(false)
  await sandbox.advance(72 * 3_600)
  await sandbox.restart()
  expect(receiver.taken).toEqual([])
})

test('an event that is due after a restart is delivered after it', async () => {
  await tiktok.post()
  await sandbox.restart()
  await sandbox.advance(5)
  expect(await events(1)).toEqual(['post.publish.complete'])
})
