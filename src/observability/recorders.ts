import { Counter, Histogram, type Registry } from 'prom-client'
import type { JobEnd } from '../domain/job-end'
import type { DeliveryState } from '../domain/ports/webhooks'
import type { DeliveryResult } from '../domain/webhook-delivery'

/** From a moment to a day: a publish that waits for quota or for its user takes that long. */
const PUBLISH_BUCKETS_S = [5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400]

const START_BUCKETS_S = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800]

/** What a worker counts as it happens: each event by the one process that it happens in. */
export interface Recorders {
  jobEnded(end: JobEnd): void
  /** An attempt to deliver a webhook message, and how far that has brought the message. */
  webhookAttempted(result: DeliveryResult, became: DeliveryState): void
  /** How long an activity has lain in its queue before it was begun. */
  activityStarted(taskQueue: string, waitedMs: number): void
}

/** Once for each registry. */
export function createRecorders(registry: Registry): Recorders {
  const registers = [registry]
  const jobsEnded = new Counter({
    name: 'publisher_jobs_ended_total',
    help: 'Jobs that have ended, by how; error_category is "none" where nothing has failed',
    labelNames: ['platform', 'phase', 'error_category'],
    registers,
  })
  const publishDuration = new Histogram({
    name: 'publisher_publish_duration_seconds',
    help: 'From acceptance, or from the instant that was asked for (timing "scheduled"), to published; first runs only',
    labelNames: ['platform', 'timing'],
    buckets: PUBLISH_BUCKETS_S,
    registers,
  })
  const webhookAttempts = new Counter({
    name: 'publisher_webhook_attempts_total',
    help: 'Requests to webhook endpoints: delivered, or why not',
    labelNames: ['outcome'],
    registers,
  })
  const webhooksGivenUp = new Counter({
    name: 'publisher_webhook_messages_given_up_total',
    help: 'Webhook messages whose last attempt has failed, or whose endpoint was disabled meanwhile',
    registers,
  })
  const scheduleToStart = new Histogram({
    name: 'publisher_activity_schedule_to_start_seconds',
    help: 'How long an activity lay in its queue before its first attempt began; waits before a retry are not in it',
    labelNames: ['task_queue'],
    buckets: START_BUCKETS_S,
    registers,
  })
  return {
    jobEnded({ platform, phase, errorCategory, isScheduled, tookMs }) {
      jobsEnded.inc({ platform, phase, error_category: errorCategory ?? 'none' })
      if (phase !== 'published' || tookMs === null) return
      publishDuration.observe({ platform, timing: isScheduled ? 'scheduled' : 'immediate' }, tookMs / 1_000)
    },
    webhookAttempted({ failure }, { state }) {
      webhookAttempts.inc({ outcome: failure ?? 'delivered' })
      if (state === 'given-up') webhooksGivenUp.inc()
    },
    activityStarted: (taskQueue, waitedMs) =>
      scheduleToStart.observe({ task_queue: taskQueue }, Math.max(0, waitedMs) / 1_000),
  }
}
