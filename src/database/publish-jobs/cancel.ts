import { EDITABLE_PHASES, PHASE_STATUS, WAITING_PHASES, type JobPhase } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { releaseHeldUploads } from '../quota/freed-uploads'
import { LIVE, NO_WAIT } from './job-states'

/** No step is under way: the row alone ends the job, and its run finds it ended. */
const IDLE_PHASES: JobPhase[] = [...EDITABLE_PHASES, ...WAITING_PHASES]

/** No commit may have published the job, nor may one that is on its way. */
const UNCOMMITTED: Prisma.PublishJobWhereInput = {
  OR: [{ commitRequestedAt: null }, { commitVerdict: 'not-published' }],
}

/**
 * The statements that cancel jobs, for one transaction, in this order. A job that is idle ends here; one that is at work
 * ends when its run looks at its row; one whose commit may have published, or has ended, stays as it is.
 */
export function cancelStatements(db: Prisma.TransactionClient | PrismaClient, clock: Clock, jobIds: string[]) {
  const now = new Date(clock.nowMs())
  const uncommitted = { jobId: { in: jobIds }, ...UNCOMMITTED }
  return [
    db.publishJob.updateMany({
      where: { ...uncommitted, cancelRequestedAt: null, status: { in: LIVE } },
      data: { cancelRequestedAt: now },
    }),
    // The rows are held since then: their jobs neither begin a step nor end one in between.
    db.publishJob.updateMany({
      where: { ...uncommitted, cancelRequestedAt: { not: null }, phase: { in: IDLE_PHASES } },
      data: { phase: 'cancelled', status: PHASE_STATUS.cancelled, failedAt: now, ...NO_WAIT },
    }),
    releaseHeldUploads(db, clock, jobIds),
  ]
}
