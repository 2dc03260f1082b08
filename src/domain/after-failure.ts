import { withinDeadline } from './deadline'
import type { ErrorCategory, Problem } from './errors'
import type { WaitingPhase } from './job'
import type { QuotaPlace } from './ports/quota'
import { spreadEnd } from './spread'

/**
 * What becomes of a job whose step failed while no commit was open: it waits for a reason, is tried `again`, or has failed.
 */
export type AfterFailure =
  | {
      kind: 'wait'
      phase: WaitingPhase
      untilMs: number
      /** Where it stands, if it waits for an upload. */
      place?: PlaceInQueue
    }
  | { kind: 'again'; untilMs: number }
  | { kind: 'fail' }

/** As things stood at the last look. */
export type PlaceInQueue = Pick<QuotaPlace, 'place' | 'day' | 'startAtMs'>

export interface FailureContext {
  jobId: string
  nowMs: number
  /** How long the job waits for its user; 0: not at all. */
  reconnectWaitMs: number
  /** Where no wait goes beyond; null: nowhere. */
  publishBeforeMs: number | null
  rateLimitWaitMs: number
  retryMs: number
  /** Which time the whole way to the commit is gone, from 1. */
  attempt: number
  atCommit: boolean
}

const WAITS: Partial<Record<ErrorCategory, WaitingPhase>> = {
  quota: 'waiting-for-quota',
  'rate-limited': 'cooling-down',
  internal: 'cooling-down',
  auth: 'waiting-for-reconnect',
}

/** How often the whole way to the commit is gone again after faults that pass by themselves or are ours. */
const MAX_ATTEMPTS = 20

const MAX_OWN_FAULT_WAIT_MS = 3_600_000

const FAIL: AfterFailure = { kind: 'fail' }

/** What follows a problem, at the job's latest instant at the latest. */
export function afterFailure(problem: Problem, given: FailureContext): AfterFailure {
  const after = followUp(problem, given)
  return after.kind === 'fail' ? after : { ...after, untilMs: withinDeadline(after.untilMs, given.publishBeforeMs) }
}

/**
 * A quota or a rate limit is waited out until the instant that the platform or its reset names, or else for
 * `rateLimitWaitMs`; a dead grant waits for the user; a fault of our own is tried again at growing intervals, for the job
 * cannot help it. A passing fault at the commit is tried again; one that outlived the budget of its own step, and
 * everything else, has failed for good.
 */
function followUp(problem: Problem, given: FailureContext): AfterFailure {
  const { nowMs, retryMs, attempt, atCommit } = given
  const { category } = problem
  const again: AfterFailure = { kind: 'again', untilMs: nowMs + retryMs }
  if (category === 'transient' && atCommit && attempt < MAX_ATTEMPTS) return again
  if (category === 'internal' && attempt >= MAX_ATTEMPTS) return FAIL
  const phase = WAITS[category]
  if (!phase) return FAIL
  const untilMs = endOfWait(problem, given)
  if (untilMs > nowMs) return { kind: 'wait', phase, untilMs }
  // A short limit may be over before anybody gets to the failure.
  return category === 'auth' ? FAIL : again
}

function endOfWait(
  { category, untilMs }: Problem,
  { jobId, nowMs, reconnectWaitMs, rateLimitWaitMs, retryMs, attempt }: FailureContext,
): number {
  if (category === 'auth') return nowMs + reconnectWaitMs
  if (category === 'internal') return nowMs + Math.min(MAX_OWN_FAULT_WAIT_MS, retryMs * 2 ** (attempt - 1))
  const endMs = untilMs ?? nowMs + rateLimitWaitMs
  // What an account or the whole app is kept from ends for all of its jobs at once.
  return category === 'rate-limited' ? spreadEnd(endMs, nowMs, jobId) : endMs
}

/** A problem with what follows for its job where the user must act: only a job that waits goes on by itself. */
export const withNextStep = (problem: Problem, after: AfterFailure['kind']): Problem =>
  problem.category === 'auth'
    ? {
        ...problem,
        remedy: `${problem.remedy} ${after === 'fail' ? 'Then retry the job with /retry.' : 'The job then goes on by itself.'}`,
      }
    : problem
