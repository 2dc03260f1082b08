import { openSandbox, sha256, type TestSandbox } from './platform-sandbox'
import { UNIT, youtubeChannel, type YouTubeChannel } from './youtube-channel'
import { until } from '../support/until'

let sandbox: TestSandbox
let channel: YouTubeChannel

beforeEach(async () => {
  sandbox = await openSandbox()
  channel = await youtubeChannel(sandbox)
})
afterEach(() => sandbox.close())

const settings = (change: object) => sandbox.control('PATCH', '/settings/youtube', change)
const fault = (kind: string, more: object = {}) =>
  sandbox.control('POST', '/faults', { platform: 'YOUTUBE', operation: 'session.put', kind, times: 1, ...more })

test('a 503 before the last byte is kept leaves the session where it was', async () => {
  const session = await channel.open()
  await channel.putAt(session, 0, UNIT)
  await fault('before-effect')
  expect((await channel.putAt(session, UNIT, channel.total)).status).toBe(503)
  expect((await channel.query(session)).headers.range).toBe(`bytes=0-${UNIT - 1}`)
  expect((await channel.putAt(session, UNIT, channel.total)).status).toBe(200)
  expect(await sandbox.posts()).toMatchObject([{ sha256: sha256(channel.video) }])
})

test('a 503 after the last byte hides a video, which the session names for as long as it lives', async () => {
  await settings({ sessionSeconds: 1_000 })
  const session = await channel.open()
  await fault('after-effect', { status: 503 })
  expect((await channel.put(session, channel.video)).status).toBe(503)
  const [post] = await sandbox.posts()
  for (const seconds of [0, 900]) {
    await sandbox.advance(seconds)
    expect((await channel.query(session)).json.id).toBe(post?.postId)
  }
  await sandbox.advance(100)
  expect((await channel.query(session)).status).toBe(404)
  expect(await sandbox.posts()).toHaveLength(1)
})

test('a connection that breaks behind the last byte has made the video, which the session then names', async () => {
  const session = await channel.open()
  await fault('drop-connection', { afterBytes: channel.total })
  await expect(channel.put(session, channel.video)).rejects.toThrow()
  await until(async () => (await channel.query(session)).status === 200)
  expect(await sandbox.posts()).toMatchObject([{ sha256: sha256(channel.video) }])
})

test('a session past its life is 410 where the setting says so', async () => {
  await settings({ sessionSeconds: 60, goneStatus: 410 })
  const session = await channel.open()
  await sandbox.advance(60)
  expect((await channel.query(session)).status).toBe(410)
})

test('a 308 carries the address of the session where the setting says so', async () => {
  const session = await channel.open()
  expect((await channel.putAt(session, 0, UNIT)).headers.location).toBeUndefined()
  await settings({ locationOn308: true })
  expect(await channel.query(session)).toMatchObject({ status: 308, headers: { location: session } })
})

test('the session of a video that was deleted is gone', async () => {
  const session = await channel.open()
  const { id } = (await channel.put(session, channel.video)).json
  expect((await channel.call(`videos?id=${id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await channel.query(session)).status).toBe(404)
})

test('a token without the right to upload is 403', async () => {
  await channel.patch({ scopes: ['https://www.googleapis.com/auth/youtube.readonly'] })
  expect(await channel.start()).toMatchObject({
    status: 403,
    json: { error: { errors: [{ reason: 'insufficientPermissions' }] } },
  })
})
