import type { JobStatus } from '../domain/job'
import type { Reach } from '../domain/reach'
import type { Prisma } from '../generated/prisma/client'
import { ownedBy } from './owned-by'
import { createdBefore, NEWEST_FIRST, toPage } from './page'
import type { Page, PageRequest } from './page'
import type { PrismaClient } from './prisma'

const JOB = {
  id: true,
  jobId: true,
  userId: true,
  videoId: true,
  platform: true,
  connectionId: true,
  caption: true,
  hashtags: true,
  options: true,
  status: true,
  phase: true,
  attemptNumber: true,
  bytesSent: true,
  errorCode: true,
  errorMessage: true,
  waitUntil: true,
  scheduledFor: true,
  createdAt: true,
  startedAt: true,
  completedAt: true,
  failedAt: true,
  post: { select: { platformPostId: true, platformPostIdProvisional: true, url: true } },
} as const satisfies Prisma.PublishJobSelect

export type BullMqJobRow = Prisma.PublishJobGetPayload<{ select: typeof JOB }>

/** Jobs as dashboards of the old queue read them: those of users within reach, as if there were no others. */
export interface BullMqJobs {
  find(jobId: string, reach: Reach): Promise<BullMqJobRow | null>
  /** Those of any of the statuses, newest first. */
  list(statuses: JobStatus[], page: PageRequest, reach: Reach): Promise<Page<BullMqJobRow>>
  /** Absent: none. */
  count(reach: Reach): Promise<Partial<Record<JobStatus, number>>>
}

export const createBullMqJobs = (prisma: PrismaClient): BullMqJobs => ({
  find: (jobId, reach) => prisma.publishJob.findUnique({ where: { jobId, user: ownedBy(reach) }, select: JOB }),

  async list(statuses, { limit, after }, reach) {
    const rows = await prisma.publishJob.findMany({
      where: { status: { in: statuses }, ...createdBefore(after), user: ownedBy(reach) },
      select: JOB,
      orderBy: NEWEST_FIRST,
      take: limit + 1,
    })
    return toPage(rows, limit, (row) => row.createdAt)
  },

  async count(reach) {
    const groups = await prisma.publishJob.groupBy({ by: ['status'], where: { user: ownedBy(reach) }, _count: true })
    return Object.fromEntries(groups.map(({ status, _count }) => [status, _count]))
  },
})
