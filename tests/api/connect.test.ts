import { startTestApi } from '../support/api'
import { openBrowser, openConnectWorld, told, type ConnectWorld, type Way } from '../support/connect'
import type { Platform } from '../../src/domain/platform'
import type { ConnectionView } from '../../src/api/schemas/connection'

let world: ConnectWorld

beforeAll(async () => {
  world = await openConnectWorld()
})
afterAll(() => world.close())

const WAYS: [string, Platform, Way][] = [
  ['TikTok', 'TIKTOK', { platform: 'tiktok' }],
  ['Instagram Login', 'INSTAGRAM', { platform: 'instagram' }],
  ['Facebook Login', 'INSTAGRAM', { platform: 'instagram', login: 'facebook' }],
  ['Google', 'YOUTUBE', { platform: 'youtube' }],
]

describe.each(WAYS)('by %s', (_name, platform, way) => {
  test('a user connects an account in the browser, and it can be published to', async () => {
    const [userId, account] = [await world.newUser(), await world.newAccount(platform)]

    const answer = told(await world.connect(userId, way, { account }))

    const row = await world.stored(userId, platform)
    expect(answer).toEqual({ status: 'connected', connectionId: row?.id })
    expect(row).toMatchObject({
      platformUserId: account,
      login: way.login ?? null,
      status: 'ACTIVE',
      statusReason: null,
      tokenRevision: 1,
      connectedAt: new Date(world.api.clock.nowMs()),
    })
    expect(row?.scopes.length).toBeGreaterThan(1)
    expect(row?.sealed).not.toContain(row?.accessToken)
    expect(world.api.owner.reconnections).toContain(row?.id)

    const { body } = await world.api.send<ConnectionView>('GET', `/v1/connections/${row?.id}`)
    expect(body).toMatchObject({ platformUserId: account, health: { usable: true, state: 'ok', reason: null } })
    expect(JSON.stringify(body)).not.toContain(row?.accessToken)
  })

  test('connecting the same account again renews the same row', async () => {
    const [userId, account] = [await world.newUser(), await world.newAccount(platform)]
    await world.connect(userId, way, { account })
    const first = await world.stored(userId, platform)
    await world.api.prisma.platformConnection.update({
      where: { id: first?.id ?? '' },
      data: { status: 'EXPIRED', statusReason: 'grant-revoked', refreshFailure: 'x', refreshStartedAt: new Date() },
    })

    world.api.clock.advance(1_000)
    expect(told(await world.connect(userId, way, { account })).connectionId).toBe(first?.id)

    const second = await world.stored(userId, platform)
    expect(second).toMatchObject({
      id: first?.id,
      status: 'ACTIVE',
      statusReason: null,
      refreshFailure: null,
      refreshStartedAt: null,
      tokenRevision: 2,
    })
    expect(second?.connectedAt.getTime()).toBeGreaterThan(first?.connectedAt.getTime() ?? Infinity)
  })

  test('whoever denies is told so, and nothing is changed', async () => {
    const [userId, account] = [await world.newUser(), await world.newAccount(platform)]
    const answer = told(await world.connect(userId, way, { account, deny: true }))
    expect(answer).toEqual({ status: 'refused', code: 'access-denied' })
    expect(await world.stored(userId, platform)).toBeNull()
  })
})

test('a refresh token that the answer lacks is kept for the same account, and not for another', async () => {
  const userId = await world.newUser()
  const [account, other] = [await world.newAccount('YOUTUBE'), await world.newAccount('YOUTUBE')]
  const way: Way = { platform: 'youtube' }
  await world.connect(userId, way, { account })
  const before = await world.stored(userId, 'YOUTUBE')
  expect(before?.refreshToken).toBeTruthy()

  await answerWithoutRefreshToken(account, 'ya29.second')
  await world.connect(userId, way, { account })
  expect(await world.stored(userId, 'YOUTUBE')).toMatchObject({
    accessToken: 'ya29.second',
    refreshToken: before?.refreshToken,
  })

  await answerWithoutRefreshToken(other, 'ya29.third')
  await world.connect(userId, way, { account: other })
  expect(await world.stored(userId, 'YOUTUBE')).toMatchObject({
    accessToken: 'ya29.third',
    refreshToken: null,
    platformUserId: other,
  })
})

/** As Google answers where it was not asked for offline consent. */
async function answerWithoutRefreshToken(account: string, accessToken: string): Promise<void> {
  await world.sandbox.control('PATCH', `/accounts/youtube/${account}`, { accessToken })
  const scope = 'https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/youtube.readonly'
  const body = { access_token: accessToken, expires_in: 3_599, scope, token_type: 'Bearer' }
  await world.sandbox.control('POST', '/faults', {
    platform: 'YOUTUBE',
    operation: 'oauth.token',
    kind: 'after-effect',
    status: 200,
    body,
    times: 1,
  })
}

