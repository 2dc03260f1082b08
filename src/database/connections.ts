import type { Platform } from '../domain/platform'
import type { Prisma } from '../generated/prisma/client'
import type { PrismaClient } from './prisma'

/** No token column is ever selected here. */
const CONNECTION = {
  id: true,
  userId: true,
  platform: true,
  platformUserId: true,
  platformUsername: true,
  status: true,
  expiresAt: true,
  createdAt: true,
  updatedAt: true,
} as const

export type ConnectionRow = Prisma.PlatformConnectionGetPayload<{ select: typeof CONNECTION }>

export interface Connections {
  ofUser(userId: string): Promise<ConnectionRow[]>
  /** The user's connections on these platforms, and whatever else is named by id. */
  candidates(userId: string, platforms: Platform[], ids: string[]): Promise<ConnectionRow[]>
}

export const createConnections = (prisma: PrismaClient): Connections => ({
  ofUser: (userId) =>
    prisma.platformConnection.findMany({ where: { userId }, select: CONNECTION, orderBy: { platform: 'asc' } }),

  candidates: (userId, platforms, ids) =>
    prisma.platformConnection.findMany({
      where: { OR: [{ userId, platform: { in: platforms } }, { id: { in: ids } }] },
      select: CONNECTION,
    }),
})
