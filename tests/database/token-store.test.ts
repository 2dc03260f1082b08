import { randomBytes, randomUUID } from 'node:crypto'
import { createTokenStore } from '../../src/database/tokens'
import type { Platform } from '../../src/domain/platform'
import type { TokenRevision, TokenStore } from '../../src/domain/ports/tokens'
import type { PlatformConnection } from '../../src/generated/prisma/client'
import { createTokenCipher } from '../../src/security/token-cipher'
import { openJobTable, overtaken, START_MS, type JobTable } from '../support/job-table'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LATER_MS = START_MS + HOUR_MS

const grant = { accessToken: 'access-1', refreshToken: 'refresh-1', expiresInSeconds: 3_600 }
const EXPIRED = { status: 'EXPIRED', reason: 'grant-revoked' } as const
const REVOKED = { status: 'REVOKED', reason: 'authorization-removed' } as const

let table: JobTable
let tokens: TokenStore

beforeAll(async () => {
  table = await openJobTable()
  tokens = createTokenStore(table.prisma, createTokenCipher(`test:${randomBytes(32).toString('base64')}`))
})
afterAll(() => table.close())

const rowOf = ({ connectionId: id }: TokenRevision) =>
  table.prisma.platformConnection.findUniqueOrThrow({ where: { id } })

const change = ({ connectionId: id }: TokenRevision, data: Partial<PlatformConnection>) =>
  table.prisma.platformConnection.update({ where: { id }, data })

/** An account of a user of its own, with `grant` stored at `START_MS`. */
async function connected(platform: Platform = 'YOUTUBE', first: Parameters<TokenStore['store']>[1] = grant) {
  const { id: userId } = await table.prisma.user.create({ data: { email: `${randomUUID()}@example.com` } })
  const { id: connectionId } = await table.prisma.platformConnection.create({
    data: {
      userId,
      platform,
      accessToken: 'none yet',
      platformUserId: `account-${userId}`,
      platformUsername: 'tester',
      status: 'ACTIVE',
    },
  })
  expect(await tokens.store({ connectionId, revision: 0 }, first, START_MS)).toBe(true)
  return { connectionId, revision: 1 }
}

