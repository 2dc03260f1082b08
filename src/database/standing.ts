import type { Clock } from '../domain/ports/clock'
import type { Standing } from '../domain/ports/standing'
import { LIVE } from './publish-jobs/job-states'
import type { PrismaClient } from './prisma'

export const createStanding = (prisma: PrismaClient, clock: Clock) => ({
  async read(): Promise<Standing> {
    const holds = [{ until: null }, { until: { gt: new Date(clock.nowMs()) } }]
    const [oldest, connections, cooldowns] = await Promise.all([
      prisma.$queryRaw<{ phase: string; dueAt: Date }[]>`
        SELECT phase, min(GREATEST("createdAt", "scheduledFor")) AS "dueAt" FROM "PublishJob"
        WHERE status = ANY(${LIVE}::"JobStatus"[]) GROUP BY phase`,
      prisma.platformConnection.groupBy({ by: ['platform', 'status'], _count: true }),
      prisma.platformCooldown.groupBy({ by: ['platform', 'reason'], where: { OR: holds }, _count: true }),
    ])
    return {
      oldest: oldest.map(({ phase, dueAt }) => ({ phase, dueAtMs: dueAt.getTime() })),
      connections: connections.map(({ _count, ...group }) => ({ ...group, count: _count })),
      cooldowns: cooldowns.map(({ _count, ...group }) => ({ ...group, count: _count })),
    }
  },
})
