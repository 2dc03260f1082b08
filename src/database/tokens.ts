import type { TokenStore } from '../domain/ports/run'
import type { TokenCipher } from '../domain/ports/token-cipher'
import type { PrismaClient } from './prisma'

/** Binds a ciphertext to its row and column, so that one moved elsewhere does not decrypt. */
export const tokenBinding = (connectionId: string, column: 'accessToken' | 'refreshToken'): string =>
  `PlatformConnection/${connectionId}/${column}`

/** The token columns of `PlatformConnection`: the only code that selects them. */
export function createTokenStore(prisma: PrismaClient, cipher: TokenCipher): TokenStore {
  const encrypt = (id: string, column: 'accessToken' | 'refreshToken', token: string) =>
    cipher.encrypt(token, tokenBinding(id, column))

  return {
    async load(connectionId) {
      const row = await prisma.platformConnection.findUnique({
        where: { id: connectionId },
        select: {
          platform: true,
          status: true,
          platformUserId: true,
          login: true,
          accessToken: true,
          refreshToken: true,
          expiresAt: true,
          tokenRevision: true,
        },
      })
      if (!row) return null
      const { accessToken, refreshToken, expiresAt, tokenRevision, ...rest } = row
      return {
        ...rest,
        accessToken: accessToken && cipher.decrypt(accessToken, tokenBinding(connectionId, 'accessToken')),
        refreshToken: refreshToken && cipher.decrypt(refreshToken, tokenBinding(connectionId, 'refreshToken')),
        expiresAtMs: expiresAt?.getTime() ?? null,
        revision: tokenRevision,
      }
    },

    async store(connectionId, fromRevision, grant, nowMs) {
      const { count } = await prisma.platformConnection.updateMany({
        where: { id: connectionId, tokenRevision: fromRevision, status: { not: 'REVOKED' } },
        data: {
          accessToken: encrypt(connectionId, 'accessToken', grant.accessToken),
          // An answer without a refresh token leaves the stored one alone: Google sends it at consent only.
          ...(grant.refreshToken ? { refreshToken: encrypt(connectionId, 'refreshToken', grant.refreshToken) } : {}),
          expiresAt: new Date(nowMs + grant.expiresInSeconds * 1_000),
          status: 'ACTIVE',
          tokenRevision: { increment: 1 },
        },
      })
      return count === 1
    },

    async markExpired(connectionId, fromRevision) {
      await prisma.platformConnection.updateMany({
        where: { id: connectionId, tokenRevision: fromRevision, status: 'ACTIVE' },
        data: { status: 'EXPIRED' },
      })
    },
  }
}
