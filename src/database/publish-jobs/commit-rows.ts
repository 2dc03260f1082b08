import { PHASE_STATUS } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { RunRows } from '../../domain/ports/run'
import type { PrismaClient } from '../prisma'

/** The commit claim: what stands between a lost answer and a second post. */
export function commitRows(
  prisma: PrismaClient,
  clock: Clock,
): Pick<RunRows, 'claimCommit' | 'hastenDeadline' | 'notPublished'> {
  return {
    async claimCommit(run, checkpointNumber, deadlineAtMs) {
      const claimed = await prisma.publishJob.updateManyAndReturn({
        where: {
          ...run,
          status: 'ACTIVE',
          cancelRequestedAt: null,
          OR: [{ commitRequestedAt: null }, { commitVerdict: 'not-published' }],
        },
        data: {
          phase: 'committing',
          status: PHASE_STATUS.committing,
          commitRequestedAt: new Date(clock.nowMs()),
          commitDeadlineAt: new Date(deadlineAtMs),
          commitVerdict: null,
          commitNumber: { increment: 1 },
          commitCheckpointNumber: checkpointNumber,
        },
        select: { commitNumber: true },
      })
      return claimed[0]?.commitNumber ?? null
    },

    async hastenDeadline(run, commitNumber, atMs) {
      const at = new Date(atMs)
      await prisma.publishJob.updateMany({
        where: { ...run, commitNumber, commitVerdict: null, commitDeadlineAt: { gt: at } },
        data: { commitDeadlineAt: at },
      })
    },

    async notPublished(run, commitNumber) {
      await prisma.publishJob.updateMany({
        where: { ...run, commitNumber, commitRequestedAt: { not: null }, commitVerdict: null },
        data: { commitVerdict: 'not-published' },
      })
    },
  }
}
