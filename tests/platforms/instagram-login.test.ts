import type { HeldTokens, PlatformLogin } from '../../src/domain/ports/login'
import { openBench, problemOf, type Bench } from './bench'
import { connected, heldTokens, pageOf, proofOf, REDIRECT_URI, STATE } from './consent'
import { keepsLoginGuarantees } from './login-guarantees'

const USER = '17841400000000001'
const DAY_SECONDS = 86_400
const LIFE_SECONDS = 5_183_944

let bench: Bench
let login: PlatformLogin

beforeAll(async () => {
  bench = await openBench()
  login = bench.logins.INSTAGRAM.own
})
afterAll(() => bench.stop())
beforeEach(() => bench.reset())

const newAccount = (profile: object = {}) =>
  bench.account('INSTAGRAM', { accountId: USER, username: 'mom', ...profile })
const connect = (scopes?: string[]) => connected(login, { account: USER, ...(scopes && { scopes }) }, bench.nowMs())
const refreshCalls = async () => (await bench.requests('INSTAGRAM', 'oauth.token')).length

async function hold(): Promise<HeldTokens> {
  await newAccount()
  return (await connect()).held
}

keepsLoginGuarantees(() => bench, {
  platform: 'INSTAGRAM',
  login: ({ logins }) => logins.INSTAGRAM.own,
  connect: ['oauth.token', 'oauth.exchange', 'me.get'],
  refresh: ['oauth.token'],
  revoke: [],
  showsSecret: { refresh: false, revoke: false },
  otherRedirect: { code: 'app-refused', category: 'configuration' },
  refreshableAfterSeconds: DAY_SECONDS,
})

test("the page is Instagram's own, and takes no PKCE", () => {
  const { searchParams, pathname } = new URL(pageOf(login))
  expect(pathname).toMatch(/\/oauth\/authorize$/)
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'app',
    response_type: 'code',
    scope: 'instagram_business_basic,instagram_business_content_publish,instagram_business_manage_insights',
    redirect_uri: REDIRECT_URI,
    state: STATE,
  })
})

test.each(['wrapped', 'flat'])('a code (answered %s) becomes a token of sixty days', async (codeAnswer) => {
  await newAccount()
  await bench.setSettings('INSTAGRAM', { codeAnswer })
  const { account } = await connect()
  expect(account).toEqual({
    platformUserId: USER,
    platformUsername: 'mom',
    appScopedUserId: `9${USER}`,
    grant: {
      accessToken: expect.any(String) as string,
      expiresInSeconds: LIFE_SECONDS,
      scopes: [...login.scopes.asked],
    },
  })
})

test("who the user is may be told wrapped, as Meta's pages show it", async () => {
  await newAccount()
  const user = { id: 9, user_id: USER, username: 'mom', account_type: 'BUSINESS' }
  const more = { status: 200, body: { data: [user] } }
  await bench.fault({ platform: 'INSTAGRAM', operation: 'me.get', kind: 'before-effect', ...more })
  expect((await connect()).account).toMatchObject({ platformUserId: USER, appScopedUserId: '9' })
})

test('what the redirect ends in is no part of the code', async () => {
  await newAccount()
  const proof = await proofOf(login, { account: USER })
  const [account] = await login.connect({ ...proof, code: `${proof.code}#_` })
  expect(account.platformUserId).toBe(USER)
})

test('what the user has left out is told', async () => {
  await newAccount()
  expect((await connect(['instagram_business_basic'])).account.grant.scopes).toEqual(['instagram_business_basic'])
})

test('a personal account says what to do', async () => {
  await newAccount({ accountType: 'PERSONAL' })
  expect(await problemOf(connect())).toMatchObject({
    code: 'account-not-professional',
    category: 'policy',
    remedy: expect.stringContaining('Business or Creator') as string,
  })
})

test('a consent by which the account cannot be known says what to grant', async () => {
  await newAccount()
  const body = { error: { message: '(#10) Permission', code: 10 } }
  await bench.fault({ platform: 'INSTAGRAM', operation: 'me.get', kind: 'before-effect', status: 400, body })
  expect(await problemOf(connect())).toMatchObject({ code: 'consent-too-narrow', category: 'policy' })
})

