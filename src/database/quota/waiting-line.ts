import type { Waiting } from '../../domain/fair-order'
import { nextPacificMidnightMs, pacificDay } from '../../domain/quota'
import type { PrismaClient } from '../prisma'

/** A YouTube job that is to have an upload of a day. */
export interface InLine extends Waiting {
  rowId: string
  /** The instant of a post that is scheduled for the day; null for a job of the queue. */
  scheduledForMs: number | null
  publishBeforeMs: number | null
}

/** A job of the queue for which an upload of the day is held that it has not begun to use. */
export interface Granted extends Waiting {
  startAtMs: number
}

export interface WaitingLine {
  /** Posts that are scheduled for today, or are late, and hold no upload yet. */
  scheduled: InLine[]
  queued: InLine[]
  granted: Granted[]
}

type SqlClient = Pick<PrismaClient, '$queryRaw'>

interface JobRow {
  rowId: string
  jobId: string
  userId: string
  scheduledFor: Date | null
  publishBefore: Date | null
  queuedAt: Date
  quotaStartAt: Date | null
  holds: boolean
}

/** Who waits for an upload of the Pacific day that `nowMs` belongs to. */
export async function readWaitingLine(db: SqlClient, nowMs: number): Promise<WaitingLine> {
  const rows = await db.$queryRaw<JobRow[]>`
    SELECT j.id AS "rowId", j."jobId", j."userId", j."publishBefore", j."quotaStartAt",
      CASE WHEN j.phase = 'scheduled' THEN j."scheduledFor" END AS "scheduledFor",
      coalesce(j."quotaQueuedAt", j."createdAt") AS "queuedAt",
      EXISTS (
        SELECT FROM "QuotaReservation" r JOIN "YouTubeQuota" q ON q.date = r.date
        WHERE r."publishJobId" = j.id AND r.state = 'HELD' AND r.date = ${pacificDay(nowMs)} AND q."closedAt" IS NULL
      ) AS holds
    FROM "PublishJob" j
    WHERE j.platform = 'YOUTUBE' AND j.status = 'DELAYED' AND j."cancelRequestedAt" IS NULL
      AND (j.phase = 'waiting-for-quota' AND j."quotaQueuedAt" IS NOT NULL
        OR j.phase = 'scheduled' AND j."scheduledFor" < ${new Date(nextPacificMidnightMs(nowMs))})`
  const waiting = rows.filter(({ holds }) => !holds).map(toInLine)
  return {
    scheduled: waiting.filter(({ scheduledForMs }) => scheduledForMs !== null),
    queued: waiting.filter(({ scheduledForMs }) => scheduledForMs === null),
    granted: rows.flatMap((row) =>
      row.holds && row.quotaStartAt ? [{ ...toInLine(row), startAtMs: row.quotaStartAt.getTime() }] : [],
    ),
  }
}

const toInLine = ({ rowId, jobId, userId, scheduledFor, publishBefore, queuedAt }: JobRow): InLine => ({
  rowId,
  jobId,
  userId,
  queuedAtMs: queuedAt.getTime(),
  scheduledForMs: scheduledFor && scheduledFor.getTime(),
  publishBeforeMs: publishBefore && publishBefore.getTime(),
})

/** When users were last given an upload; what was before the first of `waiting` began to wait changes no order. */
export async function readLastServed(db: SqlClient, waiting: Waiting[]): Promise<Map<string, number>> {
  if (waiting.length === 0) return new Map()
  const firstDay = pacificDay(Math.min(...waiting.map(({ queuedAtMs }) => queuedAtMs)))
  const rows = await db.$queryRaw<{ userId: string; at: Date }[]>`
    SELECT j."userId", max(r."createdAt") AS at
    FROM "QuotaReservation" r JOIN "PublishJob" j ON j.id = r."publishJobId"
    WHERE r.date >= ${firstDay} AND r.state <> 'RELEASED'
    GROUP BY j."userId"`
  return new Map(rows.map(({ userId, at }) => [userId, at.getTime()]))
}
