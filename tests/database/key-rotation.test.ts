import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createCheckpoints } from '../../src/database/checkpoints'
import { createConnectionAttempts } from '../../src/database/connection-attempts'
import { bindingOf, ENCRYPTED, nameOf, sqlOf, type EncryptedColumn } from '../../src/database/encrypted-columns'
import { rotateColumn, type RotatedBatch } from '../../src/database/key-rotation'
import { keyUsage, rowsOfOtherKeys } from '../../src/database/key-usage'
import type { PrismaClient } from '../../src/database/prisma'
import { createTokenStore } from '../../src/database/tokens'
import { createWebhookEndpoints } from '../../src/database/webhooks/endpoints'
import { webhookSecrets } from '../../src/database/webhooks/secrets'
import type { TokenCipher } from '../../src/domain/ports/token-cipher'
import { EVERYTHING } from '../../src/domain/reach'
import { createTokenCipher } from '../../src/security/token-cipher'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

const entry = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const [oldKey, newKey, strayKey] = [entry('old'), entry('new'), entry('stray')]
const old = createTokenCipher(oldKey)
const ring = createTokenCipher(`${newKey},${oldKey}`)
const fresh = createTokenCipher(newKey)
const COLUMNS: EncryptedColumn[] = Object.values(ENCRYPTED)

let table: JobTable
let prisma: PrismaClient

beforeEach(async () => {
  table = await openJobTable()
  prisma = table.prisma
  // Only what a test adds has tokens.
  await prisma.platformConnection.updateMany({ data: { status: 'REVOKED', accessToken: '' } })
})
afterEach(() => table.close())

/** A connection with tokens under the old key, beside those that have none. */
async function addConnection(id: string, change: { accessToken?: string } = {}): Promise<void> {
  const { id: userId } = await prisma.user.create({ data: { email: `${id}@example.com` } })
  await prisma.platformConnection.create({
    data: {
      id,
      userId,
      platform: 'TIKTOK',
      platformUserId: id,
      platformUsername: id,
      status: 'ACTIVE',
      accessToken: old.encrypt(`access of ${id}`, bindingOf(ENCRYPTED.accessToken, id)),
      refreshToken: old.encrypt(`refresh of ${id}`, bindingOf(ENCRYPTED.refreshToken, id)),
      ...change,
    },
  })
}

/** A webhook endpoint whose secret was replaced. */
async function addEndpoint() {
  const endpoints = createWebhookEndpoints(prisma, old, table.clock)
  const settings = { url: 'https://receiver.example', events: [], description: null }
  const created = await endpoints.create({ ...settings, principal: 'p', userId: null, secret: 'the first secret' })
  if (!created) throw new Error('The endpoint is not there')
  const { id } = created
  await endpoints.replaceSecret(id, EVERYTHING, 'the second secret')
  return {
    async secrets(cipher: TokenCipher) {
      const { secret, oldSecret } = await prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } })
      const { open } = webhookSecrets(cipher)
      return [open(id, 'secret', secret), open(id, 'oldSecret', oldSecret ?? '')]
    },
  }
}

const rowOf = (id: string) => prisma.platformConnection.findUniqueOrThrow({ where: { id } })
const loaded = (id: string, cipher = fresh) => createTokenStore(prisma, cipher).load(id)

async function rotate(column: EncryptedColumn, { client = prisma, batchSize = 2 } = {}): Promise<RotatedBatch[]> {
  const batches: RotatedBatch[] = []
  for await (const batch of rotateColumn(client, ring, column, { keyId: 'new', batchSize })) batches.push(batch)
  return batches
}

const rotateEverything = async () => {
  for (const column of COLUMNS) await rotate(column)
}

const sum = (batches: RotatedBatch[], of: 'rotated' | 'missed') =>
  batches.reduce((total, batch) => total + batch[of], 0)

