import { openSandbox, type TestSandbox } from './platform-sandbox'
import { tiktokClient } from './tiktok-client'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
})
afterEach(() => sandbox.close())

const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', call: string, json?: unknown) =>
  sandbox.send(`${sandbox.at().url}/control${call}`, { method, json })
const mom = { platform: 'tiktok', accountId: 'a1', username: 'mom' }

test('an account that is made twice is one account with the same tokens', async () => {
  const first = (await ask('POST', '/accounts', mom)).json
  expect((await ask('POST', '/accounts', { ...mom, platform: 'TIKTOK' })).json).toEqual(first)
  expect(first).toMatchObject({ platform: 'TIKTOK', accountId: 'a1', processingSeconds: 1, publicIdDelaySeconds: 1 })
})

test('given tokens are good again when an account is made again, whatever became of them', async () => {
  const given = { ...mom, accessToken: 'first-access', refreshToken: 'first-refresh', expiresInSeconds: 100 }
  const tiktok = await tiktokClient(sandbox, given)
  expect((await tiktok.refresh('first-refresh')).status).toBe(200)
  expect((await tiktok.refresh('first-refresh')).status).toBe(400)
  await ask('POST', '/accounts', given)
  expect((await tiktok.refresh('first-refresh')).status).toBe(200)
})

test('a life alone holds for the present token', async () => {
  const tiktok = await tiktokClient(sandbox)
  const patched = await ask('PATCH', '/accounts/tiktok/open-id-1', { expiresInSeconds: 0 })
  expect(patched.json.accessToken).toBe(tiktok.account.accessToken)
  expect((await tiktok.call('/v2/post/publish/creator_info/query/')).status).toBe(401)
})

test.each([
  [
    'POST',
    '/faults',
    { platform: 'tiktok', operation: 'media.publish', kind: 'slow' },
    /TIKTOK has no operation media\.publish/,
  ],
  ['POST', '/faults', { platform: 'tiktok', operation: 'video.init', kind: 'explode' }, /kind/],
  ['POST', '/faults', { platform: 'vimeo', operation: 'video.init', kind: 'slow' }, /platform/],
  ['POST', '/faults', { platform: 'tiktok', operation: 'video.init', kind: 'slow', tiems: 1 }, /tiems/],
  ['POST', '/accounts', { ...mom, publishingCap: 3 }, /publishingCap/],
  ['POST', '/accounts', { platform: 'tiktok', accountId: 'a1' }, /username/],
  ['POST', '/clock', { advanceSeconds: -1 }, /advanceSeconds/],
  ['PATCH', '/settings/youtube', { quotaModel: 'free' }, /quotaModel/],
  ['GET', '/posts?platform=vimeo', undefined, /platform/],
  ['POST', '/reset', { sede: 'x' }, /sede/],
] as const)('%s %s with bad input is 400 with a clear message', async (method, call, json, message) => {
  const reply = await ask(method, call, json)
  expect(reply.status).toBe(400)
  expect(reply.json.error).toMatch(message)
})

test('a body that is no JSON is 400, an unknown account or call is 404', async () => {
  const reply = await sandbox.send(`${sandbox.at().url}/control/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{'),
  })
  expect([reply.status, reply.json.error]).toEqual([400, expect.stringContaining('no JSON')])
  expect((await ask('PATCH', '/accounts/tiktok/nobody', {})).status).toBe(404)
  expect((await ask('GET', '/nothing')).status).toBe(404)
})

test('the request log tells operation, account, status and the digest of what arrived, and no query', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl } = await tiktok.open({ video_size: 5, chunk_size: 5, total_chunk_count: 1 })
  await tiktok.put(uploadUrl, 0, Buffer.from('hello'), 5)
  await sandbox.send(`${sandbox.at().tiktokUrl}/v9/nothing/`)
  const calls = await sandbox.control('GET', '/requests?platform=tiktok')
  expect(calls).toMatchObject([
    { operation: 'video.init', status: 200, accountId: 'open-id-1' },
    {
      operation: 'chunk.put',
      method: 'PUT',
      path: '/tiktok/upload/video',
      status: 201,
      accountId: 'open-id-1',
      contentRange: 'bytes 0-4/5',
      requestBytes: 5,
      requestSha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      fault: null,
    },
    { operation: 'unknown', status: 404, accountId: null },
  ])
})

test('a reset forgets everything', async () => {
  const tiktok = await tiktokClient(sandbox)
  const { uploadUrl } = await tiktok.open({ video_size: 5, chunk_size: 5, total_chunk_count: 1 })
  await tiktok.put(uploadUrl, 0, Buffer.from('hello'), 5)
  await sandbox.advance(1000)
  await ask('POST', '/reset')
  expect(await sandbox.posts()).toEqual([])
  expect((await ask('GET', '/requests')).json).toEqual([])
  expect((await tiktok.call('/v2/video/list/?fields=id')).status).toBe(401)
  const { now } = await sandbox.advance(0)
  expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(60_000)
})
