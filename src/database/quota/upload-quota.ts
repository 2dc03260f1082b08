import type { Clock } from '../../domain/ports/clock'
import type { UploadQuota } from '../../domain/ports/quota'
import { pacificDay, type QuotaPlan } from '../../domain/quota'
import type { PrismaClient } from '../prisma'
import { isUniqueViolation } from '../violations'
import { closeDay, openDay, quotaExhausted } from './day-row'
import { giveBackUpload, releaseAbandonedUploads } from './freed-uploads'

/**
 * YouTube's daily uploads, counted in `YouTubeQuota`. Each change is one statement, so that no number of workers can
 * bring a day over its limit.
 */
export function createUploadQuota(prisma: PrismaClient, clock: Clock, plan: QuotaPlan): UploadQuota {
  async function reserve(rowId: string): Promise<number> {
    const nowMs = clock.nowMs()
    const first = await holdUpload(prisma, rowId, nowMs)
    const { sessionNumber } =
      first.sessionNumber === null && !first.isDayFull ? await holdAfterAll(rowId, nowMs) : first
    if (sessionNumber === null) throw quotaExhausted('upload', nowMs)
    return sessionNumber
  }

  /** The day may have no row yet, an upload of yesterday may be in the way, another attempt may have got one since. */
  async function holdAfterAll(rowId: string, nowMs: number): Promise<Hold> {
    await openDay(prisma, plan, pacificDay(nowMs))
    await releaseAbandonedUploads(prisma, clock)
    return holdUpload(prisma, rowId, nowMs)
  }

  async function spend(rowId: string, sessionNumber: number): Promise<number> {
    const isSpent = await spendHeld(prisma, rowId, sessionNumber, pacificDay(clock.nowMs()))
    return isSpent ? sessionNumber : spend(rowId, await reserve(rowId))
  }

  return {
    reserve,
    spend,

    async giveBack(rowId, sessionNumber) {
      await giveBackUpload(prisma, clock, rowId, sessionNumber)
    },

    async close() {
      const now = new Date(clock.nowMs())
      await closeDay(prisma, plan, pacificDay(now.getTime()), now)
    },
  }
}

/** What became of an attempt to hold an upload. */
interface Hold {
  /** Null: none is held for the job. */
  sessionNumber: number | null
  /** The day had nothing to give when the attempt began; without that, another one may succeed. */
  isDayFull: boolean
}

const NOTHING_HELD: Hold = { sessionNumber: null, isDayFull: false }

/**
 * The number of the session whose upload the job holds of today, else of a new one.
 * Two attempts at once take the same number: the database refuses the second, which finds what the first holds.
 * @param isGrant it is the job's turn; who comes by itself must not pass those who wait
 */
export async function holdUpload(
  db: Pick<PrismaClient, '$queryRaw'>,
  rowId: string,
  nowMs: number,
  isGrant = false,
): Promise<Hold> {
  const day = pacificDay(nowMs)
  try {
    const [hold] = await db.$queryRaw<Hold[]>`
      WITH job AS (
        SELECT id FROM "PublishJob" WHERE id = ${rowId} AND status IN ('PENDING', 'ACTIVE', 'DELAYED') FOR SHARE
      ), held AS (
        SELECT r."sessionNumber"
        FROM job JOIN "QuotaReservation" r ON r."publishJobId" = job.id JOIN "YouTubeQuota" q ON q.date = r.date
        WHERE r.purpose = 'upload' AND r.state = 'HELD' AND q.date = ${day} AND q."closedAt" IS NULL
      ), day AS (
        UPDATE "YouTubeQuota" q SET used = q.used + q."uploadCost", "updatedAt" = now() FROM job
        WHERE q.date = ${day} AND q."closedAt" IS NULL AND q.used + q."uploadCost" <= q."limit"
          AND NOT EXISTS (SELECT FROM held)
          AND (${isGrant} OR NOT EXISTS (
            SELECT FROM "PublishJob" w
            WHERE w."quotaQueuedAt" IS NOT NULL AND w.phase = 'waiting-for-quota' AND w.platform = 'YOUTUBE'
              AND w.id <> job.id AND NOT EXISTS (
                SELECT FROM "QuotaReservation" h
                WHERE h."publishJobId" = w.id AND h.purpose = 'upload' AND h.state = 'HELD' AND h.date = ${day}
              )
          ))
        RETURNING q.date, q."uploadCost"
      ), made AS (
        INSERT INTO "QuotaReservation" ("publishJobId", purpose, "sessionNumber", date, units, "createdAt", "updatedAt")
        SELECT ${rowId}, 'upload', 1 + coalesce((
          SELECT max("sessionNumber") FROM "QuotaReservation" WHERE "publishJobId" = ${rowId} AND purpose = 'upload'
        ), 0), date, "uploadCost", ${new Date(nowMs)}, now() FROM day
        RETURNING "sessionNumber"
      )
      SELECT coalesce((SELECT "sessionNumber" FROM held), (SELECT "sessionNumber" FROM made)) AS "sessionNumber", EXISTS (
        SELECT FROM "YouTubeQuota"
        WHERE date = ${day} AND ("closedAt" IS NOT NULL OR used + "uploadCost" > "limit")
      ) AS "isDayFull"`
    return hold ?? NOTHING_HELD
  } catch (error) {
    if (isUniqueViolation(error)) return NOTHING_HELD
    throw error
  }
}

/** Whether the upload was held, of this day, and the day is still open. */
async function spendHeld(prisma: PrismaClient, rowId: string, sessionNumber: number, day: string): Promise<boolean> {
  const spent = await prisma.$executeRaw`
    UPDATE "QuotaReservation" r SET state = 'SPENT', "updatedAt" = now() FROM "YouTubeQuota" q
    WHERE r."publishJobId" = ${rowId} AND r.purpose = 'upload' AND r."sessionNumber" = ${sessionNumber}
      AND r.state = 'HELD' AND r.date = ${day} AND q.date = r.date AND q."closedAt" IS NULL`
  return spent === 1
}