describe('a rotation', () => {
  test('leaves every secret readable with the new key alone, as the stores write and read them', async () => {
    await addConnection('c1')
    const { rowId } = await table.addJob('uploading')
    const [before, after] = [old, fresh].map((cipher) => createCheckpoints(prisma, cipher, table.clock))
    const checkpoint = { number: 1, expiresAtMs: START_MS, reference: { uploadUrl: 'https://upload.example' } }
    await before?.save(rowId, { ...checkpoint, platformUserId: 'a', objectEtag: 'e', revision: 1 })
    const attempts = createConnectionAttempts(prisma, old)
    const { userId } = await rowOf('c1')
    const attempt = { userId, platform: 'TIKTOK', login: null, principal: 'p', returnTo: null } as const
    const expiresAt = new Date(START_MS + 60_000)
    await attempts.open({ ...attempt, platformUserId: null, linkHash: 'link', expiresAt })
    const opened = await attempts.byLink('link')
    if (!opened) throw new Error('The attempt is not there')
    await attempts.start(opened, { browserHash: 'browser', stateHash: 'state', verifier: 'the-verifier' })
    const endpoint = await addEndpoint()

    await rotateEverything()

    expect(await loaded('c1')).toMatchObject({ accessToken: 'access of c1', refreshToken: 'refresh of c1' })
    expect(await after?.latest(rowId)).toMatchObject({ reference: checkpoint.reference })
    const started = await attempts.byState('state')
    const used = started && createConnectionAttempts(prisma, fresh).use(started, new Date(START_MS))
    expect(await used).toEqual({ verifier: 'the-verifier' })
    expect(await endpoint.secrets(fresh)).toEqual(['the second secret', 'the first secret'])
    expect(await keyUsage(prisma)).toEqual(COLUMNS.map((column) => ({ keyId: 'new', column: nameOf(column), rows: 1 })))
  })

  test('changes nothing else of a row', async () => {
    await addConnection('c1')
    const { accessToken: _old, refreshToken: _older, ...before } = await rowOf('c1')
    await rotateEverything()
    expect(await rowOf('c1')).toMatchObject(before)
  })

  test('takes as many batches as it needs, and each row once', async () => {
    for (const id of ['c1', 'c2', 'c3', 'c4', 'c5']) await addConnection(id)
    expect((await rotate(ENCRYPTED.accessToken)).map(({ rotated }) => rotated)).toEqual([2, 2, 1])
    expect(await rotate(ENCRYPTED.accessToken)).toEqual([])
  })

  test('that was stopped goes on where it was', async () => {
    for (const id of ['c1', 'c2', 'c3', 'c4', 'c5']) await addConnection(id)
    const done = await rowOf('c1')
    const stopped = rotateColumn(prisma, ring, ENCRYPTED.accessToken, { keyId: 'new', batchSize: 2 })
    await stopped.next()
    await stopped.return(undefined)
    const first = await rowOf('c1')
    expect(first.accessToken).not.toBe(done.accessToken)
    expect(sum(await rotate(ENCRYPTED.accessToken), 'rotated')).toBe(3)
    expect(await rowOf('c1')).toEqual(first)
  })

  test('leaves a pair alone that was stored between its look and its write', async () => {
    await addConnection('c1')
    const grant = { accessToken: 'newest', refreshToken: 'newest too', expiresInSeconds: 60 }
    const store = () => createTokenStore(prisma, old).store({ connectionId: 'c1', revision: 0 }, grant, START_MS)
    const overtaken = prisma.$extends({
      query: { $executeRaw: async ({ args, query }) => (await store(), query(args)) },
    }) as unknown as PrismaClient
    const [batch] = await rotate(ENCRYPTED.accessToken, { client: overtaken })
    expect(batch).toMatchObject({ rotated: 0, missed: 1 })
    expect(await loaded('c1', old)).toMatchObject({ accessToken: 'newest', refreshToken: 'newest too', revision: 1 })
  })

  test('passes over a row that somebody holds, without waiting, and takes it the next time', async () => {
    for (const id of ['c1', 'c2']) await addConnection(id)
    await prisma.$transaction(async (tx) => {
      await tx.platformConnection.update({ where: { id: 'c1' }, data: { platformUsername: 'renamed' } })
      expect(await rotate(ENCRYPTED.accessToken)).toMatchObject([{ rotated: 1, missed: 1 }])
    })
    expect(await rotate(ENCRYPTED.accessToken)).toMatchObject([{ rotated: 1, missed: 0 }])
    expect(await rowOf('c1')).toMatchObject({ platformUsername: 'renamed' })
  })

  test('names what it cannot read, leaves it as it is, and rotates everything else', async () => {
    const binding = bindingOf(ENCRYPTED.accessToken, 'c2')
    await addConnection('c1')
    await addConnection('c2', { accessToken: createTokenCipher(strayKey).encrypt('secret-of-c2', binding) })
    await addConnection('c3', { accessToken: (await rowOf('c1')).accessToken })
    await addConnection('c4', { accessToken: 'plain-secret-of-c4' })
    await addConnection('c5')
    const before = await prisma.platformConnection.findMany({ where: { id: { in: ['c2', 'c3', 'c4'] } } })

    const batches = await rotate(ENCRYPTED.accessToken)
    expect(sum(batches, 'rotated')).toBe(2)
    const unreadable = batches.flatMap((batch) => batch.unreadable)
    expect(unreadable).toMatchObject([
      {
        table: 'PlatformConnection',
        id: 'c2',
        keyId: 'stray',
        reason: expect.stringMatching(/stray .*not in TOKEN_KEYS/),
      },
      { table: 'PlatformConnection', id: 'c3', keyId: 'old', reason: expect.stringMatching(/belongs elsewhere/) },
      { table: 'PlatformConnection', id: 'c4', keyId: null, reason: expect.stringMatching(/no ciphertext/) },
    ])
    expect(JSON.stringify(unreadable)).not.toContain('secret')
    expect(await prisma.platformConnection.findMany({ where: { id: { in: ['c2', 'c3', 'c4'] } } })).toEqual(before)
  })
})

