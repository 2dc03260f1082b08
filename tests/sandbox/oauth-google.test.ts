import { createHash } from 'node:crypto'
import { consent, REDIRECT, type Decision } from './oauth-client'
import { openSandbox, type TestSandbox } from './platform-sandbox'

const CHANNEL = 'UCabcdefghijklmnopqrstuv'
const OTHER = 'UCzyxwvutsrqponmlkjihgfe'
const scope = (name: string) => `https://www.googleapis.com/auth/${name}`
const SCOPE = `${scope('youtube.upload')} ${scope('youtube.readonly')}`
const DAY_SECONDS = 86_400
const DEAD = {
  status: 400,
  json: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
}

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
  for (const [accountId, channelTitle] of [
    [CHANNEL, 'Mom & kids'],
    [OTHER, 'Mom cooks'],
  ]) {
    await sandbox.control('POST', '/accounts', { platform: 'YOUTUBE', accountId, username: 'mom', channelTitle })
    await sandbox.control('PATCH', `/accounts/youtube/${accountId}`, { revoked: true }) // Nobody has consented yet.
  }
})
afterEach(() => sandbox.close())

const OFFLINE = { access_type: 'offline', prompt: 'consent' }
const ask = (decision: Partial<Decision> = {}, more: Record<string, string> = OFFLINE) =>
  consent(
    sandbox,
    `${sandbox.at().googleConsentUrl}/o/oauth2/v2/auth`,
    { client_id: 'app', response_type: 'code', scope: SCOPE, redirect_uri: REDIRECT, state: 's1', ...more },
    { account: CHANNEL, ...decision },
  )
const token = (form: Record<string, string>) =>
  sandbox.send(`${sandbox.at().oauthUrl}/token`, { form: { client_id: 'app', client_secret: 'secret', ...form } })
const exchange = (code: string, more: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, ...more })
const connect = async (decision?: Partial<Decision>, more?: Record<string, string>) =>
  (await exchange((await ask(decision, more)).answer.code ?? '')).json
const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token })
const channels = (bearer: string) =>
  sandbox.send(`${sandbox.at().youtubeUrl}/youtube/v3/channels?part=id&mine=true`, { token: bearer })
const startUpload = (bearer: string) =>
  sandbox.send(`${sandbox.at().youtubeUrl}/upload/youtube/v3/videos?uploadType=resumable&part=snippet`, {
    token: bearer,
    headers: { 'x-upload-content-length': '10', 'x-upload-content-type': 'video/mp4' },
    json: { snippet: { title: 'A video' } },
  })

test('the token is bound to the channel that was chosen at consent', async () => {
  const { page } = await ask()
  expect(page.text).toContain('Mom &amp; kids (@mom)')
  for (const account of [CHANNEL, OTHER]) {
    const { access_token } = await connect({ account })
    expect((await channels(access_token)).json.items).toMatchObject([{ id: account }])
  }
})

test('the redirect tells code, granted scopes and state, or that access was denied', async () => {
  const { answer } = await ask({ scopes: [scope('youtube.readonly')] })
  expect(answer).toEqual({
    from: 'publisher',
    code: expect.stringMatching(/^4\/0/),
    scope: scope('youtube.readonly'),
    prompt: 'consent',
    state: 's1',
  })
  expect((await ask({ deny: true })).answer).toEqual({ from: 'publisher', error: 'access_denied', state: 's1' })
})

test('offline access gives a refresh token at the first consent, and later only where consent is prompted for', async () => {
  const first = await connect({}, { access_type: 'offline' })
  expect(first).toEqual({
    access_token: expect.any(String),
    expires_in: 3_599,
    scope: SCOPE,
    token_type: 'Bearer',
    refresh_token: expect.any(String),
  })
  expect(await connect({}, { access_type: 'offline' })).not.toHaveProperty('refresh_token')
  expect(await connect()).toHaveProperty('refresh_token')
  expect(await connect({}, { prompt: 'consent' })).not.toHaveProperty('refresh_token')
  expect((await refresh(first.refresh_token)).status).toBe(200)
})

test('a refresh gives no refresh token, and may be repeated', async () => {
  const { refresh_token } = await connect()
  for (const reply of [await refresh(refresh_token), await refresh(refresh_token)]) {
    expect(reply.json).toEqual({
      access_token: expect.any(String),
      expires_in: 3_599,
      scope: SCOPE,
      token_type: 'Bearer',
    })
    expect((await channels(reply.json.access_token)).status).toBe(200)
  }
})

test.each(['access_token', 'refresh_token'])('revoking the %s ends the whole grant', async (name) => {
  const [one, two] = [await connect(), await connect()]
  const revoked = await sandbox.send(`${sandbox.at().oauthUrl}/revoke?token=${encodeURIComponent(one[name])}`, {
    method: 'POST',
  })
  expect([revoked.status, revoked.json]).toEqual([200, {}])
  expect(await refresh(two.refresh_token)).toMatchObject(DEAD)
  expect((await channels(two.access_token)).json.error.errors[0].reason).toBe('authError')
  expect((await sandbox.send(`${sandbox.at().oauthUrl}/revoke`, { form: { token: one[name] } })).json.error).toBe(
    'invalid_token',
  )
  expect(await connect({}, { access_type: 'offline' })).toHaveProperty('refresh_token')
  expect(await refresh(two.refresh_token)).toMatchObject(DEAD)
})

