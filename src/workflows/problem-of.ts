import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow'
import type { Problem } from '../domain/errors'

/** The domain problem inside an activity's failure; a timeout or a fault of our own gets one of its own. */
export function problemOf(error: unknown): Problem {
  const cause = error instanceof ActivityFailure ? error.cause : error
  for (let inner: unknown = cause; inner instanceof Error; inner = inner.cause) {
    const [problem] = inner instanceof ApplicationFailure ? ((inner.details ?? []) as [Problem?]) : []
    if (problem?.code) return problem
  }
  if (cause instanceof TimeoutFailure)
    return {
      code: 'step-timed-out',
      category: 'transient',
      message: 'The platform or the storage did not let the step end in its time.',
      remedy: 'Look at the attempts of the job for the last answer, then retry it.',
    }
  return {
    code: 'internal-error',
    category: 'internal',
    message: 'A step failed through a fault of Publisher itself.',
    remedy: "The run in the Temporal Web UI shows the step, the worker's log the error. Nothing was published.",
  }
}
