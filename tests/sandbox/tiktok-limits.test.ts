import { openSandbox, type Reply, type TestSandbox } from './platform-sandbox'
import { small, tiktokClient, type TikTokTestClient } from './tiktok-client'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
})
afterEach(() => sandbox.close())

const ENDPOINTS: [string, number, (tiktok: TikTokTestClient) => Promise<Reply>][] = [
  ['video.init', 6, (tiktok) => tiktok.init(small)],
  ['inbox.video.init', 6, (tiktok) => tiktok.initDraft()],
  ['creator_info.query', 20, (tiktok) => tiktok.creatorInfo()],
  ['status.fetch', 30, (tiktok) => tiktok.status('x')],
  ['post.cancel', 30, (tiktok) => tiktok.cancel('x')],
  ['video.list', 600, (tiktok) => tiktok.call('/v2/video/list/?fields=id')],
  ['video.query', 600, (tiktok) => tiktok.query('id', ['1'])],
  ['user.info', 600, (tiktok) => tiktok.user('open_id')],
]

test.each(ENDPOINTS)('%s takes %s calls in any minute, for each token', async (operation, perMinute, ask) => {
  const tiktok = await tiktokClient(sandbox)
  for (let call = 1; call < perMinute; call++) await ask(tiktok)
  await sandbox.advance(30)
  expect((await ask(tiktok)).status).not.toBe(429)
  const refused = await ask(tiktok)
  expect([refused.status, refused.json.error.code]).toEqual([429, 'rate_limit_exceeded'])
  const other = await tiktokClient(sandbox, { accountId: 'open-id-2' })
  expect((await ask(other)).status).not.toBe(429)
  await sandbox.advance(31)
  expect((await ask(tiktok)).status).not.toBe(429)
  expect(await sandbox.calls(operation)).toHaveLength(perMinute + 3)
})

test('a full window of one endpoint leaves the others open', async () => {
  const tiktok = await tiktokClient(sandbox)
  for (let call = 0; call <= 6; call++) await tiktok.init(small)
  expect((await tiktok.initDraft()).status).toBe(200)
  expect((await tiktok.creatorInfo()).status).toBe(200)
})

test.each(ENDPOINTS.map(([operation, , ask]) => [operation, ask] as const))(
  'every answer of %s has a log id of its own, good or bad',
  async (_, ask) => {
    const tiktok = await tiktokClient(sandbox)
    const replies = [await ask(tiktok), await ask(tiktok)]
    await tiktok.patch({ revoked: true })
    replies.push(await ask(tiktok))
    expect(replies.at(-1)).toMatchObject({ status: 401, json: { error: { code: 'access_token_invalid' } } })
    const logIds = replies.map(({ json }) => json.error.log_id as string)
    expect(new Set(logIds).size).toBe(3)
    for (const logId of logIds) expect(logId).toMatch(/^[0-9A-F]{32}$/)
  },
)
