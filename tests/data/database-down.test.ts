import { isDatabaseDown } from '../../src/database/database-down'
import { createPrisma } from '../../src/database/prisma'
import type { PrismaClient } from '../../src/database/prisma'
import { createTestDatabase } from '../support/database'
import type { TestDatabase } from '../support/database'

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

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(() => undefined).catch((error: unknown) => error)

test('a server that is not there is told from a statement that is refused', async () => {
  const nowhere = createPrisma('postgresql://postgres:postgres@127.0.0.1:1/none')
  expect(isDatabaseDown(await failure(nowhere.user.findFirst()))).toBe(true)
  expect(isDatabaseDown(await failure(nowhere.$queryRaw`SELECT 1`))).toBe(true)
  await nowhere.$disconnect()

  await prisma.user.create({ data: { email: 'one@example.com' } })
  const refused = await failure(prisma.user.create({ data: { email: 'one@example.com' } }))
  expect(refused).toBeInstanceOf(Error)
  expect(isDatabaseDown(refused)).toBe(false)
})

test('a session that the server ends is a database out of reach, and the next statement finds it again', async () => {
  const ended = prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`.catch(() => undefined)
    await tx.user.count()
  })
  expect(isDatabaseDown(await failure(ended))).toBe(true)
  expect(await prisma.user.count()).toBe(1)
})
