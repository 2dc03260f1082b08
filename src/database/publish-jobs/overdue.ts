import type { RunStart } from '../../domain/ports/jobs'
import { PAUSED } from '../../domain/ports/limits'
import type { PrismaClient } from '../prisma'

const BATCH = 100

/** A job whose run may be missing, or may be `asleep` although its reason to wait is gone; no run has claimed a `fresh` one. */
export interface OverdueJob extends RunStart {
  asleep: boolean
  fresh: boolean
}

/**
 * The first row ids beyond `afterId` of jobs whose reason to wait is gone: unconfirmed ones whose account came back, or
 * whose probes were let go, after the last probe, and those that wait for the end of a pause and are covered by none.
 */
async function freed(prisma: PrismaClient, now: Date, afterId: string): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    WITH pause AS (
      SELECT platform, "platformUserId" AS account, scope, until, until IS NULL OR until > ${now} AS holds
      FROM "PlatformCooldown" WHERE reason = ${PAUSED}
    )
    SELECT j.id FROM "PublishJob" j
    WHERE j.id > ${afterId} AND j.status = 'DELAYED' AND (
      j.phase = 'unconfirmed' AND (
        EXISTS (
          SELECT FROM "PlatformConnection" c
          WHERE c.id = j."connectionId" AND c.status = 'ACTIVE' AND c."statusChangedAt" > j."updatedAt"
        ) OR EXISTS (
          SELECT FROM pause p
          WHERE p.platform = j.platform AND (p.account IS NULL OR p.account = j."platformUserId")
            AND p.scope = 'ALL' AND NOT p.holds AND p.until > j."updatedAt"
        )
      ) OR j.phase = 'cooling-down' AND j."waitReason" = ${PAUSED} AND NOT EXISTS (
        SELECT FROM pause p
        WHERE p.platform = j.platform AND (p.account IS NULL OR p.account = j."platformUserId") AND p.holds
      )
    )
    ORDER BY j.id LIMIT ${BATCH}`
  return rows.map(({ id }) => id)
}

/** Jobs that are accepted and were never claimed, past their wait, able to go on, or silent in a step. */
export const createOverdueJobs = (prisma: PrismaClient, reconcileIntervalMs: number) => {
  async function batch(nowMs: number, afterId: string) {
    // A start or a timer that is this late has been lost.
    const late = new Date(nowMs - reconcileIntervalMs / 4)
    // Bytes are told every second; whoever is silent for longer is asked whether its run still exists.
    const silent = new Date(nowMs - 2 * reconcileIntervalMs)
    return prisma.publishJob.findMany({
      where: {
        id: { gt: afterId },
        OR: [
          { status: 'PENDING', updatedAt: { lt: late } },
          { status: 'DELAYED', waitUntil: { lt: late } },
          { phase: 'waiting-for-reconnect', connection: { status: 'ACTIVE' }, updatedAt: { lt: late } },
          { id: { in: await freed(prisma, new Date(nowMs), afterId) } },
          { status: 'ACTIVE', updatedAt: { lt: silent } },
          // Cancelled by the row alone, while Temporal was down: the run does not know.
          { status: 'ACTIVE', cancelRequestedAt: { lt: late } },
        ],
      },
      orderBy: { id: 'asc' },
      take: BATCH,
      select: {
        id: true,
        jobId: true,
        generation: true,
        userId: true,
        videoId: true,
        platform: true,
        scheduledFor: true,
        status: true,
        cancelRequestedAt: true,
      },
    })
  }

  return {
    /** In batches, until there are no more. A job that changes meanwhile may be among them or not, and none comes twice. */
    async *find(nowMs: number): AsyncGenerator<OverdueJob[]> {
      for (let afterId = ''; ;) {
        const rows = await batch(nowMs, afterId)
        yield rows.map(({ id: _row, status, cancelRequestedAt, ...run }) => ({
          ...run,
          asleep: status !== 'ACTIVE' || cancelRequestedAt !== null,
          fresh: status === 'PENDING',
        }))
        const last = rows[BATCH - 1]
        if (!last) return
        afterId = last.id
      }
    },
  }
}
