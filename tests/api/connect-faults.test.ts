import type { Platform } from '../../src/domain/platform'
import type { ConnectionView } from '../../src/api/schemas/connection'
import { openBrowser, openConnectWorld, told, type ConnectWorld, type Way } from '../support/connect'

let world: ConnectWorld

beforeAll(async () => {
  world = await openConnectWorld()
})
afterAll(() => world.close())
afterEach(() => world.sandbox.control('DELETE', '/faults'))

const WAYS: [string, Platform, Way][] = [
  ['TikTok', 'TIKTOK', { platform: 'tiktok' }],
  ['Instagram Login', 'INSTAGRAM', { platform: 'instagram' }],
  ['Facebook Login', 'INSTAGRAM', { platform: 'instagram', login: 'facebook' }],
  ['Google', 'YOUTUBE', { platform: 'youtube' }],
]

const plan = (platform: Platform, kind: string) =>
  world.sandbox.control('POST', '/faults', { platform, operation: 'oauth.token', kind, times: 1 })

const healthOf = async (connectionId: string | undefined) =>
  (await world.api.send<ConnectionView>('GET', `/v1/connections/${connectionId}`)).body.health

describe.each(WAYS)('by %s', (_name, platform, way) => {
  test.each(['before-effect', 'after-effect', 'html-error', 'drop-connection', 'rate-limit'])(
    'an exchange that meets %s changes nothing of the connection, and another link mends it',
    async (kind) => {
      const [userId, account] = [await world.newUser(), await world.newAccount(platform)]
      await world.connect(userId, way, { account })
      const before = await world.stored(userId, platform)

      await plan(platform, kind)
      const failed = told(await world.connect(userId, way, { account }))
      expect(failed).toEqual({ status: 'failed', code: expect.any(String) })
      expect(failed.code).not.toBe('internal')
      expect(await world.stored(userId, platform)).toEqual(before)

      world.api.clock.advance(1_000)
      expect(told(await world.connect(userId, way, { account })).status).toBe('connected')
    },
  )

  test('whoever has no address to return to is told to begin anew', async () => {
    const [userId, account] = [await world.newUser(), await world.newAccount(platform)]
    await plan(platform, 'after-effect')
    const page = await world.connect(userId, way, { account, returnTo: null })
    expect(page.status).toBeGreaterThanOrEqual(500)
    expect(page.text).toContain('Nothing was changed. Open a new link')
    expect(page.text).not.toContain('tried again')
  })

  test('what the user does not grant is told, kept and named by the health', async () => {
    // Google adds what was granted before.
    const [userId, account] = [await world.newUser(), await world.newAccount(platform, { scopes: [] })]
    const asked = await scopesAsked(userId, way)
    const withheld = WITHHELD[`${way.platform}${way.login ?? ''}`] ?? []
    const [missing = ''] = withheld
    const scopes = asked.filter((scope) => !withheld.includes(scope))
    expect(scopes).toHaveLength(asked.length - withheld.length)

    const answer = told(await world.connect(userId, way, { account, scopes }))

    expect(answer).toMatchObject({ status: 'connected', missing })
    expect((await world.stored(userId, platform))?.scopes).not.toContain(missing)
    expect(await healthOf(answer.connectionId)).toMatchObject({
      usable: false,
      state: 'scopes-missing',
      reason: { code: 'scopes-missing', message: expect.stringContaining(missing) },
      scopes: { missing: [missing] },
    })

    world.api.clock.advance(1_000)
    expect(told(await world.connect(userId, way, { account }))).not.toHaveProperty('missing')
    expect(await healthOf(answer.connectionId)).toMatchObject({ usable: true, scopes: { missing: [] } })
  })
})

/** What publishing needs, and the account can be known without. */
const WITHHELD: Record<string, string[]> = {
  tiktok: ['video.publish'],
  instagram: ['instagram_business_content_publish'],
  instagramfacebook: ['instagram_content_publish'],
  // The second implies the first.
  youtube: ['https://www.googleapis.com/auth/youtube.upload', 'https://www.googleapis.com/auth/youtube'],
}

async function scopesAsked(userId: string, way: Way): Promise<string[]> {
  const page = new URL((await openBrowser().visit(await world.link(userId, way))).location)
  return (page.searchParams.get('scope') ?? '').split(/[ ,]/)
}

test('a scope that is nice to have is not missed', async () => {
  const [userId, account] = [await world.newUser(), await world.newAccount('TIKTOK')]
  const scopes = (await scopesAsked(userId, { platform: 'tiktok' })).filter((scope) => scope !== 'video.list')
  const answer = told(await world.connect(userId, { platform: 'tiktok' }, { account, scopes }))
  expect(answer).not.toHaveProperty('missing')
  expect(await healthOf(answer.connectionId)).toMatchObject({ usable: true, state: 'ok' })
})

test('what the platform sends back in place of a code is told by its OAuth name only, and changes nothing', async () => {
  const [userId, account] = [await world.newUser(), await world.newAccount('TIKTOK')]
  const answerWith = async (change: (callback: URLSearchParams) => void) => {
    const browser = openBrowser()
    const link = await world.link(userId, { platform: 'tiktok' }, { returnTo: null })
    const callback = new URL(await browser.consent(link, { account }))
    change(callback.searchParams)
    return browser.visit(callback.href)
  }
  const faulty = await answerWith((query) => query.set('error', 'temporarily_unavailable'))
  expect(faulty.status).toBe(502)
  expect(faulty.text).toMatch(/temporarily_unavailable[\s\S]*consent-failed/)
  const hostile = await answerWith((query) => query.set('error', '<script>alert(1)</script>'))
  expect(hostile.text).not.toMatch(/script|alert/)
  const empty = await answerWith((query) => query.delete('code'))
  expect(empty.text).toContain('consent-failed')
  const forged = await answerWith((query) => query.set('code', 'forged'))
  expect(forged.text).toContain('code-refused')
  expect(await world.stored(userId, 'TIKTOK')).toBeNull()
})

test('an account is connected though Temporal is out of reach', async () => {
  const [userId, account] = [await world.newUser(), await world.newAccount('TIKTOK')]
  world.api.owner.failWith = new Error('Temporal is down')
  const answer = told(await world.connect(userId, { platform: 'tiktok' }, { account }))
  world.api.owner.failWith = null
  expect(answer.status).toBe('connected')
  expect(world.api.logText()).toContain('the jobs of the account were not reached')
})
