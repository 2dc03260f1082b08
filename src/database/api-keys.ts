import type { Reach } from '../domain/reach'
import type { Prisma } from '../generated/prisma/client'
import type { PrismaClient } from './prisma'

/** Who calls, and what the key lets them do. */
export interface Caller {
  /** Of the key, which is one of the principal's. */
  keyId: string
  principal: string
  scopes: string[]
  /** Whose rows it may see and touch. */
  reach: Reach
}

/** What there is to tell of a key: neither the key nor its hash. */
const KEY = {
  id: true,
  name: true,
  principal: true,
  scopes: true,
  userId: true,
  createdAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const satisfies Prisma.ApiKeySelect

export type ApiKeyRow = Prisma.ApiKeyGetPayload<{ select: typeof KEY }>

export interface NewApiKey {
  keyHash: string
  principal: string
  scopes: string[]
  /** The one user that it acts for; null: every user of the principal. */
  userId: string | null
  name: string | null
}

export interface ApiKeys {
  /** The caller whose unrevoked key has this hash, or null. */
  findByHash(keyHash: string): Promise<Caller | null>
  create(key: NewApiKey): Promise<ApiKeyRow>
  /** Oldest first. */
  list(): Promise<ApiKeyRow[]>
  /** `revokedBefore`: it was revoked already, then. Null: there is no such key. */
  revoke(id: string, now: Date): Promise<{ key: ApiKeyRow; revokedBefore: boolean } | null>
  /** Those of the keys that are not revoked. */
  inForce(ids: string[]): Promise<Set<string>>
  /** Notes a use, unless a later one is noted. */
  noteUse(id: string, at: Date): Promise<void>
}

export const createApiKeys = (prisma: PrismaClient): ApiKeys => ({
  async findByHash(keyHash) {
    const key = await prisma.apiKey.findUnique({ where: { keyHash, revokedAt: null }, select: KEY })
    return key && { keyId: key.id, principal: key.principal, scopes: key.scopes, reach: reachOf(key) }
  },

  create: (data) => prisma.apiKey.create({ data, select: KEY }),

  list: () => prisma.apiKey.findMany({ select: KEY, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),

  async revoke(id, now) {
    const [revoked] = await prisma.apiKey.updateManyAndReturn({
      where: { id, revokedAt: null },
      data: { revokedAt: now },
      select: KEY,
    })
    if (revoked) return { key: revoked, revokedBefore: false }
    const key = await prisma.apiKey.findUnique({ where: { id }, select: KEY })
    return key && { key, revokedBefore: true }
  },

  async inForce(ids) {
    const keys = await prisma.apiKey.findMany({ where: { id: { in: ids }, revokedAt: null }, select: { id: true } })
    return new Set(keys.map(({ id }) => id))
  },

  async noteUse(id, at) {
    await prisma.apiKey.updateMany({
      where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] },
      data: { lastUsedAt: at },
    })
  },
})

/** Operators see what every service does. */
const reachOf = ({ principal, scopes, userId }: Pick<ApiKeyRow, 'principal' | 'scopes' | 'userId'>): Reach => ({
  principal: scopes.includes('operate') ? null : principal,
  userId,
})
