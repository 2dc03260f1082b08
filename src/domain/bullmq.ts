import type { JobStatus } from './job'
import type { Platform } from './platform'

/** What BullMQ calls each status. */
export const BULLMQ_STATE = {
  PENDING: 'waiting',
  ACTIVE: 'active',
  COMPLETED: 'completed',
  FAILED: 'failed',
  DELAYED: 'delayed',
} as const satisfies Record<JobStatus, string>

export type BullMqState = (typeof BULLMQ_STATE)[JobStatus]

export const STATUS_IN_BULLMQ = Object.fromEntries(
  Object.entries(BULLMQ_STATE).map(([status, state]) => [state, status]),
) as Record<BullMqState, JobStatus>

export const BULLMQ_STATES = Object.values(BULLMQ_STATE)

/** States that BullMQ counts and no job of ours is ever in. */
export const BULLMQ_EMPTY_STATES = ['prioritized', 'waiting-children'] as const

/** What of a job the view is made of. */
export interface PublishedAsBullMq {
  jobId: string
  userId: string
  videoId: string
  platform: Platform
  connectionId: string | null
  caption: string
  hashtags: string[]
  options: unknown
  status: JobStatus
  phase: string
  attemptNumber: number
  bytesSent: bigint
  errorCode: string | null
  errorMessage: string | null
  waitUntil: Date | null
  scheduledFor: Date | null
  createdAt: Date
  startedAt: Date | null
  completedAt: Date | null
  failedAt: Date | null
  post: { platformPostId: string; platformPostIdProvisional: boolean; url: string | null } | null
}

/**
 * A job as BullMQ 6 serialises its own (`JSON.stringify(job)`), and its state beside it. Instants are milliseconds.
 * @param sizeBytes of the video; absent: not known
 */
export function toBullMqJob(job: PublishedAsBullMq, sizeBytes: number | undefined) {
  const { jobId, userId, videoId, platform, connectionId, caption, hashtags, options, status } = job
  const timestamp = job.createdAt.getTime()
  const finishedAt = job.completedAt ?? job.failedAt
  const scheduledFor = job.scheduledFor && job.scheduledFor.toISOString()
  return {
    id: jobId,
    name: `publish-${platform.toLowerCase()}`,
    data: { userId, videoId, platform, connectionId, caption, hashtags, options, scheduledFor },
    // BullMQ's own default: a script that compares it with `attemptsMade` knows that a failed job has failed for good.
    opts: { attempts: 1, jobId, delay: msAfter(timestamp, job.scheduledFor) },
    state: BULLMQ_STATE[status],
    progress: progressOf(job, sizeBytes),
    returnvalue: status === 'COMPLETED' ? returnValueOf(job.post) : null,
    stacktrace: [],
    // As in BullMQ, `timestamp` and `delay` together say when a delayed job goes on.
    delay: status === 'DELAYED' ? msAfter(timestamp, job.waitUntil) : 0,
    priority: 0,
    attemptsStarted: job.attemptNumber,
    attemptsMade: status === 'ACTIVE' ? Math.max(0, job.attemptNumber - 1) : job.attemptNumber,
    stalledCounter: 0,
    timestamp,
    ...(job.startedAt && { processedOn: job.startedAt.getTime() }),
    ...(finishedAt && { finishedOn: finishedAt.getTime() }),
    ...(status === 'FAILED' && { failedReason: failedReasonOf(job) }),
  }
}

const msAfter = (sinceMs: number, at: Date | null): number => (at ? Math.max(0, at.getTime() - sinceMs) : 0)

/** Whole percent of the bytes, since dashboards draw numbers. A platform that fetches the file itself tells none. */
function progressOf({ status, bytesSent }: PublishedAsBullMq, sizeBytes: number | undefined): number {
  if (status === 'COMPLETED') return 100
  return sizeBytes ? Math.min(100, Math.floor((Number(bytesSent) * 100) / sizeBytes)) : 0
}

/** Null where there is no post: a draft that was handed over to its user. */
const returnValueOf = (post: PublishedAsBullMq['post']) =>
  post && { platformPostId: post.platformPostIdProvisional ? null : post.platformPostId, url: post.url }

const failedReasonOf = ({ phase, errorCode, errorMessage }: PublishedAsBullMq): string =>
  phase === 'cancelled' ? 'cancelled' : (errorMessage ?? errorCode ?? 'failed')
