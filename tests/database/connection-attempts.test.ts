import { randomBytes } from 'node:crypto'
import {
  createConnectionAttempts,
  type AttemptRow,
  type ConnectionAttempts,
} from '../../src/database/connection-attempts'
import { createPrisma, type PrismaClient } from '../../src/database/prisma'
import { createTokenCipher } from '../../src/security/token-cipher'
import { createTestDatabase, type TestDatabase } from '../support/database'

const NOW = new Date('2027-01-15T12:00:00Z')
const LATER = new Date('2027-01-15T12:10:00Z')

let database: TestDatabase
let prisma: PrismaClient
let attempts: ConnectionAttempts

beforeAll(async () => {
  database = await createTestDatabase()
  prisma = createPrisma(database.url)
  attempts = createConnectionAttempts(prisma, createTokenCipher(`test:${randomBytes(32).toString('base64')}`))
  await prisma.user.create({ data: { id: 'u', email: 'u@example.com' } })
})
afterAll(async () => {
  await prisma.$disconnect()
  await database.drop()
})

let count = 0

/** As a callback has read it, before it goes on. */
async function started(): Promise<AttemptRow> {
  const [linkHash, stateHash] = [`link-${++count}`, `state-${count}`]
  const common = { userId: 'u', platform: 'TIKTOK', login: null, principal: 'tests' } as const
  await attempts.open({ ...common, returnTo: null, platformUserId: null, linkHash, expiresAt: LATER })
  const opened = await attempts.byLink(linkHash)
  if (!opened) throw new Error('there is no attempt')
  expect(await attempts.start(opened, { browserHash: 'browser', stateHash, verifier: 'a verifier' })).toBe(true)
  return (await attempts.byState(stateHash)) ?? opened
}

test('of many callbacks that have all found the attempt unused, one uses it up', async () => {
  const attempt = await started()
  const uses = await Promise.all([1, 2, 3, 4, 5].map(() => attempts.use(attempt, NOW)))
  expect(uses.filter((use) => use !== null)).toEqual([{ verifier: 'a verifier' }])
  expect(await attempts.use(attempt, NOW)).toBeNull()
})

test('an attempt that has expired, or was begun anew, since it was read is not used up', async () => {
  expect(await attempts.use(await started(), LATER)).toBeNull()
  const attempt = await started()
  await attempts.start(attempt, { browserHash: 'browser', stateHash: 'newer', verifier: null })
  expect(await attempts.use(attempt, NOW)).toBeNull()
})

test('an attempt that was used up is not begun anew', async () => {
  const attempt = await started()
  await attempts.use(attempt, NOW)
  expect(await attempts.start(attempt, { browserHash: 'browser', stateHash: 'again', verifier: null })).toBe(false)
})

test('a verifier opens in its own row only, and is gone once the attempt is settled', async () => {
  const [attempt, other] = [await started(), await started()]
  const { codeVerifier } = await prisma.connectionAttempt.findUniqueOrThrow({ where: { id: attempt.id } })
  await prisma.connectionAttempt.update({ where: { id: other.id }, data: { codeVerifier } })
  await expect(attempts.use(other, NOW)).rejects.toThrow(/ConnectionAttempt/)
  await attempts.settle(attempt.id, 'connected')
  expect(await prisma.connectionAttempt.findUnique({ where: { id: attempt.id } })).toMatchObject({
    codeVerifier: null,
    outcome: 'connected',
  })
})
