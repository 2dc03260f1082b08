import type { PrismaClient } from './prisma'

/** Who calls, and what the key lets them do. */
export interface Caller {
  principal: string
  scopes: string[]
}

export interface ApiKeys {
  /** The caller whose unrevoked key has this hash, or null. */
  findByHash(keyHash: string): Promise<Caller | null>
}

export const createApiKeys = (prisma: PrismaClient): ApiKeys => ({
  findByHash: (keyHash) =>
    prisma.apiKey.findUnique({ where: { keyHash, revokedAt: null }, select: { principal: true, scopes: true } }),
})