test('the schema calls encrypted what is on the list, and nothing else', () => {
  const schema = readFileSync(path.join(__dirname, '..', '..', 'prisma', 'schema.prisma'), 'utf8')
  const marked = [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].flatMap(([, model, body]) =>
    [...(body ?? '').matchAll(/^ {2}(\w+) .*\/\/.*\bencrypted\b/gm)].map(([, field]) => `${model}.${field}`),
  )
  expect(marked.sort()).toEqual(COLUMNS.map(nameOf).sort())
})

describe('the keys of stored rows', () => {
  test('that a ring lacks are found with the number of rows that need them', async () => {
    for (const id of ['c1', 'c2']) await addConnection(id)
    await addConnection('c3', { accessToken: fresh.encrypt('x', bindingOf(ENCRYPTED.accessToken, 'c3')) })
    await addConnection('c4', { accessToken: 'a.plain-token.of-three-parts' })
    expect(await rowsOfOtherKeys(prisma, ['new', 'old'])).toEqual([])
    expect(await rowsOfOtherKeys(prisma, ['new'])).toEqual([
      { keyId: 'old', column: 'PlatformConnection.accessToken', rows: 2 },
      { keyId: 'old', column: 'PlatformConnection.refreshToken', rows: 4 },
    ])
  })

  test('are read off an index, however many rows there are', async () => {
    for (const encrypted of COLUMNS) {
      const { table: name, keyId } = sqlOf(encrypted)
      const plan = await prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SET LOCAL enable_seqscan = off`
        return tx.$queryRaw`EXPLAIN SELECT ${keyId} FROM ${name} WHERE ${keyId} > 'a' ORDER BY ${keyId} LIMIT 1`
      })
      expect(JSON.stringify(plan)).toContain(`${encrypted.table}_${encrypted.column}_key_idx`)
    }
  })
})
