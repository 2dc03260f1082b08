import type { Clock } from '../../domain/ports/clock'
import { nextPacificMidnightMs, pacificDay } from '../../domain/quota'
import { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'

/** A client or a transaction of its. */
type SqlClient = Pick<PrismaClient, '$executeRaw'>

/**
 * Frees the reservations `r` that the condition describes, and counts their days anew.
 *
 * Everyone locks in one order: jobs, then days (the earlier first), then reservations. So nobody waits in a circle, and
 * what a reservation costs cannot change between its release and the count of its day.
 * @returns how many were freed
 */
const free = (db: SqlClient, isDue: Prisma.Sql) => db.$executeRaw`
  WITH days AS (
    SELECT date FROM "YouTubeQuota" WHERE date IN (SELECT r.date FROM "QuotaReservation" r WHERE ${isDue})
    ORDER BY date FOR UPDATE
  ), freed AS (
    UPDATE "QuotaReservation" r SET state = 'RELEASED', "updatedAt" = now()
    FROM days WHERE r.date = days.date AND ${isDue}
    RETURNING r.date, r.units
  ), counted AS (
    UPDATE "YouTubeQuota" q SET used = q.used - f.units, "updatedAt" = now()
    FROM (SELECT date, sum(units)::int AS units FROM freed GROUP BY date) f
    WHERE q.date = f.date
  )
  SELECT FROM freed`

/**
 * Nobody can use it: its day is over, or its job has ended, is erased, waits for its user, for the queue or for longer
 * than the day.
 */
function isHeldInVain(clock: Clock) {
  const nowMs = clock.nowMs()
  return Prisma.sql`
    r.state = 'HELD' AND (r.date < ${pacificDay(nowMs)} OR NOT EXISTS (
      SELECT FROM "PublishJob" j WHERE j.id = r."publishJobId" AND (
        j.status IN ('PENDING', 'ACTIVE')
        OR j.phase = 'waiting-for-quota' AND j."quotaStartAt" IS NOT NULL
        OR j.phase IN ('scheduled', 'cooling-down') AND j."waitUntil" < ${new Date(nextPacificMidnightMs(nowMs))}
      )
    ))`
}

/**
 * Frees what these jobs hold in vain.
 * @returns how many uploads were freed
 */
export const releaseHeldUploads = (db: SqlClient, clock: Clock, jobIds: string[]) =>
  free(
    db,
    Prisma.sql`${isHeldInVain(clock)}
      AND r."publishJobId" IN (SELECT id FROM "PublishJob" WHERE "jobId" = ANY(${jobIds}))`,
  )

/**
 * Frees what any job holds in vain, also one that is erased.
 * @returns how many uploads were freed
 */
export const releaseAbandonedUploads = (db: SqlClient, clock: Clock) => free(db, isHeldInVain(clock))

/**
 * Holds the upload of one session again whose request never left: a job that could not reach YouTube keeps its turn. Where
 * it holds another by now, or the day is over, this one is freed.
 */
export async function giveBackUpload(db: SqlClient, clock: Clock, rowId: string, sessionNumber: number): Promise<void> {
  const spent = Prisma.sql`r.state = 'SPENT' AND r."publishJobId" = ${rowId} AND r.purpose = 'upload'
    AND r."sessionNumber" = ${sessionNumber}`
  const held = await db.$executeRaw`
    UPDATE "QuotaReservation" r SET state = 'HELD', "updatedAt" = now()
    WHERE ${spent} AND r.date = ${pacificDay(clock.nowMs())} AND NOT EXISTS (
      SELECT FROM "QuotaReservation" h
      WHERE h."publishJobId" = r."publishJobId" AND h.purpose = r.purpose AND h.state = 'HELD'
    )`
  if (held === 0) await free(db, spent)
}
