import { createHmac } from 'node:crypto'
import { startReceiver, type Receiver } from './receiver'
import { openSandbox, type TestSandbox } from './platform-sandbox'
import { until } from '../support/until'

const ACCOUNT = '17841400000000001'
const SECRET = 'app-secret'

let receiver: Receiver
let sandbox: TestSandbox
let token: string
beforeEach(async () => {
  receiver = await startReceiver()
  sandbox = await openSandbox()
  await sandbox.control('PATCH', '/settings/instagram', { deauthorize: { url: receiver.url, appSecret: SECRET } })
  token = await account(ACCOUNT)
})
afterEach(async () => {
  await sandbox.close()
  await receiver.stop()
})

async function account(accountId: string, profile: object = {}): Promise<string> {
  const made = { platform: 'INSTAGRAM', accountId, username: `user-${accountId}`, ...profile }
  return (await sandbox.control('POST', '/accounts', made)).accessToken
}

const removeApp = (accountId = ACCOUNT) => sandbox.control('POST', '/actions/instagram/remove-app', { accountId })

const me = (bearer = token) =>
  sandbox.send(`${sandbox.at().instagramUrl}/v25.0/me?fields=id,user_id`, { token: bearer })

async function told(count: number) {
  await until(() => Promise.resolve(receiver.taken.length === count))
  const form = new URLSearchParams(receiver.taken.at(-1)?.body)
  const [signature = '', payload = ''] = (form.get('signed_request') ?? '').split('.')
  return { signature, payload, said: JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) }
}

test('a user who removes the app ends every token, and Meta tells it by a signed request with the app-scoped id', async () => {
  const { id, user_id } = (await me()).json
  await removeApp()
  expect((await me()).json.error).toMatchObject({ code: 190, error_subcode: 458 })
  const { signature, payload, said } = await told(1)
  expect(signature).toBe(createHmac('sha256', SECRET).update(payload).digest('base64url'))
  expect(said).toEqual({ algorithm: 'HMAC-SHA256', issued_at: expect.any(Number), user_id: id })
  expect([user_id, id]).toEqual([ACCOUNT, expect.not.stringMatching(new RegExp(`^${ACCOUNT}$`))])
})

test('a Facebook user removes the app from all of its accounts, and is told once', async () => {
  const shared = { login: 'facebook', facebookUser: '42' }
  const tokens = [await account('17841400000000002', shared), await account('17841400000000003', shared)]
  await removeApp('17841400000000002')
  for (const bearer of tokens) {
    const { json } = await sandbox.send(`${sandbox.at().facebookUrl}/v25.0/me`, { token: bearer })
    expect(json.error).toMatchObject({ code: 190, error_subcode: 458 })
  }
  expect((await told(1)).said).toMatchObject({ user_id: '742' })
  expect((await me()).status).toBe(200)
})

test('a call that is not taken comes again, also after a restart, with the instant of the removal', async () => {
  receiver.refuse(true)
  await removeApp()
  await until(() => Promise.resolve(receiver.refused() === 1))
  await sandbox.restart()
  receiver.refuse(false)
  await sandbox.advance(11)
  const { said } = await told(1)
  expect(said.issued_at).toBeLessThanOrEqual(Date.now() / 1000)
})

test('without an address nobody is told, and an account that does not exist cannot remove anything', async () => {
  await sandbox.control('PATCH', '/settings/instagram', { deauthorize: null })
  await removeApp()
  expect((await me()).json.error).toMatchObject({ error_subcode: 458 })
  await sandbox.restart()
  expect(receiver.taken).toEqual([])
  await expect(removeApp('nobody')).rejects.toThrow('has no account nobody')
})
