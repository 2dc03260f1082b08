import type { JobPhase, JobStatus } from '../domain/job'
import type { Platform } from '../domain/platform'
import type { EarlierJobs } from '../domain/ports/jobs'
import type { Reach } from '../domain/reach'
import type { Prisma } from '../generated/prisma/client'
import { ownedBy } from './owned-by'
import { createdBefore, NEWEST_FIRST, toPage } from './page'
import type { Page, PageRequest } from './page'
import type { PrismaClient } from './prisma'

const ATTEMPT = {
  step: true,
  startedAt: true,
  endedAt: true,
  outcome: true,
  platformCode: true,
  platformRequestId: true,
  message: true,
} as const

const POST = {
  id: true,
  platformPostId: true,
  platformPostIdProvisional: true,
  url: true,
  visibility: true,
  publishedAt: true,
} as const

/** Attempts that one answer shows; a job that waits long may have many. */
const SHOWN_ATTEMPTS = 50

const JOB = {
  id: true,
  jobId: true,
  userId: true,
  videoId: true,
  platform: true,
  connectionId: true,
  status: true,
  phase: true,
  waitReason: true,
  waitUntil: true,
  scheduledFor: true,
  publishBefore: true,
  onQuotaExhausted: true,
  reconnectWaitSeconds: true,
  caption: true,
  hashtags: true,
  options: true,
  bytesSent: true,
  errorCode: true,
  errorCategory: true,
  errorMessage: true,
  warnings: true,
  commitRequestedAt: true,
  revision: true,
  generation: true,
  createdAt: true,
  startedAt: true,
  completedAt: true,
  failedAt: true,
  attempts: { select: ATTEMPT, orderBy: { startedAt: 'desc' }, take: SHOWN_ATTEMPTS },
  post: { select: POST },
} as const satisfies Prisma.PublishJobSelect

export type JobRow = Prisma.PublishJobGetPayload<{ select: typeof JOB }>

const REMOVED = {
  jobId: true,
  userId: true,
  videoId: true,
  connectionId: true,
  platform: true,
  status: true,
  phase: true,
  errorCode: true,
  postId: true,
  createdAt: true,
  endedAt: true,
  removedAt: true,
} as const satisfies Prisma.PublishJobTombstoneSelect

/** What retention has left of a job. */
export type RemovedJobRow = Prisma.PublishJobTombstoneGetPayload<{ select: typeof REMOVED }>

/** Absent members do not filter. */
export interface JobFilter {
  userId?: string | undefined
  videoId?: string | undefined
  platform?: Platform | undefined
  status?: JobStatus | undefined
  phase?: JobPhase | undefined
}

/** What callers see of jobs: those of users within their reach, as if there were no others. */
export interface Jobs {
  find(jobId: string, reach: Reach): Promise<JobRow | null>
  has(jobId: string, reach: Reach): Promise<boolean>
  /** In the order of `jobIds`; unknown ones are left out. */
  findAll(jobIds: string[], reach: Reach): Promise<JobRow[]>
  /** Those of them that retention has removed, in any order. */
  findRemoved(jobIds: string[], reach: Reach): Promise<RemovedJobRow[]>
  list(filter: JobFilter, page: PageRequest, reach: Reach): Promise<Page<JobRow>>
  /** How many users the jobs are of, whoever's they are. */
  countUsers(jobIds: string[]): Promise<number>
  /** What an idempotency key was first used for, or null. */
  findIdempotent(principal: string, key: string): Promise<({ requestHash: string } & EarlierJobs) | null>
}

export const createJobs = (prisma: PrismaClient): Jobs => ({
  find: (jobId, reach) => prisma.publishJob.findUnique({ where: { jobId, user: ownedBy(reach) }, select: JOB }),

  async has(jobId, reach) {
    return (await prisma.publishJob.count({ where: { jobId, user: ownedBy(reach) } })) > 0
  },

  async findAll(jobIds, reach) {
    const where = { jobId: { in: jobIds }, user: ownedBy(reach) }
    const rows = await prisma.publishJob.findMany({ where, select: JOB })
    return rows.sort((a, b) => jobIds.indexOf(a.jobId) - jobIds.indexOf(b.jobId))
  },

  findRemoved: (jobIds, reach) =>
    prisma.publishJobTombstone.findMany({
      where: { jobId: { in: jobIds }, user: ownedBy(reach) },
      select: REMOVED,
    }),

  async list(filter, { limit, after }, reach) {
    const rows = await prisma.publishJob.findMany({
      where: { ...filter, ...createdBefore(after), user: ownedBy(reach) },
      select: JOB,
      orderBy: NEWEST_FIRST,
      take: limit + 1,
    })
    return toPage(rows, limit, (row) => row.createdAt)
  },

  async countUsers(jobIds) {
    const users = await prisma.publishJob.groupBy({ by: ['userId'], where: { jobId: { in: jobIds } } })
    return users.length
  },

  findIdempotent: (principal, key) =>
    prisma.idempotencyRecord.findUnique({
      where: { principal_key: { principal, key } },
      select: { requestHash: true, jobIds: true, answer: true },
    }),
})
