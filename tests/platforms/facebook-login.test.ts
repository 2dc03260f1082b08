import type { HeldTokens, PlatformLogin } from '../../src/domain/ports/login'
import { createLogins } from '../../src/platforms/logins'
import { OPEN_METER, UNWATCHED } from '../support/open-limits'
import { openBench, problemOf, type Bench } from './bench'
import { connected, heldTokens, pageOf, proofOf, REDIRECT_URI, STATE } from './consent'
import { keepsLoginGuarantees } from './login-guarantees'

const USER = '17841400000000001'
const OTHER = '17841400000000002'
const LIFE_SECONDS = 5_183_944

let bench: Bench
let login: PlatformLogin

beforeAll(async () => {
  bench = await openBench()
  login = facebookOf(bench)
})
afterAll(() => bench.stop())
beforeEach(() => bench.reset())

function facebookOf({ logins }: Bench): PlatformLogin {
  if (!logins.INSTAGRAM.facebook) throw new Error('the bench offers no Facebook Login')
  return logins.INSTAGRAM.facebook
}

const newAccount = (profile: object = {}) =>
  bench.account('INSTAGRAM', { accountId: USER, username: 'mom', login: 'facebook', ...profile })
const connect = (scopes?: string[]) =>
  connected(login, { account: USER, ...(scopes && { scopes }) }, bench.nowMs(), 'facebook')
const fault = (operation: string, kind: string, more: object = {}) =>
  bench.fault({ platform: 'INSTAGRAM', operation, kind, ...more })

async function hold(profile: object = {}): Promise<HeldTokens> {
  await newAccount(profile)
  return (await connect()).held
}

const UNKNOWN = { videoCodec: null, audioCodec: null, frameRate: null }

/** Whether a token still publishes. */
const publishes = (accessToken: string): Promise<boolean> =>
  bench.publishers.INSTAGRAM.preflight(
    { platformUserId: USER, accessToken, login: 'facebook' },
    { caption: '', hashtags: [], options: {}, title: '' },
    { sizeBytes: 1, durationSeconds: 5, format: 'mp4', resolution: '1080x1920', ...UNKNOWN },
    new AbortController().signal,
  ).then(
    () => true,
    () => false,
  )

keepsLoginGuarantees(() => bench, {
  platform: 'INSTAGRAM',
  login: facebookOf,
  loginName: 'facebook',
  connect: ['oauth.token', 'oauth.exchange', 'me.permissions', 'me.get', 'me.accounts'],
  refresh: ['oauth.exchange', 'me.accounts'],
  revoke: ['oauth.revoke'],
  showsSecret: { refresh: true, revoke: false },
  otherRedirect: { code: 'app-refused', category: 'configuration' },
  refreshableAfterSeconds: 0,
})

test("the page is Facebook's dialog of the configured version, and takes no PKCE", () => {
  const { searchParams, pathname } = new URL(pageOf(login))
  expect(pathname).toMatch(/\/v25\.0\/dialog\/oauth$/)
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'app',
    response_type: 'code',
    scope: 'instagram_basic,instagram_content_publish,instagram_manage_insights,pages_show_list,pages_read_engagement',
    redirect_uri: REDIRECT_URI,
    state: STATE,
  })
})

test('it is offered only where its app is configured', () => {
  const nowhere = { apiUrl: '', consentUrl: '', oauthUrl: '', apiVersion: '', appId: '', appSecret: '' }
  const logins = createLogins({
    clock: { nowMs: () => 0 },
    watch: UNWATCHED,
    requestTimeoutMs: 1,
    tiktok: { ...nowhere, clientKey: '', clientSecret: '' },
    instagram: nowhere,
    facebook: null,
    youtube: { ...nowhere, clientId: '', clientSecret: '', meter: OPEN_METER },
  })
  expect(Object.keys(logins.INSTAGRAM)).toEqual(['own'])
})

test("a consent gives the Page's token, which has no end, and the user's long one beside it", async () => {
  await newAccount()
  const { account } = await connect()
  expect(account).toEqual({
    platformUserId: USER,
    platformUsername: 'mom',
    appScopedUserId: `7${USER}`,
    grant: {
      accessToken: expect.any(String) as string,
      refreshToken: expect.any(String) as string,
      expiresInSeconds: null,
      refreshExpiresInSeconds: LIFE_SECONDS,
      scopes: expect.arrayContaining([...login.scopes.asked]) as string[],
    },
  })
  await bench.advance(LIFE_SECONDS)
  expect(await publishes(account.grant.accessToken)).toBe(true)
  expect(await publishes(account.grant.refreshToken ?? '')).toBe(false)
})

