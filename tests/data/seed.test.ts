import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { seed, seedSandbox } from '../../prisma/seed'
import { SEED_ACCOUNTS } from '../../prisma/seed-accounts'
import { createPrisma } from '../../src/database/prisma'
import type { PrismaClient } from '../../src/database/prisma'
import { createTokenStore } from '../../src/database/tokens'
import { createTokenCipher } from '../../src/security/token-cipher'
import { createTestDatabase } from '../support/database'
import type { TestDatabase } from '../support/database'

const cipher = createTokenCipher(`test:${randomBytes(32).toString('base64')}`)

let database: TestDatabase
let prisma: PrismaClient

beforeAll(async () => {
  database = await createTestDatabase()
  prisma = createPrisma(database.url)
})
afterAll(async () => {
  await prisma.$disconnect()
  await database.drop()
})

test('the seed makes the test user, a connection on each platform and the video; twice makes no more', async () => {
  const first = await seed(prisma, cipher)
  const second = await seed(prisma, cipher)

  expect(second).toEqual(first)
  expect(await prisma.user.count()).toBe(1)
  expect(await prisma.video.findMany()).toMatchObject([
    { r2Key: 'videos/test-video-123.mp4', status: 'READY', duration: 30 },
  ])
  const connections = await prisma.platformConnection.findMany({ orderBy: { platform: 'asc' } })
  expect(connections).toMatchObject([
    { platform: 'TIKTOK', platformUserId: 'tiktok_user_123', platformUsername: 'testmomcreator', status: 'ACTIVE' },
    { platform: 'INSTAGRAM', status: 'ACTIVE' },
    { platform: 'YOUTUBE', status: 'ACTIVE' },
  ])
})

test('an account whose user has removed the app is connected again by it', async () => {
  await seed(prisma, cipher)
  const where = { id: 'seed-instagram' }
  const removed = { status: 'REVOKED', statusReason: 'authorization-removed', accessToken: '' } as const
  await prisma.platformConnection.update({ where, data: { ...removed, connectedAt: new Date(0) } })
  const nowMs = Date.now()
  await seed(prisma, cipher, nowMs)
  expect(await prisma.platformConnection.findUnique({ where })).toMatchObject({
    status: 'ACTIVE',
    statusReason: null,
    accessToken: expect.stringMatching(/^v1\./),
    connectedAt: new Date(nowMs),
  })
})

test('its tokens are encrypted, and open for the worker', async () => {
  await seed(prisma, cipher)
  const store = createTokenStore(prisma, cipher)

  for (const account of SEED_ACCOUNTS) {
    const { accessToken } = await prisma.platformConnection.findUniqueOrThrow({ where: { id: account.connectionId } })
    expect(accessToken).not.toContain(account.accessToken)
    expect(await store.load(account.connectionId)).toMatchObject({
      accessToken: account.accessToken,
      refreshToken: account.refreshToken,
    })
  }
})

test('the sandbox gets the same accounts with the same tokens', async () => {
  const received: unknown[] = []
  const sandbox = createServer((request, response) => {
    void json(request).then((body) => {
      received.push({ path: request.url, body })
      response.writeHead(201).end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(sandbox, 'listening')

  await seedSandbox(`http://127.0.0.1:${(sandbox.address() as AddressInfo).port}`)
  sandbox.close()

  expect(received).toHaveLength(3)
  expect(received[0]).toEqual({
    path: '/control/accounts',
    body: {
      platform: 'TIKTOK',
      accountId: 'tiktok_user_123',
      username: 'testmomcreator',
      accessToken: 'act.seed-tiktok-access',
      refreshToken: 'rft.seed-tiktok-refresh',
      expiresInSeconds: 86_400,
      revoked: false,
    },
  })
})
