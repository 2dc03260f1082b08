import { randomUUID } from 'node:crypto'
import type { ProblemDetails } from '../../src/api/problems'
import type { Receipts } from '../../src/api/schemas/publish-job'
import { createPrisma, type PrismaClient } from '../../src/database/prisma'
import { Prisma } from '../../src/generated/prisma/client'
import { hashApiKey, newApiKey } from '../../src/security/api-keys'
import { ALL_TARGETS, createCreator, createVideo, startTestApi, type TestApi } from '../support/api'
import { apiEnv } from '../support/api-env'
import { spawnApi, type ApiProcess } from '../support/api-process'
import { createTestDatabase, type TestDatabase } from '../support/database'

/** An answer with the bytes of its body. */
async function publish(url: string, apiKey: string, idempotencyKey: string, body: object) {
  const response = await fetch(`${url}/v1/publish-jobs`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${apiKey}`,
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify(body),
  })
  const replayed = response.headers.get('idempotent-replayed')
  return { status: response.status, replayed, bytes: await response.text() }
}

const jobIdsIn = (bytes: string) => (JSON.parse(bytes) as Receipts).jobs.map(({ jobId }) => jobId)
const codeIn = (bytes: string) => (JSON.parse(bytes) as ProblemDetails).code

async function newKey(prisma: PrismaClient, userId: string | null = null, principal = 'tests'): Promise<string> {
  const key = newApiKey()
  await prisma.apiKey.create({ data: { principal, userId, keyHash: hashApiKey(key), scopes: ['publish'] } })
  return key
}

describe('one API', () => {
  let api: TestApi
  let apiKey: string
  let userId: string
  let videoId: string
  let order: string

  beforeAll(async () => {
    api = await startTestApi()
    apiKey = await newKey(api.prisma)
  })
  afterAll(() => api.close())
  beforeEach(async () => {
    ;({ userId, videoId } = await createCreator(api.prisma))
    order = `order-${randomUUID()}`
  })

  const bodyOf = (change: object) => ({ userId, videoId, caption: 'Bedtime', targets: ALL_TARGETS, ...change })
  const send = (change: object = {}, key = apiKey) => publish(api.url, key, order, bodyOf(change))
  const records = () => api.prisma.idempotencyRecord.count({ where: { key: order } })

  test('a repeated request is answered with the bytes of the first answer, though its jobs have moved on', async () => {
    const first = await send()
    await api.prisma.publishJob.updateMany({ where: { userId }, data: { status: 'ACTIVE', phase: 'uploading' } })
    expect(first).toMatchObject({ status: 202, replayed: null })
    expect(await send()).toEqual({ ...first, replayed: 'true' })
  })

  test('so it is though the video is gone since, but not for a key that is bound to another user', async () => {
    const first = await send()
    await api.prisma.video.delete({ where: { id: videoId } })
    expect(await send()).toEqual({ ...first, replayed: 'true' })

    const other = await createCreator(api.prisma)
    const { status, replayed, bytes } = await send({}, await newKey(api.prisma, other.userId))
    expect({ status, replayed, code: codeIn(bytes) }).toEqual({
      status: 422,
      replayed: null,
      code: 'validation-failed',
    })
    expect(bytes).not.toContain(jobIdsIn(first.bytes)[0])
  })

  test('a key from before answers were kept tells its jobs as they stand', async () => {
    const first = await send()
    await api.prisma.idempotencyRecord.updateMany({ where: { key: order }, data: { answer: Prisma.DbNull } })
    await api.prisma.publishJob.updateMany({ where: { userId }, data: { status: 'ACTIVE', phase: 'uploading' } })
    const { status, replayed, bytes } = await send()
    expect({ status, replayed }).toEqual({ status: 202, replayed: 'true' })
    expect(jobIdsIn(bytes)).toEqual(jobIdsIn(first.bytes))
    expect((JSON.parse(bytes) as Receipts).jobs.map(({ phase }) => phase)).toEqual(Array(3).fill('uploading'))
  })

  test.each([
    ['breaks a rule', 'validation-failed', { scheduledFor: '2001-01-01T00:00:00Z' }],
    ['is no request', 'validation-failed', { targets: [] }],
    ['would publish twice', 'duplicate-publish', {}],
  ])('a key is free again after a request that %s', async (_what, code, change) => {
    const used = code === 'duplicate-publish' && (await publish(api.url, apiKey, randomUUID(), bodyOf(change)))
    const refused = await send(change)
    expect(codeIn(refused.bytes)).toBe(code)
    expect(await records()).toBe(0)

    const good = await send({ caption: 'Another', allowDuplicate: true })
    expect(good).toMatchObject({ status: 202, replayed: null })
    if (used) expect(jobIdsIn(good.bytes)).not.toEqual(jobIdsIn(used.bytes))
  })

  test('another request under a used key is refused, and changes nothing of what the key replays', async () => {
    const first = await send()
    const { status, bytes } = await send({ caption: 'Another' })
    expect({ status, code: codeIn(bytes) }).toEqual({ status: 422, code: 'idempotency-key-reused' })
    expect(await send()).toEqual({ ...first, replayed: 'true' })
  })

  test('the keys of two services never meet, whatever they send', async () => {
    const first = await send()
    const other = await send({ allowDuplicate: true }, await newKey(api.prisma, null, 'newsroom'))
    expect(other).toMatchObject({ status: 202, replayed: null })
    for (const jobId of jobIdsIn(other.bytes)) expect(jobIdsIn(first.bytes)).not.toContain(jobId)
  })
})

describe('two API processes on one database', () => {
  const ROUNDS = 50

  let database: TestDatabase
  let prisma: PrismaClient
  let processes: ApiProcess[]

  beforeAll(async () => {
    database = await createTestDatabase()
    prisma = createPrisma(database.url)
    // A namespace that is not there: starts are refused at once, and no run is left behind.
    const { TEMPORAL_ADDRESS } = process.env
    const env = { ...apiEnv(database.url), TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: 'nowhere' }
    processes = await Promise.all([spawnApi(env), spawnApi(env)])
  })
  afterAll(async () => {
    await Promise.all(processes.map((api) => api.kill()))
    await prisma.$disconnect()
    await database.drop()
  })

  test('the same request in the same moment makes one set of jobs and is answered the same, round after round', async () => {
    const apiKey = await newKey(prisma)
    const { userId } = await createCreator(prisma)
    for (let round = 1; round <= ROUNDS; round += 1) {
      const body = { userId, videoId: await createVideo(prisma, userId), targets: ALL_TARGETS }
      const answers = await Promise.all(processes.map(({ url }) => publish(url, apiKey, `round-${round}`, body)))
      expect(answers.map(({ status }) => status)).toEqual([202, 202])
      expect(answers.map(({ replayed }) => replayed).sort()).toEqual([null, 'true'])
      expect(new Set(answers.map(({ bytes }) => bytes)).size).toBe(1)
    }
    expect(await prisma.publishJob.count()).toBe(ROUNDS * ALL_TARGETS.length)
    expect(await prisma.idempotencyRecord.count()).toBe(ROUNDS)
  })

  test('of two requests under one key in the same moment one is accepted, and the other refused', async () => {
    const apiKey = await newKey(prisma)
    const { userId, videoId } = await createCreator(prisma)
    const answers = await Promise.all(
      processes.map(({ url }, index) =>
        publish(url, apiKey, 'one-key', { userId, videoId, caption: `Version ${index}`, targets: ALL_TARGETS }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 422])
    expect(await prisma.publishJob.count({ where: { userId } })).toBe(ALL_TARGETS.length)
  })
})
