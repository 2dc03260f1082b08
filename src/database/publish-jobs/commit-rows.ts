import type { Clock } from '../../domain/ports/clock'
import type { RunId, RunRows } from '../../domain/ports/run'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { OPEN_COMMIT } from './job-states'

/** The commit claim: what stands between a lost answer and a second post. */
export function commitRows(
  prisma: PrismaClient,
  clock: Clock,
): Pick<RunRows, 'claimCommit' | 'hastenDeadline' | 'notPublished'> {
  return {
    async claimCommit(run, checkpointNumber, deadlineAtMs) {
      const claimed = await claimStatement(prisma, clock, { run, checkpointNumber, deadlineAtMs })
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
        where: { ...run, commitNumber, ...OPEN_COMMIT },
        data: { commitVerdict: 'not-published' },
      })
    },
  }
}

interface NewClaim {
  run: RunId
  checkpointNumber: number
  deadlineAtMs: number
}

/** @param condition what else must hold of the job, `j` */
export function claimStatement(
  prisma: PrismaClient,
  clock: Clock,
  { run: { jobId, generation }, checkpointNumber, deadlineAtMs }: NewClaim,
  condition = Prisma.empty,
): Prisma.PrismaPromise<{ commitNumber: number }[]> {
  const now = new Date(clock.nowMs())
  // The share lock orders the claim with whoever ends or changes the connection and looks for open commits after that:
  // one of the two is first, and the other sees it.
  return prisma.$queryRaw<{ commitNumber: number }[]>`
    WITH account AS (
      SELECT id, "platformUserId" FROM "PlatformConnection"
      WHERE id = (SELECT "connectionId" FROM "PublishJob" WHERE "jobId" = ${jobId}) AND status = 'ACTIVE'
      FOR SHARE
    )
    UPDATE "PublishJob" j SET
      phase = 'committing', "commitRequestedAt" = ${now}, "commitDeadlineAt" = ${new Date(deadlineAtMs)},
      "commitVerdict" = NULL, "commitNumber" = "commitNumber" + 1, "commitCheckpointNumber" = ${checkpointNumber},
      "updatedAt" = ${new Date()}
    FROM account
    WHERE j."jobId" = ${jobId} AND j.generation = ${generation} AND j.status = 'ACTIVE'
      AND j."connectionId" = account.id
      AND (j."platformUserId" IS NULL OR j."platformUserId" = account."platformUserId")
      AND j."cancelRequestedAt" IS NULL AND (j."publishBefore" IS NULL OR j."publishBefore" > ${now})
      AND (j."commitRequestedAt" IS NULL OR j."commitVerdict" = 'not-published') ${condition}
    RETURNING j."commitNumber"`
}
