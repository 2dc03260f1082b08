import type { Reach } from '../domain/reach'
import type { PrismaClient } from './prisma'

/** Who calls, and what the key lets them do. */
export interface Caller {
  principal: string
  scopes: string[]
  /** Whose rows it may see and touch. */
  reach: Reach
}

export interface ApiKeys {
  /** The caller whose unrevoked key has this hash, or null. */
  findByHash(keyHash: string): Promise<Caller | null>
}

export const createApiKeys = (prisma: PrismaClient): ApiKeys => ({
  async findByHash(keyHash) {
    const key = await prisma.apiKey.findUnique({
      where: { keyHash, revokedAt: null },
      select: { principal: true, scopes: true, userId: true },
    })
    return key && { principal: key.principal, scopes: key.scopes, reach: reachOf(key) }
  },
})

/** Operators see what every service does. */
const reachOf = ({
  principal,
  scopes,
  userId,
}: {
  principal: string
  scopes: string[]
  userId: string | null
}): Reach => ({
  principal: scopes.includes('operate') ? null : principal,
  userId,
})
