import { createAuthenticate } from '../../src/api/authenticate'
import { createApiKeys } from '../../src/database/api-keys'
import { hashApiKey } from '../../src/security/api-keys'
import { startTestApi, type TestApi } from '../support/api'
import { until } from '../support/until'

const MINUTE_MS = 60_000
const PATH = '/v1/quotas/youtube'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const idOf = async (key: string): Promise<string> =>
  (await api.prisma.apiKey.findUniqueOrThrow({ where: { keyHash: hashApiKey(key) } })).id

const statusOf = async (key: string): Promise<number> => (await api.send('GET', PATH, { key })).status

describe('a revoked key', () => {
  test('is let in for no longer than five seconds, by whichever process has seen it', async () => {
    const key = await api.newKey(['read'])
    expect(await statusOf(key)).toBe(200)
    await createApiKeys(api.prisma).revoke(await idOf(key), new Date(api.clock.nowMs()))
    api.clock.advance(5_000)
    expect(await statusOf(key)).toBe(401)
  })

  test('that no process has seen is not let in at all', async () => {
    const key = await api.newKey(['read'])
    await createApiKeys(api.prisma).revoke(await idOf(key), new Date(api.clock.nowMs()))
    expect(await statusOf(key)).toBe(401)
  })

  test('is not let in for longer where the database took its time to answer', async () => {
    let nowMs = 0
    let asked = 0
    const caller = { keyId: 'k', principal: 'p', scopes: [], reach: { principal: 'p', userId: null } }
    const findByHash = () => {
      asked += 1
      nowMs += 4_000
      return Promise.resolve(asked === 1 ? caller : null)
    }
    const guard = createAuthenticate({ findByHash }, { nowMs: () => nowMs })
    const request = { headers: { authorization: 'Bearer pub_x' } } as Parameters<typeof guard>[0]
    const call = async () => {
      await guard(request, { locals: {} } as Parameters<typeof guard>[1], () => undefined)
    }
    await call()
    nowMs += 1_000
    await expect(call()).rejects.toThrow('unknown or revoked')
  })
})

test('a guess, a revoked key and what is no key at all are answered alike, and no key is in the log', async () => {
  const revoked = await api.newKey(['read'])
  await createApiKeys(api.prisma).revoke(await idOf(revoked), new Date())
  const live = await api.newKey(['read'])
  expect(await statusOf(live)).toBe(200)
  const keys = [revoked, 'pub_guess', `${live.slice(0, -1)}~`, 'x'.repeat(4_000)]
  const answers = await Promise.all(keys.map((key) => api.send('GET', PATH, { key })))
  for (const { status, body, headers } of answers) {
    expect([status, { ...body, requestId: '' }]).toEqual([401, { ...answers[0]?.body, requestId: '' }])
    expect(headers.get('ratelimit')).toBeNull()
  }
  for (const key of [...keys, live]) {
    expect(api.logText()).not.toContain(key)
    expect(api.logText()).not.toContain(hashApiKey(key))
  }
})

