import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
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

/** Lets activities throw domain errors: the only place where they become Temporal's. */
export const domainErrors = (nowMs: () => number): ActivityInboundCallsInterceptor => ({
  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    try {
      return await next(input)
    } catch (error) {
      throw error instanceof PublishError ? toFailure(error.problem, nowMs()) : error
    }
  },
})
