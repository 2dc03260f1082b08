import { fairOrder, type Waiting } from '../../domain/fair-order'
import { TERMINAL_PHASES } from '../../domain/job'
import type { Clock } from '../../domain/ports/clock'
import type { QuotaPlace, QuotaQueue } from '../../domain/ports/quota'
import { pacificDay, type QuotaPlan } from '../../domain/quota'
import { forecast, scheduledStart, type QuotaOutlook } from '../../domain/quota-forecast'
import type { PrismaClient } from '../prisma'
import { readOutlook } from './outlook'
import { sharingNextRun } from './sharing-next-run'
import { readLastServed, readWaitingLine, type Granted } from './waiting-line'

/** No job has this id. */
const NEWCOMER = ''

/** The queue as it stands. */
interface Standing {
  queued: Waiting[]
  granted: Granted[]
  lastServedAtMs: Map<string, number>
  outlook: QuotaOutlook
}

/** The queue for YouTube's uploads: who has been given a start of today comes first, then who waits, in fair order. */
export function createQuotaQueue(prisma: PrismaClient, clock: Clock, plan: QuotaPlan, spreadMs: number): QuotaQueue {
  // Hundreds of jobs may find a day full at one time, and each asks where it stands.
  const readStanding = sharingNextRun(
    async (): Promise<Standing> => {
      const nowMs = clock.nowMs()
      const [line, outlook] = await Promise.all([
        readWaitingLine(prisma, nowMs),
        readOutlook(prisma, plan, nowMs, spreadMs),
      ])
      return { ...line, lastServedAtMs: await readLastServed(prisma, line.queued), outlook }
    },
    (standing) => standing,
  )

  return {
    places: async () => placesIn(await readStanding()),

    async placeOf(jobId) {
      const job = await prisma.publishJob.findUnique({
        where: { jobId, platform: 'YOUTUBE', phase: { notIn: TERMINAL_PHASES } },
        select: { userId: true, quotaQueuedAt: true },
      })
      if (!job) return null
      const standing = await readStanding()
      const isThere = [...standing.queued, ...standing.granted].some((one) => one.jobId === jobId)
      const queuedAtMs = job.quotaQueuedAt?.getTime() ?? clock.nowMs()
      const queued = [...standing.queued, ...(isThere ? [] : [{ jobId, userId: job.userId, queuedAtMs }])]
      return placesIn({ ...standing, queued }).find((place) => place.jobId === jobId) ?? null
    },

    async outlookFor(userId, scheduledForMs) {
      const standing = await readStanding()
      const { queued, outlook } = standing
      if (scheduledForMs !== null) {
        const next = scheduledStart(outlook, scheduledForMs)
        return next?.startAtMs === scheduledForMs
          ? { waits: false }
          : { waits: true, next: next && { ...next, place: null } }
      }
      // As `reserve` has it: nobody who waits is passed.
      if (queued.length === 0 && outlook.freeToday > 0) return { waits: false }
      const asking = { jobId: NEWCOMER, userId, queuedAtMs: outlook.nowMs }
      const places = placesIn({ ...standing, queued: [...queued, asking] })
      return { waits: true, next: places.find(({ jobId }) => jobId === NEWCOMER) ?? null }
    },
  }
}

function placesIn({ queued, granted, lastServedAtMs, outlook }: Standing): QuotaPlace[] {
  const order = fairOrder(queued, lastServedAtMs).map(({ jobId }) => jobId)
  const ahead = forecast(order, outlook).map((one) => ({ ...one, place: granted.length + one.place }))
  return [...started(granted), ...ahead]
}

const started = (granted: Granted[]): QuotaPlace[] =>
  granted
    .map(({ jobId, startAtMs }) => ({ jobId, day: pacificDay(startAtMs), startAtMs }))
    .sort((a, b) => a.startAtMs - b.startAtMs)
    .map((start, index) => ({ ...start, place: index + 1 }))
