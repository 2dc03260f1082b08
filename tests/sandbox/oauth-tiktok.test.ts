import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { consent, offered, REDIRECT, type Decision } from './oauth-client'
import { openSandbox, type TestSandbox } from './platform-sandbox'

const CREATOR = 'open-id-1'
const SCOPE = 'user.info.basic,video.publish,video.list'
const DAY_SECONDS = 86_400

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
  await sandbox.control('POST', '/accounts', { platform: 'TIKTOK', accountId: CREATOR, username: 'mom' })
})
afterEach(() => sandbox.close())

const ask = (decision: Partial<Decision> = {}, more: Record<string, string> = {}) =>
  consent(
    sandbox,
    `${sandbox.at().tiktokConsentUrl}/v2/auth/authorize/`,
    { client_key: 'app', response_type: 'code', scope: SCOPE, redirect_uri: REDIRECT, state: 's&1', ...more },
    { account: CREATOR, ...decision },
  )
const oauth = (name: string, form: Record<string, string>) =>
  sandbox.send(`${sandbox.at().tiktokUrl}/v2/oauth/${name}/`, {
    form: { client_key: 'app', client_secret: 'secret', ...form },
  })
const exchange = (code: string, more: Record<string, string> = {}) =>
  oauth('token', { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, ...more })
const refresh = (refresh_token: string) => oauth('token', { grant_type: 'refresh_token', refresh_token })
const creatorInfo = (token: string) =>
  sandbox.send(`${sandbox.at().tiktokUrl}/v2/post/publish/creator_info/query/`, { token, json: {} })
const connect = async () => (await exchange((await ask()).answer.code ?? '')).json

test('the page names the app, the accounts and the scopes, with every character that means something in HTML escaped', async () => {
  await sandbox.control('POST', '/accounts', { platform: 'TIKTOK', accountId: 'a"<b>', username: '<script>' })
  const { page } = await ask({}, { client_key: '<img src=x>' })
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.text).toContain('<b>&lt;img src=x&gt;</b>')
  expect(offered(page, 'account')).toEqual([CREATOR, 'a&quot;&lt;b&gt;'])
  expect(offered(page, 'scope')).toEqual(SCOPE.split(','))
  expect(page.text).not.toMatch(/<script|<img/)
})

test('allowing sends back a code, the granted scopes and the state, beside what the address had, and no token', async () => {
  const { reply, answer, location } = await ask()
  expect(reply.status).toBe(302)
  expect(location).toMatch(/^https:\/\/app\.example\/oauth\/callback\?from=publisher&/)
  expect(Object.keys(answer).sort()).toEqual(['code', 'from', 'scopes', 'state'])
  expect(answer).toMatchObject({ scopes: SCOPE, state: 's&1' })
  const { json: tokens } = await exchange(answer.code ?? '')
  expect(tokens).toEqual({
    access_token: expect.any(String),
    expires_in: 7_200,
    refresh_token: expect.any(String),
    refresh_expires_in: 180 * DAY_SECONDS,
    open_id: CREATOR,
    scope: SCOPE,
    token_type: 'Bearer',
  })
  expect(location).not.toContain(tokens.access_token)
  expect((await creatorInfo(tokens.access_token)).status).toBe(200)
})

test('denying sends back access_denied and the state, and no code', async () => {
  const { answer } = await ask({ deny: true })
  expect(answer).toMatchObject({ error: 'access_denied', state: 's&1', error_description: expect.any(String) })
  expect(answer.code).toBeUndefined()
})

test('a scope that the user did not grant is missing in the answer and refused at the endpoint', async () => {
  const { answer } = await ask({ scopes: ['user.info.basic', 'video.list'] })
  const { json: tokens } = await exchange(answer.code ?? '')
  expect([answer.scopes, tokens.scope]).toEqual(['user.info.basic,video.list', 'user.info.basic,video.list'])
  expect(await creatorInfo(tokens.access_token)).toMatchObject({
    status: 401,
    json: { error: { code: 'scope_not_authorized' } },
  })
})

test('a scope that was never asked for cannot be granted', async () => {
  const { answer } = await ask({ scopes: ['video.publish', 'video.upload'] })
  expect(answer.scopes).toBe('video.publish')
})

