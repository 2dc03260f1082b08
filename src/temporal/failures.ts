import { Context, log } from '@temporalio/activity'
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common'
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'
import { PublishError, type Problem } from '../domain/errors'

/** A limit that is over this soon is waited out by the server's retry delay; any other is told to the workflow, which explains it. */
const SHORT_WAIT_MS = 10_000

/** How a domain error looks to Temporal: its type is the stable code, its details hold the problem, which has no secret. */
export function toFailure(problem: Problem, nowMs: number): ApplicationFailure {
  const waitMs = problem.untilMs === undefined ? undefined : Math.max(0, problem.untilMs - nowMs)
  const passing =
    problem.category === 'transient' || (problem.category === 'rate-limited' && (waitMs ?? Infinity) <= SHORT_WAIT_MS)
  return ApplicationFailure.create({
    type: problem.code,
    message: problem.message,
    nonRetryable: !passing,
    details: [problem],
    ...(passing && waitMs !== undefined ? { nextRetryDelay: waitMs } : {}),
    ...(passing ? { category: ApplicationFailureCategory.BENIGN } : {}),
  })
}

/**
 * How an error that nobody foresaw looks to Temporal: what kind it is and where it was thrown. Its message, its members and
 * its causes may repeat what it was about, and a history is read by many and kept for long.
 */
function unforeseen(error: unknown): ApplicationFailure {
  const { name = 'Error', code, stack = '' } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException
  const kind = [name, code].filter((word) => typeof word === 'string' && /^\w{1,60}$/.test(word)).join(' ')
  const message = `A fault of Publisher itself (${kind}): the worker's log tells more.`
  const failure = ApplicationFailure.create({ type: 'internal-error', message })
  const frames = stack.split('\n').filter((line) => /^ +at /.test(line))
  failure.stack = [message, ...frames].join('\n')
  return failure
}

const isCancellation = (error: unknown): boolean =>
  Context.current().cancellationSignal.aborted &&
  (error instanceof CancelledFailure || (error instanceof Error && error.name === 'AbortError'))

/** Lets activities throw domain errors: the only place where errors become Temporal's. */
export const domainErrors = (nowMs: () => number): ActivityInboundCallsInterceptor => ({
  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    try {
      return await next(input)
    } catch (error) {
      if (error instanceof PublishError) throw toFailure(error.problem, nowMs())
      if (isCancellation(error)) throw error
      log.warn('an activity met a fault of Publisher itself', { err: error })
      throw unforeseen(error)
    }
  },
})
