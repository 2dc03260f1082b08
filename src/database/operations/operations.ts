import type { Platform } from '../../domain/platform'
import type { Prisma } from '../../generated/prisma/client'
import { createdBefore, NEWEST_FIRST, toPage, type Page, type PageRequest } from '../page'
import type { PrismaClient } from '../prisma'
import { createJobSearch } from './job-search'

/** No token column is ever selected here. */
const CONNECTION = {
  id: true,
  userId: true,
  platform: true,
  login: true,
  platformUsername: true,
  status: true,
  statusReason: true,
  statusChangedAt: true,
  expiresAt: true,
  connectedAt: true,
  createdAt: true,
} as const satisfies Prisma.PlatformConnectionSelect

export type FoundConnection = Prisma.PlatformConnectionGetPayload<{ select: typeof CONNECTION }>

/** Absent members do not filter. */
export interface ConnectionSearch {
  id?: string | undefined
  platform?: Platform | undefined
  status?: FoundConnection['status'] | undefined
  userId?: string | undefined
}

export interface ConnectionCount {
  platform: Platform
  status: FoundConnection['status']
  statusReason: string | null
  count: number
}

/** What only those ask who run the service: over all users, and by what is wrong. */
export const createOperations = (prisma: PrismaClient) => ({
  ...createJobSearch(prisma),

  /** A page, newest first. */
  async findConnections(search: ConnectionSearch, { limit, after }: PageRequest): Promise<Page<FoundConnection>> {
    const rows = await prisma.platformConnection.findMany({
      where: { AND: [search, createdBefore(after)] },
      orderBy: NEWEST_FIRST,
      take: limit + 1,
      select: CONNECTION,
    })
    return toPage(rows, limit, (row) => row.createdAt)
  },

  /** Those that cannot be used, by platform and reason. */
  async countUnusable(): Promise<ConnectionCount[]> {
    const groups = await prisma.platformConnection.groupBy({
      by: ['platform', 'status', 'statusReason'],
      where: { status: { not: 'ACTIVE' } },
      _count: true,
    })
    return groups.map(({ _count, ...group }) => ({ ...group, count: _count }))
  },

  /** Webhook endpoints that get nothing: disabled, or failing since some time. */
  async countTroubledEndpoints(): Promise<{ disabled: number; failing: number }> {
    const [disabled, failing] = await Promise.all([
      prisma.webhookEndpoint.count({ where: { disabledAt: { not: null } } }),
      prisma.webhookEndpoint.count({ where: { disabledAt: null, failingSince: { not: null } } }),
    ])
    return { disabled, failing }
  },
})

export type Operations = ReturnType<typeof createOperations>
