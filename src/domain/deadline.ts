import { isDefiniteRefusal, type Problem } from './errors'

export const PUBLISH_BEFORE_PASSED = 'publish-before-passed'

/** Whether a job's latest instant has come; at that very instant, too, nothing more begins. */
export const isPast = (publishBeforeMs: number | null, nowMs: number): publishBeforeMs is number =>
  publishBeforeMs !== null && publishBeforeMs <= nowMs

/** No wait is longer than until the job's latest instant. */
export const withinDeadline = (untilMs: number, publishBeforeMs: number | null): number =>
  Math.min(untilMs, publishBeforeMs ?? Infinity)

/** @param keptBy the code of what kept the job until then, where that is known */
export const publishBeforePassed = (publishBeforeMs: number, keptBy: string | null): Problem => ({
  code: PUBLISH_BEFORE_PASSED,
  category: 'policy',
  message: `The job was to be published before ${new Date(publishBeforeMs).toISOString()}, and could not be${keptBy === null ? '' : ` (${keptBy})`}.`,
  remedy: 'Nothing was published. Retry the job with a later publishBefore if the video is still to be published.',
})

/** What a failed step means once the latest instant has come: a definite refusal stays one, all else no longer matters. */
export const withDeadline = (problem: Problem, publishBeforeMs: number | null, nowMs: number): Problem =>
  isPast(publishBeforeMs, nowMs) && !isDefiniteRefusal(problem.category)
    ? publishBeforePassed(publishBeforeMs, problem.code)
    : problem
