import { randomUUID } from 'node:crypto'
import type { CooldownList, CooldownView } from '../../src/api/schemas/cooldown'
import { createCreator, startTestApi, type TestApi } from '../support/api'

const HOUR_MS = 3_600_000

let api: TestApi
let key: string

beforeAll(async () => {
  api = await startTestApi()
  key = await api.newKey(['operate', 'read'], 'support-desk')
})
beforeEach(async () => {
  await api.prisma.platformCooldown.deleteMany()
  api.runs.reconciled = 0
  api.runs.failWith = null
})
afterAll(() => api.close())

const pause = <Body = CooldownView>(body: object) => api.send<Body>('POST', '/v1/pauses', { key, body })
const resume = (id: string) => api.send<CooldownView & { code: string }>('DELETE', `/v1/pauses/${id}`, { key })
const active = async () => (await api.send<CooldownList>('GET', '/v1/cooldowns', { key })).body.items

test('a platform is paused until somebody resumes it, for the reason given and by whoever called', async () => {
  const { status, body } = await pause({ platform: 'TIKTOK', reason: 'TikTok asked us to stop' })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    platform: 'TIKTOK',
    reach: 'app',
    connectionId: null,
    scope: 'writes',
    reason: 'paused',
    message: expect.stringContaining('TikTok asked us to stop'),
    since: new Date(api.clock.nowMs()).toISOString(),
    until: null,
    pausedBy: 'support-desk',
  })
  expect(await active()).toEqual([body])
})

test('an account is paused until an instant, with its probes where that is wanted', async () => {
  const { userId } = await createCreator(api.prisma)
  const until = '2027-02-01T09:00:00+01:00'
  const connectionId = `${userId}-YOUTUBE`
  const { status, body } = await pause({ connectionId, reason: 'A dispute', until, scope: 'all' })
  expect(status).toBe(201)
  expect(body).toMatchObject({ platform: 'YOUTUBE', reach: 'account', connectionId, scope: 'all' })
  expect(body.until).toBe('2027-02-01T08:00:00.000Z')
  api.clock.advance(Date.parse(until) - api.clock.nowMs())
  expect(await active()).toEqual([])
})

test('a second pause of the same thing takes the place of the first; of another thing it stands beside it', async () => {
  const { userId } = await createCreator(api.prisma)
  const first = await pause({ platform: 'TIKTOK', reason: 'first', scope: 'all' })
  const second = await pause({ platform: 'TIKTOK', reason: 'second' })
  const account = await pause({ connectionId: `${userId}-TIKTOK`, reason: 'third' })
  expect([first.status, second.status, account.status]).toEqual([201, 200, 201])
  expect(await active()).toEqual(expect.arrayContaining([second.body, account.body]))
  expect(await active()).toHaveLength(2)
  expect((await resume(first.body.id)).status).toBe(404)
})

test('resumed, a pause is over and what it held is looked for at once', async () => {
  const { body } = await pause({ platform: 'INSTAGRAM', reason: 'A test' })
  expect(api.runs.reconciled).toBe(0)
  const resumed = await resume(body.id)
  expect(resumed.status).toBe(200)
  expect(resumed.body).toEqual({ ...body, until: new Date(api.clock.nowMs()).toISOString() })
  expect(api.runs.reconciled).toBe(1)
  expect(await active()).toEqual([])
  expect(await resume(body.id)).toMatchObject({ status: 404, body: { code: 'pause-not-found' } })
  expect((await pause({ platform: 'INSTAGRAM', reason: 'Anew' })).status).toBe(201)
})

test('while Temporal is out of reach a pause is resumed all the same', async () => {
  const { body } = await pause({ platform: 'INSTAGRAM', reason: 'A test' })
  api.runs.failWith = new Error('no Temporal')
  expect((await resume(body.id)).status).toBe(200)
  expect(await active()).toEqual([])
  expect(api.logText()).toContain('a later round will')
})

test("nobody ends a platform's own cooldown", async () => {
  const id = randomUUID()
  const told = {
    message: 'Too often.',
    remedy: 'Wait.',
    reason: 'rate-limited',
    until: new Date(api.clock.nowMs() + 1),
  }
  await api.prisma.platformCooldown.create({ data: { id, platform: 'TIKTOK', scope: 'ALL', ...told } })
  expect(await resume(id)).toMatchObject({ status: 409, body: { code: 'not-a-pause' } })
  expect((await active()).map((held) => held.id)).toEqual([id])
  expect(api.runs.reconciled).toBe(0)
})

const violations = async (body: unknown) =>
  (await api.send('POST', '/v1/pauses', { key, body })).body.errors?.map((error) => [
    'pointer' in error ? error.pointer : error.parameter,
    error.code,
  ])

test('every violation is told at once, each by name', async () => {
  const past = new Date(api.clock.nowMs()).toISOString()
  expect(await violations({ until: past, scope: 'reads', by: 'me' })).toEqual(
    expect.arrayContaining([
      ['/reason', 'required'],
      ['/until', 'until-in-the-past'],
      ['/scope', 'not-allowed'],
      ['/by', 'unknown-field'],
      ['', 'one-of-platform-and-connection'],
    ]),
  )
})

test.each([
  ['no platform that there is', { platform: 'tiktok', reason: 'x' }, ['/platform', 'not-allowed']],
  ['both names', { platform: 'TIKTOK', connectionId: 'c', reason: 'x' }, ['', 'one-of-platform-and-connection']],
  ['a blank reason', { platform: 'TIKTOK', reason: '  ' }, ['/reason', 'too-small']],
  ['a long reason', { platform: 'TIKTOK', reason: 'x'.repeat(501) }, ['/reason', 'too-large']],
  [
    'an instant without offset',
    { platform: 'TIKTOK', reason: 'x', until: '2030-01-01T00:00:00' },
    ['/until', 'instant-needs-offset'],
  ],
  ['no instant', { platform: 'TIKTOK', reason: 'x', until: 'tomorrow' }, ['/until', 'malformed-instant']],
])('%s is refused and nothing is paused', async (_name, body, violation) => {
  expect(await violations(body)).toEqual([violation])
  expect(await active()).toEqual([])
})

test('a body that is a list is refused', async () => {
  expect(await violations([])).toContainEqual(['', 'wrong-type'])
})

test('an unknown account is refused by name', async () => {
  const refused = await pause<{ code: string }>({ connectionId: 'nobody', reason: 'x' })
  expect([refused.status, refused.body.code]).toEqual([404, 'connection-not-found'])
})

test('pausing and resuming need the scope operate', async () => {
  const { body } = await pause({ platform: 'TIKTOK', reason: 'x', until: new Date(api.clock.nowMs() + HOUR_MS) })
  const weak = await api.newKey(['publish', 'read', 'accounts'])
  for (const [method, path] of [
    ['POST', '/v1/pauses'],
    ['DELETE', `/v1/pauses/${body.id}`],
  ] as const)
    expect((await api.send(method, path, { key: weak, body: {} })).status).toBe(403)
  expect(await active()).toHaveLength(1)
})
