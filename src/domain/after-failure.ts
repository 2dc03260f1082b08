import type { Problem } from './errors'
import type { WaitingPhase } from './job'

/**
 * What becomes of a job whose step failed while no commit was open: it waits for a reason, is tried `again`, or has failed.
 */
export type AfterFailure =
  { kind: 'wait'; phase: WaitingPhase; untilMs: number } | { kind: 'again'; untilMs: number } | { kind: 'fail' }

const WAITS: Partial<Record<Problem['category'], WaitingPhase>> = {
  quota: 'waiting-for-quota',
  'rate-limited': 'cooling-down',
  auth: 'waiting-for-reconnect',
}

/** How often the whole way to the commit is gone again after faults that pass by themselves. */
const MAX_ATTEMPTS = 20

/**
 * A quota or a rate limit is waited out until the instant that the platform or its reset names, or else for
 * `rateLimitWaitMs`; a dead grant waits for the user up to `reconnectWaitMs` from now (0: fails at once). A passing fault at the commit is tried again; one that
 * outlived the budget of its own step, and everything else, has failed for good.
 */
export function afterFailure(
  problem: Problem,
  given: {
    nowMs: number
    reconnectWaitMs: number
    rateLimitWaitMs: number
    retryMs: number
    attempt: number
    atCommit: boolean
  },
): AfterFailure {
  const passing = problem.category === 'transient' && given.atCommit && given.attempt < MAX_ATTEMPTS
  if (passing) return { kind: 'again', untilMs: given.nowMs + given.retryMs }
  const phase = WAITS[problem.category]
  if (!phase) return { kind: 'fail' }
  const { nowMs, reconnectWaitMs, rateLimitWaitMs, retryMs } = given
  const untilMs =
    phase === 'waiting-for-reconnect' ? nowMs + reconnectWaitMs : (problem.untilMs ?? nowMs + rateLimitWaitMs)
  if (untilMs > nowMs) return { kind: 'wait', phase, untilMs }
  // A short limit may be over before anybody gets to the failure.
  return phase === 'waiting-for-reconnect' ? { kind: 'fail' } : { kind: 'again', untilMs: nowMs + retryMs }
}
