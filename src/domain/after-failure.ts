import type { Problem } from './errors'
import type { WaitingPhase } from './job'

/** What becomes of a job whose step failed before anything could be published. */
export type AfterFailure = { kind: 'wait'; phase: WaitingPhase; untilMs: number } | { kind: 'fail' }

const WAITS: Partial<Record<Problem['category'], WaitingPhase>> = {
  quota: 'waiting-for-quota',
  'rate-limited': 'cooling-down',
  auth: 'waiting-for-reconnect',
}

/**
 * A quota or a rate limit is waited out until the instant that the platform or its reset names; a dead grant waits for
 * the user up to `reconnectWaitMs` from now (0: fails at once). Everything else has failed for good.
 */
export function afterFailure(problem: Problem, nowMs: number, reconnectWaitMs: number): AfterFailure {
  const phase = WAITS[problem.category]
  if (!phase) return { kind: 'fail' }
  const untilMs = phase === 'waiting-for-reconnect' ? nowMs + reconnectWaitMs : (problem.untilMs ?? nowMs)
  return untilMs > nowMs ? { kind: 'wait', phase, untilMs } : { kind: 'fail' }
}