test('a code is good once, as it reads when decoded', async () => {
  const { location, answer } = await ask()
  const encoded = /[?&]code=([^&]+)/.exec(location)?.[1] ?? ''
  expect(encoded).not.toBe(answer.code)
  expect((await exchange(encoded)).json).toMatchObject({ error: 'invalid_grant' })
  expect((await exchange(answer.code ?? '')).status).toBe(200)
  expect((await exchange(answer.code ?? '')).json).toMatchObject({ error: 'invalid_grant', log_id: expect.any(String) })
})

test('a code is bound to its app and its redirect address, and dies of age', async () => {
  const { code = '' } = (await ask()).answer
  expect((await exchange(code, { client_key: 'another' })).json.error).toBe('invalid_grant')
  expect((await exchange(code, { redirect_uri: 'https://app.example/oauth/callback' })).json.error).toBe(
    'invalid_grant',
  )
  await sandbox.advance(601)
  expect((await exchange(code)).json.error).toBe('invalid_grant')
})

test('PKCE wants the verifier whose SHA-256 in hex is the challenge', async () => {
  const verifier = 'a-verifier-of-a-desktop-app-which-is-43-long'
  const hash = createHash('sha256').update(verifier)
  const challenge = { code_challenge: hash.copy().digest('hex'), code_challenge_method: 'S256' }
  const { code = '' } = (await ask({}, challenge)).answer
  expect((await exchange(code)).json.error).toBe('invalid_grant')
  expect((await exchange(code, { code_verifier: 'another' })).json.error).toBe('invalid_grant')
  expect((await exchange(code, { code_verifier: verifier })).status).toBe(200)
  const base64 = await ask({}, { ...challenge, code_challenge: hash.digest('base64url') })
  expect((await exchange(base64.answer.code ?? '', { code_verifier: verifier })).json.error).toBe('invalid_grant')
})

test.each([
  [{ client_key: '' }, 'invalid_client'],
  [{ redirect_uri: 'callback' }, 'redirect_uri_mismatch'],
  [{ redirect_uri: 'javascript:alert(1)' }, 'redirect_uri_mismatch'],
  [{ response_type: 'token' }, 'unsupported_response_type'],
  [{ scope: SCOPE.replaceAll(',', ' ') }, 'invalid_scope'],
  [{ scope: '' }, 'invalid_scope'],
  [{ code_challenge: 'x', code_challenge_method: 'plain' }, 'code_challenge_method'],
])('an authorize request with %j is told to the person and goes nowhere', async (wrong, code) => {
  const asked = { client_key: 'app', response_type: 'code', scope: SCOPE, redirect_uri: REDIRECT, ...wrong }
  const url = `${sandbox.at().tiktokConsentUrl}/v2/auth/authorize/?${new URLSearchParams(asked).toString()}`
  for (const sent of [{}, { form: { decision: 'allow', account: CREATOR } }]) {
    const page = await sandbox.send(url, sent)
    expect([page.status, page.headers.location]).toEqual([400, undefined])
    expect(page.text).toContain(`<code>${code}</code>`)
  }
})

test('the refresh token rotates: the old one fails at once, the new one goes on', async () => {
  const first = await connect()
  const second = (await refresh(first.refresh_token)).json
  expect(second).toMatchObject({ open_id: CREATOR, scope: SCOPE })
  expect(second.refresh_token).not.toBe(first.refresh_token)
  expect((await refresh(first.refresh_token)).json.error).toBe('invalid_grant')
  expect((await refresh(second.refresh_token)).status).toBe(200)
})

test.each([
  [7_200, 180 * DAY_SECONDS],
  [86_400, 365 * DAY_SECONDS],
])('tokens live %i s and %i s when that is the setting', async (accessTokenSeconds, refreshTokenSeconds) => {
  await sandbox.control('PATCH', '/settings/tiktok', { accessTokenSeconds, refreshTokenSeconds })
  const tokens = await connect()
  expect(tokens).toMatchObject({ expires_in: accessTokenSeconds, refresh_expires_in: refreshTokenSeconds })
  await sandbox.advance(accessTokenSeconds - 5)
  expect((await creatorInfo(tokens.access_token)).status).toBe(200)
  await sandbox.advance(10)
  expect((await creatorInfo(tokens.access_token)).status).toBe(401)
  await sandbox.advance(refreshTokenSeconds - accessTokenSeconds)
  expect((await refresh(tokens.refresh_token)).json.error).toBe('invalid_grant')
})

