import { ACCOUNT_CHANGED } from '../../domain/job-account'
import type { Prisma } from '../../generated/prisma/client'
import { releaseHeldUploads } from '../quota/freed-uploads'
import { failedColumns, LIVE, UNDISTURBED } from './job-states'

/**
 * Fails the jobs that were made for another account than the one that their connection has from now on. A job whose commit
 * lacks a verdict stays: only the earlier account, or a person, can tell what became of it.
 * @returns their job ids, so that their runs are told once the transaction is through
 */
export async function failPinnedToOther(
  tx: Prisma.TransactionClient,
  connectionId: string,
  platformUserId: string,
  now: Date,
): Promise<string[]> {
  const failed = await tx.publishJob.updateManyAndReturn({
    where: { connectionId, platformUserId: { not: platformUserId }, status: { in: LIVE }, ...UNDISTURBED },
    data: failedColumns(ACCOUNT_CHANGED, now),
    select: { jobId: true },
  })
  const jobIds = failed.map(({ jobId }) => jobId)
  await releaseHeldUploads(tx, { nowMs: () => now.getTime() }, jobIds)
  return jobIds
}