test('a refresh token that nobody used for six months is dead, one that was used lives on', async () => {
  const { refresh_token } = await connect()
  await sandbox.advance(180 * DAY_SECONDS)
  expect((await refresh(refresh_token)).status).toBe(200)
  await sandbox.advance(180 * DAY_SECONDS)
  expect((await refresh(refresh_token)).status).toBe(200)
  await sandbox.advance(183 * DAY_SECONDS)
  expect(await refresh(refresh_token)).toMatchObject(DEAD)
})

test('while the consent screen is in testing, a refresh token dies after seven days, used or not', async () => {
  await sandbox.control('PATCH', '/settings/youtube', { consentScreen: 'testing' })
  const { refresh_token, refresh_token_expires_in } = await connect()
  expect(refresh_token_expires_in).toBe(7 * DAY_SECONDS)
  await sandbox.advance(6 * DAY_SECONDS)
  expect((await refresh(refresh_token)).status).toBe(200)
  await sandbox.advance(DAY_SECONDS)
  expect(await refresh(refresh_token)).toMatchObject(DEAD)
})

test('the hundred-and-first refresh token of an account silently ends the first', async () => {
  const first = await connect()
  const second = await connect()
  for (let count = 2; count < 100; count++) await connect()
  expect((await refresh(first.refresh_token)).status).toBe(200)
  const last = await connect()
  expect(await refresh(first.refresh_token)).toMatchObject(DEAD)
  expect((await refresh(second.refresh_token)).status).toBe(200)
  expect((await refresh(last.refresh_token)).status).toBe(200)
})

test('a call without its scope is refused', async () => {
  const reader = await connect({ scopes: [scope('youtube.readonly')] })
  expect(await startUpload(reader.access_token)).toMatchObject({
    status: 403,
    json: { error: { errors: [{ reason: 'insufficientPermissions' }] } },
  })
  expect((await channels(reader.access_token)).status).toBe(200)
  const uploader = await connect({ scopes: [scope('youtube.upload')] })
  expect((await channels(uploader.access_token)).status).toBe(403)
  expect((await startUpload(uploader.access_token)).status).toBe(200)
})

test('include_granted_scopes adds to what was granted before', async () => {
  await connect({ scopes: [scope('youtube.upload')] })
  const more = { ...OFFLINE, scope: scope('youtube.readonly'), include_granted_scopes: 'true' }
  expect((await connect({}, more)).scope).toBe(SCOPE)
  expect((await connect({}, { ...OFFLINE, scope: scope('youtube.readonly') })).scope).toBe(scope('youtube.readonly'))
})

test('a code is good once, for its app, address and verifier', async () => {
  const verifier = 'a-verifier-of-more-than-forty-three-characters'
  const code_challenge = createHash('sha256').update(verifier).digest('base64url')
  const { code = '' } = (await ask({}, { ...OFFLINE, code_challenge, code_challenge_method: 'S256' })).answer
  const answers = [
    await exchange(code, { client_id: 'another', code_verifier: verifier }),
    await exchange(code, { redirect_uri: 'https://app.example/', code_verifier: verifier }),
    await exchange(code),
    await exchange(code, { code_verifier: verifier }),
    await exchange(code, { code_verifier: verifier }),
  ]
  expect(answers.map(({ status, json }) => [status, json.error])).toEqual([
    [401, 'unauthorized_client'],
    [400, 'redirect_uri_mismatch'],
    [400, 'invalid_grant'],
    [200, undefined],
    [400, 'invalid_grant'],
  ])
})

test('a grant that Google does not know, and an app without its secret, are refused', async () => {
  expect((await token({ grant_type: 'password' })).json.error).toBe('unsupported_grant_type')
  expect((await token({ client_secret: '', grant_type: 'refresh_token' })).json.error).toBe('invalid_client')
})

test.each(['oauth.authorize', 'oauth.consent', 'oauth.token', 'oauth.revoke'])(
  'a fault strikes %s',
  async (operation) => {
    await sandbox.control('POST', '/faults', { platform: 'youtube', operation, kind: 'html-error' })
    const page = `${sandbox.at().googleConsentUrl}/o/oauth2/v2/auth`
    const calls: Record<string, () => Promise<{ status: number }>> = {
      'oauth.authorize': () => sandbox.send(page),
      'oauth.consent': () => sandbox.send(page, { form: {} }),
      'oauth.token': () => refresh('x'),
      'oauth.revoke': () => sandbox.send(`${sandbox.at().oauthUrl}/revoke`, { form: { token: 'x' } }),
    }
    expect((await calls[operation]?.())?.status).toBe(502)
  },
)