test('failures may come with HTTP 200 and successes with an empty error', async () => {
  await sandbox.control('PATCH', '/settings/tiktok', { oauthFailuresAre200: true, oauthSuccessHasError: true })
  expect(await connect()).toMatchObject({ error: '', open_id: CREATOR })
  expect(await refresh('unknown')).toMatchObject({ status: 200, json: { error: 'invalid_grant' } })
  expect(await oauth('token', { client_secret: '' })).toMatchObject({ status: 200, json: { error: 'invalid_client' } })
})

describe('a removal', () => {
  const events: string[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      events.push(body)
      response.end()
    })
  })
  beforeAll(async () => {
    receiver.listen(0, '127.0.0.1')
    await once(receiver, 'listening')
  })
  beforeEach(async () => {
    events.length = 0
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
    await sandbox.control('PATCH', '/settings/tiktok', { webhook: { url, clientKey: 'app', clientSecret: 'secret' } })
  })
  afterAll(() => {
    receiver.closeAllConnections()
    receiver.close()
  })
  const told = async () => {
    while (events.length === 0) await once(receiver, 'request')
    const { event, user_openid, content } = JSON.parse(events[0] ?? '')
    return { event, user_openid, ...JSON.parse(content) }
  }

  test('by the app kills access and refresh, and the app is told', async () => {
    const tokens = await connect()
    const revoked = await oauth('revoke', { token: tokens.access_token })
    expect([revoked.status, revoked.text]).toEqual([200, ''])
    expect((await creatorInfo(tokens.access_token)).json.error.code).toBe('access_token_invalid')
    expect((await refresh(tokens.refresh_token)).json.error).toBe('invalid_grant')
    expect(await told()).toEqual({ event: 'authorization.removed', user_openid: CREATOR, reason: 5 })
    expect((await oauth('revoke', { token: tokens.access_token })).json.error).toBe('invalid_request')
  })

  test('by the user does the same; a new consent brings the account back, but not its old tokens', async () => {
    const old = await connect()
    await sandbox.control('POST', '/actions/tiktok/remove-app', { accountId: CREATOR })
    expect(await told()).toMatchObject({ event: 'authorization.removed', reason: 1 })
    expect((await creatorInfo(old.access_token)).status).toBe(401)
    const tokens = await connect()
    expect((await creatorInfo(tokens.access_token)).status).toBe(200)
    expect((await creatorInfo(old.access_token)).status).toBe(401)
    expect((await refresh(old.refresh_token)).json.error).toBe('invalid_grant')
  })
})

test.each(['oauth.authorize', 'oauth.consent', 'oauth.token', 'oauth.revoke'])(
  'a fault strikes %s as any other call',
  async (operation) => {
    const tokens = await connect()
    await sandbox.control('POST', '/faults', { platform: 'tiktok', operation, kind: 'before-effect', status: 503 })
    const steps: Record<string, () => Promise<{ status: number }>> = {
      'oauth.authorize': () => sandbox.send(`${sandbox.at().tiktokConsentUrl}/v2/auth/authorize/`),
      'oauth.consent': () => sandbox.send(`${sandbox.at().tiktokConsentUrl}/v2/auth/authorize/`, { form: {} }),
      'oauth.token': () => refresh(tokens.refresh_token),
      'oauth.revoke': () => oauth('revoke', { token: tokens.access_token }),
    }
    expect((await steps[operation]?.())?.status).toBe(503)
    await sandbox.control('DELETE', '/faults')
    expect((await creatorInfo(tokens.access_token)).status).toBe(200)
    expect((await refresh(tokens.refresh_token)).status).toBe(200)
  },
)

test('a code outlives a restart of the sandbox', async () => {
  const { code = '' } = (await ask()).answer
  await sandbox.restart()
  expect((await exchange(code)).status).toBe(200)
})
