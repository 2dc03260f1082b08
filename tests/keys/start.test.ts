import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { bindingOf, ENCRYPTED } from '../../src/database/encrypted-columns'
import { createPrisma, type PrismaClient } from '../../src/database/prisma'
import { createTokenCipher } from '../../src/security/token-cipher'
import { spawnApi } from '../support/api-process'
import { runProgram } from '../support/command'
import { createTestDatabase, type TestDatabase } from '../support/database'

const entry = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const [goneKey, heldKey] = [entry('gone'), entry('held')]

let database: TestDatabase
let prisma: PrismaClient

beforeAll(async () => {
  database = await createTestDatabase()
  prisma = createPrisma(database.url)
  const { id: userId } = await prisma.user.create({ data: { email: 'one@example.com' } })
  for (const [id, key] of [
    ['c1', goneKey],
    ['c2', goneKey],
    ['c3', heldKey],
  ] as const) {
    const accessToken = createTokenCipher(key).encrypt('the-token', bindingOf(ENCRYPTED.accessToken, id))
    const platform = ({ c1: 'TIKTOK', c2: 'INSTAGRAM', c3: 'YOUTUBE' } as const)[id]
    const account = { platform, platformUserId: id, platformUsername: id, status: 'ACTIVE' } as const
    await prisma.platformConnection.create({ data: { id, userId, accessToken, ...account } })
  }
})
afterAll(async () => {
  await prisma.$disconnect()
  await database.drop()
})

const env = (change: NodeJS.ProcessEnv) => ({
  ...process.env,
  DATABASE_URL: database.url,
  TOKEN_KEYS: heldKey,
  TIKTOK_CLIENT_KEY: 'key',
  TIKTOK_CLIENT_SECRET: 'secret',
  INSTAGRAM_APP_ID: 'id',
  INSTAGRAM_APP_SECRET: 'secret',
  GOOGLE_CLIENT_ID: 'id',
  GOOGLE_CLIENT_SECRET: 'secret',
  API_PORT: '0',
  API_METRICS_PORT: '0',
  WORKER_HEALTH_PORT: '0',
  METRICS_PORT: '0',
  ...change,
})

test.each(['api', 'worker'])(
  '%s that lacks the key of stored rows says which and how many, and changes nothing',
  async (name) => {
    const before = await prisma.platformConnection.findMany()
    const { code, stderr } = await runProgram(name, env({}))
    expect(code).toBe(1)
    expect(stderr).toBe(
      'The configuration has 1 fault:\n' +
        '  TOKEN_KEYS lacks the key gone, which 2 rows of PlatformConnection.accessToken need: ' +
        'put it back; it may be dropped once "npm run keys:rotate" says so\n',
    )
    expect(await prisma.platformConnection.findMany()).toEqual(before)
  },
)

test('the API that has every key starts', async () => {
  const api = await spawnApi(env({ TOKEN_KEYS: `${heldKey},${goneKey}` }))
  expect((await fetch(`${api.url}/healthz`)).status).toBe(200)
  await api.kill()
})

test('the API starts without the database, also where that takes connections and says nothing', async () => {
  const mute = createServer().listen(0, '127.0.0.1')
  await once(mute, 'listening')
  const hosts = ['127.0.0.1:1', `127.0.0.1:${(mute.address() as AddressInfo).port}`]
  const apis = await Promise.all(hosts.map((host) => spawnApi(env({ DATABASE_URL: `postgresql://${host}/none` }))))
  for (const api of apis) {
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200)
    await api.kill()
  }
  mute.close()
})
