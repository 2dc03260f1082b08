import { randomBytes } from 'node:crypto'
import { createCheckpoints } from '../../src/database/checkpoints'
import { tokenBinding } from '../../src/database/token-columns'
import { createTokenStore } from '../../src/database/tokens'
import type { Checkpoints } from '../../src/domain/ports/run'
import type { TokenStore } from '../../src/domain/ports/tokens'
import { createTokenCipher } from '../../src/security/token-cipher'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

const HOUR_MS = 3_600_000

const cipher = createTokenCipher(`test:${randomBytes(32).toString('base64')}`)

let table: JobTable
let tokens: TokenStore
let checkpoints: Checkpoints

beforeAll(async () => {
  table = await openJobTable()
  tokens = createTokenStore(table.prisma, cipher)
  checkpoints = createCheckpoints(table.prisma, cipher, table.clock)
})
afterAll(() => table.close())

/** Everything a table holds, as text: as it is, and with what looks like base64 opened. */
async function contents(name: 'Checkpoint' | 'PlatformConnection'): Promise<string> {
  const [{ text }] = await table.prisma.$queryRawUnsafe<[{ text: string }]>(
    `SELECT coalesce(json_agg(t), '[]')::text AS text FROM "${name}" t`,
  )
  const opened = text.match(/[\w+/=-]{16,}/g)?.map((part) => Buffer.from(part, 'base64').toString('latin1')) ?? []
  return [text, ...opened].join('\n')
}

describe('a checkpoint', () => {
  const reference = { publishId: 'publish-id-in-clear', uploadUrl: 'https://upload.example/?signature=in-clear' }
  const fingerprint = { platformUserId: 'account-1', objectEtag: 'etag-1', revision: 3 }
  const expiresAtMs = START_MS + HOUR_MS

  test('comes back as it was saved', async () => {
    const { rowId } = await table.addJob('uploading')
    await checkpoints.save(rowId, { ...fingerprint, number: 1, expiresAtMs, reference })
    expect(await checkpoints.latest(rowId)).toEqual({ ...fingerprint, number: 1, expiresAtMs, reference })
    await checkpoints.amend(rowId, 1, { learnt: 'later' })
    expect(await checkpoints.latest(rowId)).toMatchObject({ reference: { ...reference, learnt: 'later' } })
  })

  test('is not readable in the database', async () => {
    const { rowId } = await table.addJob('uploading')
    await checkpoints.save(rowId, { ...fingerprint, number: 1, expiresAtMs, reference })
    const text = await contents('Checkpoint')
    expect(text).toContain('etag-1')
    expect(text).not.toContain('in-clear')
    expect(text).not.toContain('upload.example')
  })

  test('is the newest that was not discarded; a number is never used again', async () => {
    const { rowId } = await table.addJob('uploading')
    expect(await checkpoints.latest(rowId)).toBeNull()
    for (const number of [1, 2]) {
      expect(await checkpoints.nextNumber(rowId)).toBe(number)
      await checkpoints.save(rowId, { ...fingerprint, number, expiresAtMs, reference })
    }
    await checkpoints.discard(rowId, 2)
    expect(await checkpoints.latest(rowId)).toMatchObject({ number: 1 })
    expect(await checkpoints.nextNumber(rowId)).toBe(3)
    await checkpoints.discard(rowId, 1)
    expect(await checkpoints.latest(rowId)).toBeNull()
  })

  test('is never replaced by another of its number', async () => {
    const { rowId } = await table.addJob('uploading')
    const save = (publishId: string) =>
      checkpoints.save(rowId, { ...fingerprint, number: 1, expiresAtMs, reference: { publishId } })
    const saves = await Promise.allSettled([save('one'), save('two')])
    expect(saves.map((saved) => saved.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('that is moved to another job or number does not open', async () => {
    const [from, to] = [await table.addJob('uploading'), await table.addJob('uploading')]
    await checkpoints.save(from.rowId, { ...fingerprint, number: 1, expiresAtMs, reference })
    const row = { publishJobId: from.rowId }
    await table.prisma.checkpoint.updateMany({ where: row, data: { number: 2 } })
    await expect(checkpoints.latest(from.rowId)).rejects.toMatchObject({ problem: { code: 'token-unreadable' } })
    await table.prisma.checkpoint.updateMany({ where: row, data: { number: 1, publishJobId: to.rowId } })
    await expect(checkpoints.latest(to.rowId)).rejects.toMatchObject({ problem: { code: 'token-unreadable' } })
  })
})

describe('a token pair', () => {
  const grant = { accessToken: 'access-in-clear', refreshToken: 'refresh-in-clear', expiresInSeconds: 3_600 }
  let id: string

  beforeEach(async () => {
    id = table.connectionIds.YOUTUBE
    const { tokenRevision: revision } = await table.prisma.platformConnection.findUniqueOrThrow({ where: { id } })
    expect(await tokens.store({ connectionId: id, revision }, grant, START_MS)).toBe(true)
  })

  test('is not readable in the database', async () => {
    const text = await contents('PlatformConnection')
    expect(text).toContain('account-YOUTUBE')
    expect(text).not.toContain('in-clear')
  })

  test('that is moved to another account or column does not open', async () => {
    const { accessToken } = await table.prisma.platformConnection.findUniqueOrThrow({ where: { id } })
    const other = table.connectionIds.TIKTOK
    await table.prisma.platformConnection.update({ where: { id: other }, data: { accessToken } })
    await expect(tokens.load(other)).rejects.toMatchObject({ problem: { code: 'token-unreadable' } })
    await table.prisma.platformConnection.update({ where: { id }, data: { refreshToken: accessToken } })
    await expect(tokens.load(id)).rejects.toMatchObject({ problem: { code: 'token-unreadable' } })
    expect(cipher.decrypt(accessToken, tokenBinding(id, 'accessToken'))).toBe('access-in-clear')
  })
})
