import type { Problem } from './errors'

export const PUBLISH_BEFORE_PASSED = 'publish-before-passed'

/** Whether a job's latest instant has come; at that very instant, too, nothing more begins. */
export const isPast = (publishBeforeMs: number | null, nowMs: number): publishBeforeMs is number =>
  publishBeforeMs !== null && publishBeforeMs <= nowMs

/** No wait is longer than until the job's latest instant. */
export const withinDeadline = (untilMs: number, publishBeforeMs: number | null): number =>
  Math.min(untilMs, publishBeforeMs ?? Infinity)

/** @param waitReason the code of what the job waited for when its instant came; null: for nothing */
export const publishBeforePassed = (publishBeforeMs: number, waitReason: string | null): Problem => ({
  code: PUBLISH_BEFORE_PASSED,
  category: 'policy',
  message: `The job was to be published before ${new Date(publishBeforeMs).toISOString()}, and could not be${waitReason === null ? '' : `: it waited (${waitReason})`}.`,
  remedy: 'Nothing was published. Retry the job with a later publishBefore if the video is still to be published.',
})
