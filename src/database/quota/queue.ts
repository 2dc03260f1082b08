import { fairOrder, type Waiting } from '../../domain/fair-order'
import { TERMINAL_PHASES } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { QuotaPlace, QuotaQueue } from '../../domain/ports/quota'
import { pacificDay, type QuotaPlan } from '../../domain/quota'
import { forecast } from '../../domain/quota-forecast'
import type { PrismaClient } from '../prisma'
import { readOutlook } from './outlook'
import { readLastServed, readWaitingLine, type Granted } from './waiting-line'

/** The queue for YouTube's uploads: who has been given a start of today comes first, then who waits, in fair order. */
export function createQuotaQueue(prisma: PrismaClient, clock: Clock, plan: QuotaPlan, spreadMs: number): QuotaQueue {
  /** @param newcomer is in the queue, too, unless it is there already */
  async function places(newcomer?: Waiting): Promise<QuotaPlace[]> {
    const nowMs = clock.nowMs()
    const { queued, granted } = await readWaitingLine(prisma, nowMs)
    const isThere = [...queued, ...granted].some(({ jobId }) => jobId === newcomer?.jobId)
    const waiting: Waiting[] = newcomer && !isThere ? [...queued, newcomer] : queued
    const order = fairOrder(waiting, await readLastServed(prisma, waiting))
    const ahead = forecast(
      order.map(({ jobId }) => jobId),
      await readOutlook(prisma, plan, nowMs, spreadMs),
    )
    return [...started(granted), ...ahead.map((one) => ({ ...one, place: granted.length + one.place }))]
  }

  return {
    places: () => places(),

    async placeOf(jobId) {
      const job = await prisma.publishJob.findUnique({
        where: { jobId, platform: 'YOUTUBE', phase: { notIn: TERMINAL_PHASES } },
        select: { userId: true, quotaQueuedAt: true },
      })
      if (!job) return null
      const queuedAtMs = job.quotaQueuedAt?.getTime() ?? clock.nowMs()
      const all = await places({ jobId, userId: job.userId, queuedAtMs })
      return all.find((place) => place.jobId === jobId) ?? null
    },
  }
}

const started = (granted: Granted[]): QuotaPlace[] =>
  granted
    .map(({ jobId, startAtMs }) => ({ jobId, day: pacificDay(startAtMs), startAtMs }))
    .sort((a, b) => a.startAtMs - b.startAtMs)
    .map((start, index) => ({ ...start, place: index + 1 }))
