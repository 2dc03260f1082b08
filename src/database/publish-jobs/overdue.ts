import type { RunStart } from '../../domain/ports/jobs'
import type { PrismaClient } from '../prisma'

/** A start or a timer that is this late has been lost. */
const GRACE_MS = 15_000
/** A step reports far more often than this. */
const SILENCE_MS = 15 * 60_000
const BATCH = 500

/** Jobs whose run may be missing or asleep: accepted and never claimed, past their wait, able to go on, or silent in a step. */
export const createOverdueJobs = (prisma: PrismaClient) => ({
  async find(nowMs: number): Promise<RunStart[]> {
    const late = new Date(nowMs - GRACE_MS)
    const silent = new Date(nowMs - SILENCE_MS)
    return prisma.publishJob.findMany({
      where: {
        OR: [
          { status: 'PENDING', updatedAt: { lt: late } },
          { status: 'DELAYED', waitUntil: { lt: late } },
          { phase: 'waiting-for-reconnect', connection: { status: 'ACTIVE' }, updatedAt: { lt: late } },
          { status: 'ACTIVE', updatedAt: { lt: silent } },
          // Cancelled by the row alone, while Temporal was down: the run does not know.
          { status: 'ACTIVE', cancelRequestedAt: { lt: late } },
        ],
      },
      orderBy: { createdAt: 'asc' },
      take: BATCH,
      select: { jobId: true, generation: true, userId: true, videoId: true, platform: true, scheduledFor: true },
    })
  },
})
