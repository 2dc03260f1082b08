import type { Platform } from '../domain/platform'
import type { Reach } from '../domain/reach'
import type { Prisma } from '../generated/prisma/client'
import { ownedBy } from './owned-by'
import type { PrismaClient } from './prisma'

/** No token column is ever selected here. */
const CONNECTION = {
  id: true,
  userId: true,
  platform: true,
  login: true,
  platformUserId: true,
  platformUsername: true,
  status: true,
  statusReason: true,
  statusChangedAt: true,
  scopes: true,
  expiresAt: true,
  refreshExpiresAt: true,
  refreshFailure: true,
  refreshFailedAt: true,
  connectedAt: true,
  createdAt: true,
  updatedAt: true,
} as const

export type ConnectionRow = Prisma.PlatformConnectionGetPayload<{ select: typeof CONNECTION }>

export interface AccountRow {
  id: string
  platform: Platform
  platformUserId: string
}

/** Connections of users within reach, as if there were no others. */
export interface Connections {
  find(id: string, reach: Reach): Promise<ConnectionRow | null>
  ofUser(userId: string, reach: Reach): Promise<ConnectionRow[]>
  /** The user's connections on these platforms, and whatever else is named by id. */
  candidates(userId: string, platforms: Platform[], ids: string[], reach: Reach): Promise<ConnectionRow[]>
  /** The connections to accounts of these ids, which may be alike on two platforms. */
  ofAccounts(platformUserIds: string[], reach: Reach): Promise<AccountRow[]>
  /** How many jobs wait until the user reconnects the account, by connection id; connections without one are left out. */
  waitingJobs(ids: string[]): Promise<Map<string | null, number>>
}

export const createConnections = (prisma: PrismaClient): Connections => ({
  find: (id, reach) =>
    prisma.platformConnection.findUnique({ where: { id, user: ownedBy(reach) }, select: CONNECTION }),

  ofUser: (userId, reach) =>
    prisma.platformConnection.findMany({
      where: { userId, user: ownedBy(reach) },
      select: CONNECTION,
      orderBy: { platform: 'asc' },
    }),

  candidates: (userId, platforms, ids, reach) =>
    prisma.platformConnection.findMany({
      where: { OR: [{ userId, platform: { in: platforms } }, { id: { in: ids } }], user: ownedBy(reach) },
      select: CONNECTION,
    }),

  ofAccounts: (platformUserIds, reach) =>
    prisma.platformConnection.findMany({
      where: { platformUserId: { in: platformUserIds }, user: ownedBy(reach) },
      select: { id: true, platform: true, platformUserId: true },
    }),

  async waitingJobs(ids) {
    const groups = await prisma.publishJob.groupBy({
      by: 'connectionId',
      where: { connectionId: { in: ids }, phase: 'waiting-for-reconnect' },
      _count: true,
    })
    return new Map(groups.map(({ connectionId, _count }) => [connectionId, _count]))
  },
})
