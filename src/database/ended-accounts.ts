import { DISCONNECTED } from '../domain/connection-health'
import type { Prisma } from '../generated/prisma/client'
import { isCommitOpen, LIVE } from './publish-jobs/job-states'

/**
 * Ends connections by our own hand: from here on nobody uses their tokens, though they still lie there. A commit claim
 * holds its connection's row, so that after this statement every commit that was claimed before it is seen, and none is
 * claimed any more.
 */
export async function endConnections(
  tx: Prisma.TransactionClient,
  where: Prisma.PlatformConnectionWhereInput,
  now: Date,
): Promise<void> {
  await tx.platformConnection.updateMany({
    where: { ...where, NOT: { status: 'REVOKED', statusReason: DISCONNECTED } },
    data: { status: 'REVOKED', statusReason: DISCONNECTED, statusChangedAt: now },
  })
}

export interface AffectedJobs {
  live: string[]
  /** Those of them whose commit was sent, with no verdict so far: what it needs to be found out must stay. */
  committed: string[]
}

/** Read after `endConnections`, in its transaction. */
export async function affectedJobs(
  tx: Prisma.TransactionClient,
  where: Prisma.PublishJobWhereInput,
): Promise<AffectedJobs> {
  const jobs = await tx.publishJob.findMany({
    where: { ...where, status: { in: LIVE } },
    orderBy: { createdAt: 'asc' },
    select: { jobId: true, commitRequestedAt: true, commitVerdict: true },
  })
  const committed = jobs.filter(isCommitOpen)
  return { live: jobs.map(({ jobId }) => jobId), committed: committed.map(({ jobId }) => jobId) }
}
