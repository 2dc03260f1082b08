import type { JobRow, RemovedJobRow } from '../../database/jobs'
import type { JobPhase } from '../../domain/job'
import type { NewJob } from '../../domain/ports/jobs'
import { tellPlace } from '../../domain/quota-texts'
import type { JobView } from '../schemas/publish-job'
import { toIso } from './instants'
import type { PlaceOf } from './queue-view'

/** Where the Temporal Web UI shows a run, by job id. */
export type WorkflowUrl = (jobId: string) => string

export const jobPath = (jobId: string): string => `/v1/publish-jobs/${jobId}`

/** What is shown of a job and lies beside its row. */
interface Beside {
  sizeBytes: number | undefined
  place: PlaceOf | undefined
}

/** A job as callers see it. */
export function toJobView(row: JobRow, { sizeBytes, place }: Beside, workflowUrl: WorkflowUrl): JobView {
  const { jobId, userId, videoId, platform, connectionId, status, caption, hashtags, revision, generation } = row
  return {
    jobId,
    userId,
    videoId,
    platform,
    connectionId,
    status,
    phase: row.phase as JobPhase,
    waitReason: row.waitReason,
    waitUntil: toIso(row.waitUntil),
    queue: place ? toQueue(place) : null,
    scheduledFor: toIso(row.scheduledFor),
    publishBefore: toIso(row.publishBefore),
    onQuotaExhausted: row.onQuotaExhausted === 'fail' ? 'fail' : 'wait',
    reconnectWaitSeconds: row.reconnectWaitSeconds,
    caption,
    hashtags,
    options: row.options as Record<string, unknown>,
    progress: { bytesSent: Number(row.bytesSent), bytesTotal: sizeBytes ?? null },
    error: toError(row, place),
    warnings: row.warnings as JobView['warnings'],
    unconfirmed: row.phase === 'unconfirmed' ? toUnconfirmed(row) : null,
    attempts: row.attempts.map((attempt) => ({
      ...attempt,
      startedAt: toIso(attempt.startedAt),
      endedAt: toIso(attempt.endedAt),
    })),
    post: row.post && {
      id: row.post.id,
      postId: row.post.platformPostIdProvisional ? null : row.post.platformPostId,
      url: row.post.url,
      visibility: row.post.visibility,
      publishedAt: toIso(row.post.publishedAt),
    },
    revision,
    generation,
    createdAt: toIso(row.createdAt),
    startedAt: toIso(row.startedAt),
    completedAt: toIso(row.completedAt),
    failedAt: toIso(row.failedAt),
    links: toLinks(jobId, workflowUrl),
  }
}

const toQueue = ({ place, of, day, startAtMs }: PlaceOf): JobView['queue'] => ({
  place,
  of,
  day,
  estimatedAt: new Date(startAtMs).toISOString(),
})

/** A job that waits for its turn is told where it stands now, not what was said when it began to wait. */
function toError(row: JobRow, place: PlaceOf | undefined): JobView['error'] {
  const { errorCode: code, errorCategory: category, errorMessage: message, publishBefore } = row
  if (code === null) return null
  return { code, category, message: place ? tellPlace(place, publishBefore && publishBefore.getTime()) : message }
}

/** What is known while nobody knows, and who can do what about it. */
function toUnconfirmed(row: JobRow): JobView['unconfirmed'] {
  const lastProbe = row.attempts.find(({ step }) => step === 'probe')
  return {
    committedAt: toIso(row.commitRequestedAt),
    lastAnswer: lastProbe?.message ?? row.waitReason,
    lastProbeAt: toIso(lastProbe?.endedAt ?? lastProbe?.startedAt ?? null),
    nextProbeAt: toIso(row.waitUntil),
    remedy:
      'Nothing needs to be done: the platform is asked again. Whoever can see the account may look for the post and settle the job with /resolve.',
  }
}

/** What a caller gets for a job that was accepted this moment. */
export const toReceipt = (job: NewJob, workflowUrl: WorkflowUrl) => ({
  jobId: job.jobId,
  platform: job.platform,
  status: 'PENDING' as const,
  phase: 'accepted' as const,
  scheduledFor: toIso(job.scheduledFor),
  links: toLinks(job.jobId, workflowUrl),
})

/** What a caller gets for a job that an earlier, identical request has made: as it stands now. */
export const toReplayedReceipt = (row: JobRow, workflowUrl: WorkflowUrl) => ({
  jobId: row.jobId,
  platform: row.platform,
  status: row.status,
  phase: row.phase as JobPhase,
  scheduledFor: toIso(row.scheduledFor),
  links: toLinks(row.jobId, workflowUrl),
})

/** The same for one that retention has removed since. */
export const toRemovedReceipt = (row: RemovedJobRow, workflowUrl: WorkflowUrl) => ({
  jobId: row.jobId,
  platform: row.platform,
  status: row.status,
  phase: row.phase as JobPhase,
  scheduledFor: null,
  removedAt: toIso(row.removedAt),
  postId: row.postId,
  links: toLinks(row.jobId, workflowUrl),
})

const toLinks = (jobId: string, workflowUrl: WorkflowUrl) => ({ self: jobPath(jobId), workflow: workflowUrl(jobId) })
