import type { TokenCipher } from '../domain/ports/token-cipher'
import type { TokenRevision, TokenStore } from '../domain/ports/tokens'
import { tokenBinding, tokenColumns, type TokenColumn } from './token-columns'
import type { PrismaClient } from './prisma'

const AGES = { expiresAt: true, refreshedAt: true, refreshStartedAt: true } as const
const ACCOUNT = { platform: true, platformUserId: true, login: true, status: true } as const

/** The token columns of `PlatformConnection`: with `tokenColumns`, the only code that knows them. */
export function createTokenStore(prisma: PrismaClient, cipher: TokenCipher): TokenStore {
  const { platformConnection: connections } = prisma
  const ofRevision = ({ connectionId, revision }: TokenRevision) => ({ id: connectionId, tokenRevision: revision })

  const decrypt = (connectionId: string, column: TokenColumn, ciphertext: string) =>
    cipher.decrypt(ciphertext, tokenBinding(connectionId, column))

  return {
    async load(connectionId) {
      const row = await connections.findUnique({
        where: { id: connectionId },
        select: { ...ACCOUNT, ...AGES, accessToken: true, refreshToken: true, tokenRevision: true },
      })
      if (!row) return null
      const { accessToken, refreshToken, expiresAt, refreshedAt, refreshStartedAt, tokenRevision, ...account } = row
      return {
        ...account,
        accessToken: accessToken && decrypt(connectionId, 'accessToken', accessToken),
        refreshToken: refreshToken && decrypt(connectionId, 'refreshToken', refreshToken),
        expiresAtMs: expiresAt?.getTime() ?? null,
        refreshedAtMs: refreshedAt?.getTime() ?? null,
        refreshStartedAtMs: refreshStartedAt?.getTime() ?? null,
        revision: tokenRevision,
      }
    },

    async beginRefresh(of, nowMs) {
      const { count } = await connections.updateMany({
        where: { ...ofRevision(of), status: 'ACTIVE' },
        data: { refreshStartedAt: new Date(nowMs) },
      })
      return count === 1
    },

    async store(of, grant, nowMs) {
      // Once more where the status, and nothing else, was changed between what is read and what is written.
      for (;;) {
        const row = await connections.findFirst({
          where: { ...ofRevision(of), accessToken: { not: '' } },
          select: { platform: true, status: true, refreshExpiresAt: true },
        })
        if (!row) return false
        const { count } = await connections.updateMany({
          where: { ...ofRevision(of), accessToken: { not: '' }, status: row.status },
          data: {
            ...tokenColumns(cipher, { connectionId: of.connectionId, ...row }, grant, nowMs),
            tokenRevision: { increment: 1 },
            // A frozen process may store what came in time, after another was refused for the token that it had used up.
            ...(row.status === 'EXPIRED'
              ? { status: 'ACTIVE', statusReason: null, statusChangedAt: new Date(nowMs) }
              : {}),
          },
        })
        if (count === 1) return true
      }
    },

    async refuse(of, { status, reason }, nowMs) {
      await connections.updateMany({
        where: { ...ofRevision(of), status: { in: status === 'REVOKED' ? ['ACTIVE', 'EXPIRED'] : ['ACTIVE'] } },
        data: { status, statusReason: reason, statusChangedAt: new Date(nowMs) },
      })
    },

    async refreshFailed(of, code, nowMs) {
      await connections.updateMany({
        where: ofRevision(of),
        data: { refreshFailure: code, refreshFailedAt: new Date(nowMs) },
      })
    },

    async erase(connectionId) {
      await connections.updateMany({
        where: { id: connectionId, status: 'REVOKED' },
        data: { accessToken: '', refreshToken: null },
      })
    },

    async dueForRenewal(nowMs, limit) {
      const rows = await connections.findMany({
        where: { status: 'ACTIVE', renewAt: { lte: new Date(nowMs) } },
        select: { id: true, tokenRevision: true },
        // What fails again and again must not stand in the way of what has not been tried.
        orderBy: [{ refreshFailedAt: { sort: 'asc', nulls: 'first' } }, { renewAt: 'asc' }],
        take: limit,
      })
      return rows.map(({ id, tokenRevision }) => ({ connectionId: id, revision: tokenRevision }))
    },

    async unreleased(limit) {
      const rows = await connections.findMany({
        where: { status: 'REVOKED', accessToken: { not: '' } },
        select: { id: true },
        orderBy: { statusChangedAt: 'asc' },
        take: limit,
      })
      return rows.map(({ id }) => id)
    },
  }
}
