import { ACCOUNT_BUSY } from '../../domain/account-busy'
import type { Clock } from '../../domain/ports/clock'
import type { CommitLane, RunId } from '../../domain/ports/run'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { claimStatement } from './commit-rows'

/**
 * One open commit of an account at a time. One that stays without a verdict gives the way free once its request can no longer
 * arrive and so much more has passed that the instants of two posts tell them apart.
 * @param settleMs by how much the platform's clock may differ from ours, at most
 */
export function createCommitLane(prisma: PrismaClient, clock: Clock, settleMs: number): CommitLane {
  /** Another commit of the account of `job`, in the way of its own. */
  const inTheWay = (job: Prisma.Sql) => Prisma.sql`EXISTS (
    SELECT 1 FROM "PublishJob" o
    WHERE o."connectionId" = ${job}."connectionId" AND o."jobId" <> ${job}."jobId"
      AND o."commitRequestedAt" IS NOT NULL AND o."commitVerdict" IS NULL
      AND o."commitDeadlineAt" > ${new Date(clock.nowMs() - 2 * settleMs)}
  )`
  const waits = (job: Prisma.Sql) =>
    Prisma.sql`${job}.phase = 'cooling-down' AND ${job}."waitReason" = ${ACCOUNT_BUSY.code}`

  /** Held to the end of the transaction: whoever claims next looks for open commits after that. */
  const lockAccount = ({ jobId }: RunId) => prisma.$queryRaw`
    SELECT id FROM "PlatformConnection"
    WHERE id = (SELECT "connectionId" FROM "PublishJob" WHERE "jobId" = ${jobId})
    FOR NO KEY UPDATE`

  const J = Prisma.sql`j`
  const W = Prisma.sql`w`

  return {
    async claimCommit(run, checkpointNumber, deadlineAtMs) {
      // Two statements: one alone would wait for the lock and then decide by what it saw before.
      const [, claimed] = await prisma.$transaction([
        lockAccount(run),
        claimStatement(prisma, clock, { run, checkpointNumber, deadlineAtMs }, Prisma.sql`AND NOT ${inTheWay(J)}`),
      ])
      return claimed[0]?.commitNumber ?? null
    },

    async placeOf({ jobId }) {
      const [found] = await prisma.$queryRaw<{ ahead: number }[]>`
        SELECT (
          SELECT count(*)::int FROM "PublishJob" w
          WHERE w."connectionId" = j."connectionId" AND ${waits(W)} AND (w."createdAt", w."jobId") < (j."createdAt", j."jobId")
        ) AS ahead
        FROM "PublishJob" j WHERE j."jobId" = ${jobId} AND ${inTheWay(J)}`
      return found ? found.ahead + 1 : null
    },

    async next({ jobId }) {
      const [first] = await prisma.$queryRaw<{ jobId: string }[]>`
        SELECT w."jobId" FROM "PublishJob" j JOIN "PublishJob" w ON w."connectionId" = j."connectionId"
        WHERE j."jobId" = ${jobId} AND w."jobId" <> j."jobId" AND ${waits(W)} AND NOT ${inTheWay(W)}
        ORDER BY w."createdAt", w."jobId" LIMIT 1`
      return first?.jobId ?? null
    },
  }
}
