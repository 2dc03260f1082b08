import { createHash } from 'node:crypto'
import { scopesMissing } from '../../src/domain/connection-health'
import type { PlatformLogin } from '../../src/domain/ports/login'
import { openBench, problemOf, type Bench } from './bench'
import { connected, pageOf, proofOf, REDIRECT_URI, STATE, VERIFIER } from './consent'
import { keepsLoginGuarantees } from './login-guarantees'

const CHANNEL = 'UCchannel1'
const SCOPE = 'https://www.googleapis.com/auth'

let bench: Bench
let login: PlatformLogin

beforeAll(async () => {
  bench = await openBench()
  login = bench.logins.YOUTUBE.own
})
afterAll(() => bench.stop())
beforeEach(() => bench.reset())

/** It has granted nothing yet. */
const newChannel = () =>
  bench.account('YOUTUBE', { accountId: CHANNEL, username: 'mom', channelTitle: 'Mom on Tour', revoked: true })
const connect = (scopes?: string[]) => connected(login, { account: CHANNEL, ...(scopes && { scopes }) }, bench.nowMs())
const fault = (operation: string, status: number, body: object) =>
  bench.fault({ platform: 'YOUTUBE', operation, kind: 'before-effect', status, body })

keepsLoginGuarantees(() => bench, {
  platform: 'YOUTUBE',
  login: ({ logins }) => logins.YOUTUBE.own,
  connect: ['oauth.token', 'channels.list'],
  refresh: ['oauth.token'],
  revoke: ['oauth.revoke'],
  showsSecret: { refresh: true, revoke: false },
  otherRedirect: { code: 'app-refused', category: 'configuration' },
  refreshableAfterSeconds: 0,
})

test('the page is asked for consent, for offline access and for the choice of an account, with PKCE', () => {
  const { searchParams, pathname } = new URL(pageOf(login))
  expect(pathname).toMatch(/\/o\/oauth2\/v2\/auth$/)
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'app',
    response_type: 'code',
    scope: `${SCOPE}/youtube.upload ${SCOPE}/youtube.readonly ${SCOPE}/youtube ${SCOPE}/yt-analytics.readonly`,
    redirect_uri: REDIRECT_URI,
    state: STATE,
    access_type: 'offline',
    prompt: 'consent select_account',
    include_granted_scopes: 'true',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  })
})

test('a consent gives both tokens and the channel that was picked', async () => {
  await bench.account('YOUTUBE', { channelTitle: 'Not this one' })
  await newChannel()
  const { account } = await connect()
  expect(account).toEqual({
    platformUserId: CHANNEL,
    platformUsername: 'Mom on Tour',
    appScopedUserId: null,
    grant: {
      accessToken: expect.any(String) as string,
      refreshToken: expect.any(String) as string,
      expiresInSeconds: 3_599,
      scopes: [...login.scopes.asked],
    },
  })
})

test('a second consent brings a refresh token again, and keeps the scopes of the first', async () => {
  await newChannel()
  await connect()
  const { account } = await connect([`${SCOPE}/youtube.upload`, `${SCOPE}/youtube.readonly`])
  expect(account.grant.refreshToken).toEqual(expect.any(String))
  expect(account.grant.scopes?.toSorted()).toEqual([...login.scopes.asked].toSorted())
})

test('an answer without a refresh token leaves it open, so that the stored one stays', async () => {
  await newChannel()
  const { held } = await connect()
  await fault('oauth.token', 200, { access_token: held.accessToken, expires_in: '3599' })
  const { account } = await connect()
  expect(account.grant).toEqual({ accessToken: held.accessToken, expiresInSeconds: 3_599 })
})

test('the end of a grant that is limited in time is told', async () => {
  await newChannel()
  await bench.setSettings('YOUTUBE', { consentScreen: 'testing' })
  expect((await connect()).account.grant).toMatchObject({ refreshExpiresInSeconds: 7 * 86_400 })
})

test.each<[string[], string[]]>([
  [['youtube.readonly'], ['youtube.upload']],
  [['youtube.upload', 'youtube.readonly'], []],
  [['youtube'], []],
])(
  'of a partial grant %j misses publishing %j, the wider scope counting for the narrower',
  async (granted, missing) => {
    await newChannel()
    const { account } = await connect(granted.map((scope) => `${SCOPE}/${scope}`))
    const told = scopesMissing(account.grant.scopes ?? [], login.scopes)
    expect(told).toEqual(missing.map((scope) => `${SCOPE}/${scope}`))
  },
)

test('a consent by which the channel cannot be known says what to grant', async () => {
  await newChannel()
  expect(await problemOf(connect([`${SCOPE}/youtube.upload`]))).toMatchObject({
    code: 'consent-too-narrow',
    category: 'policy',
    remedy: expect.stringContaining('grant every permission') as string,
  })
})

test.each([
  [200, { kind: 'youtube#channelListResponse', pageInfo: { totalResults: 0 } }],
  [401, { error: { code: 401, errors: [{ reason: 'youtubeSignupRequired' }] } }],
])('a Google account without a channel (HTTP %s) says what to do', async (status, body) => {
  await newChannel()
  await fault('channels.list', status, body)
  expect(await problemOf(connect())).toMatchObject({
    code: 'channel-missing',
    category: 'policy',
    remedy: expect.stringContaining('Create a channel') as string,
  })
})

test('a wrong verifier is refused', async () => {
  await newChannel()
  const proof = await proofOf(login, { account: CHANNEL })
  for (const verifier of ['another-verifier', null])
    expect(await problemOf(login.connect({ ...proof, verifier }))).toMatchObject({ code: 'code-refused' })
  await login.connect(proof)
})

describe('a refresh', () => {
  test('gives an access token, keeps the refresh token, and can be repeated where its answer was lost', async () => {
    await newChannel()
    const { held } = await connect()
    await bench.fault({ platform: 'YOUTUBE', operation: 'oauth.token', kind: 'after-effect' })
    expect(await problemOf(login.refresh(held))).toMatchObject({ category: 'transient' })
    const grant = await login.refresh(held)
    expect(grant).toEqual({
      accessToken: expect.any(String) as string,
      expiresInSeconds: 3_599,
      scopes: [...login.scopes.asked],
    })
    expect(login.rotates).toBe(false)
  })

  test.each<[string, () => Promise<void>]>([
    ['was revoked', () => bench.patchAccount('YOUTUBE', CHANNEL, { revoked: true })],
    ['nobody used for half a year', () => bench.advance(183 * 86_400)],
  ])('of a grant that %s is refused for good', async (_what, end) => {
    await newChannel()
    const { held } = await connect()
    await end()
    expect(await problemOf(login.refresh(held))).toMatchObject({ code: 'grant-revoked', category: 'auth' })
  })

  test.each([
    [401, 'invalid_client'],
    [401, 'unauthorized_client'],
  ])('refused with %s %s is our own fault', async (status, error) => {
    await newChannel()
    const { held } = await connect()
    await fault('oauth.token', status, { error, error_description: 'The OAuth client was not found.' })
    expect(await problemOf(login.refresh(held))).toMatchObject({ code: 'app-refused', category: 'configuration' })
    await login.refresh(held)
  })
})

test('a revoke ends the whole grant, and a second one finds it ended', async () => {
  await newChannel()
  const { held } = await connect()
  expect(await login.revoke(held)).toBe('revoked')
  expect(await problemOf(login.refresh(held))).toMatchObject({ code: 'grant-revoked' })
  expect(await login.revoke(held)).toBe('revoked')
})
