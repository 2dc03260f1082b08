import { randomBytes } from 'node:crypto'
import { bindingOf, ENCRYPTED } from '../../src/database/encrypted-columns'
import { createPrisma, type PrismaClient } from '../../src/database/prisma'
import { parseKeyRing } from '../../src/security/key-ring'
import { createTokenCipher } from '../../src/security/token-cipher'
import { runProgram } from '../support/command'
import { createTestDatabase, type TestDatabase } from '../support/database'

const entry = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const [oldKey, newKey, lostKey] = [entry('old'), entry('new'), entry('lost')]

describe('keys:new', () => {
  test('prints an entry that a ring takes, with a key of its own, and what to do with it', async () => {
    const [first, second] = await Promise.all([runProgram('keys-new', {}), runProgram('keys-new', {}, ['--id', 'k2'])])
    expect(parseKeyRing(`${first.stdout.trim()},${second.stdout.trim()}`)).toHaveLength(2)
    expect(second.stdout).toMatch(/^k2:/)
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('npm run keys:rotate') })
  })

  test('refuses an id that no ring takes', async () => {
    expect(await runProgram('keys-new', {}, ['--id', 'no good'])).toEqual({
      code: 1,
      stdout: '',
      stderr: '--id takes 1 to 32 letters, digits, - or _\n',
    })
  })
})

describe('keys:rotate', () => {
  let database: TestDatabase
  let prisma: PrismaClient

  beforeEach(async () => {
    database = await createTestDatabase()
    prisma = createPrisma(database.url)
  })
  afterEach(async () => {
    await prisma.$disconnect()
    await database.drop()
  })

  const rotate = (ring: string, ...args: string[]) =>
    runProgram('keys-rotate', { DATABASE_URL: database.url, TOKEN_KEYS: ring }, args)

  /** A connection whose access token is encrypted with the key. */
  async function addConnection(id: string, key: string): Promise<void> {
    const accessToken = createTokenCipher(key).encrypt(`token-of-${id}`, bindingOf(ENCRYPTED.accessToken, id))
    const { id: userId } = await prisma.user.create({ data: { email: `${id}@example.com` } })
    const account = { platform: 'YOUTUBE', platformUserId: id, platformUsername: id, status: 'ACTIVE' } as const
    await prisma.platformConnection.create({ data: { id, userId, accessToken, ...account } })
  }

  const stored = () => prisma.platformConnection.findMany({ orderBy: { id: 'asc' } })

  test('tells in a dry run what each key is needed for, and changes nothing', async () => {
    for (const id of ['c1', 'c2']) await addConnection(id, oldKey)
    await addConnection('c3', lostKey)
    const before = await stored()
    expect(await rotate(`${newKey},${oldKey}`, '--dry-run')).toEqual({
      code: 0,
      stdout: [
        'Key new: 0, the one that encrypts',
        'Key old: 2 (PlatformConnection.accessToken 2), still needed',
        'Key lost: 1 (PlatformConnection.accessToken 1), but TOKEN_KEYS lacks it',
        '',
      ].join('\n'),
      stderr: '',
    })
    expect(await stored()).toEqual(before)
  })

  test('encrypts everything with the first key, with progress, and says that the old one may be dropped', async () => {
    for (const id of ['c1', 'c2', 'c3']) await addConnection(id, oldKey)
    const { code, stdout } = await rotate(`${newKey},${oldKey}`, '--batch', '2')
    expect(code).toBe(0)
    expect(stdout).toContain('PlatformConnection.accessToken: 3 to encrypt with the key new')
    expect(stdout).toContain('PlatformConnection.accessToken: 2 of 3\nPlatformConnection.accessToken: 3 of 3\n')
    expect(stdout).toMatch(/Encrypted 3 in [\d.]+ s/)
    expect(stdout).toContain('Key old: 0, may be dropped from TOKEN_KEYS\n')
    const reader = createTokenCipher(newKey)
    for (const { id, accessToken } of await stored())
      expect(reader.decrypt(accessToken, bindingOf(ENCRYPTED.accessToken, id))).toBe(`token-of-${id}`)
  })

  test('names each row that it cannot read, rotates the others, and exits with 1', async () => {
    await addConnection('c1', lostKey)
    await addConnection('c2', oldKey)
    const { code, stdout } = await rotate(`${newKey},${oldKey}`)
    expect(code).toBe(1)
    expect(stdout).toContain(
      '  PlatformConnection c1, key lost: The key lost of what is stored at PlatformConnection/c1/accessToken is not in TOKEN_KEYS\n',
    )
    expect(stdout).toContain('Key new: 1 (PlatformConnection.accessToken 1), the one that encrypts\n')
    expect(stdout).not.toContain('token-of')
  })

  test.each([
    ['a ring that is missing', { TOKEN_KEYS: '' }, [], /TOKEN_KEYS is missing/],
    ['a faulty ring', { TOKEN_KEYS: 'k1:short' }, [], /TOKEN_KEYS entry 1 must hold 32 bytes/],
    ['no rows in a batch', {}, ['--batch', '0'], /^--batch takes a number of rows from 1 to 9999\n$/],
    ['a database that is down', { DATABASE_URL: 'postgresql://127.0.0.1:1/none' }, [], /^The database .* out of reach/],
  ])('given %s says so in a sentence', async (_, env, args, sentence) => {
    const given = { DATABASE_URL: database.url, TOKEN_KEYS: newKey, ...env }
    expect(await runProgram('keys-rotate', given, args)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(sentence),
    })
  })
})