describe('the last use of a key', () => {
  const lastUseOf = async (id: string) => (await api.prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt
  const thisMinute = () => new Date(Math.floor(api.clock.nowMs() / MINUTE_MS) * MINUTE_MS)
  const noted = (id: string) => until(async () => (await lastUseOf(id))?.getTime() === thisMinute().getTime())

  test('is told to the minute, with one statement in each', async () => {
    const key = await api.newKey(['read'])
    const id = await idOf(key)
    expect(await lastUseOf(id)).toBeNull()
    api.clock.advance(MINUTE_MS / 2)
    expect(await statusOf(key)).toBe(200)
    await noted(id)

    // A second statement would write it again.
    await api.prisma.apiKey.update({ where: { id }, data: { lastUsedAt: null } })
    await Promise.all(Array.from({ length: 20 }, () => statusOf(key)))
    expect(await lastUseOf(id)).toBeNull()
    api.clock.advance(MINUTE_MS)
    expect(await statusOf(key)).toBe(200)
    await noted(id)
  })

  test('is told of a request that is refused for its scope, too', async () => {
    const key = await api.newKey(['accounts'])
    expect(await statusOf(key)).toBe(403)
    await noted(await idOf(key))
  })

  test('never goes back, whatever clock another process has', async () => {
    const id = await idOf(await api.newKey(['read']))
    const { noteUse } = createApiKeys(api.prisma)
    await noteUse(id, new Date('2027-01-15T12:02:00Z'))
    await noteUse(id, new Date('2027-01-15T12:01:00Z'))
    expect(await lastUseOf(id)).toEqual(new Date('2027-01-15T12:02:00Z'))
  })

  test('is not waited for', async () => {
    const key = await api.newKey(['read'])
    const id = await idOf(key)
    const holdRow = async (tx: Parameters<Parameters<typeof api.prisma.$transaction>[0]>[0]) => {
      await tx.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = 0`
      await tx.$queryRaw`SELECT 1 FROM "ApiKey" WHERE id = ${id} FOR UPDATE`
      expect(await statusOf(key)).toBe(200)
      expect(await lastUseOf(id)).toBeNull()
    }
    await api.prisma.$transaction(holdRow, { timeout: 60_000 })
    await noted(id)
  })

  test('that cannot be noted fails no request, and is noted in the next minute', async () => {
    const key = await api.newKey(['read'])
    const id = await idOf(key)
    await api.prisma.$executeRaw`ALTER TABLE "ApiKey" ADD CONSTRAINT "broken" CHECK ("lastUsedAt" IS NULL) NOT VALID`
    expect(await statusOf(key)).toBe(200)
    await until(() => Promise.resolve(api.logText().includes('the use of a key was not noted')))
    await api.prisma.$executeRaw`ALTER TABLE "ApiKey" DROP CONSTRAINT "broken"`
    api.clock.advance(MINUTE_MS)
    expect(await statusOf(key)).toBe(200)
    await noted(id)
  })
})

describe('the rate limit', () => {
  let limited: TestApi

  beforeAll(async () => {
    limited = await startTestApi({ requestsPerMinute: 3 })
  })
  afterAll(() => limited.close())

  const ask = (key: string, path = PATH) => limited.send('GET', path, { key })

  test('tells with every answer what is left of it, and refuses what is above it until its minute has passed', async () => {
    const key = await limited.newKey(['read'])
    for (const left of [2, 1, 0]) {
      const { status, headers } = await ask(key)
      expect(status).toBe(200)
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"requests"; r=${left}; t=\\d+$`))
      expect(headers.get('ratelimit-policy')).toMatch(/^"requests"; q=3; w=60; pk=:[\w+/=]+:$/)
    }
    const { status, headers, body } = await ask(key)
    expect([status, body.code, body.type]).toEqual([429, 'rate-limited', '/problems/rate-limited'])
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(headers.get('ratelimit')).toMatch(/^"requests"; r=0; t=\d+$/)
    const retryAfterSeconds = Number(headers.get('retry-after'))
    expect(retryAfterSeconds).toBeGreaterThan(0)
    expect(retryAfterSeconds).toBeLessThanOrEqual(60)
  })

  test('is of each key alone, though all come from one address and one service', async () => {
    const [busy, calm] = [await limited.newKey(['read']), await limited.newKey(['read'])]
    for (const status of [200, 200, 200, 429]) expect((await ask(busy)).status).toBe(status)
    expect((await ask(calm)).status).toBe(200)
  })

  test('counts what is refused for its scope or its content, and nothing of a key that there is not', async () => {
    const key = await limited.newKey(['read'])
    const statuses = [403, 404, 422, 429]
    for (const [index, path] of ['/v1/maintenance', '/v1/users/x', `${PATH}?x=1`, PATH].entries())
      expect((await ask(key, path)).status).toBe(statuses[index])
    for (const status of [401, 401, 401, 401]) expect((await ask('pub_guess')).status).toBe(status)
  })

  test('leaves alone what needs no key', async () => {
    for (const path of ['/healthz', '/healthz', '/healthz', '/healthz']) {
      const { status, headers } = await limited.send('GET', path, { key: null })
      expect([status, headers.get('ratelimit')]).toEqual([200, null])
    }
  })
})
