import { randomUUID } from 'node:crypto'
import type { CooldownList } from '../../src/api/schemas/cooldown'
import type { Platform } from '../../src/domain/platform'
import { createCreator, startTestApi, type TestApi } from '../support/api'

const HOUR_MS = 3_600_000

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterEach(() => api.prisma.platformCooldown.deleteMany())
afterAll(() => api.close())

const at = (ms: number) => new Date(api.clock.nowMs() + ms)

async function hold(platform: Platform, platformUserId: string | null, change: object = {}): Promise<string> {
  const words = { message: 'It posts too often.', remedy: 'Nothing to do.', evidence: { operation: 'video.init' } }
  const data = {
    platform,
    platformUserId,
    scope: 'WRITES',
    reason: 'posting-cap',
    until: at(HOUR_MS),
    ...words,
  } as const
  const { id } = await api.prisma.platformCooldown.create({ data: { id: randomUUID(), ...data, ...change } })
  return id
}

const list = async (query = '', key?: string) =>
  (await api.send<CooldownList>('GET', `/v1/cooldowns${query}`, { ...(key !== undefined && { key }) })).body.items
const ids = async (query = '', key?: string) => (await list(query, key)).map(({ id }) => id).sort()

test('a cooldown is told with its account as a connection, its scope, its reason and its end', async () => {
  const { userId } = await createCreator(api.prisma)
  const id = await hold('TIKTOK', `TIKTOK-${userId}`, { createdAt: at(-HOUR_MS) })
  expect(await list()).toEqual([
    {
      id,
      platform: 'TIKTOK',
      reach: 'account',
      connectionId: `${userId}-TIKTOK`,
      scope: 'writes',
      reason: 'posting-cap',
      message: 'It posts too often.',
      remedy: 'Nothing to do.',
      evidence: { operation: 'video.init' },
      since: at(-HOUR_MS).toISOString(),
      until: at(HOUR_MS).toISOString(),
      pausedBy: null,
    },
  ])
})

test('one of every account, and one of an account that nobody has connected, name no connection; the latter is for operators', async () => {
  const operator = await api.newKey(['read', 'operate'])
  await createCreator(api.prisma)
  await hold('TIKTOK', null)
  await hold('TIKTOK', 'nobody')
  const shown = async (key?: string) =>
    (await list('', key)).map(({ reach, connectionId }) => [reach, connectionId]).sort()
  expect(await shown()).toEqual([['app', null]])
  expect(await shown(operator)).toEqual([
    ['account', null],
    ['app', null],
  ])
})

test('accounts that are alike on two platforms are not taken for each other', async () => {
  const { userId } = await createCreator(api.prisma)
  const where = { id: `${userId}-YOUTUBE` }
  await api.prisma.platformConnection.update({ where, data: { platformUserId: `TIKTOK-${userId}` } })
  await hold('YOUTUBE', `TIKTOK-${userId}`)
  expect((await list()).map(({ connectionId }) => connectionId)).toEqual([`${userId}-YOUTUBE`])
})

test('what has ended is not told', async () => {
  await hold('TIKTOK', null, { until: at(0) })
  expect(await list()).toEqual([])
})

test('a listing can be of a platform, or of all that holds an account', async () => {
  const [{ userId }, another] = [await createCreator(api.prisma), await createCreator(api.prisma)]
  const own = await hold('TIKTOK', `TIKTOK-${userId}`)
  const everybodys = await hold('TIKTOK', null)
  const anothers = await hold('TIKTOK', `TIKTOK-${another.userId}`)
  const elsewhere = await hold('YOUTUBE', null)
  expect(await ids('?platform=TIKTOK')).toEqual([own, everybodys, anothers].sort())
  expect(await ids(`?connectionId=${userId}-TIKTOK`)).toEqual([own, everybodys].sort())
  expect(await ids(`?connectionId=${userId}-INSTAGRAM`)).toEqual([])
  expect(await ids()).toEqual([own, everybodys, anothers, elsewhere].sort())
})

test.each([
  ['?platform=MYSPACE', 422, ['not-allowed']],
  ['?platform=TIKTOK&connectionId=c1', 422, ['one-of-platform-and-connection']],
  ['?account=c1&connectionId=a%20b', 422, ['malformed', 'unknown-parameter']],
  ['?connectionId=nothing', 404, undefined],
])('%s is refused by name', async (query, status, codes) => {
  const answer = await api.send('GET', `/v1/cooldowns${query}`)
  expect(answer.status).toBe(status)
  expect(answer.body.errors?.map(({ code }) => code)).toEqual(codes)
  if (status === 404) expect(answer.body.code).toBe('connection-not-found')
})

test('reading needs the scope read', async () => {
  const key = await api.newKey(['publish', 'accounts', 'operate'])
  expect((await api.send('GET', '/v1/cooldowns', { key })).status).toBe(403)
})
