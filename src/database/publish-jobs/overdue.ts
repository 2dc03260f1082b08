import type { RunStart } from '../../domain/ports/jobs'
import type { PrismaClient } from '../prisma'

const BATCH = 500

/** A job whose run may be missing, or may be `asleep` although its reason to wait is gone. */
export interface OverdueJob extends RunStart {
  asleep: boolean
}

/** Row ids of unconfirmed jobs whose account came back after the last probe. */
async function probedInVain(prisma: PrismaClient): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT j.id FROM "PublishJob" j JOIN "PlatformConnection" c ON c.id = j."connectionId"
    WHERE j.phase = 'unconfirmed' AND j.status = 'DELAYED' AND c.status = 'ACTIVE' AND c."statusChangedAt" > j."updatedAt"
    LIMIT ${BATCH}`
  return rows.map(({ id }) => id)
}

/** Jobs that are accepted and were never claimed, past their wait, able to go on, or silent in a step. */
export const createOverdueJobs = (prisma: PrismaClient, reconcileIntervalMs: number) => ({
  async find(nowMs: number): Promise<OverdueJob[]> {
    // A start or a timer that is this late has been lost.
    const late = new Date(nowMs - reconcileIntervalMs / 4)
    // Bytes are told every second; whoever is silent for longer is asked whether its run still exists.
    const silent = new Date(nowMs - 2 * reconcileIntervalMs)
    const rows = await prisma.publishJob.findMany({
      where: {
        OR: [
          { status: 'PENDING', updatedAt: { lt: late } },
          { status: 'DELAYED', waitUntil: { lt: late } },
          { phase: 'waiting-for-reconnect', connection: { status: 'ACTIVE' }, updatedAt: { lt: late } },
          { id: { in: await probedInVain(prisma) } },
          { status: 'ACTIVE', updatedAt: { lt: silent } },
          // Cancelled by the row alone, while Temporal was down: the run does not know.
          { status: 'ACTIVE', cancelRequestedAt: { lt: late } },
        ],
      },
      orderBy: { createdAt: 'asc' },
      take: BATCH,
      select: {
        jobId: true,
        generation: true,
        userId: true,
        videoId: true,
        platform: true,
        scheduledFor: true,
        status: true,
        cancelRequestedAt: true,
      },
    })
    return rows.map(({ status, cancelRequestedAt, ...run }) => ({
      ...run,
      asleep: status !== 'ACTIVE' || cancelRequestedAt !== null,
    }))
  },
})
