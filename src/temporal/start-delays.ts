import { activityInfo } from '@temporalio/activity'
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker'

export interface StartRecorder {
  /** How long an activity has lain in its queue before it was begun. */
  activityStarted(taskQueue: string, waitedMs: number): void
}

/** Tells how late each activity begins. A retry is put off on purpose, so that only first attempts tell of a queue. */
export const startDelays = ({
  nowMs,
  recorders,
}: {
  nowMs: () => number
  recorders: StartRecorder
}): ActivityInboundCallsInterceptor => ({
  execute(input, next) {
    const { attempt, taskQueue, currentAttemptScheduledTimestampMs } = activityInfo()
    if (attempt === 1) recorders.activityStarted(taskQueue, nowMs() - currentAttemptScheduledTimestampMs)
    return next(input)
  },
})
