import { DISCONNECTED } from './connection-health'
import type { JobPhase } from './job'
import type { Change, ConnectionChange, JobChange } from './ports/changes'

/** What an endpoint can choose to be told of. */
export const WEBHOOK_EVENTS = [
  'publish_job.completed',
  'publish_job.failed',
  'publish_job.cancelled',
  'publish_job.unconfirmed',
  'publish_job.waiting',
  'connection.reconnect_required',
  'post.metrics_updated',
] as const

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/** Sent on demand, to any endpoint. */
export const WEBHOOK_TEST = 'webhook.test'

export const WEBHOOK_TYPES = [...WEBHOOK_EVENTS, WEBHOOK_TEST] as const

/** The body of a message: ids, codes, instants and sentences of our own, so that whoever reads it along the way learns little. */
export interface WebhookPayload {
  type: (typeof WEBHOOK_TYPES)[number]
  /** Of the event, RFC 3339 in UTC. */
  timestamp: string
  data: Record<string, unknown>
}

const JOB_EVENT: Partial<Record<JobPhase, WebhookEvent>> = {
  published: 'publish_job.completed',
  'handed-over': 'publish_job.completed',
  failed: 'publish_job.failed',
  cancelled: 'publish_job.cancelled',
  unconfirmed: 'publish_job.unconfirmed',
  // Not `scheduled`: the caller itself has set that instant.
  'waiting-for-quota': 'publish_job.waiting',
  'waiting-for-reconnect': 'publish_job.waiting',
  'cooling-down': 'publish_job.waiting',
}

/** The message that a change makes; null: it is nobody's news. */
export function webhookPayload(change: Change): WebhookPayload | null {
  const type = eventOf(change)
  return type && { type, timestamp: change.createdAt.toISOString(), data: dataOf(change) }
}

export const testPayload = (endpointId: string, nowMs: number): WebhookPayload => ({
  type: WEBHOOK_TEST,
  timestamp: new Date(nowMs).toISOString(),
  data: { endpointId },
})

function eventOf(change: Change): WebhookEvent | null {
  switch (change.kind) {
    case 'job':
      return hasEntered(change.data) ? (JOB_EVENT[change.data.phase] ?? null) : null
    case 'connection':
      return needsUser(change.data) ? 'connection.reconnect_required' : null
    case 'metrics':
      return 'post.metrics_updated'
  }
}

/** A wait that goes on for another reason is news, one that only takes longer is none. */
const hasEntered = ({ phase, previousPhase, waitReason, previousWaitReason }: JobChange): boolean =>
  phase !== previousPhase || (JOB_EVENT[phase] === 'publish_job.waiting' && waitReason !== previousWaitReason)

/** Who disconnects an account here knows it. */
const needsUser = ({ status, previousStatus, statusReason }: ConnectionChange): boolean =>
  status !== 'ACTIVE' && previousStatus === 'ACTIVE' && statusReason !== DISCONNECTED

function dataOf(change: Change): Record<string, unknown> {
  const { userId } = change
  switch (change.kind) {
    case 'job':
      return { jobId: change.jobId, userId, ...jobData(change.data) }
    case 'connection': {
      const { platform, status, statusReason } = change.data
      return { connectionId: change.connectionId, userId, platform, status, reason: statusReason }
    }
    case 'metrics': {
      const { postId: platformPostId, ...numbers } = change.data
      return { id: change.postId, postId: platformPostId, userId, ...numbers }
    }
  }
}

/** Named as in the job's own view. */
function jobData(job: JobChange): Record<string, unknown> {
  const { platform, videoId, connectionId, status, phase, waitReason, waitUntil, scheduledFor, generation } = job
  const { errorCode: code, errorMessage: message, post } = job
  return {
    ...{ platform, videoId, connectionId, status, phase, waitReason, waitUntil, scheduledFor, generation },
    error: code === null ? null : { code, message },
    post: post && { id: post.id, postId: post.postId, url: post.url, publishedAt: post.publishedAt },
  }
}
