import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { CommitActivities } from '../activities/commit'
import type { ConfirmActivities } from '../activities/confirm'
import type { GrantActivities } from '../activities/grants'
import type { RowActivities } from '../activities/rows'
import type { UploadActivities } from '../activities/upload'
import type { Pacing } from '../domain/pacing'
import type { Platform } from '../domain/platform'
import { COMMON_QUEUES, remoteQueue, type RemoteKind } from './contract'

/** Our own short, idempotent database steps: one history event each. */
export const rows = proxyLocalActivities<RowActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '30 seconds' },
})

/** For all who wait. What it cannot do, the reconciler does within a minute. */
export const { grantQuota } = proxyActivities<GrantActivities>({
  summary: "free places of the day's uploads for those who wait",
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second' },
})

export type RemoteSteps = UploadActivities & CommitActivities & ConfirmActivities

/** How the steps of a run are timed and where they are done; recorded with the claim, so that a replay sees the same. */
export interface StepPlan {
  pacing: Pacing
  /** Absent in claims from before each platform had queues of its own. */
  platform?: Platform
  /** Temporal's priority, 1 first; absent: that of the run. */
  priorityKey?: number
}

/** The steps that talk to a platform, grouped by what repeating them would do. */
export function remoteSteps({ pacing, platform, priorityKey }: StepPlan): RemoteSteps {
  const done = (kind: RemoteKind) => ({
    taskQueue: platform === undefined ? COMMON_QUEUES[kind] : remoteQueue(kind, platform),
    ...(priorityKey !== undefined && { priority: { priorityKey } }),
  })
  const retry = { initialInterval: pacing.retryIntervalMs, maximumInterval: pacing.retryMaxIntervalMs }

  // Safe to repeat: bounded by time, not by attempts, since a deploy costs one.
  const { upload } = proxyActivities<UploadActivities>({
    ...done('upload'),
    summary: 'preflight, token, quota, checkpoint, bytes',
    startToCloseTimeout: pacing.uploadTimeoutMs,
    scheduleToCloseTimeout: pacing.uploadTimeoutMs,
    heartbeatTimeout: pacing.heartbeatTimeoutMs,
    retry,
  })

  // Irreversible: one attempt. A timeout here means that the outcome is unknown.
  const { commit } = proxyActivities<CommitActivities>({
    ...done('call'),
    summary: 'the request that publishes, sent once',
    startToCloseTimeout: 2 * pacing.commitTimeoutMs,
    heartbeatTimeout: pacing.heartbeatTimeoutMs,
    retry: { maximumAttempts: 1 },
  })

  // Read-only: the retry policy is the poll interval, and a wait between two polls costs no history. One that is broken off
  // to be asked anew (`news`) may be in the middle of an answer, which is waited for: two never run side by side.
  const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED
  const { confirm } = proxyActivities<ConfirmActivities>({
    ...done('call'),
    summary: 'probe for the verdict; reads only',
    startToCloseTimeout: 4 * pacing.requestTimeoutMs,
    scheduleToCloseTimeout: pacing.confirmBudgetMs,
    heartbeatTimeout: pacing.heartbeatTimeoutMs,
    cancellationType,
    retry: { ...retry, initialInterval: pacing.pollIntervalMs, backoffCoefficient: 1.5 },
  })
  const { enrich } = proxyActivities<ConfirmActivities>({
    ...done('call'),
    summary: 'public id and link',
    startToCloseTimeout: 4 * pacing.requestTimeoutMs,
    scheduleToCloseTimeout: pacing.enrichBudgetMs,
    heartbeatTimeout: pacing.heartbeatTimeoutMs,
    cancellationType,
    retry: { initialInterval: pacing.pollIntervalMs, maximumInterval: 10 * pacing.retryMaxIntervalMs },
  })

  return { upload, commit, confirm, enrich }
}