describe('a refresh', () => {
  test('of a token that is a day old gives another one, and the old one lives on where the answer is lost', async () => {
    const held = await hold()
    await bench.advance(DAY_SECONDS)
    await bench.fault({ platform: 'INSTAGRAM', operation: 'oauth.token', kind: 'after-effect' })
    expect(await problemOf(login.refresh(held))).toMatchObject({ category: 'transient' })
    const grant = await login.refresh(held)
    expect(grant).toMatchObject({ expiresInSeconds: LIFE_SECONDS })
    expect(grant.accessToken).not.toBe(held.accessToken)
    expect(grant.refreshToken).toBeUndefined()
    expect(login.rotates).toBe(false)
  })

  test('of a younger token that is good gives the same one for the rest of its life, without the call that would be refused', async () => {
    const held = await hold()
    const before = await refreshCalls()
    await bench.advance(DAY_SECONDS - 60)
    const { accessToken, expiresInSeconds } = await login.refresh(held)
    expect(accessToken).toBe(held.accessToken)
    expect(Number(expiresInSeconds)).toBeLessThanOrEqual(LIFE_SECONDS - DAY_SECONDS + 60)
    expect(Number(expiresInSeconds)).toBeGreaterThan(LIFE_SECONDS - DAY_SECONDS)
    expect(await refreshCalls()).toBe(before)
  })

  test('of a young token whose age is not known is refused, which is no word about the grant', async () => {
    const held = await hold()
    const grant = await login.refresh({ ...held, refreshedAtMs: null })
    expect(grant.accessToken).toBe(held.accessToken)
  })

  test.each([100, 190])('that is refused with %s for a token that is good is no word about the grant', async (code) => {
    const held = await hold()
    await bench.advance(DAY_SECONDS)
    const body = { error: { message: 'refused', code } }
    await bench.fault({ platform: 'INSTAGRAM', operation: 'oauth.token', kind: 'before-effect', status: 400, body })
    expect((await login.refresh(held)).accessToken).toBe(held.accessToken)
  })

  test.each([
    [458, 'authorization-removed'],
    [460, 'grant-revoked'],
    [467, 'grant-revoked'],
  ])('of a token that was ended by %s, young or old, is refused for good as %s', async (revokedAs, code) => {
    const held = await hold()
    await bench.patchAccount('INSTAGRAM', USER, { revoked: true, revokedAs })
    expect(await problemOf(login.refresh(held))).toMatchObject({ code, category: 'auth' })
    await bench.advance(DAY_SECONDS)
    expect(await problemOf(login.refresh(held))).toMatchObject({ code, category: 'auth' })
  })

  test('of a token past its end is refused for good', async () => {
    const held = await hold()
    await bench.advance(LIFE_SECONDS)
    expect(await problemOf(login.refresh(held))).toMatchObject({ code: 'grant-revoked', category: 'auth' })
  })

  test.each(['before-effect', 'html-error', 'drop-connection', 'truncate', 'rate-limit'])(
    'of a young token blames no grant where the question after it is struck by %s',
    async (kind) => {
      const held = await hold()
      await bench.fault({ platform: 'INSTAGRAM', operation: 'me.get', kind })
      expect(['transient', 'rate-limited']).toContain((await problemOf(login.refresh(held))).category)
    },
  )

  test('goes on from refresh to refresh for as long as anybody likes', async () => {
    let held = await hold()
    for (let month = 0; month < 4; month++) {
      await bench.advance(30 * DAY_SECONDS)
      held = heldTokens(held, await login.refresh(held), bench.nowMs())
    }
    expect(held.expiresAtMs).toBeGreaterThan(bench.nowMs())
  })
})

test('a revoke is nothing that Instagram Login has, and nothing is called', async () => {
  const held = await hold()
  const calls = async () => (await bench.requests('INSTAGRAM', 'oauth.revoke')).length
  expect(await login.revoke(held)).toBe('unsupported')
  expect(await calls()).toBe(0)
})