describe('a stored pair', () => {
  test('comes back as it was stored, under a new revision', async () => {
    const of = await connected()
    expect(await tokens.load(of.connectionId)).toEqual({
      platform: 'YOUTUBE',
      status: 'ACTIVE',
      platformUserId: (await rowOf(of)).platformUserId,
      login: null,
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      expiresAtMs: START_MS + HOUR_MS,
      refreshedAtMs: START_MS,
      refreshStartedAtMs: null,
      revision: 1,
    })
    expect(await tokens.load('connection-unknown')).toBeNull()
  })

  test('of ten stores over the same revision exactly one wins, and stays', async () => {
    const of = await connected()
    const stores = Array.from({ length: 10 }, (_, index) =>
      tokens.store(of, { ...grant, accessToken: `access-by-${index}` }, LATER_MS),
    )
    const won = await Promise.all(stores)
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(await tokens.load(of.connectionId)).toMatchObject({
      accessToken: `access-by-${won.indexOf(true)}`,
      revision: 2,
    })
  })

  test('keeps the refresh token, and its end, where the answer has none', async () => {
    const of = await connected('YOUTUBE', { ...grant, refreshExpiresInSeconds: 7 * 86_400 })
    await tokens.store(of, { accessToken: 'access-2', expiresInSeconds: 60 }, LATER_MS)
    expect(await tokens.load(of.connectionId)).toMatchObject({ accessToken: 'access-2', refreshToken: 'refresh-1' })
    expect(await rowOf(of)).toMatchObject({ refreshExpiresAt: new Date(START_MS + 7 * DAY_MS), renewAt: null })
  })

  test('forgets the end of a refresh token that was replaced by one without', async () => {
    const of = await connected('YOUTUBE', { ...grant, refreshExpiresInSeconds: 7 * 86_400 })
    await tokens.store(of, { ...grant, refreshToken: 'refresh-2' }, LATER_MS)
    expect((await rowOf(of)).refreshExpiresAt).toBeNull()
  })

  test('without a fixed end has none', async () => {
    const of = await connected('INSTAGRAM', { accessToken: 'of-a-page', expiresInSeconds: null })
    expect(await tokens.load(of.connectionId)).toMatchObject({ expiresAtMs: null })
    expect((await rowOf(of)).renewAt).toBeNull()
  })

  test('tells when it is to be renewed, and what was granted only where the answer tells it', async () => {
    const of = await connected('TIKTOK', { ...grant, refreshExpiresInSeconds: 180 * 86_400, scopes: ['video.publish'] })
    await tokens.store(of, { ...grant, refreshExpiresInSeconds: 100 * 86_400 }, LATER_MS)
    const { renewAt, scopes } = await rowOf(of)
    expect(scopes).toEqual(['video.publish'])
    expect(renewAt?.getTime()).toBeGreaterThanOrEqual(LATER_MS + 50 * DAY_MS)
    expect(renewAt?.getTime()).toBeLessThanOrEqual(LATER_MS + 60 * DAY_MS)
  })

  test('ends every trouble of the one before it', async () => {
    const of = await connected('TIKTOK')
    expect(await tokens.beginRefresh(of, START_MS)).toBe(true)
    await tokens.refreshFailed(of, 'platform-unavailable', START_MS)
    await tokens.refuse(of, { status: 'EXPIRED', reason: 'refresh-answer-lost' }, START_MS)
    expect(await tokens.store(of, grant, LATER_MS)).toBe(true)
    expect(await rowOf(of)).toMatchObject({
      status: 'ACTIVE',
      statusReason: null,
      statusChangedAt: new Date(LATER_MS),
      refreshStartedAt: null,
      refreshFailure: null,
      refreshFailedAt: null,
    })
  })
})

describe('a refresh', () => {
  test('that may lose the grant is written down before it is sent', async () => {
    const of = await connected('TIKTOK')
    expect(await tokens.beginRefresh(of, LATER_MS)).toBe(true)
    expect(await tokens.load(of.connectionId)).toMatchObject({ refreshStartedAtMs: LATER_MS, status: 'ACTIVE' })
  })

  test('is not begun for a pair that was replaced, nor for an account that was ended', async () => {
    const of = await connected('TIKTOK')
    expect(await tokens.beginRefresh({ ...of, revision: 0 }, LATER_MS)).toBe(false)
    await tokens.refuse(of, REVOKED, LATER_MS)
    expect(await tokens.beginRefresh(of, LATER_MS)).toBe(false)
  })

  test('that failed without a refusal is told, and changes nothing else', async () => {
    const of = await connected()
    const before = await rowOf(of)
    await tokens.refreshFailed(of, 'platform-unavailable', LATER_MS)
    const { updatedAt: _now, ...after } = await rowOf(of)
    expect({ ...before, ...after }).toEqual({
      ...before,
      refreshFailure: 'platform-unavailable',
      refreshFailedAt: new Date(LATER_MS),
    })
  })

  test('that was refused marks the account, with reason and instant', async () => {
    const of = await connected()
    await tokens.refuse(of, EXPIRED, LATER_MS)
    const marked = { status: 'EXPIRED', statusReason: 'grant-revoked', statusChangedAt: new Date(LATER_MS) }
    expect(await rowOf(of)).toMatchObject(marked)
    // The first reason stays, unless the user is known to have taken the whole grant back.
    await tokens.refuse(of, { status: 'EXPIRED', reason: 'another' }, LATER_MS + 1)
    expect(await rowOf(of)).toMatchObject(marked)
    await tokens.refuse(of, REVOKED, LATER_MS + 2)
    expect(await rowOf(of)).toMatchObject({ status: 'REVOKED', statusReason: 'authorization-removed' })
  })

  test('that was refused for a pair that was replaced meanwhile changes nothing', async () => {
    const of = await connected()
    await overtaken(
      table,
      (tx) =>
        createTokenStore(tx, createTokenCipher(`other:${randomBytes(32).toString('base64')}`)).store(of, grant, 0),
      () => tokens.refuse(of, EXPIRED, LATER_MS),
    )
    expect(await rowOf(of)).toMatchObject({ status: 'ACTIVE', tokenRevision: 2 })
  })
})