test('what the redirect ends in is no part of the code', async () => {
  await newAccount()
  const proof = await proofOf(login, { account: USER })
  const [account] = await login.connect({ ...proof, code: `${proof.code}#_=_` })
  expect(account.platformUserId).toBe(USER)
})

test('a user with several Pages may mean any of their Instagram accounts, each with a token of its own', async () => {
  await newAccount({ facebookUser: 'ann' })
  await newAccount({ accountId: OTHER, username: 'shop', facebookUser: 'ann' })
  const accounts = await login.connect(await proofOf(login, { account: USER }))
  expect(
    accounts.map(({ platformUserId, platformUsername, appScopedUserId }) => [
      platformUserId,
      platformUsername,
      appScopedUserId,
    ]),
  ).toEqual([
    [USER, 'mom', '7ann'],
    [OTHER, 'shop', '7ann'],
  ])
  expect(new Set(accounts.map(({ grant }) => grant.accessToken)).size).toBe(2)
})

test('Pages without an Instagram account say what to do', async () => {
  await newAccount()
  await fault('me.accounts', 'before-effect', { status: 200, body: { data: [{ id: '1', access_token: 'page' }] } })
  expect(await problemOf(connect())).toMatchObject({
    code: 'instagram-account-missing',
    category: 'policy',
    remedy: expect.stringContaining('Facebook Page') as string,
  })
})

test('a consent that shows no Page says what to grant', async () => {
  await newAccount()
  expect(await problemOf(connect(['instagram_basic']))).toMatchObject({ code: 'consent-too-narrow' })
})

test('what the user has left out is told', async () => {
  await newAccount()
  const { account } = await connect(['instagram_basic', 'pages_show_list'])
  expect(account.grant.scopes?.toSorted()).toEqual(['instagram_basic', 'pages_show_list'])
})

describe('a refresh', () => {
  test("derives the same account's Page token anew, also after an answer that was lost", async () => {
    await newAccount({ accountId: OTHER, username: 'shop', facebookUser: 'ann' })
    const held = await hold({ facebookUser: 'ann' })
    await fault('oauth.exchange', 'after-effect')
    expect(await problemOf(login.refresh(held))).toMatchObject({ category: 'transient' })
    const grant = await login.refresh(held)
    expect(grant).toMatchObject({ expiresInSeconds: null, refreshExpiresInSeconds: LIFE_SECONDS })
    expect(grant.refreshToken).not.toBe(held.refreshToken)
    expect(grant.accessToken).toBe(held.accessToken)
    await login.refresh(heldTokens(held, grant, bench.nowMs(), 'facebook'))
    expect(login.rotates).toBe(false)
  })

  test("leaves a Page's token alone that is good though the user's has ended", async () => {
    const held = await hold()
    await bench.advance(LIFE_SECONDS)
    expect(await login.refresh(held)).toEqual({ accessToken: held.accessToken, expiresInSeconds: null })
    expect(await login.refresh({ ...held, refreshToken: null })).toMatchObject({ accessToken: held.accessToken })
  })

  test("leaves a Page's token alone that is good though the Page is no longer shown", async () => {
    const held = await hold()
    await fault('me.accounts', 'before-effect', { status: 200, body: { data: [] } })
    expect(await login.refresh(held)).toMatchObject({ accessToken: held.accessToken })
  })

  test.each([
    [458, 'authorization-removed'],
    [460, 'grant-revoked'],
  ])('of a grant that was ended by %s is refused for good as %s', async (revokedAs, code) => {
    const held = await hold()
    await bench.patchAccount('INSTAGRAM', USER, { revoked: true, revokedAs })
    expect(await problemOf(login.refresh(held))).toMatchObject({ code, category: 'auth' })
  })
})

describe('a revoke', () => {
  test('ends the whole grant of the user, and a second one finds it ended', async () => {
    const held = await hold()
    expect(await login.revoke(held)).toBe('revoked')
    expect(await publishes(held.accessToken)).toBe(false)
    expect(await login.revoke(held)).toBe('revoked')
  })

  test.each<[string, (held: HeldTokens) => Promise<HeldTokens>]>([
    ['has ended by time', async (held) => (await bench.advance(LIFE_SECONDS), held)],
    ['was never stored', (held) => Promise.resolve({ ...held, refreshToken: null })],
  ])("is the user's own where the user token %s", async (_what, change) => {
    const held = await change(await hold())
    expect(await login.revoke(held)).toBe('unsupported')
    expect(await publishes(held.accessToken)).toBe(true)
  })
})
