import { PublishError } from '../../domain/errors'
import type { Clock } from '../../domain/ports/clock'
import type { UploadQuota } from '../../domain/ports/quota'
import { nextPacificMidnightMs, pacificDay, type QuotaPlan } from '../../domain/quota'
import type { PrismaClient } from '../prisma'

const PURPOSE = 'upload'

/** A client or a transaction of its. */
type SqlClient = Pick<PrismaClient, '$executeRaw'>

/** Gives unspent places back to their days: those of jobs that have ended without a post, and those of a day that is over. */
export const releaseHeldUploads = (prisma: SqlClient, clock: Clock, jobIds: string[]) => prisma.$executeRaw`
  WITH freed AS (
    UPDATE "QuotaReservation" r SET state = 'RELEASED', "updatedAt" = now()
    FROM "PublishJob" j
    WHERE j.id = r."publishJobId" AND j."jobId" = ANY(${jobIds}) AND r.state = 'HELD'
      AND (j.status = 'FAILED' OR r.date <> ${pacificDay(clock.nowMs())})
    RETURNING r.date, r.units
  )
  UPDATE "YouTubeQuota" q SET used = q.used - f.units, "updatedAt" = now()
  FROM (SELECT date, sum(units)::int AS units FROM freed GROUP BY date) f
  WHERE q.date = f.date`

/**
 * YouTube's daily uploads, counted in `YouTubeQuota`. Each change is one statement, so that no number of workers can
 * bring a day over its limit.
 */
export function createUploadQuota(prisma: PrismaClient, clock: Clock, plan: QuotaPlan): UploadQuota {
  const size = { costUnits: plan.uploadCost, limitUnits: plan.limits.uploads }

  /** A place of today that is held already, else a new one; undefined when the day is full. */
  async function hold(rowId: string, day: string): Promise<number | undefined> {
    await prisma.youTubeQuota.createMany({ data: [{ date: day, limit: size.limitUnits }], skipDuplicates: true })
    const places = await prisma.$queryRaw<{ sessionNumber: number }[]>`
      WITH held AS (
        SELECT "sessionNumber" FROM "QuotaReservation"
        WHERE "publishJobId" = ${rowId} AND purpose = ${PURPOSE} AND state = 'HELD' AND date = ${day}
      ), bucket AS (
        UPDATE "YouTubeQuota" SET used = used + ${size.costUnits}, "updatedAt" = now()
        WHERE date = ${day} AND used + ${size.costUnits} <= "limit" AND NOT EXISTS (SELECT FROM held)
        RETURNING date
      ), made AS (
        INSERT INTO "QuotaReservation" ("publishJobId", purpose, "sessionNumber", date, units, "updatedAt")
        SELECT ${rowId}, ${PURPOSE}, 1 + coalesce((
          SELECT max("sessionNumber") FROM "QuotaReservation" WHERE "publishJobId" = ${rowId} AND purpose = ${PURPOSE}
        ), 0), date, ${size.costUnits}, now() FROM bucket
        RETURNING "sessionNumber"
      )
      SELECT "sessionNumber" FROM held UNION ALL SELECT "sessionNumber" FROM made`
    return places[0]?.sessionNumber
  }

  async function reserve(rowId: string): Promise<number> {
    const nowMs = clock.nowMs()
    const sessionNumber = await hold(rowId, pacificDay(nowMs))
    if (sessionNumber !== undefined) return sessionNumber
    throw new PublishError({
      code: 'youtube-quota-exhausted',
      category: 'quota',
      message: "YouTube's upload quota of this Pacific day is used up.",
      remedy: 'Nothing needs to be done: the job goes on after midnight Pacific Time.',
      untilMs: nextPacificMidnightMs(nowMs),
    })
  }

  return {
    reserve,

    async giveBack(rowId, sessionNumber) {
      await prisma.$executeRaw`
        WITH freed AS (
          UPDATE "QuotaReservation" SET state = 'RELEASED', "updatedAt" = now()
          WHERE "publishJobId" = ${rowId} AND purpose = ${PURPOSE} AND "sessionNumber" = ${sessionNumber} AND state = 'SPENT'
          RETURNING date, units
        )
        UPDATE "YouTubeQuota" q SET used = q.used - f.units, "updatedAt" = now() FROM freed f WHERE q.date = f.date`
    },

    async close() {
      const now = new Date(clock.nowMs())
      await prisma.youTubeQuota.updateMany({ where: { date: pacificDay(now.getTime()) }, data: { closedAt: now } })
    },

    async spend(rowId, sessionNumber) {
      const today = pacificDay(clock.nowMs())
      const place = { publishJobId: rowId, purpose: PURPOSE, state: 'HELD' as const }
      const spendToday = (number: number) =>
        prisma.quotaReservation.updateMany({
          where: { ...place, sessionNumber: number, date: today },
          data: { state: 'SPENT' },
        })
      if ((await spendToday(sessionNumber)).count === 1) return
      const job = await prisma.publishJob.findUniqueOrThrow({ where: { id: rowId }, select: { jobId: true } })
      await releaseHeldUploads(prisma, clock, [job.jobId])
      await spendToday(await reserve(rowId))
    },
  }
}
