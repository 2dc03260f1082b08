import { createHash } from 'node:crypto'
import type { PlatformLogin } from '../../src/domain/ports/login'
import { openBench, problemOf, type Bench } from './bench'
import { connected, heldTokens, pageOf, proofOf, REDIRECT_URI, STATE, VERIFIER } from './consent'
import { keepsLoginGuarantees } from './login-guarantees'

const USER = 'open-id-1'

let bench: Bench
let login: PlatformLogin

beforeAll(async () => {
  bench = await openBench()
  login = bench.logins.TIKTOK.own
})
afterAll(() => bench.stop())
beforeEach(() => bench.reset())

const newAccount = (profile: object = {}) =>
  bench.account('TIKTOK', { accountId: USER, username: 'mom', nickname: 'Mom on Tour', ...profile })
const connect = (scopes?: string[]) => connected(login, { account: USER, ...(scopes && { scopes }) }, bench.nowMs())

keepsLoginGuarantees(() => bench, {
  platform: 'TIKTOK',
  login: ({ logins }) => logins.TIKTOK.own,
  connect: ['oauth.token'],
  refresh: ['oauth.token'],
  revoke: ['oauth.revoke'],
  showsSecret: { refresh: true, revoke: true },
  otherRedirect: { code: 'code-refused', category: 'policy' },
  refreshableAfterSeconds: 0,
})

test("the page is asked in TikTok's own words: client_key, scopes between commas, the challenge in hex", () => {
  const { searchParams, pathname } = new URL(pageOf(login))
  expect(pathname).toMatch(/\/v2\/auth\/authorize\/$/)
  expect(Object.fromEntries(searchParams)).toEqual({
    client_key: 'app',
    response_type: 'code',
    scope: 'user.info.basic,user.info.profile,user.info.stats,video.list,video.publish,video.upload',
    redirect_uri: REDIRECT_URI,
    state: STATE,
    code_challenge: createHash('sha256').update(VERIFIER).digest('hex'),
    code_challenge_method: 'S256',
  })
})

test.each([
  [{}],
  [{ oauthSuccessHasError: true }],
  [{ accessTokenSeconds: 86_400, refreshTokenSeconds: 365 * 86_400 }],
])('a consent gives both tokens with the ends that the answer tells (%j)', async (settings) => {
  await newAccount()
  await bench.setSettings('TIKTOK', settings)
  const lives = { accessTokenSeconds: 7_200, refreshTokenSeconds: 180 * 86_400, ...settings }
  const { account } = await connect()
  expect(account).toEqual({
    platformUserId: USER,
    platformUsername: 'mom',
    appScopedUserId: null,
    grant: {
      accessToken: expect.any(String) as string,
      refreshToken: expect.any(String) as string,
      expiresInSeconds: lives.accessTokenSeconds,
      refreshExpiresInSeconds: lives.refreshTokenSeconds,
      scopes: [...login.scopes.asked],
    },
  })
})

test.each([
  [['user.info.basic', 'video.publish'], 'Mom on Tour'],
  [['user.info.profile', 'video.publish'], 'mom'],
  [['video.publish'], USER],
])('of a partial grant %j the scopes are told, and the user goes by %s', async (scopes, name) => {
  await newAccount()
  const { account } = await connect(scopes)
  expect(account.platformUsername).toBe(name)
  expect(account.grant.scopes?.toSorted()).toEqual(scopes.toSorted())
})

test('a name that cannot be read is not worth the consent', async () => {
  await newAccount()
  await bench.fault({ platform: 'TIKTOK', operation: 'user.info', kind: 'before-effect' })
  expect((await connect()).account).toMatchObject({ platformUserId: USER, platformUsername: USER })
})

test.each([false, true])('a wrong verifier is refused (failures with HTTP 200: %s)', async (oauthFailuresAre200) => {
  await newAccount()
  await bench.setSettings('TIKTOK', { oauthFailuresAre200 })
  const proof = await proofOf(login, { account: USER })
  for (const verifier of ['another-verifier', null])
    expect(await problemOf(login.connect({ ...proof, verifier }))).toMatchObject({ code: 'code-refused' })
  await login.connect(proof)
})

describe('a refresh', () => {
  test.each([false, true])(
    'kills the old refresh token, whose refusal is definite (%s)',
    async (oauthFailuresAre200) => {
      await newAccount()
      const { held } = await connect()
      await bench.setSettings('TIKTOK', { oauthFailuresAre200, oauthSuccessHasError: oauthFailuresAre200 })
      const grant = await login.refresh(held)
      expect(grant).toMatchObject({ expiresInSeconds: 7_200, refreshExpiresInSeconds: 180 * 86_400 })
      expect([held.accessToken, held.refreshToken]).not.toContain(grant.refreshToken)
      expect(await problemOf(login.refresh(held))).toMatchObject({ code: 'grant-revoked', category: 'auth' })
      await login.refresh(heldTokens(held, grant, bench.nowMs()))
    },
  )

  test('whose answer is lost has lost the grant: that is what `rotates` says', async () => {
    await newAccount()
    const { held } = await connect()
    await bench.fault({ platform: 'TIKTOK', operation: 'oauth.token', kind: 'after-effect' })
    expect(await problemOf(login.refresh(held))).toMatchObject({ category: 'transient' })
    expect(await problemOf(login.refresh(held))).toMatchObject({ code: 'grant-revoked' })
    expect(login.rotates).toBe(true)
  })

  test('past the end of the refresh token is refused for good', async () => {
    await newAccount()
    const { held } = await connect()
    await bench.advance(180 * 86_400)
    expect(await problemOf(login.refresh(held))).toMatchObject({ code: 'grant-revoked' })
  })

  test('without a refresh token asks for a reconnect, and nobody else', async () => {
    await newAccount()
    const { held } = await connect()
    const before = await bench.requests('TIKTOK', 'oauth.token')
    expect(await problemOf(login.refresh({ ...held, refreshToken: null }))).toMatchObject({ code: 'grant-revoked' })
    expect(await bench.requests('TIKTOK', 'oauth.token')).toEqual(before)
  })
})

describe('a revoke', () => {
  const isOver = async (held: Awaited<ReturnType<typeof connect>>['held']) =>
    expect(await problemOf(login.refresh(held))).toMatchObject({ code: 'grant-revoked' })

  test.each([false, true])('ends the grant, and a second one finds it ended (%s)', async (oauthFailuresAre200) => {
    await newAccount()
    const { held } = await connect()
    await bench.setSettings('TIKTOK', { oauthFailuresAre200 })
    expect(await login.revoke(held)).toBe('revoked')
    await isOver(held)
    expect(await login.revoke(held)).toBe('revoked')
  })

  test('ends a grant whose access token has ended', async () => {
    await newAccount()
    const { held } = await connect()
    await bench.advance(7_201)
    expect(await login.revoke(held)).toBe('revoked')
    expect((await bench.requests('TIKTOK', 'oauth.revoke')).map(({ status }) => status)).toEqual([400, 200])
    await isOver(held)
  })

  test('of a grant that the user has ended is done', async () => {
    await newAccount()
    const { held } = await connect()
    await bench.act('TIKTOK', 'remove-app', { accountId: USER })
    expect(await login.revoke(held)).toBe('revoked')
  })
})