describe('an account that was ended', () => {
  test('takes the pair of a refresh that was under way, so that it can be ended at the platform, and stays ended', async () => {
    const of = await connected('TIKTOK')
    await change(of, { status: 'REVOKED', statusReason: 'disconnected' })
    expect(await tokens.store(of, { ...grant, accessToken: 'access-2' }, LATER_MS)).toBe(true)
    expect(await tokens.load(of.connectionId)).toMatchObject({ status: 'REVOKED', accessToken: 'access-2' })
    expect(await rowOf(of)).toMatchObject({ statusReason: 'disconnected' })
  })

  test('takes it also where it is ended between the look and the write', async () => {
    const of = await connected('TIKTOK')
    const isStored = await overtaken(
      table,
      (tx) => tx.platformConnection.update({ where: { id: of.connectionId }, data: { status: 'REVOKED' } }),
      () => tokens.store(of, { ...grant, accessToken: 'access-2' }, LATER_MS),
    )
    expect(isStored).toBe(true)
    expect(await tokens.load(of.connectionId)).toMatchObject({ status: 'REVOKED', accessToken: 'access-2' })
  })

  test('forgets its tokens once, and takes none after that', async () => {
    const of = await connected()
    await tokens.refuse(of, REVOKED, LATER_MS)
    expect(await tokens.unreleased(100)).toContain(of.connectionId)
    await tokens.erase(of.connectionId)
    expect(await tokens.store(of, grant, LATER_MS)).toBe(false)
    expect(await tokens.load(of.connectionId)).toMatchObject({ accessToken: '', refreshToken: null, status: 'REVOKED' })
    expect(await tokens.unreleased(100)).not.toContain(of.connectionId)
  })

  test.each(['ACTIVE', 'EXPIRED'] as const)(
    'is the only one whose tokens are erased: one that is %s keeps them',
    async (status) => {
      const of = await connected()
      await change(of, { status })
      await tokens.erase(of.connectionId)
      expect(await tokens.load(of.connectionId)).toMatchObject({ accessToken: 'access-1', refreshToken: 'refresh-1' })
    },
  )
})

describe('what is due for renewal', () => {
  beforeEach(() => table.prisma.platformConnection.updateMany({ data: { renewAt: null } }))

  const due = async (renewAtMs: number, data: Partial<PlatformConnection> = {}) => {
    const of = await connected()
    await change(of, { renewAt: new Date(renewAtMs), ...data })
    return of
  }

  test('is what is old enough and ACTIVE, the oldest first, and no more than is asked', async () => {
    const second = await due(START_MS - 1)
    const first = await due(START_MS - 2)
    const third = await due(START_MS)
    await due(START_MS + 1)
    await due(START_MS - 1, { status: 'EXPIRED' })
    await due(START_MS - 1, { status: 'REVOKED' })
    expect(await tokens.dueForRenewal(START_MS, 10)).toEqual([first, second, third])
    expect(await tokens.dueForRenewal(START_MS, 2)).toEqual([first, second])
  })

  test('has what fails again and again behind what was not tried', async () => {
    const failing = await due(START_MS - DAY_MS, {
      refreshFailure: 'no-answer',
      refreshFailedAt: new Date(START_MS - 1),
    })
    const failedLongAgo = await due(START_MS - 1, {
      refreshFailure: 'no-answer',
      refreshFailedAt: new Date(START_MS - 2),
    })
    const untried = await due(START_MS)
    expect(await tokens.dueForRenewal(START_MS, 10)).toEqual([untried, failedLongAgo, failing])
  })
})
