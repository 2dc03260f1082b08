import { withinDeadline } from '../../domain/deadline'
import { PHASE_STATUS, type WaitingPhase } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { QuotaQueue } from '../../domain/ports/quota'
import type { RunRows } from '../../domain/ports/run'
import type { Prisma } from '../../generated/prisma/client'
import type { PrismaClient } from '../prisma'
import { releaseHeldUploads } from '../quota/freed-uploads'
import { LIVE, problemColumns, UNDISTURBED } from './job-states'
import { estimatedStartMs } from './quota-turn'

const BEFORE = {
  jobId: true,
  platform: true,
  waitReason: true,
  waitUntil: true,
  errorCode: true,
  errorCategory: true,
  publishBefore: true,
  quotaQueuedAt: true,
} as const satisfies Prisma.PublishJobSelect

type Before = Prisma.PublishJobGetPayload<{ select: typeof BEFORE }>

/** How a job waits for what its step lacked. */
export function parkRows(
  prisma: PrismaClient,
  clock: Clock,
  queue: Pick<QuotaQueue, 'placeOf'>,
): Pick<RunRows, 'park'> {
  async function inQueue({ jobId, publishBefore, quotaQueuedAt }: Before) {
    const nowMs = clock.nowMs()
    const startMs = await estimatedStartMs(queue, jobId, nowMs)
    return {
      waitUntil: new Date(withinDeadline(startMs, publishBefore && publishBefore.getTime())),
      quotaQueuedAt: quotaQueuedAt ?? new Date(nowMs),
    }
  }

  return {
    async park(run, phase, untilMs, problem) {
      const before = await prisma.publishJob.findUniqueOrThrow({ where: { jobId: run.jobId }, select: BEFORE })
      const isQueued = phase === 'waiting-for-quota' && before.platform === 'YOUTUBE'
      const wait = isQueued ? await inQueue(before) : { waitUntil: keptDeadline(before, phase) ?? new Date(untilMs) }
      const [{ count }] = await prisma.$transaction([
        prisma.publishJob.updateMany({
          where: { ...run, status: { in: LIVE }, ...UNDISTURBED },
          data: {
            phase,
            status: PHASE_STATUS[phase],
            waitReason: problem.code,
            quotaStartAt: null,
            ...wait,
            ...problemColumns(problem),
          },
        }),
        releaseHeldUploads(prisma, clock, [run.jobId]),
      ])
      return count === 1 ? wait.waitUntil.getTime() : null
    },
  }
}

/** The user is waited for still, whatever the platform or the connection says was the matter this time. */
function keptDeadline(before: Before, phase: WaitingPhase): Date | null {
  const wasWaiting = before.errorCategory === 'auth' && before.waitReason === before.errorCode
  return phase === 'waiting-for-reconnect' && wasWaiting ? before.waitUntil : null
}
