import { openBrowser, openConnectWorld, told, type ConnectWorld, type TestBrowser } from '../support/connect'
import type { Visit } from '../support/browser'

let world: ConnectWorld
let userId: string
let account: string
let browser: TestBrowser

beforeAll(async () => {
  world = await openConnectWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  userId = await world.newUser()
  account = await world.newAccount('TIKTOK')
  browser = openBrowser()
})

const TIKTOK = { platform: 'tiktok' } as const

/** Led nowhere, told why, nothing connected. */
async function expectRefused(visit: Visit, status: number, code: string): Promise<void> {
  expect([visit.status, visit.location]).toEqual([status, ''])
  expect(visit.text).toContain(`<dd>${code}</dd>`)
  expect(visit.headers.get('cache-control')).toBe('no-store')
  expect(visit.headers.get('referrer-policy')).toBe('no-referrer')
  expect(await world.stored(userId, 'TIKTOK')).toBeNull()
}

const attempts = () => world.api.prisma.connectionAttempt.findMany({ where: { userId } })

/** Calls of the token endpoint: how many codes were exchanged. */
const exchanges = async () => (await world.sandbox.calls('oauth.token')).length

describe('a callback', () => {
  let callback: string

  beforeEach(async () => {
    callback = await browser.consent(await world.link(userId, TIKTOK), { account })
  })

  test('is good once: a replay is refused, and the code is not shown again', async () => {
    const before = await exchanges()
    const first = told(await browser.visit(callback))
    expect(first.status).toBe('connected')
    const replay = await browser.visit(callback)
    expect([replay.status, replay.location]).toEqual([409, ''])
    expect(replay.text).toContain('oauth-state-used')
    expect(await exchanges()).toBe(before + 1)
    expect((await world.stored(userId, 'TIKTOK'))?.tokenRevision).toBe(1)
  })

  test('that comes twice at once is taken once', async () => {
    const before = await exchanges()
    const visits = await Promise.all([1, 2, 3, 4].map(() => browser.visit(callback)))
    expect(visits.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409])
    expect(await exchanges()).toBe(before + 1)
  })

  test('with a forged state is refused', async () => {
    const forged = new URL(callback)
    forged.searchParams.set('state', 'A'.repeat(43))
    await expectRefused(await browser.visit(forged.href), 400, 'oauth-state-invalid')
    forged.searchParams.delete('state')
    await expectRefused(await browser.visit(forged.href), 400, 'oauth-state-invalid')
    await expectRefused(await browser.visit(`${callback}&state=second`), 400, 'oauth-state-invalid')
  })

  test('in another browser is refused, also in one that is on its own way', async () => {
    await expectRefused(await openBrowser().visit(callback), 403, 'oauth-browser-mismatch')
    const other = openBrowser()
    await other.visit(await world.link(await world.newUser(), TIKTOK))
    await expectRefused(await other.visit(callback), 403, 'oauth-browser-mismatch')
    expect((await attempts())[0]?.usedAt).toBeNull()
  })

  test('at another platform is refused, even with the cookie', async () => {
    const elsewhere = callback.replace('/oauth/tiktok/', '/oauth/instagram/')
    const cookie = browser.cookies.get('publisher_connect')
    if (cookie) browser.cookies.set('publisher_connect', { ...cookie, path: '/v1/oauth' })
    await expectRefused(await browser.visit(elsewhere), 400, 'oauth-state-invalid')
  })

  test('that comes too late is refused', async () => {
    world.api.clock.advance(600_000)
    await expectRefused(await browser.visit(callback), 410, 'oauth-state-expired')
  })

  test('of a visit that was begun anew is void', async () => {
    const link = await world.link(userId, TIKTOK)
    const former = await browser.consent(link, { account })
    const present = await browser.consent(link, { account })
    await expectRefused(await browser.visit(former), 400, 'oauth-state-invalid')
    expect(told(await browser.visit(present)).status).toBe('connected')
  })

  test('is refused as problem details to whoever is no browser', async () => {
    const answer = await fetch(callback)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
    ])
    expect(await answer.json()).toMatchObject({ code: 'oauth-browser-mismatch', remedy: expect.any(String) })
  })

  test('whose code was stolen is of no use to another user’s link: PKCE and the state hold it', async () => {
    const thief = openBrowser()
    const thiefId = await world.newUser()
    const own = new URL(await thief.consent(await world.link(thiefId, TIKTOK), { account }))
    own.searchParams.set('code', new URL(callback).searchParams.get('code') ?? '')
    expect(told(await thief.visit(own.href))).toEqual({ status: 'refused', code: 'code-refused' })
    expect(await world.stored(thiefId, 'TIKTOK')).toBeNull()
  })
})

describe('a link', () => {
  test('binds the browser that comes first, by a cookie that is as narrow as can be', async () => {
    const link = await world.link(userId, TIKTOK)
    world.api.clock.advance(60_000)
    const visit = await browser.visit(link)
    expect(visit.status).toBe(302)
    expect(visit.location).toContain('/tiktok-www/v2/auth/authorize/?')
    expect(visit.headers.get('cache-control')).toBe('no-store')
    expect(visit.headers.get('referrer-policy')).toBe('no-referrer')
    expect(browser.cookies.get('publisher_connect')?.attributes).toBe(
      ' Path=/v1/oauth/tiktok; Max-Age=540; HttpOnly; SameSite=Lax',
    )
    await expectRefused(await openBrowser().visit(link), 403, 'oauth-browser-mismatch')
  })

  test('that two browsers open at once is bound to one of them', async () => {
    const link = await world.link(userId, TIKTOK)
    const visits = await Promise.all([openBrowser().visit(link), openBrowser().visit(link)])
    expect(visits.map(({ status }) => status).sort()).toEqual([302, 403])
  })

  test('is refused once it has led somewhere, has expired, is of another platform or unknown', async () => {
    const link = await world.link(userId, TIKTOK)
    await expectRefused(await browser.visit(link.replace('tiktok', 'youtube')), 404, 'connect-link-invalid')
    await expectRefused(await browser.visit(`${link}x`), 404, 'connect-link-invalid')
    await expectRefused(await browser.visit(link.replace(/\?.*/, '')), 404, 'connect-link-invalid')

    const used = await world.link(userId, TIKTOK)
    await browser.visit(await browser.consent(used, { account, deny: true }))
    await expectRefused(await browser.visit(used), 409, 'connect-link-used')

    world.api.clock.advance(600_000)
    await expectRefused(await browser.visit(link), 410, 'connect-link-expired')
  })

  test('does not disturb another one that the same browser is on the way with', async () => {
    const first = await browser.consent(await world.link(userId, TIKTOK), { account })
    const second = await browser.consent(await world.link(userId, TIKTOK), { account })
    expect(told(await browser.visit(second)).status).toBe('connected')
    expect(told(await browser.visit(first)).status).toBe('connected')
  })

  test('of a user who is erased meanwhile connects nothing, and no code is shown to the platform', async () => {
    const before = await exchanges()
    const callback = await browser.consent(await world.link(userId, TIKTOK), { account })
    await world.api.prisma.user.update({ where: { id: userId }, data: { eraseRequestedAt: new Date() } })
    expect(told(await browser.visit(callback))).toEqual({ status: 'refused', code: 'user-being-erased' })
    expect(await exchanges()).toBe(before)
    expect(await world.stored(userId, 'TIKTOK')).toBeNull()
  })
})
