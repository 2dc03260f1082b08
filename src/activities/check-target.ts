import { once } from 'node:events'
import { Context } from '@temporalio/activity'
import { PublishError, type Problem } from '../domain/errors'
import type { LiveAnswer, TargetCheck } from '../domain/ports/check'
import type { Accounts } from './accounts'
import type { PublishDependencies } from './dependencies'

/** A platform that says nothing must not keep a slot that a commit may need. */
const PATIENCE_MS = 10_000

type Needs = Pick<PublishDependencies, 'gate' | 'publishers' | 'clock' | 'pacing'>

/** What a publish asks its platform before it sends anything, asked for the sake of the answer. */
export function createCheckActivities({ gate, publishers, clock, pacing }: Needs, accounts: Accounts) {
  /** As `upload` does up to its first checkpoint, without the place of a day. */
  const ask = (target: TargetCheck, signal: AbortSignal): Promise<void> =>
    accounts.call(target, 'publish', async (account) => {
      const { platform, options, video } = target
      const { platformUserId } = account
      await gate.admit({ platform, platformUserId, operation: 'publish', effect: 'write', windows: [] })
      const draft = { caption: '', hashtags: [], title: '', options }
      await publishers[platform].preflight(account, draft, video, signal)
    })

  /** A limit without an end lasts as long here as it would for a job. */
  const withEnd = (problem: Problem): Problem =>
    problem.category === 'rate-limited'
      ? { ...problem, untilMs: problem.untilMs ?? clock.nowMs() + pacing.rateLimitWaitMs }
      : problem

  return {
    async askPlatform(target: TargetCheck): Promise<LiveAnswer> {
      const signal = AbortSignal.any([Context.current().cancellationSignal, AbortSignal.timeout(PATIENCE_MS)])
      try {
        await Promise.race([ask(target, signal), once(signal, 'abort').then(() => signal.throwIfAborted())])
        return { problem: null }
      } catch (error) {
        if (error instanceof PublishError) return { problem: withEnd(error.problem) }
        if (signal.aborted) return { problem: NO_ANSWER }
        throw error
      }
    },
  }
}

export type CheckActivities = ReturnType<typeof createCheckActivities>

const NO_ANSWER: Problem = {
  code: 'no-answer',
  category: 'transient',
  message: 'The platform did not answer in time.',
  remedy: "Ask again in a moment. If it stays so, check the platform's status page.",
}
