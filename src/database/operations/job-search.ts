import type { JobPhase, JobStatus } from '../../domain/job'
import type { Platform } from '../../domain/platform'
import type { Prisma } from '../../generated/prisma/client'
import { createdBefore, NEWEST_FIRST, toPage, type Page, type PageRequest } from '../page'
import type { PrismaClient } from '../prisma'
import { LIVE } from '../publish-jobs/job-states'

const FOUND = {
  id: true,
  jobId: true,
  platform: true,
  phase: true,
  cancelRequestedAt: true,
  commitRequestedAt: true,
  commitDeadlineAt: true,
  commitVerdict: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.PublishJobSelect

export type FoundJob = Prisma.PublishJobGetPayload<{ select: typeof FOUND }>

/** Absent members do not filter. */
export interface JobSearch {
  jobIds?: string[] | undefined
  phase?: JobPhase | undefined
  status?: JobStatus | undefined
  platform?: Platform | undefined
  userId?: string | undefined
  videoId?: string | undefined
  connectionId?: string | undefined
  errorCode?: string | undefined
  waitReason?: string | undefined
  createdBefore?: Date | undefined
  scheduledBefore?: Date | undefined
  scheduledAfter?: Date | undefined
  /** Besides `phase`. */
  among?: JobPhase[] | undefined
}

export interface JobCount {
  phase: JobPhase
  platform: Platform
  errorCode: string | null
  count: number
}

/** Of the jobs of a phase and platform that have not ended. */
export interface UnfinishedCount {
  phase: JobPhase
  platform: Platform
  count: number
  oldestCreatedAt: Date | null
}

export const createJobSearch = (prisma: PrismaClient) => ({
  /** A page, newest first. */
  async findJobs(search: JobSearch, { limit, after }: PageRequest): Promise<Page<FoundJob>> {
    const rows = await prisma.publishJob.findMany({
      where: { AND: [whereOf(search), createdBefore(after)] },
      orderBy: NEWEST_FIRST,
      take: limit + 1,
      select: FOUND,
    })
    return toPage(rows, limit, (row) => row.createdAt)
  },

  /** The oldest of them. */
  selectJobs: (search: JobSearch, most: number): Promise<FoundJob[]> =>
    prisma.publishJob.findMany({
      where: whereOf(search),
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: most,
      select: FOUND,
    }),

  async countJobs(search: JobSearch): Promise<JobCount[]> {
    const groups = await prisma.publishJob.groupBy({
      by: ['phase', 'platform', 'errorCode'],
      where: whereOf(search),
      _count: true,
    })
    return groups.map(({ phase, _count, ...group }) => ({ ...group, phase: phase as JobPhase, count: _count }))
  },

  async countUnfinished(): Promise<UnfinishedCount[]> {
    const groups = await prisma.publishJob.groupBy({
      by: ['phase', 'platform'],
      where: { status: { in: LIVE } },
      _count: true,
      _min: { createdAt: true },
    })
    return groups.map(({ phase, platform, _count, _min }) => ({
      ...{ phase: phase as JobPhase, platform, count: _count },
      oldestCreatedAt: _min.createdAt,
    }))
  },

  /** The failures since an instant, by platform and code. */
  async countFailures(since: Date): Promise<Omit<JobCount, 'phase'>[]> {
    const groups = await prisma.publishJob.groupBy({
      by: ['platform', 'errorCode'],
      where: { phase: 'failed', failedAt: { gte: since } },
      _count: true,
    })
    return groups.map(({ _count, ...group }) => ({ ...group, count: _count }))
  },
})

const whereOf = (search: JobSearch): Prisma.PublishJobWhereInput => ({
  phase: search.phase,
  status: search.status,
  platform: search.platform,
  userId: search.userId,
  videoId: search.videoId,
  connectionId: search.connectionId,
  errorCode: search.errorCode,
  waitReason: search.waitReason,
  ...(search.jobIds && { jobId: { in: search.jobIds } }),
  ...(search.createdBefore && { createdAt: { lt: search.createdBefore } }),
  ...((search.scheduledBefore ?? search.scheduledAfter) && {
    scheduledFor: { lt: search.scheduledBefore, gte: search.scheduledAfter },
  }),
  ...(search.among && { AND: [{ phase: { in: search.among } }] }),
})