test('without an address to return to, a page of ours tells how it ended', async () => {
  const userId = await world.newUser()
  const account = await world.newAccount('TIKTOK', { username: '<b>"me"</b>' })
  const connected = await world.connect(userId, { platform: 'tiktok' }, { account, returnTo: null })
  expect(connected.status).toBe(200)
  expect(connected.text).toContain('&lt;b&gt;&quot;me&quot;&lt;/b&gt; may be published to')
  expect(connected.text).not.toMatch(/<script|<b>/)
  expect(connected.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(connected.headers.get('referrer-policy')).toBe('no-referrer')
  expect(connected.headers.get('cache-control')).toBe('no-store')

  const denied = await world.connect(userId, { platform: 'tiktok' }, { account, returnTo: null, deny: true })
  expect([denied.status, denied.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
  expect(denied.text).toContain('access-denied')
})

test('the query of the address to return to stays', async () => {
  const [userId, account] = [await world.newUser(), await world.newAccount('TIKTOK')]
  const returnTo = 'https://app.example/accounts?tab=2&status=mine'
  const answer = told(await world.connect(userId, { platform: 'tiktok' }, { account, returnTo }))
  expect(answer).toMatchObject({ tab: '2', status: 'connected' })
})

test('every violation of a wish for a link is told at once, and nothing is written', async () => {
  const authorize = (platform: string, body: object) =>
    world.api.send('POST', `/v1/connections/${platform}/authorize`, { body })
  const erased = await world.newUser()
  await world.api.prisma.user.update({ where: { id: erased }, data: { eraseRequestedAt: new Date() } })
  const before = await world.api.prisma.connectionAttempt.count()

  const wish = { returnTo: 'https://app.example.evil/accounts', login: 'facebook', colour: 'red' }
  const refused = await authorize('tiktok', { userId: 'nobody', ...wish })
  expect(refused.status).toBe(422)
  expect(refused.body.errors?.map(({ code }) => code)).toEqual([
    'unknown-field',
    'user-not-found',
    'return-address-not-allowed',
    'login-of-another-platform',
  ])
  expect((await authorize('tiktok', { userId: erased })).body.errors).toEqual([
    expect.objectContaining({ pointer: '/userId', code: 'user-being-erased' }),
  ])
  expect((await authorize('vine', { userId: erased })).status).toBe(422)
  expect(await world.api.prisma.connectionAttempt.count()).toBe(before)
})

test('a login that is not configured makes no link, and ends one that was made before', async () => {
  const userId = await world.newUser()
  const made = await world.link(userId, { platform: 'instagram', login: 'facebook' })
  const without = await startTestApi({ env: { FACEBOOK_APP_ID: '', FACEBOOK_APP_SECRET: '' } })
  try {
    await without.prisma.user.create({ data: { id: userId, email: 'u@example.com' } })
    const body = { userId, login: 'facebook' }
    const { body: refused } = await without.send('POST', '/v1/connections/instagram/authorize', { body })
    expect(refused.errors).toEqual([expect.objectContaining({ pointer: '/login', code: 'login-not-configured' })])
    const attempt = await world.api.prisma.connectionAttempt.findFirstOrThrow({ where: { userId } })
    await without.prisma.connectionAttempt.create({ data: { ...attempt, expiresAt: new Date('2100-01-01') } })
    const visit = await openBrowser().visit(made.replace(world.api.url, without.url))
    expect(visit.text).toContain('login-not-configured')
  } finally {
    await without.close()
  }
})

test('links are made with the scope accounts only', async () => {
  const key = await world.api.newKey(['publish', 'read', 'operate'])
  const body = { userId: await world.newUser() }
  const { status } = await world.api.send('POST', '/v1/connections/tiktok/authorize', { body, key })
  expect(status).toBe(403)
})

test('of link, cookie, state and verifier nothing is in the database, and of the code nothing in the log', async () => {
  const [userId, account] = [await world.newUser(), await world.newAccount('YOUTUBE')]
  const browser = openBrowser()
  const link = await world.link(userId, { platform: 'youtube' })
  const page = new URL((await browser.visit(link)).location)
  const started = await world.api.prisma.connectionAttempt.findFirstOrThrow({ where: { userId } })
  const callback = new URL(await browser.consent(link, { account }))
  await browser.visit(callback.href)

  const ended = await world.api.prisma.connectionAttempt.findFirstOrThrow({ where: { userId } })
  expect(ended).toMatchObject({ outcome: 'connected', codeVerifier: null, principal: 'tests' })
  const cookie = browser.cookies.get('publisher_connect')?.value ?? ''
  const secrets = [new URL(link).searchParams.get('link') ?? '', page.searchParams.get('state') ?? '', cookie]
  for (const secret of secrets) {
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    expect(JSON.stringify([started, ended])).not.toContain(secret)
    expect(world.api.logText()).not.toContain(secret)
  }
  expect(started.codeVerifier).toMatch(/^v1\./)
  expect(page.searchParams.get('code_challenge')).toBeTruthy()
  expect(world.api.logText()).not.toContain(callback.searchParams.get('code'))
})
